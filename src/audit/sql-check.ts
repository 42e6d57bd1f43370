import type { Sql } from '../io/postgres.ts';
import { MOST_EXAMPLES, type Tally } from './law.ts';
import { countOf } from './snapshot.ts';

/**
 * Checks a law in one statement.
 * @param checked counts what the law is about, as `n`
 * @param broken gives one row for each broken one, with what is wrong as `example`
 */
export async function checkBySql(
  sql: Sql,
  tally: Tally,
  checked: string,
  broken: string,
  params: readonly unknown[] = [],
): Promise<void> {
  const rows = await sql.query<{ n: bigint; example: string }>(
    `select count(*) over () as n, example from (${broken}) as broken (example)
     order by example limit ${MOST_EXAMPLES}`,
    params,
  );
  const examples = rows.map(({ example }) => example);
  tally.add(await countOf(sql, checked), Number(rows[0]?.n ?? 0n), examples);
}
