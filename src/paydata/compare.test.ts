import { describe, expect, it } from 'vitest';
import type { PaymentData } from '../documents/payment-data/answer.ts';
import type { OrderTerms, PaymentTerms } from '../documents/terms.ts';
import { compareAnswer, type Declared } from './compare.ts';

const AT = Date.UTC(2026, 6, 1);

const ORDER = {
  ...{ ebpCode: '4101W60001', orderNo: 'O1', ebcName: '河南（测试）有限公司', ebpName: '平台' },
} as OrderTerms;
const PAYMENT = {
  ...{ payCode: 'P', payTransactionId: 'T1', amountPaid: 34_800n, currency: '142', payTime: AT },
} as PaymentTerms;
const DECLARED: Declared = { order: ORDER, payments: [PAYMENT], itemNames: ['配方奶粉 1段'] };

const HEAD: PaymentData['payExchangeInfoHead'] = {
  ...{ guid: 'G', initalRequest: 'r', initalResponse: 'r', ebpCode: '4101W60001', payCode: 'P' },
  ...{ payTransactionId: 'T1', totalAmount: 34_800n, currency: '142', verDept: '3' },
  ...{ payType: null, tradingTime: AT, note: null },
};
const OWN: PaymentData['payExchangeInfoLists'][number] = {
  orderNo: 'O1',
  goodsInfo: [{ gname: '配方奶粉1段', itemLink: 'https://a.example/1' }],
  ...{ recpAccount: '1', recpCode: null, recpName: '河南(测试)有限公司' },
};

const codes = (
  head: Partial<typeof HEAD> = {},
  orders: readonly (typeof OWN)[] = [OWN],
  declared = DECLARED,
) =>
  compareAnswer(
    {
      payExchangeInfoHead: { ...HEAD, ...head },
      payExchangeInfoLists: orders,
      serviceTime: AT,
    },
    declared,
  ).map(({ code, path }) => `${code} ${path}`);

describe('what a platform says, compared with what was declared', () => {
  it('agrees, whatever the width of brackets and the spaces in names', () => {
    expect(codes()).toEqual([]);
    expect(codes({}, [{ ...OWN, recpName: '平 台' }])).toEqual([]);
  });

  it('says all that differs at once, each with its place', () => {
    const head = { ebpCode: 'X', payCode: 'X', payTransactionId: 'X', totalAmount: 1n };
    const more = { currency: '502', tradingTime: AT + 3_600_001 };
    expect(codes({ ...head, ...more }, [{ ...OWN, orderNo: 'O2' }])).toEqual([
      'PULL-PLATFORM /payExchangeInfoHead/ebpCode',
      'PULL-FIRM /payExchangeInfoHead/payCode',
      'PULL-TRANSACTION /payExchangeInfoHead/payTransactionId',
      'PULL-AMOUNT /payExchangeInfoHead/totalAmount',
      'PULL-CURRENCY /payExchangeInfoHead/currency',
      'PULL-TIME /payExchangeInfoHead/tradingTime',
      'PULL-ORDER /payExchangeInfoLists',
    ]);
  });

  it.each([
    [34_799n, 1, false],
    [34_800n, 1, true],
    [34_801n, 1, false],
    [34_799n, 2, false],
    [34_800n, 2, true],
    [99_999n, 2, true],
  ])('%i fen for %i orders', (totalAmount, orders, fits) => {
    const lists = orders === 1 ? [OWN] : [{ ...OWN, orderNo: 'O0' }, OWN];
    expect(codes({ totalAmount }, lists).length === 0).toBe(fits);
  });

  it.each([
    [-3_600_000, true],
    [3_600_000, true],
    [-3_600_001, false],
  ])('%i ms apart', (apart, fits) => {
    expect(codes({ tradingTime: AT + apart }).length === 0).toBe(fits);
  });

  it.each([
    'ftp://a.example/1',
    'a.example/1',
    'javascript:alert(1)',
    'https://',
    'data:text/html,1',
  ])('%s is no link', (itemLink) => {
    const goods = [{ gname: '手表', itemLink }];
    expect(codes({}, [{ ...OWN, goodsInfo: goods }])).toEqual([
      'PULL-GOODS /payExchangeInfoLists/0/goodsInfo/0/gname',
      'PULL-LINK /payExchangeInfoLists/0/goodsInfo/0/itemLink',
    ]);
  });

  it('of several payments takes the one that is named', () => {
    const second = { ...PAYMENT, payTransactionId: 'T2', amountPaid: 100n };
    const declared = { ...DECLARED, payments: [PAYMENT, second] };
    const head = { payTransactionId: 'T2', totalAmount: 100n };
    expect(codes(head, [OWN], declared)).toEqual([]);
  });
});
