import { closedDeclarations } from '../declared-again.ts';
import { closedExports } from '../exports-again.ts';
import type { Law, Scope, Tally } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { addTo, compareSums, cubesOf } from '../statistics-again.ts';

/**
 * The monthly statistics of exports are the sums of the closed lists: their number and value by the
 * cases, and all else by the lists themselves, worked out again from the bytes; every table adds up
 * to the same lines and the same value. A list counts in the month of Shanghai in which it was
 * closed, and in none when it is closed no more; a month that was over was then revised.
 */
export const STATISTICS: Law = {
  id: 'statistics',
  title: 'Statistics of exports are the sums of the closed lists',
  watch: (tally, scope) => ({
    finish: async () => {
      await checkBySql(scope.sql, tally, LISTS, UNCOUNTED);
      await checkBySql(scope.sql, tally, REVISIONS, UNREVISED);
      for (const table of ['headings', 'goods', 'currencies']) {
        await checkBySql(scope.sql, tally, rowsOf(table), unequal(table));
      }
      if (scope.sampleOf === 1) await workOut(tally, scope);
      else tally.note('weights, headings and quantities were not worked out again');
    },
  }),
};

/** Lists that are closed, and customs declarations. */
const CLOSED = `
  select closed_at, customs_code, trade_mode, channel, country, ebc_code, fob
  from export.cases where state = '899'
  union all
  select closed_at, customs_code, trade_mode, 'D', country, ebc_code, fob
  from b2b.declarations where state = '899'`;

const LISTS = `select count(*) as n from (${CLOSED}) closed`;

const KEYS = 'month, customs_code, trade_mode, channel, country, ebc_code';

const UNCOUNTED = `
  select 'exports of ' || concat_ws(' ', ${KEYS}) || ' are counted as ' || coalesce(s.lists, 0)
    || ' lists of ' || coalesce(s.fob, 0) || ' fen, should be ' || coalesce(c.lists, 0) || ' of '
    || coalesce(c.fob, 0)
  from (
    select to_char(closed_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, customs_code,
      trade_mode, channel, country, ebc_code, count(*) as lists, sum(fob) as fob
    from (${CLOSED}) closed group by 1, 2, 3, 4, 5, 6
  ) c full join export.statistics_lists s using (${KEYS})
  where coalesce(c.lists, 0) <> coalesce(s.lists, 0) or coalesce(c.fob, 0) <> coalesce(s.fob, 0)`;

const REVISIONS = 'select count(*) as n from export.statistics_revisions';

/** What was taken back of a month that was over, by the day on which it was. */
const UNREVISED = `
  select month || ' was revised on ' || day || ' by ' || coalesce(r.lists, 0)
    || ' lists, were taken back ' || coalesce(b.lists, 0)
  from (
    select month, revised_on as day, lists from export.statistics_revisions
  ) r full join (
    select to_char(closed_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
      (at at time zone 'Asia/Shanghai')::date as day, count(*) as lists
    from export.take_backs
    where action = 'approved' and date_trunc('month', closed_at at time zone 'Asia/Shanghai')
      < date_trunc('month', at at time zone 'Asia/Shanghai')
    group by 1, 2
  ) b using (month, day)
  where r.lists is distinct from b.lists`;

const rowsOf = (table: string) => `select count(*) as n from export.statistics_${table}`;

const SHARED = 'month, customs_code, trade_mode, channel';

const unequal = (table: string) => `
  select '${table} of ' || concat_ws(' ', ${SHARED}) || ' have ' || coalesce(t.lines, 0)
    || ' lines of ' || coalesce(t.fob, 0) || ' fen, lists have ' || coalesce(l.lines, 0) || ' of '
    || coalesce(l.fob, 0)
  from (
    select ${SHARED}, sum(lines) as lines, sum(fob) as fob from export.statistics_lists
    group by ${SHARED}
  ) l full join (
    select ${SHARED}, sum(lines) as lines, sum(fob) as fob from export.statistics_${table}
    group by ${SHARED}
  ) t using (${SHARED})
  where coalesce(l.lines, 0) <> coalesce(t.lines, 0) or coalesce(l.fob, 0) <> coalesce(t.fob, 0)`;

/** Reads every closed list again, and compares all sums of the months whose lists are all there. */
async function workOut(tally: Tally, scope: Scope): Promise<void> {
  const sums = cubesOf();
  const gone = new Set<string>();
  for await (const list of closedExports(scope)) {
    if (list.problem === null) addTo(sums, list);
    else if (list.problem === 'gone') gone.add(list.month);
    else tally.check(false, () => `list ${list.listNo} ${list.problem}`);
  }
  for await (const list of closedDeclarations(scope)) addTo(sums, list);
  for (const month of gone) tally.note(`${month} has lists whose evidence is gone`);
  for (const cube of sums) await compareSums(tally, scope.sql, cube, gone);
}
