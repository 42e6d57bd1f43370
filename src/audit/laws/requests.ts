import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * A list is withdrawn exactly when one request for it was granted, a granted request has no
 * reasons against it and a refused one has, and each was decided on a document that was filed.
 */
export const REQUESTS: Law = {
  id: 'requests',
  title: 'A list is withdrawn exactly when one request for it was granted',
  watch: (tally, { sql }) => ({
    finish: async () => {
      await checkBySql(sql, tally, DECIDED, UNFOUNDED);
      await checkBySql(sql, tally, DECIDED, UNGRANTED);
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
    select list_no, count(*) as n from (
      select list_no from clearance.cases where state = '430'
      union all
      select list_no from clearance.past_cases where state = '430'
    ) ended group by list_no
  ) w full join (
    select list_no, count(*) as n from clearance.requests where state = '399' group by list_no
  ) g using (list_no)
  where w.n is distinct from 1 or g.n is distinct from 1`;
