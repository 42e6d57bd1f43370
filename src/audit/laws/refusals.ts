import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { checkRefused, refusedIn } from './refused-documents.ts';

/**
 * Causes of returned lists are the codes of their cases, no more and no less, and of no others;
 * those of other documents are of records that were not filed, and each of these has one until its
 * number is sent again.
 */
export const REFUSALS: Law = {
  id: 'refusals',
  title: 'Every returned list and refused document stands under its causes, and no other does',
  watch: (tally, { sql }) => {
    const refused: ReturnType<typeof refusedIn> = [];
    return {
      onMessage: (message) => {
        if (message.sampled) refused.push(...refusedIn(message));
      },
      finish: async () => {
        for (const schema of ['clearance', 'export']) {
          const returned = `select count(*) as n from ${schema}.cases where state = '100'`;
          await checkBySql(sql, tally, returned, unexplained(schema));
          const causes = `select count(*) as n from ${schema}.refusals`;
          await checkBySql(sql, tally, causes, unfounded(schema));
        }
        await checkRefused(sql, tally, refused);
      },
    };
  },
};

const unexplained = (schema: string): string => `
  select 'list ' || c.list_no || ' does not stand under ' || u.code
  from ${schema}.cases c cross join unnest(c.codes) u (code)
  where c.state = '100' and not exists (select from ${schema}.refusals r
    where r.ebp_code = c.ebp_code and r.order_no = c.order_no and r.code = u.code
      and r.list_no = c.list_no and r.agent_code = c.agent_code
      and r.decided_at = c.decided_at)`;

const unfounded = (schema: string): string => `
  select 'list ' || r.list_no || ' stands under ' || r.code || ', which it was not returned for'
  from ${schema}.refusals r
  where not exists (select from ${schema}.cases c
    where c.ebp_code = r.ebp_code and c.order_no = r.order_no and c.state = '100'
      and c.list_no = r.list_no and r.code = any(c.codes))`;
