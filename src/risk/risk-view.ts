import { assert } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { type CompiledRule, type CompiledRules, compileRule, type WatchList } from './evaluate.ts';
import { activatedRules } from './rule-store.ts';
import { parseRule } from './rule-text.ts';
import { labelOf, type RuleVersion } from './rule-version.ts';
import { type WatchEntry, watchEntries, watchHeads } from './watch-store.ts';

/** A watch list in memory, as it stood at a revision of the registry. */
export type LoadedList = WatchList & { readonly revision: bigint };

/** A rule with the time in which it is in force: from an instant until another, exclusive. */
type TimedRule = {
  readonly rule: CompiledRule;
  readonly from: Instant;
  readonly until: Instant;
};

/** Every rule that is or was in force, and all watch lists; never changes. */
export type RiskView = {
  readonly rules: readonly TimedRule[];
  readonly lists: ReadonlyMap<string, LoadedList>;
};

/** No rules and no lists. */
export const NO_RISK: RiskView = { rules: [], lists: new Map() };

/**
 * Reads rules and watch lists. Two statements, and one for the entries of lists that changed since
 * the previous reading.
 */
export async function loadRisk(sql: Sql, previous: RiskView = NO_RISK): Promise<RiskView> {
  const [heads, versions] = await Promise.all([watchHeads(sql), activatedRules(sql)]);
  const isKept = ({ name, revision }: { name: string; revision: bigint }): boolean =>
    previous.lists.get(name)?.revision === revision;
  const changed = heads.filter((head) => !isKept(head)).map(({ name }) => name);
  const entries = changed.length === 0 ? [] : await watchEntries(sql, changed);
  const byName = Map.groupBy(entries, ({ name }) => name);
  const lists = new Map(
    heads.map(({ name, kind, revision }): [string, LoadedList] => {
      const kept = isKept({ name, revision }) ? previous.lists.get(name) : undefined;
      const has = kept?.has ?? standing(byName.get(name) ?? []);
      return [name, { name, kind, revision, has }];
    }),
  );
  return { lists, rules: versions.map((one) => timed(one, lists)) };
}

type Span = readonly [from: Instant, until: Instant];

function standing(entries: readonly WatchEntry[]): WatchList['has'] {
  const spans = new Map<string, Span[]>();
  for (const { key, from, until } of entries) {
    const span: Span = [from, until ?? Number.POSITIVE_INFINITY];
    const known = spans.get(key);
    if (known === undefined) spans.set(key, [span]);
    else known.push(span);
  }
  return (key, at) => {
    const found = spans.get(key);
    return found?.some(([from, until]) => at >= from && at < until) ?? false;
  };
}

function timed(version: RuleVersion, lists: RiskView['lists']): TimedRule {
  const { text, from, until } = version;
  const parsed = parseRule(text);
  assert(parsed.ok && from !== null, 'a rule that was in force can be read');
  const rule = compileRule(labelOf(version), parsed.value, lists);
  return { rule, from, until: until ?? Number.POSITIVE_INFINITY };
}

/** The rules of an era in which none begins or ends; one for each view. */
const eras = new WeakMap<RiskView, { from: Instant; until: Instant; rules: CompiledRules }>();

/** The rules in force at an instant, by number; made once for each time between two changes. */
export function rulesAt(view: RiskView, at: Instant): CompiledRules {
  const known = eras.get(view);
  if (known !== undefined && at >= known.from && at < known.until) return known.rules;
  const rules = view.rules
    .filter(({ from, until }) => at >= from && at < until)
    .map(({ rule }) => rule);
  const changes = view.rules.flatMap(({ from, until }) => [from, until]);
  const from = Math.max(Number.NEGATIVE_INFINITY, ...changes.filter((change) => change <= at));
  const until = Math.min(Number.POSITIVE_INFINITY, ...changes.filter((change) => change > at));
  eras.set(view, { from, until, rules });
  return rules;
}
