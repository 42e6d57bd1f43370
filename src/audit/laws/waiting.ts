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
      let young = 0n;
      for (const way of WAYS) {
        const undecided = undecidedOf(way);
        const old = `${undecided} and accepted_at <= $1::timestamptz`;
        await checkBySql(sql, tally, ordersOf(way), old, settled);
        await checkBySql(sql, tally, waitsOf(way), wrongOf(way));
        const [row] = await sql.query<{ n: bigint }>(
          `select count(*) as n from (${undecided} and accepted_at > $1::timestamptz) u`,
          settled,
        );
        young += row?.n ?? 0n;
      }
      if (young > 0n) tally.note(`${young} lists are on the way`);
    },
  }),
};

/** Where lists are filed, and the schema of what became of them. */
type Way = { readonly schema: string; readonly lists: string };
const WAYS: readonly Way[] = [
  { schema: 'clearance', lists: 'documents.lists' },
  { schema: 'export', lists: 'documents.export_lists' },
];

const ordersOf = ({ lists }: Way): string => `
  select count(*) as n from (select distinct ebp_code, order_no from ${lists}) o`;
const waitsOf = ({ schema }: Way): string => `select count(*) as n from ${schema}.waiting`;

// What a customs declaration keeps from lists is decided in the history: the case is not theirs.
const undecidedOf = ({ schema, lists }: Way): string => `
  select 'list ' || pre_no || ' (' || ebp_code || '/' || order_no || ', attempt ' || attempt
    || ') is neither decided nor waits'
  from (
    select distinct on (ebp_code, order_no) ebp_code, order_no, attempt, pre_no, accepted_at
    from ${lists} order by ebp_code, order_no, attempt desc
  ) l
  where not exists (select from ${schema}.cases c where c.ebp_code = l.ebp_code
      and c.order_no = l.order_no and c.attempt = l.attempt
      and (c.list_no is not null or exists (select from ${schema}.past_cases p
        where p.ebp_code = l.ebp_code and p.order_no = l.order_no and p.attempt = l.attempt)))
    and not exists (select from ${schema}.waiting w where w.ebp_code = l.ebp_code
      and w.order_no = l.order_no and w.attempt = l.attempt)
    and not exists (select from ${schema}.quarantine q where q.ebp_code = l.ebp_code
      and q.order_no = l.order_no and q.attempt = l.attempt)`;

const wrongOf = ({ schema, lists }: Way): string => `
  select 'attempt ' || w.attempt || ' of ' || w.ebp_code || '/' || w.order_no || case
      when l.attempt is null then ' waits and was never filed'
      else ' waits and is decided' end
  from ${schema}.waiting w
  left join ${lists} l on l.ebp_code = w.ebp_code and l.order_no = w.order_no
    and l.attempt = w.attempt and l.logistics_code = w.logistics_code
    and l.logistics_no = w.logistics_no
  left join ${schema}.cases c on c.ebp_code = w.ebp_code and c.order_no = w.order_no
  where l.attempt is null or c.attempt >= w.attempt`;
