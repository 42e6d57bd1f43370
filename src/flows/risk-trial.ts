import { passedDays } from '../b2b/passed-store.ts';
import { assert } from '../base/assert.ts';
import { addDays, businessDate, DAY, type Instant, startOfDay } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { archivedDays } from '../documents/archive.ts';
import { waitingLists } from '../inspection/inspection-store.ts';
import type { Sql } from '../io/postgres.ts';
import { isTold } from '../paydata/codes.ts';
import { compileRule } from '../risk/evaluate.ts';
import type { RiskRule } from '../risk/rule.ts';
import { riskFinding } from '../risk/rule-codes.ts';
import { findRule, storeTrial } from '../risk/rule-store.ts';
import { parseRule } from '../risk/rule-text.ts';
import { labelOf, type RuleId, type RuleVersion, type Trial } from '../risk/rule-version.ts';
import { openSignalMemory, type SignalCounts } from '../risk/signal-counts.ts';
import { openTally } from '../risk/tally.ts';
import { EXPORTS, IMPORTS } from '../risk/vocabulary.ts';
import { type DecidedDay, decidedDays } from './decided-walk.ts';
import { noneOf, type RiskHouse } from './risk-rules.ts';
import { exportLook, importLook } from './trial-looks.ts';

/** The period of a trial, and how far it has come. */
export type TrialOptions = {
  /** Days before now, 1 to 366. */
  readonly days: number;
  /** Lists that are looked at: of more only every n-th batch. */
  readonly most?: number;
  onProgress?(decisions: number, all: number): void;
};

/**
 * Says what a rule would have selected of the lists that passed in a period, of exports with the
 * customs declarations: from the documents and facts that were kept of each, by the watch lists of
 * now. The signals of a day are those known when it began. Reads in pages; archived days are left
 * out, and counted.
 */
export async function tryRule(
  { db, clock, registry }: RiskHouse,
  rule: RiskRule,
  options: TrialOptions,
): Promise<Trial> {
  const { most = LIMITS.trialLists, days: back } = options;
  assert(back > 0, 'a trial has days');
  const until = clock.now();
  const from = until - back * DAY;
  const listed = await decidedDays(db, businessDate(from), from, until);
  const days =
    rule.direction === 'export' ? together(listed, await passedDays(db, from, until)) : listed;
  const decisions = days.reduce((sum, one) => sum + one.decisions, 0);
  const every = Math.max(1, Math.ceil(decisions / most));
  const { risk, index } = await registry.fresh(db);
  const asOf = new Map([...risk.lists].map(([name, list]) => [name, asStanding(list, until)]));
  const tally = openTally();
  const look =
    rule.direction === 'export'
      ? exportLook(db, compileRule(EXPORTS, 'trial', rule, asOf).test, { index, tally })
      : importLook(db, compileRule(IMPORTS, 'trial', rule, asOf).test, { index, tally });
  let walked = 0;
  for (const { day } of days) {
    const counts = await signalsBefore(db, startOfDay(day));
    for await (const page of look(day, { from, until, every }, counts)) {
      walked += page * every;
      options.onProgress?.(Math.min(walked, decisions), decisions);
    }
  }
  const asked = Array.from({ length: back + 1 }, (_, i) => addDays(businessDate(from), i));
  const { size } = await archivedDays(db, asked);
  const trial = tally.trial({ from, until, decisions, archivedDays: size, every }, until);
  // What a rule in force would choose is chosen: nobody learns from a trial of its text which
  // parcels wait to be opened (RAND-7).
  const waiting = await waitingLists(db, trial.examples);
  return { ...trial, examples: trial.examples.filter((number) => !waiting.has(number)) };
}

/** Days of lists and those of customs declarations, in their order. */
function together(...parts: readonly (readonly DecidedDay[])[]): DecidedDay[] {
  const days = Map.groupBy(parts.flat(), ({ day }) => day);
  return [...days]
    .map(([day, all]) => ({ day, decisions: all.reduce((sum, one) => sum + one.decisions, 0) }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Tries a version that is not in force yet, and keeps what came of it with the version. */
export async function tryVersion(
  house: RiskHouse,
  id: RuleId,
  options: TrialOptions,
): Promise<Result<RuleVersion, Finding[]>> {
  const version = await findRule(house.db, id);
  const rule = labelOf(id);
  if (version === null) return fail([noneOf(rule)]);
  const { state } = version;
  if (state === 'active' || state === 'ended') return fail([stateOf(rule, state)]);
  const parsed = parseRule(version.text);
  assert(parsed.ok, 'a stored rule can be read');
  const trial = await tryRule(house, parsed.value, options);
  const stored = await storeTrial(house.db, id, trial);
  const now = await findRule(house.db, id);
  if (!stored || now === null) return fail([stateOf(rule, now?.state ?? state)]);
  return ok(now);
}

const stateOf = (rule: string, state: string): Finding =>
  riskFinding('RISK-STATE', { rule, state });

// Old parcels are asked of the lists of today: who was put on one yesterday bought last month.
function asStanding<T extends { readonly has: (key: string, at: Instant) => boolean }>(
  list: T,
  now: Instant,
): T {
  const soon = now + LIMITS.riskLeadMilliseconds;
  return { ...list, has: (key: string) => list.has(key, soon) };
}

function signalsBefore(sql: Sql, at: Instant): Promise<SignalCounts> {
  return openSignalMemory(isTold).counts(sql, at);
}
