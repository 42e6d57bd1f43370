import { describe, expect, it } from 'vitest';
import {
  messageOf,
  ORDER_HEAD,
  ORDER_LINES,
  PAYMENT_HEAD,
} from '../../../test/fixtures/documents/messages.ts';
import { keyOf } from '../../base/keys.ts';
import { writeEnvelope } from '../../documents/dxp/write.ts';
import { openSaleBook } from './sales.ts';

const KEY = keyOf(ORDER_HEAD.ebpCode!, ORDER_HEAD.orderNo!);

const order = (change: Record<string, string> = {}) =>
  messageOf('CEB311', { records: [{ head: { ...ORDER_HEAD, ...change }, lines: ORDER_LINES }] });
const payment = (change: Record<string, string> = {}) =>
  messageOf('CEB411', { records: [{ head: { ...PAYMENT_HEAD, ...change }, lines: [] }] });

function bookOf(...messages: readonly string[]) {
  const book = openSaleBook();
  for (const message of messages) book.add(Buffer.from(message));
  return book.sales();
}

describe('the sales in a folder of messages', () => {
  it('are orders with their payment, whichever comes first', () => {
    for (const sales of [bookOf(order(), payment()), bookOf(payment(), order())]) {
      expect([...sales.keys()]).toEqual([KEY]);
      const { order: head, items, payment: paid } = sales.get(KEY)!;
      expect([head.ebcName, paid.amountPaid]).toEqual(['测试电商有限公司', '283.25']);
      expect(items.map(({ itemName }) => itemName)).toEqual(['奶粉', '面膜']);
    }
  });

  it('are none without the other document, or of another platform', () => {
    expect(bookOf(order()).size).toBe(0);
    expect(bookOf(payment()).size).toBe(0);
    expect(bookOf(order(), payment({ ebpCode: '4101000009' })).size).toBe(0);
  });

  it('keep the first record of a key, and what changes it', () => {
    const paid = (...messages: string[]) => bookOf(order(), ...messages).get(KEY)?.payment;
    const other = { amountPaid: '1' };
    expect(paid(payment(), payment(other))?.amountPaid).toBe('283.25');
    expect(paid(payment(), payment({ ...other, appType: '2' }))?.amountPaid).toBe('1');
    expect(paid(payment(), payment({ appType: '3' }))).toBeUndefined();
  });

  it('take the payment that the order names', () => {
    const named = payment({ payTransactionId: 'P-1' });
    const another = payment({ payTransactionId: 'P-2' });
    for (const messages of [
      [named, another],
      [another, named],
    ]) {
      const sale = bookOf(order(), ...messages).get(KEY);
      expect(sale?.payment.payTransactionId).toBe('P-1');
    }
    expect(bookOf(order(), another).get(KEY)?.payment.payTransactionId).toBe('P-2');
  });

  it('are read out of envelopes, and past what is no message', () => {
    const envelope = writeEnvelope({
      copMsgId: 'BDF401B3-36D7-4A73-BCAD-292E9F053C6D',
      senderId: 'DXPENT0000000001',
      receiverIds: ['DXPEDCCEB0000002'],
      creatTime: '2026-09-18T10:15:00',
      msgType: 'CEB311Message',
      data: Buffer.from(order()),
    });
    const wrong = order({ goodsValue: 'much', orderNo: 'B' });
    const sales = bookOf('', '<a/>', messageOf('CEB621'), wrong, envelope, payment());
    expect([...sales.keys()]).toEqual([KEY]);
  });
});
