import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import type { Comparison } from './chi-square.ts';
import { deriveDraw } from './derive.ts';
import { inputOf } from './draw-reader.ts';
import { drawNumbered } from './epoch-store.ts';
import type { PoolTally } from './ratios.ts';
import { compareTargets, officerCount } from './statistics.ts';

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

const TALLIES = `
  select layer, extract(hour from opened_at at time zone 'Asia/Shanghai')::integer as hour,
    sum((tally ->> 'pool')::bigint)::bigint as pool,
    sum((tally ->> 'weight')::bigint)::bigint as weight,
    sum((tally ->> 'drawn')::bigint)::bigint as drawn
  from inspection.draws, jsonb_each(tallies) as counted (layer, tally)
  where series = 'line' and state = 'drawn' and day between $1::date and $2::date
  group by 1, 2 order by 1, 2`;

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
  const rows = await sql.query<TallyRow>(TALLIES, days);
  return {
    draws: draws ?? { line: 0, officers: 0 },
    byLayer: compareTargets(summed(rows, ({ layer }) => layer)),
    byHour: compareTargets(summed(rows, ({ hour }) => String(hour).padStart(2, '0'))),
    byOfficer: await officersOf(sql, days),
  };
}

type TallyRow = {
  readonly layer: string;
  readonly hour: number;
  readonly pool: bigint;
  readonly weight: bigint;
  readonly drawn: bigint;
};

/** What rows of one name add up to; names in their order. */
function summed(
  rows: readonly TallyRow[],
  nameOf: (row: TallyRow) => string,
): Map<string, PoolTally> {
  const names = [...new Set(rows.map(nameOf))].sort();
  return new Map(
    names.map((name) => {
      const own = rows.filter((row) => nameOf(row) === name);
      const sum = (of: 'pool' | 'weight' | 'drawn') =>
        Number(own.reduce((all, row) => all + row[of], 0n));
      return [name, { pool: sum('pool'), weight: sum('weight'), drawn: sum('drawn') }];
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
