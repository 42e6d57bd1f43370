import type { Instant } from '../../base/dates.ts';
import { keyedNumbers } from '../hash-table.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Declarants are reminded of a summary once for each month, seller and office (EXP-7): when the
 * month is over, and each reminder that is noted is in the stream of its declarant.
 */
export const REMINDERS: Law = {
  id: 'reminders',
  title: 'Declarants are reminded of a summary once, after its month',
  watch: (tally, { sql, days }) => {
    const told = keyedNumbers();
    const keyOf = (enterprise: string, at: Instant) => `${enterprise}|${at}`;
    return {
      onReceipts: ({ enterprise, receipts }) => {
        for (const { type, status, at } of receipts ?? []) {
          if (type !== 'CEB702' || status !== 'R' || days.isExpired(at)) continue;
          const place = told.place(keyOf(enterprise, at));
          told.numbers()[place] = told.numbers()[place]! + 1;
        }
      },
      finish: async () => {
        await checkBySql(sql, tally, ALL, UNTIMELY);
        for (const { code, at, n } of await sql.query<Reminded>(NOTED)) {
          if (days.isExpired(at)) continue;
          const place = told.find(keyOf(code, at));
          const found = place < 0 ? 0 : told.numbers()[place]!;
          if (place >= 0) told.numbers()[place] = 0;
          tally.check(found === n, () => `${code} was reminded of ${found} summaries, not of ${n}`);
        }
        tally.check(told.nonZero() === 0, () => `${told.nonZero()} reminders are of no summary`);
      },
    };
  },
};

type Reminded = { code: string; at: Instant; n: number };

const NOTED = `
  select agent_code as code, told_at as at, count(*)::integer as n
  from export.summary_reminders group by 1, 2`;

const ALL = 'select count(*) as n from export.summary_reminders';

/** Days are those of Shanghai. What is late when it is found is told all the same. */
const UNTIMELY = `
  select 'reminder of ' || to_char(month, 'YYYY-MM') || ' to ' || agent_code
    || ' came before the month was over, or is of no lists'
  from export.summary_reminders r
  where told_at < (month + interval '1 month') at time zone 'Asia/Shanghai'
    or deadline < month + interval '1 month'
    or not exists (select from export.summary_groups g where g.month = r.month
      and g.customs_code = r.customs_code and g.ebc_code = r.ebc_code
      and g.agent_code = r.agent_code)`;
