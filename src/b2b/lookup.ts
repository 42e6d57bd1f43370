import type { Instant } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import { distinctColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { decodeFindings } from './findings-codec.ts';
import type { DeclarationState, InHandState } from './states.ts';
import type { OfficerWord, Step } from './store.ts';

/** A declaration as it stands. */
export type Declared = {
  readonly declSeqNo: string;
  readonly entryId: string | null;
  readonly attempt: number;
  readonly agentCode: string;
  readonly copNo: string;
  readonly state: DeclarationState;
  readonly steps: number;
  readonly takenAt: Instant;
  readonly releasedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly customsCode: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly ebcCode: string;
  readonly ownerCode: string;
  readonly gross: Scaled5;
  /** Fen of yuan; null of what was returned at once. */
  readonly fob: Fen | null;
  readonly duty: Fen | null;
  readonly fobs: readonly Fen[];
  readonly duties: readonly Fen[];
  readonly masterCode: string | null;
  readonly masterName: string | null;
  readonly billNo: string | null;
  readonly departureCode: string | null;
  readonly departureName: string | null;
  readonly profileVersion: string;
  readonly digest: Uint8Array;
  readonly body: Uint8Array;
};

/** Enterprises that take part in a declaration: declarant, consignor, and producer or seller. */
export function viewersOf({ agentCode, ebcCode, ownerCode }: Declared): readonly string[] {
  return [agentCode, ebcCode, ownerCode];
}

const COLUMNS = `
  decl_seq_no as "declSeqNo", entry_id as "entryId", attempt, agent_code as "agentCode",
  cop_no as "copNo", state, steps, taken_at as "takenAt", released_at as "releasedAt",
  closed_at as "closedAt", customs_code as "customsCode", ebp_code as "ebpCode",
  order_no as "orderNo", logistics_code as "logisticsCode", logistics_no as "logisticsNo",
  ebc_code as "ebcCode", owner_code as "ownerCode", gross, fob, duty, line_fobs as fobs,
  line_duties as duties, master_code as "masterCode", master_name as "masterName",
  bill_no as "billNo", departure_code as "departureCode", departure_name as "departureName",
  profile_version as "profileVersion", digest, body`;

const ATTEMPTS = `
  select ${COLUMNS} from b2b.declarations where agent_code = $1 and cop_no = $2
  order by attempt desc`;

/** All declarations under a number of a declarant, the latest first. */
export function attemptsUnder(sql: Sql, agentCode: string, copNo: string): Promise<Declared[]> {
  return sql.query<Declared>(ATTEMPTS, [agentCode, copNo]);
}

const NUMBERED = `
  select ${COLUMNS} from b2b.declarations where decl_seq_no = $1
  union all
  select ${COLUMNS} from b2b.declarations where entry_id = $1`;

/** The declaration with this pre-entry number or customs number, or null. */
export async function declarationNumbered(sql: Sql, number: string): Promise<Declared | null> {
  return (await sql.query<Declared>(NUMBERED, [number]))[0] ?? null;
}

const HELD = `
  select ${COLUMNS} from b2b.declarations where decl_seq_no = $1 or entry_id = $1 for update`;

/** The same, held until the transaction ends. */
export async function holdDeclaration(tx: Sql, number: string): Promise<Declared | null> {
  return (await tx.query<Declared>(HELD, [number]))[0] ?? null;
}

const BY_WAYBILL = `
  select ${COLUMNS} from ${byKeys('b2b.declarations', ['logistics_code', 'logistics_no'], {
    tail: "and state not in ('100', '430') offset 0",
  })}`;

/** The living declarations of these waybills, by waybill key. One statement or none. */
export async function declarationsOfWaybills(
  sql: Sql,
  waybillKeys: readonly string[],
): Promise<Map<string, Declared>> {
  if (waybillKeys.length === 0) return new Map();
  const rows = await sql.query<Declared>(BY_WAYBILL, distinctColumns(waybillKeys));
  return new Map(rows.map((row) => [keyOf(row.logisticsCode, row.logisticsNo), row]));
}

const AWAITING = `
  select ${COLUMNS} from ${byKeys('b2b.declarations', ['ebp_code', 'order_no'], {
    tail: "and state = '400' offset 0",
  })}`;

/** Those of these orders whose declaration waits for its arrival. One statement or none. */
export async function awaitingDeclarations(
  sql: Sql,
  orderKeys: readonly string[],
): Promise<Declared[]> {
  if (orderKeys.length === 0) return [];
  return sql.query<Declared>(AWAITING, distinctColumns(orderKeys));
}

const NAMED = `
  select distinct d.ebp_code, d.order_no
  from ${byKeys('documents.shipments', ['code', 'name'])}
  cross join lateral (
    select ebp_code, order_no from b2b.declarations
    where logistics_code = found.logistics_code and logistics_no = found.logistics_no
      and state = '400' offset 0
  ) d`;

type OrderRow = { ebp_code: string; order_no: string };

/** Order keys of declarations that wait for what these arrival documents name. One statement. */
export async function declarationsNamedBy(
  sql: Sql,
  documents: readonly string[],
): Promise<string[]> {
  if (documents.length === 0) return [];
  const rows = await sql.query<OrderRow>(NAMED, distinctColumns(documents));
  return rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no));
}

const DUE = `
  select d.ebp_code, d.order_no from b2b.declarations d
  where d.state = '400'
    and (exists (select from documents.shipments s where s.logistics_code = d.logistics_code
        and s.logistics_no = d.logistics_no and s.name like 'CEB507 %')
      or d.taken_at <= $1::timestamptz)
  order by d.decided_at, d.decl_seq_no limit $2`;

/**
 * Order keys of declarations that wait for their arrival although one names their waybill, and of
 * those taken by an instant. One statement.
 */
export async function dueDeclarations(sql: Sql, before: Instant, most: number): Promise<string[]> {
  const rows = await sql.query<OrderRow>(DUE, [instantText(before), most]);
  return rows.map(({ ebp_code, order_no }) => keyOf(ebp_code, order_no));
}

const STEPS = `
  select at, state, reference, findings, officer, reason from b2b.steps
  where decl_seq_no = $1 order by step`;

type StepRow = {
  readonly at: Instant;
  readonly state: string;
  readonly reference: string | null;
  readonly findings: string;
  readonly officer: string | null;
  readonly reason: OfficerWord['reason'];
};

/** What became of a declaration, from the beginning. */
export async function stepsOf(sql: Sql, declSeqNo: string): Promise<(Step & { at: Instant })[]> {
  const rows = await sql.query<StepRow>(STEPS, [declSeqNo]);
  return rows.map(({ officer, reason, findings, ...step }) => {
    const word = officer === null ? null : { officer, reason };
    return { ...step, word, findings: decodeFindings(findings) };
  });
}

const RESTED = 'select rested from b2b.steps where decl_seq_no = $1 order by step';

/** What each step of a declaration rested on, as it was kept; null where nothing was. */
export async function restedOf(sql: Sql, declSeqNo: string): Promise<(string | null)[]> {
  const rows = await sql.query<{ rested: string | null }>(RESTED, [declSeqNo]);
  return rows.map(({ rested }) => rested);
}

const ENTERED = `select ${COLUMNS} from b2b.declarations where entry_id = any($1::text[])`;

/** Declarations by their customs numbers. One statement or none. */
export async function declarationsEntered(
  sql: Sql,
  entryIds: readonly string[],
): Promise<Declared[]> {
  return entryIds.length === 0 ? [] : sql.query<Declared>(ENTERED, [entryIds]);
}

const IN_HAND_PAGE = `
  select ${COLUMNS} from b2b.declarations
  where state in ('300', '500', '501', '502') and ($1::text is null or state = $1)
    and ($2::text is null or (taken_at, decl_seq_no) > (
      select taken_at, decl_seq_no from b2b.declarations where decl_seq_no = $2))
  order by taken_at, decl_seq_no limit $3`;

/** Which declarations officers have in hand are read. */
export type InHandQuery = {
  /** Null for all. */
  readonly state: InHandState | null;
  /** Pre-entry number of the last one of the page before. */
  readonly after: string | null;
  readonly limit: number;
};

/** A page of what officers have in hand, the oldest first. One statement. */
export function declarationsInHand(
  sql: Sql,
  { state, after, limit }: InHandQuery,
): Promise<Declared[]> {
  return sql.query<Declared>(IN_HAND_PAGE, [state, after, limit]);
}
