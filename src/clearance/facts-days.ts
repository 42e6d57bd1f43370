import { businessDate, type Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { FactsSegment } from './facts-store.ts';

/** Segments of facts that follow each other in time. */
export type FactsRun = {
  readonly segments: readonly (FactsSegment & {
    readonly count: number;
    readonly decidedAt: Instant;
  })[];
  /** Every decision until this instant stands in them, or in earlier ones. */
  readonly through: Instant;
};

const RUN = `
  select stream, sequence, count, "decidedAt" from (
    select stream, sequence, count, decided_at as "decidedAt",
      sum(count) over (order by decided_at) as reached,
      min(decided_at) over () as least
    from clearance.segments
    where day >= $1::date and day < $2::date and decided_at > $3::timestamptz
  ) later where reached <= $4 or "decidedAt" = least
  order by "decidedAt", stream, sequence`;

/**
 * The segments after an instant, on days before that of `until`, with about so many decisions;
 * those of one instant together. None when there are none left. One statement.
 */
export async function factsAfter(
  sql: Sql,
  from: Instant,
  until: Instant,
  decisions: number,
): Promise<FactsRun> {
  const segments = await sql.query<FactsRun['segments'][number]>(RUN, [
    ...[businessDate(from), businessDate(until), instantText(from), decisions],
  ]);
  return { segments, through: segments.at(-1)?.decidedAt ?? until };
}
