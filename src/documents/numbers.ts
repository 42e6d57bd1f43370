import { LIMITS } from '../base/limits.ts';
import type { Sql } from '../io/postgres.ts';

/**
 * Numbers in sequence without a statement for each: a process takes a block and gives them out
 * from memory. A crash leaves a gap, never a number given twice.
 */
export type Numbers = {
  /** `count` fresh numbers of one series, ascending, from 1 on. */
  take(series: string, count: number): Promise<bigint[]>;
};

const TAKE_BLOCK = `
  insert into documents.numbers as n (name, next) values ($1, 1 + $2::bigint)
  on conflict (name) do update set next = n.next + $2::bigint
  returning next`;

/** Numbers taken from the database in blocks of at least one batch. */
export function numbersFrom(sql: Sql): Numbers {
  const blocks = new Map<string, { next: bigint; end: bigint }>();
  return {
    take: async (series, count) => {
      const block = blocks.get(series) ?? { next: 0n, end: 0n };
      blocks.set(series, block);
      const taken: bigint[] = [];
      while (taken.length < count) {
        if (block.next === block.end) await refill(sql, series, block);
        taken.push(block.next);
        block.next += 1n;
      }
      return taken;
    },
  };
}

async function refill(
  sql: Sql,
  series: string,
  block: { next: bigint; end: bigint },
): Promise<void> {
  const size = BigInt(LIMITS.batchRecords);
  const rows = await sql.query<{ next: bigint }>(TAKE_BLOCK, [series, size]);
  const end = rows[0]!.next;
  block.next = end - size;
  block.end = end;
}
