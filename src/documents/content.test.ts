import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LIST_HEAD,
  LIST_LINES,
  ORDER_HEAD,
  ORDER_LINES,
  PAYMENT_HEAD,
  WAYBILL_HEAD,
} from '../../test/fixtures/documents/messages.ts';
import { parseScaled5 } from '../base/fen.ts';
import { LIMITS } from '../base/limits.ts';
import { divideHalfUp } from '../base/rounding.ts';
import type { DecodedRecord } from './codec.ts';
import { contentFindings } from './content.ts';

type Values = Record<string, string>;

function record(head: Values, lines: Values[] = []): DecodedRecord {
  return { index: 0, head, lines, findings: [], digest: new Uint8Array(16) };
}

function codes(type: string, head: Values, lines: Values[] = []): string[] {
  return contentFindings(type, record(head, lines)).map(({ code, path }) => `${code} ${path}`);
}

const order = (change: Values, lines = ORDER_LINES) =>
  codes('CEB311', { ...ORDER_HEAD, ...change }, lines);
const orderLine = (change: Values) => order({}, [{ ...ORDER_LINES[0]!, ...change }]);
const list = (change: Values) => codes('CEB621', { ...LIST_HEAD, ...change }, LIST_LINES);

describe('content', () => {
  it('has nothing against a sound parcel', () => {
    expect(order({})).toEqual([]);
    expect(codes('CEB411', PAYMENT_HEAD)).toEqual([]);
    expect(codes('CEB511', WAYBILL_HEAD)).toEqual([]);
    expect(list({})).toEqual([]);
  });

  it.each([
    ['appType', '3', []],
    ['appType', '4', ['CNT-VALUE OrderHead/appType']],
    ['appStatus', '1', []],
    ['appStatus', '02', ['CNT-VALUE OrderHead/appStatus']],
    ['orderType', 'E', ['CNT-VALUE OrderHead/orderType']],
    ['buyerIdType', '2', []],
    ['buyerIdType', '3', ['CNT-VALUE OrderHead/buyerIdType']],
    ['appTime', '20240229235959', []],
    ['appTime', '00000101000000', ['CNT-TIME OrderHead/appTime']],
    ['appTime', '20111231235959', ['CNT-TIME OrderHead/appTime']],
    ['appTime', '20120101000000', []],
    ['appTime', '99991231235959', ['CNT-TIME OrderHead/appTime']],
    ['appTime', '20250229000000', ['CNT-TIME OrderHead/appTime']],
    ['appTime', '20250228240000', ['CNT-TIME OrderHead/appTime']],
    ['appTime', '2025-02-28 000', ['CNT-TIME OrderHead/appTime']],
    ['discount', '-0.00', []],
    ['discount', '-0.01', ['CNT-NEGATIVE OrderHead/discount']],
    ['freight', '1.23000', []],
    ['freight', '1.234', ['CNT-FEN OrderHead/freight']],
    ['freight', '.005', ['CNT-FEN OrderHead/freight']],
    ['orderNo', ' \n', ['CNT-BLANK OrderHead/orderNo']],
  ])('of an order: %s %j', (element, value, expected) =>
    expect(order({ [element]: value })).toEqual(expected),
  );

  it.each([
    [{ qty: '0', totalPrice: '0' }, ['CNT-POSITIVE OrderList[1]/qty']],
    [
      { qty: '-2', totalPrice: '-200' },
      ['CNT-NEGATIVE OrderList[1]/qty', 'CNT-NEGATIVE OrderList[1]/totalPrice'],
    ],
    [{ price: '0', totalPrice: '0' }, []],
    [{ totalPrice: '199.99' }, ['CNT-TOTAL OrderList[1]/totalPrice']],
    [{ qty: '3', price: '0.33333', totalPrice: '1.00' }, []],
    [{ qty: '1', price: '0.005', totalPrice: '0.01' }, []],
    [{ qty: '1', price: '0.00499', totalPrice: '0' }, []],
    [{ qty: '1', price: '0.00499', totalPrice: '0.01' }, ['CNT-TOTAL OrderList[1]/totalPrice']],
    [{ gnum: '2' }, ['CNT-GNUM OrderList[1]/gnum']],
    [{ gnum: '0' }, ['CNT-GNUM OrderList[1]/gnum']],
  ])('of an order line: %j', (change, expected) => expect(orderLine(change)).toEqual(expected));

  it('wants each gnum once, in any order', () => {
    const [first, second] = ORDER_LINES as [Values, Values];
    expect(order({}, [second, first])).toEqual([]);
    expect(order({}, [first, { ...second, gnum: '1' }])).toEqual(['CNT-GNUM OrderList[2]/gnum']);
  });

  it('wants qty2 and unit2 together', () => {
    const { qty2: _, ...without } = LIST_LINES[0]!;
    expect(codes('CEB621', LIST_HEAD, [without])).toEqual([
      'CNT-SECOND-UNIT InventoryList[1]/unit2',
    ]);
  });

  it('reads the times of payments, lists and receipts', () => {
    expect(codes('CEB411', { ...PAYMENT_HEAD, payTime: '20260431000000' })).toEqual([
      'CNT-TIME PaymentHead/payTime',
    ]);
    expect(list({ declTime: '20260230', ieDate: '20260101' })).toEqual([
      'CNT-TIME InventoryHead/declTime',
    ]);
    const receipt = { returnTime: '20260101000000123' };
    expect(codes('CEB312', receipt)).toEqual([]);
    expect(codes('CEB312', { returnTime: '20260101000000x23' })).toEqual([
      'CNT-TIME OrderReturn/returnTime',
    ]);
  });

  it('tells the right total, the law and the mending', () => {
    const [finding] = contentFindings(
      'CEB311',
      record(ORDER_HEAD, [{ ...ORDER_LINES[0]!, totalPrice: '12000' }]),
    );
    expect(finding).toMatchObject({
      en: 'totalPrice must be qty x price rounded half up to fen: 200, not 12000',
      law: 'CEB interface specification 202205, field descriptions',
    });
    expect(finding!.hint).not.toBe('');
  });

  it('shows no more than the limit', () => {
    const lines = Array.from({ length: 99 }, () => ({ ...ORDER_LINES[0]!, totalPrice: '1' }));
    expect(order({}, lines)).toHaveLength(LIMITS.findingsShown);
  });
});

describe('the quick ways of content', () => {
  const decimal = (whole: number, decimals: number) =>
    fc.tuple(fc.nat(whole), fc.nat(10 ** decimals - 1)).map(([yuan, rest]) => {
      return decimals === 0 ? `${yuan}` : `${yuan}.${String(rest).padStart(decimals, '0')}`;
    });
  const places = fc.constantFrom(0, 1, 2, 3, 5);
  const amount = places.chain((n) => decimal(2_000_000, n));

  it('multiply as bigints do', () => {
    const off = fc.constantFrom(-1n, 0n, 0n, 1n);
    fc.assert(
      fc.property(amount, amount, off, (qty, price, apart) => {
        const product = parseScaled5(qty)! * parseScaled5(price)!;
        const fen = divideHalfUp(product, 100_000_000n) + apart;
        if (product === 0n || fen < 0n) return;
        const totalPrice = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
        const found = orderLine({ qty, price, totalPrice }).map((one) => one.split(' ')[0]);
        const expected = apart === 0n ? [] : ['CNT-TOTAL'];
        expect(found.filter((code) => code === 'CNT-TOTAL')).toEqual(expected);
      }),
    );
  });

  it('do not take a value for sound because another was', () => {
    const wrong = [
      [{ appType: '9' }, 'CNT-VALUE OrderHead/appType'],
      [{ appTime: '20250229000000' }, 'CNT-TIME OrderHead/appTime'],
      [{ orderNo: ' ' }, 'CNT-BLANK OrderHead/orderNo'],
      [{ freight: '0.001' }, 'CNT-FEN OrderHead/freight'],
      [{ buyerName: '\u3000' }, 'CNT-BLANK OrderHead/buyerName'],
    ] as const;
    for (const [change, finding] of wrong) {
      expect([order({}), order(change), order({}), order(change), order(change)]).toEqual([
        [],
        [finding],
        [],
        [finding],
        [finding],
      ]);
    }
  });

  it('find blank what is white space for the language', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const value = String.fromCharCode(code);
      const expected = /\S/.test(value) ? [] : ['CNT-BLANK OrderHead/orderNo'];
      if (order({ orderNo: value }).join() !== expected.join()) throw new Error(`code ${code}`);
    }
  });
});
