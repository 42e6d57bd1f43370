import type { Sql } from '../../io/postgres.ts';
import { type ChanceSums, chanceSums, plus } from '../chance-again.ts';
import { drawAgain } from '../draw-again.ts';
import { DRAW_PAGE, OFFICER_DRAWS, type OfficerDrawRow, sourceOf } from '../draw-reader.ts';
import type { Law, Tally } from '../law.ts';
import { pages } from '../snapshot.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * What is kept of the draws of a day that is over is what they add up to: how many hold, what they
 * drew by layer and by hour, how often each officer was drawn and how often chance would have it.
 */
export const DRAW_DAYS: Law = {
  id: 'draw-days',
  title: 'Draws add up to what is kept of their day',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, DAYS, MISCOUNTED);
      await checkBySql(sql, tally, SUMS, MISADDED);
      await checkChances(sql, tally);
    },
  }),
};

const DAYS = 'select count(*) as n from inspection.draw_days';
const MISCOUNTED = `
  select 'day ' || k.day || ' has ' || k.line || ' and ' || k.officers || ' draws, should have '
    || count(d.*) filter (where d.series = 'line') || ' and '
    || count(d.*) filter (where d.series = 'officers')
  from inspection.draw_days k
  left join inspection.draws d on d.day = k.day and d.state = 'drawn'
  group by k.day, k.line, k.officers
  having (k.line, k.officers) <> (count(d.*) filter (where d.series = 'line'),
    count(d.*) filter (where d.series = 'officers'))`;

const SUMS = 'select count(*) as n from inspection.draw_sums';
const MISADDED = `
  select 'day ' || day || ' has other sums of ' || part || ' ' || name || ' than its draws'
  from inspection.draw_sums k full join (
    select d.day, p.part, p.name, sum((t.value ->> 'pool')::numeric) as pool,
      sum((t.value ->> 'weight')::numeric) as weight, sum((t.value ->> 'drawn')::numeric) as drawn
    from inspection.draw_days join inspection.draws d using (day), jsonb_each(d.tallies) t
    cross join lateral (values ('layer', t.key),
      ('hour', to_char(d.opened_at at time zone 'Asia/Shanghai', 'HH24'))) p (part, name)
    where d.series = 'line' and d.state = 'drawn' group by 1, 2, 3
  ) again using (day, part, name)
  where (k.pool, k.weight, k.drawn) is distinct from (again.pool, again.weight, again.drawn)`;

type Kept = { day: string; officer: string } & ChanceSums;

const CHANCES = `
  select day, officer, observed, expected, variance from inspection.draw_chances
  order by day, officer`;

async function checkChances(sql: Sql, tally: Tally): Promise<void> {
  const again = new Map<string, ChanceSums>();
  for await (const rows of pages<OfficerDrawRow>(sql, 'audit_days', OFFICER_DRAWS, DRAW_PAGE)) {
    for (const row of rows) {
      // What cannot be read is told by the law of draws.
      const source = sourceOf(row, row);
      if (source === null) continue;
      const { drawn } = drawAgain(source);
      for (const [officer, one] of chanceSums(source, drawn)) {
        const key = `${row.day} ${officer}`;
        again.set(key, plus(again.get(key), one));
      }
    }
  }
  for (const { day, officer, ...kept } of await sql.query<Kept>(CHANCES)) {
    const key = `${day} ${officer}`;
    const should = again.get(key);
    again.delete(key);
    const ok = should !== undefined && isSame(kept, should);
    tally.check(ok, () => `day ${day} has other chances of officer ${officer} than its draws`);
  }
  for (const key of again.keys()) tally.check(false, () => `day and officer ${key} are not kept`);
}

/** Sums of fractions come out the same but for the order in which they were added. */
const NEAR = 1e-6;

function isSame(a: ChanceSums, b: ChanceSums): boolean {
  const near = Math.abs(a.expected - b.expected) + Math.abs(a.variance - b.variance) < NEAR;
  return a.observed === b.observed && near;
}
