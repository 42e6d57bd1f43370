import { assert } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Direction } from '../base/direction.ts';
import type { Sql } from '../io/postgres.ts';
import { type CompiledRule, type CompiledRules, compileRule, type WatchList } from './evaluate.ts';
import type { ExportSubject } from './export-subject.ts';
import type { Asked } from './rule-fields.ts';
import { activatedRules } from './rule-store.ts';
import { parseRule } from './rule-text.ts';
import { labelOf, type RuleVersion } from './rule-version.ts';
import type { RiskSubject } from './subject.ts';
import { EXPORTS, IMPORTS, type Vocabulary } from './vocabulary.ts';
import { type WatchEntry, watchEntries, watchHeads } from './watch-store.ts';

/** A watch list in memory, as it stood at a revision of the registry. */
export type LoadedList = WatchList & { readonly revision: bigint };

/** A rule with the time in which it is in force: from an instant until another, exclusive. */
export type TimedRule<S> = {
  readonly rule: CompiledRule<S>;
  readonly from: Instant;
  readonly until: Instant;
};

/** The rules in force at an instant, by number. */
export type RulesAt<S> = (at: Instant) => CompiledRules<S>;

/** Every rule that is or was in force, and all watch lists; never changes. */
export type RiskView = {
  readonly imports: RulesAt<RiskSubject>;
  readonly exports: RulesAt<ExportSubject>;
  readonly lists: ReadonlyMap<string, LoadedList>;
};

/** No rules and no lists. */
export const NO_RISK: RiskView = { imports: () => [], exports: () => [], lists: new Map() };

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
  const rules = versions.map(read);
  const of = <S extends Asked>(direction: Direction, words: Vocabulary<S>) =>
    rulesIn(
      rules
        .filter(({ rule }) => rule.direction === direction)
        .map(({ label, rule, ...time }) => {
          return { rule: compileRule(words, label, rule, lists), ...time };
        }),
    );
  return { lists, imports: of('import', IMPORTS), exports: of('export', EXPORTS) };
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

function read(version: RuleVersion) {
  const { text, from, until } = version;
  const parsed = parseRule(text);
  assert(parsed.ok && from !== null, 'a rule that was in force can be read');
  const time = { from, until: until ?? Number.POSITIVE_INFINITY };
  return { label: labelOf(version), rule: parsed.value, ...time };
}

/** The rules in force by instants; made once for each time between two changes. */
export function rulesIn<S>(all: readonly TimedRule<S>[]): RulesAt<S> {
  const changes = all.flatMap(({ from, until }) => [from, until]);
  let era: { from: Instant; until: Instant; rules: CompiledRules<S> } | null = null;
  return (at) => {
    if (era !== null && at >= era.from && at < era.until) return era.rules;
    era = {
      from: Math.max(Number.NEGATIVE_INFINITY, ...changes.filter((change) => change <= at)),
      until: Math.min(Number.POSITIVE_INFINITY, ...changes.filter((change) => change > at)),
      rules: all.filter(({ from, until }) => at >= from && at < until).map(({ rule }) => rule),
    };
    return era.rules;
  };
}
