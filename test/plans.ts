import type { Database, Sql } from '../src/io/postgres.ts';

/** One step of a plan that really ran. */
export type PlanStep = {
  readonly node: string;
  readonly relation: string | null;
  readonly rows: number;
  /** What was read in vain. */
  readonly removed: number;
};

/**
 * The same database, remembering each statement that reads with its parameters, so that a test can
 * look at the plans of what a function asked.
 */
export function rememberStatements(db: Database): {
  readonly db: Database;
  /** The steps of all statements since the last time, each run once more. */
  plans(): Promise<PlanStep[]>;
} {
  let seen: { text: string; params: readonly unknown[] }[] = [];
  const remembering = (sql: Sql): Sql => ({
    ...sql,
    query: (text, params = []) => {
      if (/^\s*select/.test(text)) seen.push({ text, params });
      return sql.query(text, params);
    },
  });
  return {
    db: {
      ...db,
      ...remembering(db),
      transaction: (work) => db.transaction((tx) => work(remembering(tx))),
    },
    plans: async () => {
      const steps: PlanStep[] = [];
      for (const { text, params } of seen) steps.push(...(await planOf(db, text, params)));
      seen = [];
      return steps;
    },
  };
}

type Raw = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Rows Removed by Filter'?: number;
  'Actual Loops'?: number;
  Plans?: Raw[];
};

async function planOf(sql: Sql, text: string, params: readonly unknown[]): Promise<PlanStep[]> {
  const explained = `explain (analyze, timing off, summary off, format json) ${text}`;
  const [row] = await sql.query<{ 'QUERY PLAN': { Plan: Raw }[] }>(explained, params);
  return stepsOf(row!['QUERY PLAN'][0]!.Plan);
}

function stepsOf(raw: Raw): PlanStep[] {
  const { 'Node Type': node, 'Relation Name': relation = null } = raw;
  // A step that was never reached read nothing.
  const loops = raw['Actual Loops'] ?? 0;
  const rows = (raw['Actual Rows'] ?? 0) * loops;
  const removed = (raw['Rows Removed by Filter'] ?? 0) * loops;
  const own = loops === 0 ? [] : [{ node, relation, rows, removed }];
  return [...own, ...(raw.Plans ?? []).flatMap(stepsOf)];
}

/** The tables that a plan reads, each once. */
export function relationsOf(steps: readonly PlanStep[]): string[] {
  return [...new Set(steps.flatMap(({ relation }) => relation ?? []))].sort();
}
