import type { AuditReport } from '../../src/audit/audit.ts';
import type { Sql } from '../../src/io/postgres.ts';

/** Something that is altered, the law that tells it, and others that are broken by it as well. */
export type Break = {
  readonly title: string;
  readonly laws: readonly [first: string, ...others: string[]];
  readonly change: (tx: Sql) => Promise<void>;
};

/**
 * What an audit said wrongly of what was altered: the first laws that hold all the same, and those
 * that are broken although none of the breaks concerns them, with what they say.
 */
export type Wrong = {
  readonly silent: readonly string[];
  readonly others: Readonly<Record<string, readonly string[]>>;
};

export const brokenOf = ({ laws }: AuditReport): Record<string, readonly string[]> => {
  const broken = laws.filter((law) => law.broken > 0);
  return Object.fromEntries(broken.map(({ id, examples }) => [id, examples]));
};

export function wrongOf(report: AuditReport, breaks: readonly Break[]): Wrong {
  const broken = brokenOf(report);
  const wanted = new Set(breaks.flatMap(({ laws }) => laws));
  return {
    silent: breaks.map(({ laws }) => laws[0]).filter((id) => broken[id] === undefined),
    others: Object.fromEntries(Object.entries(broken).filter(([id]) => !wanted.has(id))),
  };
}

/**
 * Breaks that can be told apart in one audit, as no law concerns two of them: an audit reads the
 * whole database again, so that one for each break took a third of all the time of the tests.
 */
export function togetherOf(breaks: readonly Break[], most: number): readonly (readonly Break[])[] {
  const groups: { readonly breaks: Break[]; readonly laws: Set<string> }[] = [];
  const widest = breaks.toSorted((a, b) => b.laws.length - a.laws.length);
  for (const one of widest) {
    const group = groups.find(
      (it) => it.breaks.length < most && one.laws.every((id) => !it.laws.has(id)),
    );
    if (group === undefined) {
      groups.push({ breaks: [one], laws: new Set(one.laws) });
      continue;
    }
    group.breaks.push(one);
    for (const id of one.laws) group.laws.add(id);
  }
  return groups.map((group) => group.breaks);
}
