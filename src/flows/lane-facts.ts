import type { Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import type { LaneWaybill } from '../inspection/instruct.ts';
import type { Sql } from '../io/postgres.ts';

/** Where documents are kept in one direction, and what looks up the holder of a waybill. */
type Way = {
  readonly filed: string;
  readonly claims: string;
  readonly holder: string;
  readonly waiting: string;
};

const listOf = (cases: string): string => `
      select list_no, pre_no, state, decided_at, gross from ${cases}
      where list_no = claim.list_no offset 0`;

const IMPORT: Way = {
  filed: 'documents.waybills',
  claims: 'clearance.waybill_claims',
  holder: listOf('clearance.cases'),
  waiting: 'clearance.waiting',
};

// A customs declaration is looked up only where no list has the number: `limit 1` ends it before.
const EXPORT: Way = {
  filed: 'documents.export_waybills',
  claims: 'export.waybill_claims',
  holder: `(${listOf('export.cases')}) union all (
      select entry_id, decl_seq_no, state, decided_at, gross from b2b.declarations
      where claim.list_no is not null and entry_id = claim.list_no offset 0) limit 1`,
  waiting: 'export.waiting',
};

/** What is filed, waits or is decided under a waybill in one direction; no row where nothing is. */
const held = ({ filed, claims, holder, waiting }: Way): string => `
    select waiting.is is true as is_waiting, c.list_no, c.pre_no, c.state, c.decided_at, c.gross
    from (select) one
    left join lateral (
      select true as is from ${filed}
      where logistics_code = given.first_key and logistics_no = given.second_key and not deleted
      offset 0
    ) filed on true
    left join lateral (
      select list_no from ${claims}
      where logistics_code = given.first_key and logistics_no = given.second_key offset 0
    ) claim on true
    left join lateral (${holder}) c on true
    left join lateral (
      select true as is from ${waiting}
      where logistics_code = given.first_key and logistics_no = given.second_key limit 1
    ) waiting on true
    where filed.is or claim.list_no is not null or waiting.is`;

/*
 * One look-up through an index for each thing that is asked of each waybill; `offset 0` keeps the
 * planner from any other way. A waybill that nobody filed, stopped or holds gives no row, one that
 * is known as a parcel that comes in and as one that leaves gives two.
 */
const WAYBILLS = `
  select given.first_key as "logisticsCode", given.second_key as "logisticsNo",
    stop.at as "stoppedAt", held.is_waiting is true as "isWaiting", held.list_no as "listNo",
    held.pre_no as "preNo", held.state, held.decided_at as "decidedAt", held.gross, i.place,
    least(gone.at, out.at, refund.at) as "goneAt", archived.at as "archivedAt"
  from unnest($1::text[], $2::text[]) as given (first_key, second_key)
  left join lateral (
    select min(ordered_at) as at from inspection.stops
    where logistics_code = given.first_key and logistics_no = given.second_key
      and lifted_at is null
  ) stop on true
  left join lateral (${held(IMPORT)}
    union all ${held(EXPORT)}
  ) held on true
  left join lateral (
    select place from inspection.inspections
    where list_no = held.list_no and concluded_at is null order by serial desc limit 1
  ) i on true
  left join lateral (
    select min(moved.at) as at from bonded.exits e cross join lateral (
      select at from bonded.movements where document = 'exit ' || e.paper_no
        and line = e.list_no limit 1
    ) moved where e.list_no = held.list_no
  ) gone on true
  left join lateral (
    select left_at as at from bonded.outgoing where list_no = held.list_no offset 0
  ) out on true
  left join lateral (
    select min(accepted_at) as at from clearance.refunds
    where list_no = held.list_no and state in ('open', 'closed')
  ) refund on true
  left join lateral (
    select archived_at as at from documents.archives
    where day = (held.decided_at at time zone 'Asia/Shanghai')::date offset 0
  ) archived on true
  where held.is_waiting is not null or stop.at is not null`;

type Row = {
  logisticsCode: string;
  logisticsNo: string;
  stoppedAt: Instant | null;
  isWaiting: boolean;
  listNo: string | null;
  preNo: string;
  state: string;
  decidedAt: Instant;
  gross: Scaled5 | null;
  place: 'yard' | 'spot' | null;
  goneAt: Instant | null;
  archivedAt: Instant | null;
};

/** What is known under waybill keys: parcels that come in, and parcels that leave. */
export type LaneWaybills = ReadonlyMap<string, readonly LaneWaybill[]>;

/** What is known of these waybills, by key; nothing of those that nobody filed. One statement. */
export async function laneWaybills(sql: Sql, keys: Iterable<string>): Promise<LaneWaybills> {
  const rows = await sql.query<Row>(WAYBILLS, distinctColumns(keys));
  const groups = Map.groupBy(rows, (row) => keyOf(row.logisticsCode, row.logisticsNo));
  return new Map([...groups].map(([key, some]) => [key, some.map(waybillOf)]));
}

function waybillOf({ logisticsCode, stoppedAt, isWaiting, listNo, ...row }: Row): LaneWaybill {
  const { preNo, state, decidedAt, gross, place, goneAt, archivedAt } = row;
  const list = { preNo, state, decidedAt, gross, place, goneAt, archivedAt };
  const held = listNo === null ? null : { listNo, ...list };
  return { logisticsCode, stoppedAt, isWaiting, list: held };
}

const DECIDED = `
  select given.list_no as "listNo", d.state, d.decided_at as at
  from unnest($1::text[]) as given (list_no) cross join lateral (
    (select state, decided_at from clearance.past_cases where list_no = given.list_no offset 0)
    union all
    (select state, decided_at from export.past_cases where list_no = given.list_no offset 0)
    union all
    (select s.state, s.at from b2b.declarations b join b2b.steps s using (decl_seq_no)
      where b.entry_id = given.list_no and s.state <> '120' offset 0)
  ) d order by d.decided_at`;

/** An earlier decision on a list, or a step of a declaration. */
export type PastState = { readonly state: string; readonly at: Instant };

/** Earlier decisions under these customs numbers, the oldest first. One statement. */
export async function pastStates(
  sql: Sql,
  listNos: Iterable<string>,
): Promise<Map<string, PastState[]>> {
  const rows = await sql.query<PastState & { listNo: string }>(DECIDED, [[...new Set(listNos)]]);
  return Map.groupBy(rows, ({ listNo }) => listNo);
}

/** A waybill as it stood at an earlier time: its list in the state that was decided until then. */
export function waybillAt(
  waybill: LaneWaybill,
  past: ReadonlyMap<string, readonly PastState[]>,
  at: Instant,
): LaneWaybill {
  const { list } = waybill;
  if (list === null || list.decidedAt <= at) return waybill;
  const before = past.get(list.listNo)?.findLast((one) => one.at <= at);
  if (before === undefined) return { ...waybill, list: null, isWaiting: true };
  return { ...waybill, list: { ...list, state: before.state, decidedAt: before.at } };
}
