import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/** Causes of returned lists are the codes of their cases, no more and no less, and of no others. */
export const REFUSALS: Law = {
  id: 'refusals',
  title: 'Every returned list stands under its causes, and no other list does',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, RETURNED, UNEXPLAINED);
      await checkBySql(sql, tally, CAUSES, UNFOUNDED);
    },
  }),
};

const RETURNED = `select count(*) as n from clearance.cases where state = '100'`;
const UNEXPLAINED = `
  select 'list ' || c.list_no || ' does not stand under ' || u.code
  from clearance.cases c cross join unnest(c.codes) u (code)
  where c.state = '100' and not exists (select from clearance.refusals r
    where r.ebp_code = c.ebp_code and r.order_no = c.order_no and r.code = u.code
      and r.list_no = c.list_no and r.agent_code = c.agent_code
      and r.decided_at = c.decided_at)`;

const CAUSES = 'select count(*) as n from clearance.refusals';
const UNFOUNDED = `
  select 'list ' || r.list_no || ' stands under ' || r.code || ', which it was not returned for'
  from clearance.refusals r
  where not exists (select from clearance.cases c
    where c.ebp_code = r.ebp_code and c.order_no = r.order_no and c.state = '100'
      and c.list_no = r.list_no and r.code = any(c.codes))`;
