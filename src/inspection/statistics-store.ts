import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Comparison } from './chi-square.ts';
import { deriveDraw } from './derive.ts';
import { inputOf } from './draw-reader.ts';
import { drawNumbered } from './epoch-store.ts';
import type { PoolTally } from './ratios.ts';
import { compareTargets, officerCount } from './statistics.ts';
import { lineTallies } from './tally-store.ts';

/** Days of draws, both included. */
export type DrawPeriod = { readonly from: BusinessDate; readonly to: BusinessDate };

/** Whether the draws of a period look like chance. */
export type DrawStatistics = {
  readonly draws: { readonly line: number; readonly officers: number };
  /** Targets drawn by layer (enterprise class and goods class), and by hour of the day. */
  readonly byLayer: Comparison;
  readonly byHour: Comparison;
  readonly byOfficer: Comparison;
};

const COUNTS = `
  select count(*) filter (where series = 'line')::integer as line,
    count(*) filter (where series = 'officers')::integer as officers
  from inspection.draws where state = 'drawn' and day between $1::date and $2::date`;

const HOURS = `
  select to_char(opened_at at time zone 'Asia/Shanghai', 'HH24') as hour,
    sum((tally ->> 'pool')::bigint)::bigint as pool,
    sum((tally ->> 'weight')::bigint)::bigint as weight,
    sum((tally ->> 'drawn')::bigint)::bigint as drawn
  from inspection.draws, jsonb_each(tallies) as counted (layer, tally)
  where series = 'line' and state = 'drawn' and day between $1::date and $2::date
  group by 1 order by 1`;

const OFFICER_DRAWS = `
  select day, sequence from inspection.draws
  where series = 'officers' and state = 'drawn' and day between $1::date and $2::date
  order by day, sequence`;

/**
 * The draws of the days from `from` to `to`, both included. Targets are counted by statements,
 * officers draw by draw, since what was expected follows from the roster of each.
 */
export async function drawStatistics(sql: Sql, { from, to }: DrawPeriod): Promise<DrawStatistics> {
  const days = [from, to];
  const [draws] = await sql.query<DrawStatistics['draws']>(COUNTS, days);
  return {
    draws: draws ?? { line: 0, officers: 0 },
    byLayer: compareTargets(await lineTallies(sql, { from, to })),
    byHour: compareTargets(await hourTallies(sql, days)),
    byOfficer: await officersOf(sql, days),
  };
}

type HourRow = {
  readonly hour: string;
  readonly pool: bigint;
  readonly weight: bigint;
  readonly drawn: bigint;
};

async function hourTallies(sql: Sql, days: readonly string[]): Promise<Map<string, PoolTally>> {
  const rows = await sql.query<HourRow>(HOURS, days);
  return new Map(
    rows.map(({ hour, pool, weight, drawn }) => {
      return [hour, { pool: Number(pool), weight: Number(weight), drawn: Number(drawn) }];
    }),
  );
}

async function officersOf(sql: Sql, days: readonly string[]): Promise<Comparison> {
  const count = officerCount();
  const refs = await sql.query<{ day: string; sequence: number }>(OFFICER_DRAWS, days);
  for (const { day, sequence } of refs) {
    const row = await drawNumbered(sql, day, sequence);
    if (row === null) continue;
    const input = inputOf(row);
    const { result } = deriveDraw(input);
    count.add({ targets: input.targets.body, officers: input.officers.body, result });
  }
  return count.compare();
}
