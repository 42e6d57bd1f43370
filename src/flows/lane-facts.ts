import type { Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import type { LaneWaybill } from '../inspection/instruct.ts';
import type { Sql } from '../io/postgres.ts';

/*
 * One look-up through an index for each thing that is asked of each waybill; `offset 0` keeps the
 * planner from any other way. A waybill that nobody filed, stopped or holds gives no row.
 */
const WAYBILLS = `
  select given.first_key as "logisticsCode", given.second_key as "logisticsNo",
    stop.at as "stoppedAt", waiting.is is true as "isWaiting", c.list_no as "listNo",
    c.pre_no as "preNo", c.state, c.decided_at as "decidedAt", c.gross, i.place,
    least(gone.at, refund.at) as "goneAt", archived.at as "archivedAt"
  from unnest($1::text[], $2::text[]) as given (first_key, second_key)
  left join lateral (
    select true as is from documents.waybills
    where logistics_code = given.first_key and logistics_no = given.second_key and not deleted
    offset 0
  ) filed on true
  left join lateral (
    select list_no from clearance.waybill_claims
    where logistics_code = given.first_key and logistics_no = given.second_key offset 0
  ) claim on true
  left join lateral (
    select list_no, pre_no, state, decided_at, gross from clearance.cases
    where list_no = claim.list_no offset 0
  ) c on true
  left join lateral (
    select true as is from clearance.waiting
    where logistics_code = given.first_key and logistics_no = given.second_key limit 1
  ) waiting on true
  left join lateral (
    select min(ordered_at) as at from inspection.stops
    where logistics_code = given.first_key and logistics_no = given.second_key
      and lifted_at is null
  ) stop on true
  left join lateral (
    select place from inspection.inspections
    where list_no = c.list_no and concluded_at is null order by serial desc limit 1
  ) i on true
  left join lateral (
    select min(moved.at) as at from bonded.exits e cross join lateral (
      select at from bonded.movements where document = 'exit ' || e.paper_no
        and line = e.list_no limit 1
    ) moved where e.list_no = c.list_no
  ) gone on true
  left join lateral (
    select min(accepted_at) as at from clearance.refunds
    where list_no = c.list_no and state in ('open', 'closed')
  ) refund on true
  left join lateral (
    select archived_at as at from documents.archives
    where day = (c.decided_at at time zone 'Asia/Shanghai')::date offset 0
  ) archived on true
  where filed.is or claim.list_no is not null or stop.at is not null
    or waiting.is`;

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

/** What is known of these waybills, by key; nothing of those that nobody filed. One statement. */
export async function laneWaybills(
  sql: Sql,
  keys: Iterable<string>,
): Promise<Map<string, LaneWaybill>> {
  const rows = await sql.query<Row>(WAYBILLS, distinctColumns(keys));
  return new Map(rows.map((row) => [keyOf(row.logisticsCode, row.logisticsNo), waybillOf(row)]));
}

function waybillOf({ logisticsCode, stoppedAt, isWaiting, listNo, ...row }: Row): LaneWaybill {
  const { preNo, state, decidedAt, gross, place, goneAt, archivedAt } = row;
  const list = { preNo, state, decidedAt, gross, place, goneAt, archivedAt };
  const held = listNo === null ? null : { listNo, ...list };
  return { logisticsCode, stoppedAt, isWaiting, list: held };
}

const DECIDED = `
  select d.list_no as "listNo", d.state, d.decided_at as at
  from unnest($1::text[]) as given (list_no) cross join lateral (
    select list_no, state, decided_at from clearance.past_cases where list_no = given.list_no
    offset 0
  ) d order by d.decided_at`;

/** An earlier decision on a list. */
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
