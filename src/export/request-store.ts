import { keyColumns, keyOf } from '../base/keys.ts';
import type { Sql } from '../io/postgres.ts';

const EFFECTIVE = `
  select u.code, u.name from unnest($1::text[], $2::text[], $3::text[]) as u (code, name, pre_no)
  where exists (select from export.returns r where r.pre_no = u.pre_no and r.state = 'open')
    or exists (select from export.cases c
      where c.master_code = u.code and c.master_name = u.name)`;

/** A request by its key in `documents.others`, with the number that it was filed under. */
export type NumberedRequest = { readonly key: string; readonly preNo: string | null };

/**
 * Those of these requests that have an effect: a return (CEB213) that awaits its goods, a master
 * waybill (CEB607) that parcels are under. One statement or none.
 */
export async function effectiveRequests(
  sql: Sql,
  requests: readonly NumberedRequest[],
): Promise<ReadonlySet<string>> {
  if (requests.length === 0) return new Set();
  const rows = await sql.query<{ code: string; name: string }>(EFFECTIVE, [
    ...keyColumns(requests.map(({ key }) => key)),
    requests.map(({ preNo }) => preNo),
  ]);
  return new Set(rows.map(({ code, name }) => keyOf(code, name)));
}
