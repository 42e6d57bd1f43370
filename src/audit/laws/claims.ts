import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';
import { CLAIMING, EXPORT_CLAIMING } from '../states.ts';

/**
 * A waybill carries one parcel: the claim of a waybill names the list that holds it, no list that
 * was returned holds one, and no list holds two; a customs declaration is as a list here. A
 * list whose waybill number was used again after its time holds none any more.
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

const heldBy = (schema: string, states: string): string => `
  select list_no, logistics_code, logistics_no, decided_at from ${schema}.cases
  where state in ${states}`;

/** Customs declarations hold waybills as lists do, by their customs number. */
const DECLARED = `
  select entry_id, logistics_code, logistics_no, decided_at from b2b.declarations
  where state not in ('100', '430')`;

/** The schema of claims, the waybills they are of, and what holds one. */
type Way = { readonly schema: string; readonly waybills: string; readonly holders: string };
const WAYS: readonly Way[] = [
  {
    schema: 'clearance',
    waybills: 'documents.waybills',
    holders: heldBy('clearance', CLAIMING),
  },
  {
    schema: 'export',
    waybills: 'documents.export_waybills',
    holders: `${heldBy('export', EXPORT_CLAIMING)} union all ${DECLARED}`,
  },
];

const holding = ({ holders }: Way): string => `select count(*) as n from (${holders}) h`;
const claimed = ({ schema }: Way): string =>
  `select count(*) as n from ${schema}.waybill_claims where list_no is not null`;

const unclaimed = ({ schema, waybills, holders }: Way): string => `
  select 'list ' || c.list_no || ' does not hold its waybill ' || c.logistics_no
  from (${holders}) c
  left join ${schema}.waybill_claims w
    on w.logistics_code = c.logistics_code and w.logistics_no = c.logistics_no
  left join ${waybills} d
    on d.logistics_code = c.logistics_code and d.logistics_no = c.logistics_no
  where w.list_no is distinct from c.list_no
    and not coalesce(d.use_no > 1 and d.accepted_at > c.decided_at, false)`;

const wrong = ({ schema, holders }: Way): string => `
  select 'waybill ' || w.logistics_no || ' is held by ' || w.list_no || ', which does not use it'
  from ${schema}.waybill_claims w
  left join (${holders}) c on c.list_no = w.list_no
    and c.logistics_code = w.logistics_code and c.logistics_no = w.logistics_no
  where w.list_no is not null and c.list_no is null`;

const twice = ({ schema }: Way): string => `
  select 'list ' || list_no || ' holds ' || count(*) || ' waybills'
  from ${schema}.waybill_claims where list_no is not null
  group by list_no having count(*) > 1`;
