import { describe, expect, it } from 'vitest';
import { MISSING_CODES } from '../matching/match.ts';
import { ERROR_CODES } from '../receipts/error-codes.ts';
import { CODES, finding, isHold, outcomeOf } from './codes.ts';
import { OFFICER_CODES } from './officer-codes.ts';
import { answersAgain } from './receipt-of.ts';
import { RULES, rulesFor } from './rules.ts';

const OFFICERS = Object.keys(OFFICER_CODES);
const USED = [...RULES.map(({ code }) => code), ...Object.values(MISSING_CODES), ...OFFICERS];

describe('the table of codes', () => {
  it('has the codes that are used, and no other', () => {
    expect(Object.keys(CODES).sort()).toEqual([...USED].sort());
  });

  it('gives each rule its law', () => {
    for (const { code, law } of RULES) expect(law).toBe(CODES[code as keyof typeof CODES].law);
  });

  it('has a receipt for every code, with the status it states', () => {
    for (const [code, outcome] of Object.entries(CODES)) {
      const finding = { code, zh: outcome.zh, en: '', path: null, law: null, hint: '', hintZh: '' };
      const held = { findings: [finding], tax: null, transfers: [] };
      const [said] = answersAgain({ ...held, status: outcome.returnStatus });
      expect([code, said?.status]).toEqual([code, outcome.returnStatus]);
      expect(said?.info).toBe(`[Code:${outcome.receiptCode};Desc:${outcome.zh}]`);
    }
  });

  it('uses negative codes only as the specification knows them, or as observed', () => {
    const known = new Set(ERROR_CODES.map(({ code }) => code));
    const negative = USED.filter((code) => code.startsWith('-'));
    expect(negative.filter((code) => !known.has(code))).toEqual([]);
  });

  it('carries its own number in the receipt when the trade has one', () => {
    for (const [code, { receiptCode }] of Object.entries(CODES)) {
      if (/^\d+$/.test(code)) expect(receiptCode).toBe(code);
    }
  });

  it('asks held lists again by every rule that holds', () => {
    const asking = (status: string) =>
      RULES.filter(({ code }) => CODES[code as keyof typeof CODES].returnStatus === status);
    const both = [...asking('600'), ...asking('400')];
    expect(rulesFor('600')).toEqual(expect.arrayContaining(both));
    expect(rulesFor('400')).toEqual(expect.arrayContaining(asking('400')));
    expect(rulesFor('400')).not.toEqual(expect.arrayContaining(asking('600')));
    expect(rulesFor(null)).toBe(RULES);
  });
});

describe('findings', () => {
  it('fill the values into all texts', () => {
    const found = finding('1313', 'InventoryHead/buyerIdNumber', {
      total: '26114.44',
      limit: '26000.00',
    });
    expect(found.zh).toBe(
      '订购人购买超过年度限额,超过个人年度购买额度,totalPrice 26114.44 > limitPrice 26000.00',
    );
    expect(found.en).toContain('26114.44');
    expect(isHold(found)).toBe(false);
    expect(outcomeOf(found).receiptCode).toBe('1313');
  });

  it('of a strange code are a bug', () => {
    expect(() => outcomeOf({ ...finding('1313', null), code: 'X' })).toThrow(/outcome X/);
  });
});
