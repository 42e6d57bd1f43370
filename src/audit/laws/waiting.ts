import { instantText } from '../../io/postgres.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/** A list this young may be on its way from filing to its decision. */
const SETTLING = 60_000;

/**
 * The last attempt of every order is decided, waits or was set aside; nothing waits that is
 * decided or was never filed. Lists filed a moment ago are on their way.
 */
export const WAITING: Law = {
  id: 'waiting',
  title: 'Every list is decided, waits or is set aside, and only one of these',
  watch: (tally, { sql, now }) => ({
    finish: async () => {
      const settled = [instantText(now - SETTLING)];
      await checkBySql(
        sql,
        tally,
        ORDERS,
        `${UNDECIDED} and accepted_at <= $1::timestamptz`,
        settled,
      );
      await checkBySql(sql, tally, WAITS, WRONG);
      const [row] = await sql.query<{ n: bigint }>(
        `select count(*) as n from (${UNDECIDED} and accepted_at > $1::timestamptz) u`,
        settled,
      );
      const young = row?.n ?? 0n;
      if (young > 0n) tally.note(`${young} lists are on the way`);
    },
  }),
};

const ORDERS = `
  select count(*) as n from (select distinct ebp_code, order_no from documents.lists) o`;
const WAITS = 'select count(*) as n from clearance.waiting';

const UNDECIDED = `
  select 'list ' || pre_no || ' (' || ebp_code || '/' || order_no || ', attempt ' || attempt
    || ') is neither decided nor waits'
  from (
    select distinct on (ebp_code, order_no) ebp_code, order_no, attempt, pre_no, accepted_at
    from documents.lists order by ebp_code, order_no, attempt desc
  ) l
  where not exists (select from clearance.cases c where c.ebp_code = l.ebp_code
      and c.order_no = l.order_no and c.attempt = l.attempt and c.list_no is not null)
    and not exists (select from clearance.waiting w where w.ebp_code = l.ebp_code
      and w.order_no = l.order_no and w.attempt = l.attempt)
    and not exists (select from clearance.quarantine q where q.ebp_code = l.ebp_code
      and q.order_no = l.order_no and q.attempt = l.attempt)`;

const WRONG = `
  select 'attempt ' || w.attempt || ' of ' || w.ebp_code || '/' || w.order_no || case
      when l.attempt is null then ' waits and was never filed'
      else ' waits and is decided' end
  from clearance.waiting w
  left join documents.lists l on l.ebp_code = w.ebp_code and l.order_no = w.order_no
    and l.attempt = w.attempt and l.logistics_code = w.logistics_code
    and l.logistics_no = w.logistics_no
  left join clearance.cases c on c.ebp_code = w.ebp_code and c.order_no = w.order_no
  where l.attempt is null or c.attempt >= w.attempt`;
