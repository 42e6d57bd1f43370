import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { decide } from '../clearance/decide.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import type { FiledList } from '../documents/list-store.ts';
import { decideExports } from '../export/decide.ts';
import type { Checked } from '../repair/item-store.ts';
import type { Outcome } from '../repair/job.ts';
import { matchLaw } from './export-clear.ts';
import { loadExportFacts } from './export-facts.ts';
import { matchExports } from './export-match.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { matchLists } from './match-lists.ts';
import type { RegistryView } from './registry-watch.ts';

/** What would become of a list. */
export type Trial = Pick<Checked, 'outcome' | 'findings'>;

/** A trial by order key. */
export type Trials = ReadonlyMap<string, Trial>;

/** What clearance would say to these import lists. Reads only. */
export async function judgeImports(
  { db, terms }: House,
  lists: ReadonlyMap<string, FiledList>,
  registry: RegistryView,
  at: Instant,
): Promise<Trials> {
  const matched = await matchLists(db, terms, lists, at, registry.index.at(businessDate(at)));
  const complete = completeOf(matched);
  const cases = complete.map((one) => one.case);
  const facts = await loadFacts(db, cases, registry, at);
  const keys = complete.map(({ orderKey }) => orderKey);
  const verdicts = decide(cases, facts, keys).map(({ verdict }) => verdict);
  return trialsOf(matched, verdicts);
}

/** What clearance would say to these export lists. Reads only. */
export async function judgeExports(
  { db, terms }: House,
  lists: ReadonlyMap<string, FiledExportList>,
  registry: RegistryView,
  at: Instant,
): Promise<Trials> {
  const matched = await matchExports(db, terms, lists, at, matchLaw(registry, at));
  const facts = await loadExportFacts(db, [...lists.values()], registry, at);
  const cases = completeOf(matched).map((one) => one.case);
  return trialsOf(matched, decideExports(cases, facts));
}

/** A list with how its documents stand; `C` is what it is decided from. */
type Matched<C> = {
  readonly orderKey: string;
  readonly match:
    | { readonly state: 'waiting' }
    | { readonly state: 'expired'; readonly findings: readonly Finding[] }
    | { readonly state: 'complete'; readonly case: C };
};

function completeOf<C>(matched: readonly Matched<C>[]) {
  return matched.flatMap(({ orderKey, match }) =>
    match.state === 'complete' ? [{ orderKey, case: match.case }] : [],
  );
}

/** @param verdicts of the complete ones, in their order */
function trialsOf(
  matched: readonly Matched<unknown>[],
  verdicts: readonly { readonly status: string; readonly findings: readonly Finding[] }[],
): Trials {
  let decided = 0;
  return new Map(
    matched.map(({ orderKey, match }): [string, Trial] => {
      if (match.state === 'waiting') return [orderKey, plainTrial('wait')];
      if (match.state === 'expired') {
        return [orderKey, { outcome: 'fail', findings: match.findings }];
      }
      const { status, findings } = verdicts[decided++]!;
      const outcome = status === '800' ? 'pass' : status === '100' ? 'fail' : 'hold';
      return [orderKey, { outcome, findings }];
    }),
  );
}

/** A trial that has nothing to tell but how it ended. */
export const plainTrial = (outcome: Outcome): Trial => ({ outcome, findings: [] });
