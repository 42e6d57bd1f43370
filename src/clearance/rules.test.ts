import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../test/scenario/parse.ts';
import { allScenarios, arrange } from '../../test/scenario/run.ts';
import { addDays } from '../base/dates.ts';
import { runningBalances } from '../ledger/running-balances.ts';
import { applies, check, inForce } from '../matching/rule.ts';
import { contextOf } from './context.ts';
import { RULES } from './rules.ts';

const SCENARIOS = allScenarios();

/** The codes that the rules find in a scenario moved to another day. */
function codesOn(scenario: Scenario, date: string): string[] {
  return check(inForce(RULES, date), contextOn(scenario, date)).map(({ code }) => code);
}

function contextOn(scenario: Scenario, date: string | null) {
  const { cases, facts } = arrange(scenario, date);
  const balances = runningBalances(facts.balances);
  return contextOf(cases[0]!, facts, facts.index.at(facts.date), balances);
}

describe('every rule has its four cases', () => {
  it.each(RULES.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
    const own = SCENARIOS.filter((scenario) => scenario.code === code);
    expect(own.map(({ kind }) => kind)).toContain('pass');
    const failing = own.find(({ kind }) => kind === 'fail')!;
    expect(codesOn(failing, rule.from)).toContain(code);
    expect(codesOn(failing, addDays(rule.from, -1))).not.toContain(code);
    expectEnd(failing, rule);
  });
});

// No rule has ended yet; ended on the scenario's day it is silent from that day on.
function expectEnd(scenario: Scenario, rule: (typeof RULES)[number]): void {
  const context = contextOn(scenario, null);
  const until = rule.until ?? context.date;
  const found = (day: string) => check(inForce([{ ...rule, until }], day), context).length;
  expect(found(addDays(until, -1))).toBeGreaterThan(0);
  expect(found(until)).toBe(0);
}

describe('rules and their codes', () => {
  it('uses each code once', () => {
    const codes = RULES.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('names no scenario for a rule that is not there', () => {
    const codes = new Set(RULES.map(({ code }) => code));
    const named = SCENARIOS.flatMap(({ code }) => code ?? []);
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('applies from its first day until the day it ends', () => {
    const rule = { ...RULES[0]!, from: '2016-04-08', until: '2019-01-01' };
    expect(
      ['2016-04-07', '2016-04-08', '2018-12-31', '2019-01-01'].map((day) => applies(rule, day)),
    ).toEqual([false, true, true, false]);
  });
});
