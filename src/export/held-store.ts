import { CaseRace } from '../base/case-race.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { EXPORT_COLUMNS, type ExportDecision } from './case-lookup.ts';
import type { ExportFrame } from './case-store.ts';
import type { ExportStatus } from './states.ts';

const NAMED = `
  select distinct c.ebp_code, c.order_no
  from ${byKeys('documents.shipments', ['code', 'name'])}
  cross join lateral (
    select list_no from export.waybill_claims
    where logistics_code = found.logistics_code and logistics_no = found.logistics_no offset 0
  ) w
  cross join lateral (
    select ebp_code, order_no from export.cases
    where list_no = w.list_no and state = '400' offset 0
  ) c`;

type OrderRow = { ebp_code: string; order_no: string };

/** Order keys of the lists that wait for what these arrival documents name. One statement. */
export async function awaitingShipments(sql: Sql, documents: readonly string[]): Promise<string[]> {
  if (documents.length === 0) return [];
  const rows = await sql.query<OrderRow>(NAMED, distinctColumns(documents));
  return rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no));
}

const AWAITING = `
  select ${EXPORT_COLUMNS}, true as present
  from ${byKeys('export.cases', ['ebp_code', 'order_no'], { tail: "and state = '400' offset 0" })}`;

/** Those of these orders whose list waits for its arrival. One statement. */
export async function awaitingExports(
  sql: Sql,
  orderKeys: readonly string[],
): Promise<ExportDecision[]> {
  if (orderKeys.length === 0) return [];
  return sql.query<ExportDecision>(AWAITING, distinctColumns(orderKeys));
}

const DUE = `
  select c.ebp_code, c.order_no, c.decided_at, c.list_no from export.cases c
  where c.state = '400' and (c.decided_at, c.list_no) > ($1::timestamptz, $2)
    and (exists (select from documents.shipments s where s.logistics_code = c.logistics_code
        and s.logistics_no = c.logistics_no and s.name like 'CEB507 %')
      or c.accepted_at <= $3::timestamptz)
  order by c.decided_at, c.list_no limit $4`;

/**
 * Order keys of lists that wait for their arrival although one names their waybill, and of those
 * accepted by an instant. A statement for each `page` of them.
 */
export async function dueExports(sql: Sql, before: Instant, page: number): Promise<string[]> {
  const keys: string[] = [];
  for (let after = { decided_at: 0, list_no: '' }; ; ) {
    const rows = await sql.query<OrderRow & typeof after>(DUE, [
      ...[instantText(after.decided_at), after.list_no, instantText(before), page],
    ]);
    keys.push(...rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no)));
    const last = rows.at(-1);
    if (last === undefined) return keys;
    after = last;
  }
}

/** A list that moves on from a decision that was seen. */
export type MovedExport = {
  readonly orderKey: string;
  readonly seen: Pick<ExportDecision, 'attempt' | 'stream' | 'sequence'>;
  readonly state: ExportStatus;
  readonly codes: readonly string[];
};

const MOVE = `
  update export.cases c set state = u.state, codes = string_to_array(u.codes, ' '),
    position = u.position, stream = $1::uuid, sequence = $2::integer,
    profile_version = $3, decided_at = $4::timestamptz,
    released_at = case when u.state = '800' and c.state <> '899' then $4::timestamptz
      else c.released_at end,
    closed_at = case u.state when '899' then $4::timestamptz end,
    departure_code = case c.state when '899' then null else c.departure_code end,
    departure_name = case c.state when '899' then null else c.departure_name end
  from unnest($5::text[], $6::text[], $7::smallint[], $8::uuid[], $9::integer[], $10::text[],
    $11::text[], $12::integer[])
    as u (ebp_code, order_no, attempt, stream, sequence, state, codes, position)
  where c.ebp_code = u.ebp_code and c.order_no = u.order_no and c.attempt = u.attempt
    and c.stream = u.stream and c.sequence = u.sequence
    and (c.state in ('300', '400', '500', '501', '502')
      or c.state = '800' and u.state in ('430', '899')
      or c.state = '899' and u.state = '800')
    and not (u.state = '430' and c.master_name is not null)`;

/**
 * Moves lists on from the decisions that were seen: what waits or is in the hands of officers to
 * wherever it ends, what is released to its close or back to its declarant, and what was closed
 * back to its release, the time of which stays. What is under a master waybill is not withdrawn.
 * One statement; archive the rows first.
 * @throws CaseRace when one of them was moved meanwhile
 */
export async function moveExports(
  tx: Sql,
  moved: readonly MovedExport[],
  frame: ExportFrame,
): Promise<void> {
  if (moved.length === 0) return;
  const placed = moved.map((one, position) => ({ ...one, position }));
  const rows = inKeyOrder(placed, ({ orderKey }) => orderKey);
  const written = await tx.execute(MOVE, [
    frame.stream,
    frame.sequence,
    frame.profileVersion,
    instantText(frame.at),
    ...keyColumns(rows.map((row) => row.orderKey)),
    rows.map(({ seen }) => seen.attempt),
    rows.map(({ seen }) => seen.stream),
    rows.map(({ seen }) => seen.sequence),
    rows.map((row) => row.state),
    rows.map((row) => row.codes.join(' ')),
    rows.map((row) => row.position),
  ]);
  if (written !== moved.length) throw new CaseRace('an export list was moved meanwhile');
}

const FREE = `
  update export.waybill_claims c set list_no = null
  from unnest($1::text[], $2::text[], $3::text[]) as u (logistics_code, logistics_no, list_no)
  where c.logistics_code = u.logistics_code and c.logistics_no = u.logistics_no
    and c.list_no = u.list_no`;

/** Frees the waybills of lists that are returned or withdrawn. One statement or none. */
export async function freeExportWaybills(
  tx: Sql,
  freed: readonly { readonly waybillKey: string; readonly listNo: string }[],
): Promise<void> {
  if (freed.length === 0) return;
  const rows = inKeyOrder(freed, ({ waybillKey }) => waybillKey);
  await tx.execute(FREE, [
    ...keyColumns(rows.map(({ waybillKey }) => waybillKey)),
    rows.map(({ listNo }) => listNo),
  ]);
}
