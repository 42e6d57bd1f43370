import { assert } from '../base/assert.ts';
import { addDays, businessDate, DAY, type Instant, startOfDay } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { archivedDays } from '../documents/archive.ts';
import type { Sql } from '../io/postgres.ts';
import { isTold } from '../paydata/codes.ts';
import { classUnder } from '../registry/credit-regime.ts';
import type { CreditClass } from '../registry/enterprise.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { compileRule, type Test } from '../risk/evaluate.ts';
import type { RiskRule } from '../risk/rule.ts';
import { riskFinding } from '../risk/rule-codes.ts';
import { findRule, storeTrial } from '../risk/rule-store.ts';
import { parseRule } from '../risk/rule-text.ts';
import { labelOf, type RuleId, type RuleVersion, type Trial } from '../risk/rule-version.ts';
import { openSightings, type Sightings, seenKeys } from '../risk/sightings.ts';
import { notedSignals, openSignalMemory, type SignalCounts } from '../risk/signal-counts.ts';
import { classOf, type RiskSubject } from '../risk/subject.ts';
import { openTally, type Tally } from '../risk/tally.ts';
import { decidedDays, type PassedParcel, walkPassed } from './decided-walk.ts';
import { noneOf, type RiskHouse } from './risk-rules.ts';

/** The period of a trial, and how far it has come. */
export type TrialOptions = {
  /** Days before now, 1 to 366. */
  readonly days: number;
  /** Lists that are looked at: of more only every n-th batch. */
  readonly most?: number;
  onProgress?(decisions: number, all: number): void;
};

/**
 * Says what a rule would have selected of the lists that passed in a period: from the documents and
 * facts that were kept of each, by the watch lists of now. How often a person came is counted from
 * what is looked at; the signals of a day are those known when it began. Reads in pages; archived
 * days are left out, and counted.
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
  const days = await decidedDays(db, businessDate(from), from, until);
  const decisions = days.reduce((sum, one) => sum + one.decisions, 0);
  const every = Math.max(1, Math.ceil(decisions / most));
  const { risk, index } = await registry.fresh(db);
  const asOf = new Map([...risk.lists].map(([name, list]) => [name, asStanding(list, until)]));
  const { test } = compileRule('trial', rule, asOf);
  const memory = { sightings: openSightings(), tally: openTally(), seen: new Set<string>() };
  const trial = { test, index, ...memory };
  let walked = 0;
  for (const { day } of days) {
    const counts = await signalsBefore(db, startOfDay(day));
    for await (const page of walkPassed(db, day, { from, until, every })) {
      tallyPage(trial, page.parcels, counts);
      walked += page.decisions * every;
      options.onProgress?.(Math.min(walked, decisions), decisions);
    }
  }
  const asked = Array.from({ length: back + 1 }, (_, i) => addDays(businessDate(from), i));
  const { size } = await archivedDays(db, asked);
  return trial.tally.trial({ from, until, decisions, archivedDays: size, every }, until);
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

type Running = {
  readonly test: Test;
  readonly index: ProfileIndex;
  readonly sightings: Sightings;
  readonly tally: Tally;
  /** Numbers of the lists that were counted: one that was concluded comes once more. */
  readonly seen: Set<string>;
};

function tallyPage(
  { test, index, sightings, tally, seen }: Running,
  parcels: readonly PassedParcel[],
  counts: SignalCounts,
): void {
  for (const { facts, ...documents } of parcels) {
    if (seen.has(facts.ref)) continue;
    seen.add(facts.ref);
    const law = index.sightings(businessDate(facts.at));
    const look = sightings.look([seenKeys(documents)], facts.at, law);
    look.keep();
    const { ebpCode, ebcCode } = documents.list;
    const subject: RiskSubject = {
      ...documents,
      at: facts.at,
      enterprises: new Map(facts.enterprises.map((one) => [one.code, one])),
      identity: facts.identity,
      noted: { ...look.counts[0]!, ...notedSignals(counts, ebpCode, ebcCode) },
    };
    tally.add(sellerClass(subject, index), facts.ref, test(subject));
  }
}

/** The class that the table of the day has for the seller: rules see the one that is on file. */
function sellerClass(subject: RiskSubject, index: ProfileIndex): CreditClass | '' {
  const onFile = classOf(subject, 'seller');
  const table = index.classes(businessDate(subject.at));
  return onFile === '' || table === null ? onFile : classUnder(table.regime, onFile);
}
