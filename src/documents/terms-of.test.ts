import { describe, expect, it } from 'vitest';
import {
  LIST_HEAD,
  LIST_LINES,
  ORDER_HEAD,
  ORDER_LINES,
  PAYMENT_HEAD,
  WAYBILL_HEAD,
} from '../../test/fixtures/documents/messages.ts';
import { personKey } from '../base/ids.ts';
import type { DecodedRecord } from './codec.ts';
import { type Hash, listTerms, orderTerms, paymentTerms, waybillTerms } from './terms-of.ts';

type Values = Record<string, string>;

/** Shows what was hashed as what. */
const hash: Hash = (kind, text) => personKey(`${kind}:${text}`);

function record(head: Values, lines: Values[] = []): DecodedRecord {
  return { index: 0, head, lines, findings: [], digest: new Uint8Array(16) };
}

const BUYER = {
  idType: '1',
  idKey: 'id:11010519491231002X',
  idValid: true,
  nameKey: 'name:张三',
  phoneKey: 'phone:13800138000',
};
const CONSIGNEE = {
  nameKey: 'name:张三',
  phoneKey: 'phone:13800138000',
  addressKey: 'address:河南省郑州市测试路1号',
};

describe('terms', () => {
  it('of an order', () => {
    expect(orderTerms(record(ORDER_HEAD, ORDER_LINES), hash)).toEqual({
      ok: true,
      value: {
        ebpCode: '4101000001',
        orderNo: 'A20260415001',
        ebcCode: '4101000002',
        ebpName: '测试平台有限公司',
        ebcName: '测试电商有限公司',
        goodsValue: 25000n,
        freight: 1050n,
        discount: 0n,
        taxTotal: 2275n,
        acturalPaid: 28325n,
        currency: '142',
        buyer: BUYER,
        payCode: '4101000003',
        payTransactionId: 'P-1',
        consignee: CONSIGNEE,
        orderTime: Date.parse('2026-04-15T11:27:01+08:00'),
        lines: [
          {
            gnum: 1,
            itemNo: 'SKU-1',
            qty: 200000n,
            unit: '122',
            price: 10000000n,
            totalPrice: 20000n,
            currency: '142',
            country: '502',
          },
          {
            gnum: 2,
            itemNo: null,
            qty: 150000n,
            unit: '140',
            price: 3333333n,
            totalPrice: 5000n,
            currency: '142',
            country: '116',
          },
        ],
      },
    });
  });

  it('of a payment, with and without a telephone', () => {
    const built = paymentTerms(record(PAYMENT_HEAD), hash);
    expect(built).toMatchObject({
      ok: true,
      value: {
        payer: { ...BUYER, phoneKey: null },
        amountPaid: 28325n,
        payTime: Date.parse('2026-04-15T11:29:01+08:00'),
      },
    });
    const blank = paymentTerms(record({ ...PAYMENT_HEAD, telephone: '' }), hash);
    expect(blank).toEqual(built);
  });

  it('of a waybill', () => {
    expect(waybillTerms(record(WAYBILL_HEAD), hash)).toMatchObject({
      ok: true,
      value: {
        logisticsNo: 'W20260415001',
        freight: 1050n,
        insuredFee: null,
        weight: 125000n,
        packNo: 1,
        consignee: CONSIGNEE,
      },
    });
  });

  it('of a list', () => {
    expect(listTerms(record({ ...LIST_HEAD, voyageNo: '' }, LIST_LINES), hash)).toMatchObject({
      ok: true,
      value: {
        declDate: '2026-04-15',
        buyer: BUYER,
        buyerMask: 'id:1101*',
        addressKey: CONSIGNEE.addressKey,
        voyageNo: null,
        trafNo: null,
        emsNo: 'T4612W000001',
        grossWeight: 125000n,
        lines: [{ gnum: 1, qty1: 180000n, qty2: 200000n, unit2: '122', totalPrice: 20000n }],
      },
    });
  });

  it('judge the checksum before hashing', () => {
    const head = { ...ORDER_HEAD, buyerIdNumber: '110105194912310021' };
    const built = orderTerms(record(head, ORDER_LINES), hash);
    expect(built).toMatchObject({ ok: true, value: { buyer: { idValid: false } } });
  });

  it('refuse what has no meaning, with every reason', () => {
    const head = { ...ORDER_HEAD, freight: '1.001', appTime: '20260231000000' };
    const lines = [{ ...ORDER_LINES[0]!, totalPrice: '0.001' }];
    const built = orderTerms(record(head, lines), hash);
    expect(built.ok ? [] : built.error.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'CNT-FEN OrderHead/freight',
      'CNT-TIME OrderHead/appTime',
      'CNT-FEN OrderList[1]/totalPrice',
    ]);
  });
});
