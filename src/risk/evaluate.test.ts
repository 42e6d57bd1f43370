import { describe, expect, it } from 'vitest';
import { riskSubject } from '../../test/risk-subject.ts';
import { assert } from '../base/assert.ts';
import { assess, type CompiledRules, compileRule, type WatchLists } from './evaluate.ts';
import { FIELDS } from './rule-fields.ts';
import { parseRule } from './rule-text.ts';
import type { RiskSubject } from './subject.ts';
import { IMPORTS } from './vocabulary.ts';
import type { WatchKind } from './watch-keys.ts';

const SUBJECT = riskSubject();

function rules(
  texts: readonly string[],
  lists: WatchLists = new Map(),
): CompiledRules<RiskSubject> {
  return texts.map((text, i) => {
    const parsed = parseRule(text);
    assert(parsed.ok, text);
    return compileRule(IMPORTS, `R${i + 1}.1`, parsed.value, lists);
  });
}

function selects(condition: string, subject: RiskSubject = SUBJECT, lists?: WatchLists): boolean {
  return assess(rules([`inspect when ${condition}`], lists), subject).action === 'inspect';
}

const line = SUBJECT.list.lines[0]!;
const twoLines: RiskSubject = {
  ...SUBJECT,
  list: {
    ...SUBJECT.list,
    lines: [line, { ...line, gnum: 2, gcode: '2106909090', gname: '蜂蜜' }],
  },
};

describe('conditions', () => {
  it('compare money and weights exactly', () => {
    const list = { ...SUBJECT.list, freight: 100n, insuredFee: 1n };
    const subject = { ...SUBJECT, list: { ...list, lines: [{ ...line, totalPrice: 449_899n }] } };
    expect(selects('list.value = 4500.00', subject)).toBe(true);
    expect(selects('list.value > 4500.00', subject)).toBe(false);
    expect(selects('list.value >= 4500', subject)).toBe(true);
    const heavy = { ...SUBJECT, list: { ...list, grossWeight: 150_001n } };
    expect(selects('list.gross > 1.5', heavy)).toBe(true);
    expect(selects('list.gross != 1.50001', heavy)).toBe(false);
  });

  it('on goods hold when they hold for one line', () => {
    expect(selects('goods.hs starts 2106', twoLines)).toBe(true);
    expect(selects('goods.hs starts 2106', SUBJECT)).toBe(false);
    expect(selects('goods.name contains "蜂"', twoLines)).toBe(true);
    expect(selects(`goods.hs != ${line.gcode}`, SUBJECT)).toBe(false);
    expect(selects(`goods.hs != ${line.gcode}`, twoLines)).toBe(true);
    expect(selects('list.lines in (2, 3)', twoLines)).toBe(true);
  });

  it('ask for parties, their class, identity and what was noted', () => {
    const { list } = SUBJECT;
    const { creditClass } = SUBJECT.enterprises.get(list.ebcCode)!;
    expect(selects(`seller.code = ${list.ebcCode} and seller.class = ${creditClass}`)).toBe(true);
    expect(
      selects(`seller.class in (${creditClass})`, { ...SUBJECT, enterprises: new Map() }),
    ).toBe(false);
    expect(selects('identity = blocked', { ...SUBJECT, identity: 'blocked' })).toBe(true);
    const noted = { ...SUBJECT.noted, buyer: 6, paymentLate: 1 };
    expect(selects('buyer.lists > 5 and payment.late > 0', { ...SUBJECT, noted })).toBe(true);
    expect(selects('buyer.lists > 5 or payment.late > 0')).toBe(false);
  });

  it('bind not before and before or', () => {
    const yes = 'list.lines >= 0';
    const no = 'list.lines < 0';
    expect(selects(`${yes} or ${no} and ${no}`)).toBe(true);
    expect(selects(`(${yes} or ${no}) and ${no}`)).toBe(false);
    expect(selects(`not ${no} and ${no}`)).toBe(false);
    expect(selects(`not (${no} and ${no})`)).toBe(true);
  });

  it.each([...FIELDS])('can read %s of a parcel', (_, field) => {
    const value = field.of === 'parcel' ? field.read(SUBJECT) : field.read(line);
    const type = { code: 'string', name: 'string', count: 'number', yuan: 'bigint' };
    expect(typeof value).toBe(field.kind === 'decimal' ? 'bigint' : type[field.kind]);
  });
});

describe('watch lists', () => {
  const watching = (kind: WatchKind, entry: string): WatchLists =>
    new Map([['w', { name: 'w', kind, has: (key, at) => key === entry && at >= SUBJECT.at }]]);
  const { list, order, payment, waybill } = SUBJECT;

  it.each([
    ['buyer', 'buyer', list.buyer.idKey],
    ['account', 'payer', payment.payer.idKey],
    ['buyer', 'payer', payment.payer.idKey],
    ['phone', 'phone', waybill.consignee.phoneKey],
    ['address', 'address', order.consignee.addressKey],
    ['enterprise', 'seller', list.ebcCode],
    ['enterprise', 'payfirm', payment.payCode],
    ['hs', 'goods', line.gcode],
    ['hs', 'goods', line.gcode.slice(0, 4)],
    ['waybill', 'waybill', list.logisticsNo],
  ] as const)('of kind %s hold %s', (kind, key, entry) => {
    expect(selects(`watch "w" has ${key}`, SUBJECT, watching(kind, entry))).toBe(true);
    expect(selects(`watch "w" has ${key}`, SUBJECT, watching(kind, 'other'))).toBe(false);
    expect(selects(`watch "v" has ${key}`, SUBJECT, watching(kind, entry))).toBe(false);
    const earlier = { ...SUBJECT, at: SUBJECT.at - 1 };
    expect(selects(`watch "w" has ${key}`, earlier, watching(kind, entry))).toBe(false);
  });

  it('of another kind hold nothing', () => {
    const lists = watching('waybill', list.buyer.idKey);
    expect(selects('watch "w" has buyer', SUBJECT, lists)).toBe(false);
  });
});

describe('an assessment', () => {
  it('has the strictest action and every rule that selects', () => {
    const all = rules([
      'review when list.lines > 0',
      'inspect when list.lines < 0',
      'stop when list.lines > 0',
      'inspect when list.lines > 0',
    ]);
    expect(assess(all, SUBJECT)).toEqual({ action: 'stop', rules: ['R1.1', 'R3.1', 'R4.1'] });
    expect(assess(all.slice(0, 2), SUBJECT)).toEqual({ action: 'review', rules: ['R1.1'] });
    expect(assess([], SUBJECT)).toEqual({ action: null, rules: [] });
  });
});
