import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { CLAIMING } from '../states.ts';

/**
 * A waybill carries one parcel: the claim of a waybill names the list that holds it, no list that
 * was returned holds one, and no list holds two. A list whose waybill number was used again after
 * its time holds none any more.
 */
export const CLAIMS: Law = {
  id: 'claims',
  title: 'Every waybill is held by the list that uses it, and by no other',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, HOLDING, UNCLAIMED);
      await checkBySql(sql, tally, CLAIMED, WRONG);
      await checkBySql(sql, tally, CLAIMED, TWICE);
    },
  }),
};

const HOLDING = `
  select count(*) as n from clearance.cases where state in ${CLAIMING}`;
const CLAIMED = 'select count(*) as n from clearance.waybill_claims where list_no is not null';

const UNCLAIMED = `
  select 'list ' || c.list_no || ' does not hold its waybill ' || c.logistics_no
  from clearance.cases c
  left join clearance.waybill_claims w
    on w.logistics_code = c.logistics_code and w.logistics_no = c.logistics_no
  left join documents.waybills d
    on d.logistics_code = c.logistics_code and d.logistics_no = c.logistics_no
  where c.state in ${CLAIMING} and w.list_no is distinct from c.list_no
    and not coalesce(d.use_no > 1 and d.accepted_at > c.decided_at, false)`;

const WRONG = `
  select 'waybill ' || w.logistics_no || ' is held by ' || w.list_no || ', which does not use it'
  from clearance.waybill_claims w
  left join clearance.cases c on c.list_no = w.list_no
    and c.logistics_code = w.logistics_code and c.logistics_no = w.logistics_no
    and c.state in ${CLAIMING}
  where w.list_no is not null and c.list_no is null`;

const TWICE = `
  select 'list ' || list_no || ' holds ' || count(*) || ' waybills'
  from clearance.waybill_claims where list_no is not null
  group by list_no having count(*) > 1`;
