import { instantText } from '../../io/postgres.ts';
import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/** A request this young may be on its way from filing to its decision. */
const SETTLING = 60_000;

/**
 * A list is withdrawn exactly when one request for it was granted, a granted request has no
 * reasons against it and a refused one has, and each was decided on a document that was filed.
 * Each that was filed is decided or was set aside.
 */
export const REQUESTS: Law = {
  id: 'requests',
  title: 'A list is withdrawn exactly when one request for it was granted',
  watch: (tally, { sql, now }) => ({
    finish: async () => {
      await checkBySql(sql, tally, DECIDED, UNFOUNDED);
      await checkBySql(sql, tally, DECIDED, UNGRANTED);
      await checkBySql(sql, tally, FILED, UNDECIDED, [instantText(now - SETTLING)]);
    },
  }),
};

const DECIDED = 'select count(*) as n from clearance.requests';

const UNFOUNDED = `
  select 'request ' || r.name || ' of ' || r.code || case
      when o.name is null or o.version < r.version then ' was never filed'
      when r.state <> '100' then ' is granted with reasons against it'
      else ' is refused without a reason' end
  from clearance.requests r left join documents.others o using (code, name)
  where o.name is null or o.version < r.version
    or (r.state <> '100') <> (cardinality(r.codes) = 0)`;

const UNGRANTED = `
  select 'list ' || coalesce(w.list_no, g.list_no) || ' was withdrawn ' || coalesce(w.n, 0)
    || ' times, ' || coalesce(g.n, 0) || ' requests for it were granted'
  from (
    select list_no, type, count(*) as n from (
      select list_no, 'CEB623' as type from clearance.cases where state = '430'
      union all
      select list_no, 'CEB623' from clearance.past_cases where state = '430'
      union all
      select list_no, 'CEB605' from export.cases where state = '430'
      union all
      select list_no, 'CEB605' from export.past_cases where state = '430'
    ) ended group by list_no, type
  ) w full join (
    select list_no, split_part(name, ' ', 1) as type, count(*) as n from clearance.requests
    where state = '399' and name ~ '^CEB(623|605) ' group by list_no, type
  ) g using (list_no, type)
  where w.n is distinct from 1 or g.n is distinct from 1`;

/**
 * Documents of exports that an earlier version filed were kept and never decided; parts of a
 * summary wait for the others.
 */
const REQUEST = `not o.deleted and (split_part(o.name, ' ', 1) in ('CEB623', 'CEB625')
  or split_part(o.name, ' ', 1) in ('CEB605', 'CEB607', 'CEB509', 'CEB701')
    and o.accepted_at > (select applied_at from onestep.migrations
      where name = '0034-export-transport')
    and not exists (select from export.summary_parts p where p.code = o.code
      and p.name = o.name and p.version >= o.version))`;

const FILED = `select count(*) as n from documents.others o where ${REQUEST}`;

const UNDECIDED = `
  select 'request ' || o.name || ' of ' || o.code || ' is neither decided nor set aside'
  from documents.others o
  where ${REQUEST} and o.accepted_at <= $1::timestamptz
    and not exists (select from clearance.requests r where r.code = o.code and r.name = o.name
      and r.version = o.version)
    and not exists (select from clearance.quarantine q where q.ebp_code = o.code
      and q.order_no = o.name and q.attempt = o.version)`;
