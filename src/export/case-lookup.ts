import type { Instant } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import type { ExportStatus } from './states.ts';

/** One decision on an export list as it stands or stood, with the place of what is kept of it. */
export type ExportDecision = {
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly attempt: number;
  readonly state: ExportStatus;
  readonly preNo: string;
  readonly listNo: string;
  readonly profileVersion: string;
  readonly stream: string;
  readonly sequence: number;
  readonly position: number;
  readonly decidedAt: Instant;
  /** False for a decision that a later one has replaced. */
  readonly present: boolean;
};

/** The columns of an `ExportDecision` but the last, the same in both tables of cases. */
export const EXPORT_COLUMNS = `
  ebp_code as "ebpCode", order_no as "orderNo", attempt, state, pre_no as "preNo",
  list_no as "listNo", profile_version as "profileVersion", stream, sequence, position,
  decided_at as "decidedAt"`;

const BOTH = (where: string): string => `
  select ${EXPORT_COLUMNS}, true as present from export.cases where ${where}
  union all
  select ${EXPORT_COLUMNS}, false as present from export.past_cases where ${where}`;

const BY_LIST_NO = `${BOTH('list_no = $1')} order by present desc, "decidedAt" desc`;

/** Every decision made under a customs number, the standing one first. */
export function exportsByListNo(sql: Sql, listNo: string): Promise<ExportDecision[]> {
  return sql.query<ExportDecision>(BY_LIST_NO, [listNo]);
}

const BY_ATTEMPT = `
  ${BOTH('ebp_code = $1 and order_no = $2 and attempt = $3 and list_no is not null')}
  order by present desc, "decidedAt" desc`;

/** Every decision on one attempt of an order, the standing one first. */
export function exportsByAttempt(
  sql: Sql,
  ebpCode: string,
  orderNo: string,
  attempt: number,
): Promise<ExportDecision[]> {
  return sql.query<ExportDecision>(BY_ATTEMPT, [ebpCode, orderNo, attempt]);
}

const STANDING = `
  select distinct on ("listNo") * from (${BOTH('list_no = any($1::text[])')}) decisions
  order by "listNo", present desc, "decidedAt" desc`;

/** The decision that stands under each of these customs numbers, by number. One statement. */
export async function standingExports(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, ExportDecision>> {
  if (listNos.length === 0) return new Map();
  const rows = await sql.query<ExportDecision>(STANDING, [[...new Set(listNos)]]);
  return new Map(rows.map((row) => [row.listNo, row]));
}

/** What the goods of a list are worth, and how they leave. */
export type ExportPassage = {
  readonly channel: ExportChannel | null;
  /** Free on board, fen of yuan. */
  readonly fob: Fen | null;
  /** Of the master waybill (CEB607) that it goes under. */
  readonly billNo: string | null;
  readonly releasedAt: Instant | null;
  /** When a departure (CEB509) closed it. */
  readonly closedAt: Instant | null;
};

const PASSAGE = `
  select channel, fob, bill_no as "billNo", released_at as "releasedAt", closed_at as "closedAt"
  from export.cases where list_no = $1`;

/** Of the list that stands under a customs number; null for one that was declared again. */
export async function passageOf(sql: Sql, listNo: string): Promise<ExportPassage | null> {
  return (await sql.query<ExportPassage>(PASSAGE, [listNo]))[0] ?? null;
}

const MASTERED = `
  select list_no as "listNo", bill_no as "billNo" from export.cases
  where list_no = any($1::text[]) and master_name is not null`;

/** Numbers of the master waybills that these lists are under; one statement or none. */
export async function billsOf(sql: Sql, listNos: readonly string[]): Promise<Map<string, string>> {
  if (listNos.length === 0) return new Map();
  const rows = await sql.query<{ listNo: string; billNo: string }>(MASTERED, [listNos]);
  return new Map(rows.map(({ listNo, billNo }) => [listNo, billNo]));
}

/** A list with what closed it, while it is closed. */
export type ExportClosing = ExportDecision & {
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly closedAt: Instant | null;
  /** The departure (CEB509) that closed it: key of its document. */
  readonly departureCode: string | null;
  readonly departureName: string | null;
};

// Held until the commit, so that no return of it is accepted meanwhile, nor another word said.
const CLOSING = `
  select ${EXPORT_COLUMNS}, true as present, logistics_code as "logisticsCode",
    logistics_no as "logisticsNo", closed_at as "closedAt", departure_code as "departureCode",
    departure_name as "departureName"
  from export.cases where list_no = $1 for update`;

/** The list under a customs number, held until the transaction ends; null when there is none. */
export async function holdClosing(tx: Sql, listNo: string): Promise<ExportClosing | null> {
  return (await tx.query<ExportClosing>(CLOSING, [listNo]))[0] ?? null;
}

/** The list that holds a waybill, as it stands. */
export type HeldWaybill = ExportDecision & {
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly customsCode: string;
  readonly agentCode: string;
  readonly ebcCode: string;
  /** Declared gross weight, 0.00001 kg. */
  readonly gross: Scaled5;
  readonly releasedAt: Instant | null;
  /** The master waybill (CEB607) that it goes under: key of its document, and number. */
  readonly masterCode: string | null;
  readonly masterName: string | null;
  readonly billNo: string | null;
  /** The departure (CEB509) that closed it: key of its document. */
  readonly departureCode: string | null;
  readonly departureName: string | null;
};

const BY_WAYBILL = `
  select c.logistics_code as "logisticsCode", c.logistics_no as "logisticsNo",
    c.customs_code as "customsCode", c.agent_code as "agentCode", c.ebc_code as "ebcCode",
    c.gross, c.released_at as "releasedAt", c.master_code as "masterCode",
    c.master_name as "masterName", c.bill_no as "billNo", c.departure_code as "departureCode",
    c.departure_name as "departureName", c.ebp_code as "ebpCode", c.order_no as "orderNo",
    c.attempt, c.state, c.pre_no as "preNo", c.list_no as "listNo",
    c.profile_version as "profileVersion", c.stream, c.sequence, c.position,
    c.decided_at as "decidedAt", true as present
  from ${byKeys('export.waybill_claims', ['logistics_code', 'logistics_no'])}
  cross join lateral (
    select * from export.cases where list_no = found.list_no offset 0
  ) c`;

/** The lists that hold these waybills, by waybill key. One statement, none without a key. */
export async function listsOfWaybills(
  sql: Sql,
  waybillKeys: readonly string[],
): Promise<Map<string, HeldWaybill>> {
  if (waybillKeys.length === 0) return new Map();
  const rows = await sql.query<HeldWaybill>(BY_WAYBILL, distinctColumns(waybillKeys));
  return new Map(rows.map((row) => [keyOf(row.logisticsCode, row.logisticsNo), row]));
}

const FIRST = `
  select distinct on (list_no) ${EXPORT_COLUMNS}, false as present from export.past_cases
  where list_no = any($1::text[])
  order by list_no, decided_at, array_position('{400,300,500,501,502,800,899}', state)`;

/**
 * The first decision under each of these customs numbers, by number: what a list was accepted with.
 * A list that no later decision has moved on is left out. One statement.
 */
export async function firstDecisions(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, ExportDecision>> {
  const rows = await sql.query<ExportDecision>(FIRST, [listNos]);
  return new Map(rows.map((row) => [row.listNo, row]));
}
