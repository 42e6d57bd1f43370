import { CaseRace } from '../base/case-race.ts';
import type { Instant } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { FactsSegment } from './facts-store.ts';
import type { Status } from './verdict.ts';

/**
 * The case row of an order: its claim and its present state.
 *
 * `open` exists only after a document was changed before any decision; the first decision moves
 * on. From 100 and 430 a new attempt may be decided; 300, 400 and 600 move on or are withdrawn
 * (430); what officers have in hand moves to 800, 100, 501, 502, 599 or 700; 599, 700 and 800 are
 * the end here. Every write is guarded by the epoch or the state that was seen, so of two that meet
 * one lands and the other decides again.
 */
export type CaseRow = {
  readonly epoch: number;
  readonly attempt: number;
  readonly state: 'open' | Status;
  readonly listNo: string | null;
};

const LOAD = `
  select ebp_code, order_no, epoch, attempt, state, list_no
  from ${byKeys('clearance.cases', ['ebp_code', 'order_no'])}`;

type LoadRow = {
  ebp_code: string;
  order_no: string;
  epoch: number;
  attempt: number;
  state: CaseRow['state'];
  list_no: string | null;
};

/** The case rows of these orders; no row yet means epoch 0 and nothing decided. One statement. */
export async function loadCases(
  sql: Sql,
  orderKeys: readonly string[],
): Promise<Map<string, CaseRow>> {
  const rows = await sql.query<LoadRow>(LOAD, distinctColumns(orderKeys));
  return new Map(
    rows.map(({ ebp_code, order_no, epoch, attempt, state, list_no }) => [
      keyOf(ebp_code, order_no),
      { epoch, attempt, state, listNo: list_no },
    ]),
  );
}

export type WaybillClaim = {
  readonly epoch: number;
  readonly listNo: string | null;
  readonly claimedAt: Instant | null;
};

const LOAD_CLAIMS = `
  select logistics_code, logistics_no, epoch, list_no, claimed_at
  from ${byKeys('clearance.waybill_claims', ['logistics_code', 'logistics_no'])}`;

type ClaimRow = {
  logistics_code: string;
  logistics_no: string;
  epoch: number;
  list_no: string | null;
  claimed_at: Instant | null;
};

/** Who holds these waybills. One statement. */
export async function loadWaybillClaims(
  sql: Sql,
  waybillKeys: readonly string[],
): Promise<Map<string, WaybillClaim>> {
  const rows = await sql.query<ClaimRow>(LOAD_CLAIMS, distinctColumns(waybillKeys));
  return new Map(
    rows.map((row) => [
      keyOf(row.logistics_code, row.logistics_no),
      { epoch: row.epoch, listNo: row.list_no, claimedAt: row.claimed_at },
    ]),
  );
}

const BUMP_CASES = `
  insert into clearance.cases as c (ebp_code, order_no, epoch, attempt, state)
  select u.*, 1, 0, 'open' from unnest($1::text[], $2::text[]) u
  on conflict (ebp_code, order_no) do update set epoch = c.epoch + 1
  where c.state in ('open', '100', '430')`;

/**
 * Takes note that documents of these orders changed, unless a list that was not returned uses
 * them. One statement.
 * @throws CaseRace when one of them is used by now
 */
export async function noteOrderChanges(tx: Sql, orderKeys: readonly string[]): Promise<void> {
  if (orderKeys.length === 0) return;
  const noted = await tx.execute(BUMP_CASES, keyColumns([...orderKeys].sort()));
  if (noted !== orderKeys.length) throw new CaseRace('an order was declared meanwhile');
}

const BUMP_WAYBILLS = `
  insert into clearance.waybill_claims as c (logistics_code, logistics_no, epoch)
  select u.*, 1 from unnest($1::text[], $2::text[]) u
  on conflict (logistics_code, logistics_no) do update set epoch = c.epoch + 1, list_no = null
  where c.list_no is null or c.claimed_at <= $3::timestamptz`;

/**
 * Takes note that these waybills changed, or began a new use after their number was free again
 * (claims from before `reusableBefore` end). One statement.
 * @throws CaseRace when one of them is held by a list by now
 */
export async function noteWaybillChanges(
  tx: Sql,
  waybillKeys: readonly string[],
  reusableBefore: Instant,
): Promise<void> {
  if (waybillKeys.length === 0) return;
  const [codes, numbers] = keyColumns([...waybillKeys].sort());
  const noted = await tx.execute(BUMP_WAYBILLS, [codes, numbers, instantText(reusableBefore)]);
  if (noted !== waybillKeys.length) throw new CaseRace('a waybill was declared meanwhile');
}

/** A decision to be written on the epoch it saw. */
export type DecidedCase = {
  readonly orderKey: string;
  readonly seenEpoch: number;
  readonly attempt: number;
  readonly state: Status;
  readonly preNo: string;
  readonly listNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly buyerKey: string;
  readonly assureCode: string;
  readonly codes: readonly string[];
  readonly dutiable: Fen;
  readonly duty: Fen;
  readonly consumptionTax: Fen;
  readonly vat: Fen;
  /** Declared gross weight, 0.00001 kg: the scale of a lane is compared with it. */
  readonly gross: Scaled5;
};

/** Where the facts of this batch are kept, and when it was decided under which profile. */
export type DecisionFrame = FactsSegment & {
  readonly profileVersion: string;
  readonly at: Instant;
};

const ARCHIVE = `
  insert into clearance.past_cases (ebp_code, order_no, attempt, state, pre_no, list_no, codes,
    profile_version, stream, sequence, position, decided_at)
  select ebp_code, order_no, attempt, state, pre_no, list_no, codes, profile_version, stream,
    sequence, position, decided_at
  from clearance.cases where list_no is not null
    and (ebp_code, order_no) in (select * from unnest($1::text[], $2::text[]))
  on conflict do nothing`;

/**
 * Copies decisions that are about to be taken again into the history. One statement or none. Who
 * comes second finds its copy there, and the write of its own decision tells of the race.
 */
export async function archiveCases(tx: Sql, orderKeys: readonly string[]): Promise<void> {
  if (orderKeys.length > 0) await tx.execute(ARCHIVE, keyColumns(orderKeys));
}

const UPSERT = `
  insert into clearance.cases as c (decided_at, stream, sequence, profile_version, ebp_code,
    order_no, epoch, attempt, state, pre_no, list_no, logistics_code, logistics_no, buyer_key,
    assure_code, dutiable, duty, consumption_tax, vat, gross, position, codes)
  select $1::timestamptz, $2::uuid, $3::integer, $4::text, u.ebp_code, u.order_no, u.epoch,
    u.attempt, u.state, u.pre_no, u.list_no, u.logistics_code, u.logistics_no, u.buyer_key,
    u.assure_code, u.dutiable, u.duty, u.consumption_tax, u.vat, u.gross, u.position,
    string_to_array(u.codes, ' ')
  from unnest($5::text[], $6::text[], $7::integer[], $8::smallint[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::bigint[],
    $18::bigint[], $19::bigint[], $20::bigint[], $21::integer[], $22::text[])
    as u (ebp_code, order_no, epoch, attempt, state, pre_no, list_no, logistics_code, logistics_no,
      buyer_key, assure_code, dutiable, duty, consumption_tax, vat, gross, position, codes)
  on conflict (ebp_code, order_no) do update set
    decided_at = excluded.decided_at, stream = excluded.stream, sequence = excluded.sequence,
    profile_version = excluded.profile_version, attempt = excluded.attempt,
    state = excluded.state, pre_no = excluded.pre_no, list_no = excluded.list_no,
    logistics_code = excluded.logistics_code, logistics_no = excluded.logistics_no,
    buyer_key = excluded.buyer_key, assure_code = excluded.assure_code,
    dutiable = excluded.dutiable, duty = excluded.duty,
    consumption_tax = excluded.consumption_tax, vat = excluded.vat, gross = excluded.gross,
    position = excluded.position, codes = excluded.codes
  where c.epoch = excluded.epoch and c.attempt < excluded.attempt
    and c.state in ('open', '100', '430')`;

/**
 * Writes decisions. The position in the facts segment is the position in `decided`.
 * One statement.
 * @throws CaseRace when one of the parcels was decided or changed meanwhile
 */
export async function storeDecisions(
  tx: Sql,
  decided: readonly DecidedCase[],
  frame: DecisionFrame,
): Promise<void> {
  const placed = decided.map((one, position) => ({ ...one, position }));
  const rows = inKeyOrder(placed, ({ orderKey }) => orderKey);
  const written = await tx.execute(UPSERT, [
    instantText(frame.at),
    frame.stream,
    frame.sequence,
    frame.profileVersion,
    ...keyColumns(rows.map((row) => row.orderKey)),
    rows.map((row) => row.seenEpoch),
    rows.map((row) => row.attempt),
    rows.map((row) => row.state),
    rows.map((row) => row.preNo),
    rows.map((row) => row.listNo),
    rows.map((row) => row.logisticsCode),
    rows.map((row) => row.logisticsNo),
    rows.map((row) => row.buyerKey),
    rows.map((row) => row.assureCode),
    rows.map((row) => row.dutiable),
    rows.map((row) => row.duty),
    rows.map((row) => row.consumptionTax),
    rows.map((row) => row.vat),
    rows.map((row) => row.gross),
    rows.map((row) => row.position),
    rows.map((row) => row.codes.join(' ')),
  ]);
  if (written !== decided.length) throw new CaseRace('a parcel was decided meanwhile');
}

const CLAIM = `
  insert into clearance.waybill_claims as c (claimed_at, logistics_code, logistics_no, epoch,
    list_no)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::integer[], $5::text[]) u
  on conflict (logistics_code, logistics_no) do update set
    list_no = excluded.list_no, claimed_at = excluded.claimed_at
  where c.epoch = excluded.epoch and c.list_no is null`;

/**
 * Binds waybills to the lists that now hold them. One statement.
 * @throws CaseRace when one of them changed or was bound meanwhile
 */
export async function claimWaybills(
  tx: Sql,
  claims: readonly { waybillKey: string; seenEpoch: number; listNo: string }[],
  at: Instant,
): Promise<void> {
  if (claims.length === 0) return;
  const rows = inKeyOrder(claims, ({ waybillKey }) => waybillKey);
  const bound = await tx.execute(CLAIM, [
    instantText(at),
    ...keyColumns(rows.map((row) => row.waybillKey)),
    rows.map((row) => row.seenEpoch),
    rows.map((row) => row.listNo),
  ]);
  if (bound !== claims.length) throw new CaseRace('a waybill was bound meanwhile');
}
