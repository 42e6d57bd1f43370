import { describe, expect, it } from 'vitest';
import { COMMON_CODES } from '../matching/common-codes.ts';
import { EXPORT_MISSING_CODES } from '../matching/export-match.ts';
import { EXPORT_CODES, exportFinding, exportOutcomeOf, isExportWait } from './codes.ts';
import { EXPORT_OFFICER_CODES } from './officer-codes.ts';
import { exportAnswersAgain } from './receipt-of.ts';
import { EXPORT_ARRIVAL_RULES, EXPORT_RULES } from './rules.ts';

const USED = [
  ...EXPORT_RULES.map(({ code }) => code),
  ...Object.values(EXPORT_MISSING_CODES),
  ...Object.keys(EXPORT_OFFICER_CODES),
  // Said where lists are decided, of an order that a customs declaration has.
  'EXP-DECLARED',
];
const TABLE: Readonly<Record<string, (typeof EXPORT_CODES)[keyof typeof EXPORT_CODES]>> =
  EXPORT_CODES;

describe('the codes of exports', () => {
  it('are those that are used, and each is used once', () => {
    expect(Object.keys(EXPORT_CODES).sort()).toEqual([...USED].sort());
    expect(Object.keys(COMMON_CODES).filter((code) => !USED.includes(code))).toEqual([]);
  });

  it('give each rule its law, and both languages', () => {
    for (const { code, law } of EXPORT_RULES) expect(law).toBe(TABLE[code]!.law);
    for (const { zh, en, hint, hintZh } of Object.values(TABLE)) {
      expect([zh, hintZh].every((text) => /\p{Script=Han}/u.test(text))).toBe(true);
      expect([en, hint].every((text) => /^[ -~]+$/.test(text))).toBe(true);
    }
  });

  it('have a receipt each, with the status they state', () => {
    for (const [code, { zh, en, receiptCode, returnStatus }] of Object.entries(TABLE)) {
      const finding = { code, zh, en, path: null, law: null, hint: null };
      const verdict = { status: returnStatus, findings: [finding], value: null };
      const info = `[Code:${receiptCode};Desc:${zh}]`;
      expect([code, exportAnswersAgain(verdict)]).toEqual([code, [{ status: returnStatus, info }]]);
    }
  });

  it('have lists wait for arrivals and for nothing else', () => {
    const waits = EXPORT_RULES.filter(({ code }) => TABLE[code]!.returnStatus === '400');
    expect(EXPORT_ARRIVAL_RULES).toEqual(expect.arrayContaining(waits));
    expect(isExportWait(exportFinding('ARRIVAL-NONE', null))).toBe(true);
    expect(isExportWait(exportFinding('ARRIVAL-LATE', null, { days: '30' }))).toBe(false);
    expect(() => exportOutcomeOf({ code: 'X' })).toThrow(/outcome X/);
  });
});
