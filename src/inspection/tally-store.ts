import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { LayerTallies } from './ratios.ts';

type Row = { layer: string; pool: bigint; weight: bigint; drawn: bigint };

/** What the draws of the line counted on the days from `from` to `to`, both included, by layer. */
export async function lineTallies(
  sql: Sql,
  { from, to }: { readonly from: BusinessDate; readonly to: BusinessDate },
): Promise<LayerTallies> {
  const rows = await sql.query<Row>(
    `select layer, sum((tally ->> 'pool')::bigint)::bigint as pool,
            sum((tally ->> 'weight')::bigint)::bigint as weight,
            sum((tally ->> 'drawn')::bigint)::bigint as drawn
     from inspection.draws, jsonb_each(tallies) as counted (layer, tally)
     where series = 'line' and state = 'drawn' and day between $1::date and $2::date
     group by layer order by layer`,
    [from, to],
  );
  return new Map(
    rows.map(({ layer, pool, weight, drawn }) => {
      const tally = { pool: Number(pool), weight: Number(weight), drawn: Number(drawn) };
      return [layer, tally] as const;
    }),
  );
}
