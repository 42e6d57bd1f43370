import { expect, test } from 'vitest';
import { rate } from '../base/rate.ts';
import { guardFindings } from './guard-rail.ts';
import type { RuleVersion, Trial } from './rule-version.ts';

const CEILING = rate(5n, 100n);

function tried(looked: number, selected: number): RuleVersion {
  const times = { at: 2, from: 0, until: 1 };
  const trial: Trial = { ...times, decided: looked, looked, selected, classes: {}, examples: [] };
  return {
    ...{ number: 12, version: 3, state: 'tried', text: '', reason: 'test', madeBy: 'A', madeAt: 0 },
    ...{ approvedBy: null, activatedAt: null, from: null, until: null, endedBy: null, trial },
  };
}

function codes(version: RuleVersion, by: string): string[] {
  return guardFindings(version, by, CEILING).map(({ code }) => code);
}

test('up to the ceiling the one who wrote a rule activates it', () => {
  expect(codes(tried(1_000, 50), 'A')).toEqual([]);
  expect(codes(tried(1_000, 0), 'A')).toEqual([]);
});

test('above the ceiling it takes a second person', () => {
  expect(codes(tried(1_000, 51), 'A')).toEqual(['RISK-CEILING']);
  expect(codes(tried(1_000, 51), 'B')).toEqual([]);
  const [finding] = guardFindings(tried(1_000, 51), 'A', CEILING);
  expect(finding?.en).toContain('R12.3 selects 5.10 %, above the ceiling of 5.00 %');
});

test('so does a rule that selects everything, and one that there was nothing to try on', () => {
  expect(codes(tried(7, 7), 'A')).toEqual(['RISK-EVERYTHING']);
  expect(codes(tried(0, 0), 'A')).toEqual(['RISK-EMPTY']);
  expect(codes(tried(7, 7), 'B')).toEqual([]);
  expect(codes(tried(0, 0), 'B')).toEqual([]);
});

test('without a trial nobody does, nor when it is or was in force', () => {
  expect(codes({ ...tried(1, 0), state: 'draft', trial: null }, 'B')).toEqual(['RISK-TRIAL']);
  expect(codes({ ...tried(1, 0), state: 'active' }, 'B')).toEqual(['RISK-STATE']);
  expect(codes({ ...tried(1, 0), state: 'ended' }, 'B')).toEqual(['RISK-STATE']);
});
