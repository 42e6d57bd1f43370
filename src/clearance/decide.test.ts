import { describe, expect, it } from 'vitest';
import type { Scenario, Statement } from '../../test/scenario/parse.ts';
import { allScenarios, type RanStep, runScenario } from '../../test/scenario/run.ts';
import { fenOf } from '../../test/scenario/values.ts';
import { parseScaled5 } from '../base/fen.ts';
import type { Verdict } from './verdict.ts';

const LEDGER_WORDS = ['quota', 'guarantee', 'sugar', 'rice', 'stock'];

/** What a scenario expects of one parcel, as words: status, codes, tax, channel, postings. */
function expectation(scenario: Scenario, step: number, name: string): readonly string[] | null {
  const statements = scenario.steps[step]!.parcels.find((one) => one.name === name)?.statements;
  const stated = statements?.findLast(({ word }: Statement) => word === 'expect');
  if (stated !== undefined) return stated.rest;
  if (scenario.kind === 'pass') return ['800'];
  return scenario.kind === 'fail' ? ['100', scenario.code ?? ''] : null;
}

function amountOf(word: string, text: string): bigint {
  if (word.endsWith('stock')) return parseScaled5(text) ?? -1n;
  return word.endsWith('sugar') || word.endsWith('rice') ? BigInt(text) : fenOf(text);
}

function posted(verdict: Verdict, word: string): bigint {
  const [kind, name] = word.includes('.') ? word.split('.') : ['direct', word];
  const ledger = name === 'sugar' || name === 'rice' ? `weight:${name}` : name;
  const found = verdict.transfers.filter((one) => one.ledger === ledger && one.kind === kind);
  return found.reduce((sum, { amount }) => sum + amount, 0n);
}

function compare(verdict: Verdict, words: readonly string[]): void {
  const [status, ...rest] = words;
  const codes: string[] = [];
  for (let i = 0; i < rest.length; i += 1) {
    const word = rest[i]!;
    const ledger = LEDGER_WORDS.includes(word.split('.').at(-1)!);
    if (word === 'tax') expect(verdict.tax?.total).toBe(fenOf(rest[++i]!));
    else if (word === 'channel') expect(verdict.tax?.channel).toBe(rest[++i]);
    else if (ledger)
      expect([word, posted(verdict, word)]).toEqual([word, amountOf(word, rest[++i]!)]);
    else codes.push(word);
  }
  const found = [...new Set(verdict.findings.map(({ code }) => code))];
  expect([verdict.status, ...found]).toEqual([status, ...codes]);
}

function compareStep(scenario: Scenario, step: RanStep, at: number): number {
  let compared = 0;
  for (const [i, name] of step.names.entries()) {
    const words = expectation(scenario, at, name);
    if (words === null) continue;
    compare(step.decisions[i]!.verdict, words);
    compared += 1;
  }
  return compared;
}

describe.each(allScenarios())('$file: $kind $code $title', (scenario) => {
  it('is decided as expected', () => {
    const steps = runScenario(scenario);
    const compared = steps.map((step, at) => compareStep(scenario, step, at));
    expect(compared.every((count) => count > 0)).toBe(true);
  });
});
