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

const STRANDED = `
  select w.ebp_code as "ebpCode", w.order_no as "orderNo" from export.waiting w
  where (not 'order' = any(w.missing) or exists (select from documents.export_orders d
      where d.ebp_code = w.ebp_code and d.order_no = w.order_no and not d.deleted))
    and (not 'collection' = any(w.missing) or exists (select from documents.collections d
      where d.ebp_code = w.ebp_code and d.order_no = w.order_no and not d.deleted))
    and (not 'waybill' = any(w.missing) or exists (select from documents.export_waybills d
      where d.logistics_code = w.logistics_code and d.logistics_no = w.logistics_no
        and not d.deleted))
  order by w.since limit $1`;

/** Lists that wait although what they wait for has come: a process died before it saw. */
export function strandedExports(
  sql: Sql,
  limit: number,
): Promise<{ readonly ebpCode: string; readonly orderNo: string }[]> {
  return sql.query(STRANDED, [limit]);
}
