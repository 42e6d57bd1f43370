import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { StoredPaper } from './paper.ts';
import { holderOf, loadPapers } from './paper-store.ts';

/** What the open slip of a vehicle holds: it has one at a time. */
export function vehicleHolds(vehicleNo: string): string {
  return `vehicle ${vehicleNo}`;
}

/** The slip with a number, or the open one of a vehicle with a plate; null when there is none. */
export async function slipCalled(sql: Sql, number: string): Promise<StoredPaper | null> {
  const [numbered] = (await loadPapers(sql, [{ kind: 'slip', paperNo: number }])).values();
  return numbered ?? (await holderOf(sql, vehicleHolds(number)));
}

/** Where a page ended. */
export type SlipPlace = { readonly at: Instant; readonly name: string };

const DUE = `
  select kind, paper_no as "paperNo", book_no as "bookNo", enterprise_code as enterprise,
    own_no as "ownNo", state, epoch, made_at as "madeAt", changed_at as "changedAt", holds, said,
    body
  from bonded.papers
  where kind = 'slip' and state = 'approved' and (made_at, paper_no) > ($1::timestamptz, $2)
  order by made_at, paper_no limit $3`;

/** Slips whose vehicles have not crossed, the oldest first; by an index of these alone. */
export function dueSlips(sql: Sql, after: SlipPlace | null, limit: number): Promise<StoredPaper[]> {
  const at = after === null ? '-infinity' : instantText(after.at);
  return sql.query<StoredPaper>(DUE, [at, after?.name ?? '', limit]);
}
