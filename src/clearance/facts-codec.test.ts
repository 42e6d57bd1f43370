import { describe, expect, it } from 'vitest';
import { allScenarios, type RanStep, runScenario } from '../../test/scenario/run.ts';
import { factsOfCase, redecide } from './case-facts.ts';
import { decodeDecision, encodeDecision } from './facts-codec.ts';

function recordsOf({ cases, facts, decisions, names, held }: RanStep) {
  return decisions.map(({ verdict, before }, i) => {
    const earlier = held?.[i]?.verdict ?? null;
    const kept = factsOfCase(cases[i]!, facts, before, names[i]!, earlier);
    return { matched: cases[i]!, index: facts.index, record: { facts: kept, verdict } };
  });
}

const RECORDS = allScenarios().flatMap((scenario) => runScenario(scenario).flatMap(recordsOf));

describe('kept decisions', () => {
  it('come back equal from one line of text', () => {
    for (const { record } of RECORDS) {
      const text = encodeDecision(record);
      expect(text).not.toContain('\n');
      expect(decodeDecision(text)).toEqual(record);
    }
  });

  it('give the same verdict again, in a batch or held, from what was kept alone', () => {
    for (const { matched, index, record } of RECORDS) {
      const { facts, verdict } = decodeDecision(encodeDecision(record));
      expect(redecide(matched, facts, index)).toEqual(verdict);
    }
    expect(RECORDS.filter(({ record }) => record.facts.held !== null).length).toBeGreaterThan(3);
  });

  it('give another verdict when a fact is altered', () => {
    const { matched, index, record } = RECORDS.find(({ record: one }) => {
      return one.verdict.status === '800' && one.facts.identity === 'match';
    })!;
    const altered = { ...record.facts, identity: 'mismatch' as const };
    expect(redecide(matched, altered, index).status).toBe('100');
  });

  it('refuses a form it does not know', () => {
    expect(() => decodeDecision('[2,0,"",[],[],"match",null,[],null,null]')).toThrow(/form 2/);
  });
});
