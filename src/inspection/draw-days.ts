import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { deriveDraw } from './derive.ts';
import { inputOf } from './draw-reader.ts';
import { drawNumbered } from './epoch-store.ts';
import type { LayerTallies } from './ratios.ts';
import { type Chances, officerCount } from './statistics.ts';

/*
 * What draws add up to. Days that are over are added up once, in the background; others are counted
 * when somebody asks, so that answers are the same whether a day was added up or not.
 */

/** Days of draws, both included. */
export type DrawPeriod = { readonly from: BusinessDate; readonly to: BusinessDate };

/** How many draws hold. */
export type DrawCount = { readonly line: number; readonly officers: number };

const NEXT = `
  select day from (
    select min(day) as day from inspection.draws
    where day > (select coalesce(max(day), '-infinity') from inspection.draw_days)
      and day < $1::date
  ) next
  where day is not null
    and not exists (select from inspection.draws d where d.state = 'open' and d.day = next.day)`;

/**
 * The oldest day before another one that is not added up and of which no draw is open; null when
 * there is none. Days are added up in their order.
 */
export async function nextDrawDay(sql: Sql, before: BusinessDate): Promise<BusinessDate | null> {
  return (await sql.query<{ day: BusinessDate }>(NEXT, [before]))[0]?.day ?? null;
}

const OPEN_DAYS = `
  select d::date as day
  from generate_series($1::date::timestamp, $2::date::timestamp, interval '1 day') d
  where not exists (select from inspection.draw_days k where k.day = d::date) order by d`;

/** Days of a period that are not added up. */
export async function openDrawDays(sql: Sql, { from, to }: DrawPeriod): Promise<BusinessDate[]> {
  const rows = await sql.query<{ day: BusinessDate }>(OPEN_DAYS, [from, to]);
  return rows.map(({ day }) => day);
}

/** Draws of days by series. */
const counts = (days: string): string => `
  select day, count(*) filter (where series = 'line') as line,
    count(*) filter (where series = 'officers') as officers
  from inspection.draws where state = 'drawn' and day = any(${days}::date[]) group by day`;

/** What those of the line counted, by layer, and by the hour in which they were opened. */
const sums = (days: string): string => `
  select day, case when layer is null then 'hour' else 'layer' end as part,
    coalesce(layer, to_char(hour, 'FM00')) as name, sum((tally ->> 'pool')::bigint) as pool,
    sum((tally ->> 'weight')::bigint) as weight, sum((tally ->> 'drawn')::bigint) as drawn
  from inspection.draws, jsonb_each(tallies) as counted (layer, tally)
  cross join lateral (
    select extract(hour from opened_at at time zone 'Asia/Shanghai') as hour
  ) at
  where series = 'line' and state = 'drawn' and day = any(${days}::date[])
  group by grouping sets ((day, layer), (day, hour))`;

const COUNT = `
  select coalesce(sum(line), 0)::integer as line, coalesce(sum(officers), 0)::integer as officers
  from (
    select line, officers from inspection.draw_days where day between $1::date and $2::date
    union all
    select line, officers from (${counts('$3')}) counted
  ) days`;

/** How many draws of a period hold. @param open days of it that are not added up */
export async function countDraws(
  sql: Sql,
  { from, to }: DrawPeriod,
  open: readonly BusinessDate[],
): Promise<DrawCount> {
  return (await sql.query<DrawCount>(COUNT, [from, to, open]))[0] ?? { line: 0, officers: 0 };
}

const LINE = `
  select part, name, sum(pool)::bigint as pool, sum(weight)::bigint as weight,
    sum(drawn)::bigint as drawn
  from (
    select part, name, pool, weight, drawn from inspection.draw_sums
    where day between $1::date and $2::date
    union all
    select part, name, pool, weight, drawn from (${sums('$3')}) counted
  ) days
  group by part, name order by part, name`;

type LineRow = {
  readonly part: 'hour' | 'layer';
  readonly name: string;
  readonly pool: bigint;
  readonly weight: bigint;
  readonly drawn: bigint;
};

/** What the draws of the line counted in a period, by layer and by hour of the day. */
export async function lineSums(
  sql: Sql,
  { from, to }: DrawPeriod,
  open: readonly BusinessDate[],
): Promise<{ readonly byLayer: LayerTallies; readonly byHour: LayerTallies }> {
  const rows = await sql.query<LineRow>(LINE, [from, to, open]);
  const of = (part: LineRow['part']): LayerTallies => {
    const own = rows.filter((row) => row.part === part);
    return new Map(
      own.map(({ name, pool, weight, drawn }) => {
        return [name, { pool: Number(pool), weight: Number(weight), drawn: Number(drawn) }];
      }),
    );
  };
  return { byLayer: of('layer'), byHour: of('hour') };
}

const CHANCES = `
  select officer, sum(observed)::integer as observed, sum(expected) as expected,
    sum(variance) as variance
  from inspection.draw_chances where day between $1::date and $2::date
  group by officer order by officer`;

/** How often each officer was drawn in a period, and what chance does. */
export async function officerSums(
  sql: Sql,
  { from, to }: DrawPeriod,
  open: readonly BusinessDate[],
): Promise<Chances> {
  const count = officerCount();
  type Row = { officer: string; observed: number; expected: number; variance: number };
  for (const { officer, ...sums } of await sql.query<Row>(CHANCES, [from, to])) {
    count.addSums(officer, sums);
  }
  await addOfficerDraws(sql, open, count);
  return count.sums();
}

const OFFICER_DRAWS = `
  select day, sequence from inspection.draws
  where series = 'officers' and state = 'drawn' and day = any($1::date[])
  order by day, sequence`;

/** Draw by draw, since what was expected follows from the roster of each. */
async function addOfficerDraws(
  sql: Sql,
  days: readonly BusinessDate[],
  count: ReturnType<typeof officerCount>,
): Promise<void> {
  const refs = await sql.query<{ day: string; sequence: number }>(OFFICER_DRAWS, [days]);
  for (const { day, sequence } of refs) {
    const row = await drawNumbered(sql, day, sequence);
    if (row === null) continue;
    const input = inputOf(row);
    const { result } = deriveDraw(input);
    count.add({ targets: input.targets.body, officers: input.officers.body, result });
  }
}

/** Counts the officers of one day, whether it was added up or not. */
export async function officersOfDay(sql: Sql, day: BusinessDate): Promise<Chances> {
  const count = officerCount();
  await addOfficerDraws(sql, [day], count);
  return count.sums();
}

const KEEP = `
  insert into inspection.draw_days (day, line, officers)
  select $1::date, coalesce(sum(line), 0), coalesce(sum(officers), 0)
  from (${counts('array[$1::date]')}) counted
  on conflict (day) do nothing`;

const KEEP_SUMS = `
  insert into inspection.draw_sums (day, part, name, pool, weight, drawn)
  ${sums('array[$1::date]')} order by 1, 2, 3`;

const KEEP_CHANCES = `
  insert into inspection.draw_chances (day, officer, observed, expected, variance)
  select $1::date, * from unnest($2::text[], $3::integer[], $4::float8[], $5::float8[])`;

/**
 * Keeps what the draws of a day add up to, in the transaction of the caller.
 * @returns false when another process did
 */
export async function keepDrawDay(tx: Sql, day: BusinessDate, officers: Chances): Promise<boolean> {
  if ((await tx.execute(KEEP, [day])) === 0) return false;
  await tx.execute(KEEP_SUMS, [day]);
  const chances = [...officers.values()];
  await tx.execute(KEEP_CHANCES, [
    ...[day, [...officers.keys()], chances.map(({ observed }) => observed)],
    ...[chances.map(({ expected }) => expected), chances.map(({ variance }) => variance)],
  ]);
  return true;
}
