import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { CLAIMING, EXPORT_CLAIMING } from '../states.ts';

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
      for (const way of WAYS) {
        await checkBySql(sql, tally, holding(way), unclaimed(way));
        await checkBySql(sql, tally, claimed(way), wrong(way));
        await checkBySql(sql, tally, claimed(way), twice(way));
      }
    },
  }),
};

/** The schema of cases and claims, the waybills they are of, and the states that hold one. */
type Way = { readonly schema: string; readonly waybills: string; readonly states: string };
const WAYS: readonly Way[] = [
  { schema: 'clearance', waybills: 'documents.waybills', states: CLAIMING },
  { schema: 'export', waybills: 'documents.export_waybills', states: EXPORT_CLAIMING },
];

const holding = ({ schema, states }: Way): string => `
  select count(*) as n from ${schema}.cases where state in ${states}`;
const claimed = ({ schema }: Way): string =>
  `select count(*) as n from ${schema}.waybill_claims where list_no is not null`;

const unclaimed = ({ schema, waybills, states }: Way): string => `
  select 'list ' || c.list_no || ' does not hold its waybill ' || c.logistics_no
  from ${schema}.cases c
  left join ${schema}.waybill_claims w
    on w.logistics_code = c.logistics_code and w.logistics_no = c.logistics_no
  left join ${waybills} d
    on d.logistics_code = c.logistics_code and d.logistics_no = c.logistics_no
  where c.state in ${states} and w.list_no is distinct from c.list_no
    and not coalesce(d.use_no > 1 and d.accepted_at > c.decided_at, false)`;

const wrong = ({ schema, states }: Way): string => `
  select 'waybill ' || w.logistics_no || ' is held by ' || w.list_no || ', which does not use it'
  from ${schema}.waybill_claims w
  left join ${schema}.cases c on c.list_no = w.list_no
    and c.logistics_code = w.logistics_code and c.logistics_no = w.logistics_no
    and c.state in ${states}
  where w.list_no is not null and c.list_no is null`;

const twice = ({ schema }: Way): string => `
  select 'list ' || list_no || ' holds ' || count(*) || ' waybills'
  from ${schema}.waybill_claims where list_no is not null
  group by list_no having count(*) > 1`;
