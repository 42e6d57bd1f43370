import type { Instant } from '../base/dates.ts';
import { keyColumns } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

const STORE = `
  insert into export.quarantine (ebp_code, order_no, attempt, message, at)
  select l.ebp_code, l.order_no, max(l.attempt), $3, $4::timestamptz from documents.export_lists l
  where (l.ebp_code, l.order_no) in (select * from unnest($1::text[], $2::text[]))
  group by l.ebp_code, l.order_no
  on conflict (ebp_code, order_no, attempt) do nothing`;

/** Marks the latest attempts of these orders of exports as set aside for a person. */
export async function storeExportQuarantine(
  sql: Sql,
  orderKeys: readonly string[],
  message: string,
  at: Instant,
): Promise<void> {
  await sql.execute(STORE, [...keyColumns(orderKeys), message, instantText(at)]);
}
