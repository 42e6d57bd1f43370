import { describe, expect, it } from 'vitest';
import { type Draft, exportCase, KINDS, type Kind, NOON } from '../../test/export/documents.ts';
import { addDays, DAY } from '../base/dates.ts';
import { EXPORT_MATCHING_CODES } from './export-codes.ts';
import { EXPORT_MISSING_CODES } from './export-match.ts';
import { EXPORT_AMOUNT_RULES, EXPORT_KEY_RULES } from './export-rules.ts';
import { check, inForce } from './rule.ts';

const RULES = [...EXPORT_KEY_RULES, ...EXPORT_AMOUNT_RULES];

type Row = readonly [code: string, path: string, kind: Kind, change: (draft: Draft) => void];

/** What is wrong, and where it is said. */
const FAILS: readonly Row[] = [
  ['EXP-ORDER-TYPE', 'OrderHead/orderType', '9610 A', (d) => (d.order.terms.orderType = 'B')],
  ['EXP-ORDER-TYPE', 'OrderHead/orderType', '9710 L', (d) => (d.order.terms.orderType = 'E')],
  ['EXP-ORDER-TYPE', 'OrderHead/orderType', '9810 L', (d) => (d.order.terms.orderType = 'B')],
  ['DOC-WAYBILL-USED', 'InventoryHead/logisticsNo', '9610 A', (d) => (d.waybillHolder = 'L2')],
  ['DOC-PARTY', 'InventoryHead/ebpCode', '9610 B', (d) => (d.order.terms.ebpCode = 'X')],
  ['DOC-PARTY', 'InventoryHead/ebpCode', '9710 L', (d) => (d.collection!.terms.ebpCode = 'X')],
  ['DOC-PARTY', 'InventoryHead/ebcCode', '9810 L', (d) => (d.order.terms.ebcCode = 'X')],
  ['DOC-PARTY', 'InventoryHead/ebcCode', '1210 B', (d) => (d.collection!.terms.ebcCode = 'X')],
  ['DOC-PARTY', 'InventoryHead/ebcCode', '1210 B', (d) => (d.waybill.terms.ebcCode = 'X')],
  [
    'DOC-PARTY',
    'InventoryHead/logisticsCode',
    '9610 B',
    (d) => (d.waybill.terms.logisticsCode = 'X'),
  ],
  ['DOC-PARTY-NAME', 'InventoryHead/ebpName', '9610 A', (d) => (d.order.terms.ebpName = 'X')],
  ['DOC-PARTY-NAME', 'InventoryHead/ebcName', '9610 A', (d) => (d.list.terms.ebcName = 'X')],
  ['DOC-NEGATIVE', 'InventoryList[2]/qty', '9610 A', (d) => set(d, { qty: 0n })],
  ['DOC-NEGATIVE', 'InventoryList[2]/price', '9610 A', (d) => set(d, { price: -1n })],
  ['DOC-NEGATIVE', 'InventoryList[2]/qty1', '9610 B', (d) => (d.list.terms.lines[1]!.qty1 = 0n)],
  ['DOC-NEGATIVE', 'InventoryList[2]/qty2', '9610 B', (d) => (d.list.terms.lines[1]!.qty2 = 0n)],
  ['DOC-NEGATIVE', 'InventoryHead/netWeight', '9710 L', (d) => (d.list.terms.netWeight = 0n)],
  ['DOC-NEGATIVE', 'InventoryHead/grossWeight', '9710 L', weightless],
  ['DOC-NEGATIVE', 'InventoryHead/freight', '9710 L', (d) => freights(d, -500n, 500n)],
  ['DOC-NEGATIVE', 'Logistics/insuredFee', '9710 L', (d) => insured(d, 4_000n, -1_000n)],
  [
    'EXP-CURRENCY',
    'OrderList[1]/currency',
    '9810 L',
    (d) => (d.order.terms.lines[0]!.currency = '142'),
  ],
  [
    'EXP-CURRENCY',
    'InventoryList[2]/currency',
    '9610 A',
    (d) => (d.list.terms.lines[1]!.currency = '300'),
  ],
  ['EXP-CURRENCY', 'Receipts/currency', '9610 A', (d) => (d.collection!.terms.currency = '300')],
  [
    'EXP-CURRENCY',
    'InventoryHead/fCurrency',
    '9610 A',
    (d) => (d.list.terms.freightCurrency = '502'),
  ],
  [
    'EXP-CURRENCY',
    'InventoryHead/iCurrency',
    '9610 A',
    (d) => (d.list.terms.insuranceCurrency = '502'),
  ],
  ['DOC-GOODS-SUM', 'OrderHead/goodsValue', '9610 B', (d) => values(d, 6_101n, 6_601n)],
  ['EXP-CHARGE', 'Receipts/charge', '9610 B', (d) => (d.collection!.terms.charge = 6_599n)],
  ['EXP-CHARGE', 'Receipts/charge', '9710 L', (d) => (d.collection!.terms.charge = 6_100n)],
  ['1322', 'InventoryList', '9610 B', (d) => d.list.terms.lines.pop()],
  ['1322', 'InventoryList[2]/gnum', '9610 B', (d) => (d.list.terms.lines[1]!.gnum = 3)],
  ['1322', 'InventoryList[1]/itemNo', '9610 B', (d) => (d.list.terms.lines[0]!.itemNo = 'X')],
  ['1322', 'InventoryList[1]/unit', '9610 B', (d) => (d.list.terms.lines[0]!.unit = '035')],
  ['1322', 'InventoryList[1]/qty', '9610 B', (d) => (d.list.terms.lines[0]!.qty = 300_000n)],
  ['DOC-FREIGHT', 'InventoryHead/freight', '9610 A', (d) => (d.waybill.terms.freight = 1_999n)],
  ['EXP-TIME', 'OrderHead/appTime', '9610 A', (d) => (d.order.terms.orderTime = NOON + DAY + 1)],
  [
    'EXP-TIME',
    'Receipts/accountingDate',
    '9610 A',
    (d) => (d.collection!.terms.accountingTime = NOON + DAY + 1),
  ],
  ['DOC-PACK-NO', 'InventoryHead/packNo', '9610 A', (d) => (d.list.terms.packNo = 2)],
  ['DOC-PACK-NO', 'Logistics/packNo', '9610 A', (d) => (d.waybill.terms.packNo = 0)],
  [
    'DOC-NET-WEIGHT',
    'InventoryHead/netWeight',
    '9610 A',
    (d) => (d.list.terms.netWeight = 150_001n),
  ],
  [
    'EXP-GROSS-WEIGHT',
    'InventoryHead/grossWeight',
    '9610 A',
    (d) => (d.waybill.terms.grossWeight = 149_999n),
  ],
];

/** What is at the edge and still in order. */
const PASSES: readonly Row[] = [
  [
    'DOC-PARTY',
    'a waybill need not name the seller',
    '9610 A',
    (d) => (d.waybill.terms.ebcCode = null),
  ],
  ['EXP-CHARGE', 'nothing was collected', '9710 L', (d) => (d.collection = null)],
  ['EXP-CURRENCY', 'the currency of no freight', '9610 A', (d) => nothing(d)],
  ['1322', 'lines in another order', '9610 B', (d) => d.list.terms.lines.reverse()],
  [
    'EXP-TIME',
    'money that comes after the list',
    '9610 B',
    (d) => (d.collection!.terms.accountingTime = NOON + DAY),
  ],
  [
    'EXP-TIME',
    'money that came before the order',
    '9610 B',
    (d) => (d.collection!.terms.accountingTime = NOON - 90 * DAY),
  ],
  ['DOC-NET-WEIGHT', 'no packing', '9610 B', (d) => (d.list.terms.netWeight = 150_000n)],
];

/** Changes the second line of list and order. */
function set(draft: Draft, fields: { readonly qty?: bigint; readonly price?: bigint }): void {
  Object.assign(draft.list.terms.lines[1]!, fields);
  Object.assign(draft.order.terms.lines[1]!, fields);
}

function weightless(draft: Draft): void {
  draft.list.terms.grossWeight = 0n;
  draft.waybill.terms.grossWeight = 0n;
  draft.list.terms.netWeight = -1n;
}

function freights(draft: Draft, freight: bigint, insuredFee: bigint): void {
  Object.assign(draft.list.terms, { freight, insuredFee });
  Object.assign(draft.waybill.terms, { freight: 0n, insuredFee: 0n });
}

function insured(draft: Draft, freight: bigint, insuredFee: bigint): void {
  Object.assign(draft.waybill.terms, { freight, insuredFee });
}

function values(draft: Draft, goodsValue: bigint, charge: bigint): void {
  draft.order.terms.goodsValue = goodsValue;
  draft.collection!.terms.charge = charge;
}

function nothing(draft: Draft): void {
  freights(draft, 0n, 0n);
  Object.assign(draft.list.terms, { freightCurrency: '502', insuranceCurrency: '502' });
}

const found = (kind: Kind, change?: (draft: Draft) => void, day = '2026-05-20') =>
  check(inForce(RULES, day), { case: exportCase(kind, change) });

describe('the documents of an export', () => {
  it.each(KINDS)('of %s agree when nothing is wrong', (kind) => {
    expect(found(kind)).toEqual([]);
  });

  it.each(FAILS)('%s at %s of %s', (code, path, kind, change) => {
    const findings = found(kind, change);
    expect(findings.map((one) => one.path)).toContain(path);
    expect(findings.filter((one) => one.code !== code)).toEqual([]);
  });

  it.each(PASSES)('%s: %s (%s)', (_code, _title, kind, change) => {
    expect(found(kind, change)).toEqual([]);
  });
});

describe('every rule of the documents', () => {
  it.each(RULES.map((rule) => [rule.code, rule] as const))(
    '%s begins and can end',
    (code, rule) => {
      const [, , kind, change] = FAILS.find((row) => row[0] === code)!;
      const on = (day: string) => found(kind, change, day).map((one) => one.code);
      expect(on(rule.from)).toContain(code);
      expect(on(addDays(rule.from, -1))).not.toContain(code);
      const until = '2026-05-20';
      expect(inForce([{ ...rule, until }], addDays(until, -1))).toHaveLength(1);
      expect(inForce([{ ...rule, until }], until)).toEqual([]);
    },
  );

  it('has its texts and its law, and no code is without use', () => {
    const used = [...RULES.map(({ code }) => code), ...Object.values(EXPORT_MISSING_CODES)];
    expect(Object.keys(EXPORT_MATCHING_CODES).sort()).toEqual(used.sort());
    const texts: Readonly<Record<string, { readonly law: string }>> = EXPORT_MATCHING_CODES;
    for (const { code, law } of RULES) expect(law).toBe(texts[code]!.law);
    expect(new Set(used).size).toBe(used.length);
  });
});
