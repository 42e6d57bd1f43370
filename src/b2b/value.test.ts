import { describe, expect, it } from 'vitest';
import { ONE, parseRate } from '../base/rate.ts';
import type { Charge, DeclarationTerms, DeclaredLine } from './terms.ts';
import { dutyOf, exportDuty, fobsOf } from './value.ts';

const DOLLAR = parseRate('7.1')!;
const rateOf = (currency: string) => ({ '142': ONE, '502': DOLLAR })[currency] ?? null;

function priced(transMode: string, totals: readonly bigint[], more: object = {}) {
  const lines = totals.map((declTotal) => ({ declTotal, tradeCurr: '502' }));
  const none = { freight: null, insurance: null };
  return { transMode, lines, ...none, ...more } as unknown as DeclarationTerms;
}

const sum = (rate: bigint, currency = '142'): Charge => ({ mark: '3', rate, currency });
const perCent = (rate: bigint): Charge => ({ mark: '1', rate, currency: '142' });

describe('the value free on board', () => {
  it('is the price by the rate of the day, each line half up', () => {
    expect(fobsOf(priced('3', [333n, 1n]), rateOf)).toEqual([2_364n, 7n]);
  });

  it('is less the charges that the price has in it, by value to the fen', () => {
    const charges = { freight: sum(1_000_000n), insurance: perCent(300_000n) };
    // 7,100.00 yuan in three lines; 10.00 of freight and 3 % of insurance: 223.00.
    const lines = [33_333n, 33_333n, 33_334n];
    const fobs = fobsOf(priced('1', lines, charges), rateOf)!;
    expect(fobs.reduce((all, one) => all + one, 0n)).toBe(710_000n - 22_300n);
    expect(fobsOf(priced('2', lines, charges), rateOf)!.reduce((a, b) => a + b)).toBe(709_000n);
    expect(fobsOf(priced('3', lines, charges), rateOf)!.reduce((a, b) => a + b)).toBe(710_000n);
  });

  it('is none without a rate, or where charges eat it up', () => {
    expect(fobsOf(priced('3', [1n]), () => null)).toBeNull();
    expect(fobsOf(priced('2', [100n], { freight: sum(100_000_000n) }), rateOf)).toBeNull();
    expect(fobsOf(priced('2', [100n], { freight: sum(1n) }), rateOf)).toBeNull();
    expect(fobsOf(priced('3', []), rateOf)).toBeNull();
  });
});

describe('export duty', () => {
  it('is of the price without it, rounded half up twice', () => {
    // 10,000.00 / 1.3 = 7,692.307... -> 7,692.31; 30 % of it 2,307.693 -> 2,307.69.
    expect(exportDuty(1_000_000n, parseRate('0.3')!)).toBe(230_769n);
    expect(exportDuty(1_000_000n, parseRate('0')!)).toBe(0n);
  });

  it('is not of a line that is exempt', () => {
    const line = (dutyMode: string) => ({ dutyMode }) as DeclaredLine;
    expect(dutyOf(line('3'), 1_000_000n, parseRate('0.3')!)).toBe(0n);
    expect(dutyOf(line('1'), 1_000_000n, parseRate('0.3')!)).toBe(230_769n);
  });
});
