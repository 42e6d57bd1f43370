import { CaseRace } from '../base/case-race.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { type CaseFrame, caseGuards } from '../documents/case-guards.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
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

/** What keeps changes and decisions of import lists apart; see `CaseGuards`. */
export const {
  loadClaims: loadWaybillClaims,
  noteOrderChanges,
  noteWaybillChanges,
  archiveCases,
  claimWaybills,
  moveCases,
  freeWaybills,
} = caseGuards({
  schema: 'clearance',
  moves: "c.state in ('300', '400', '500', '501', '502', '600')",
  also: '',
});

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
  /** Keyed hash of the buyer's masked number. */
  readonly buyerMask: string | null;
  readonly assureCode: string;
  readonly agentCode: string;
  readonly codes: readonly string[];
  readonly dutiable: Fen;
  readonly duty: Fen;
  readonly consumptionTax: Fen;
  readonly vat: Fen;
  /** Declared gross weight, 0.00001 kg: the scale of a lane is compared with it. */
  readonly gross: Scaled5;
};

const UPSERT = `
  insert into clearance.cases as c (decided_at, stream, sequence, profile_version, ebp_code,
    order_no, epoch, attempt, state, pre_no, list_no, logistics_code, logistics_no, buyer_key,
    assure_code, dutiable, duty, consumption_tax, vat, gross, position, codes, agent_code,
    buyer_mask)
  select $1::timestamptz, $2::uuid, $3::integer, $4::text, u.ebp_code, u.order_no, u.epoch,
    u.attempt, u.state, u.pre_no, u.list_no, u.logistics_code, u.logistics_no, u.buyer_key,
    u.assure_code, u.dutiable, u.duty, u.consumption_tax, u.vat, u.gross, u.position,
    string_to_array(u.codes, ' '), u.agent_code, u.buyer_mask
  from unnest($5::text[], $6::text[], $7::integer[], $8::smallint[], $9::text[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::bigint[],
    $18::bigint[], $19::bigint[], $20::bigint[], $21::integer[], $22::text[], $23::text[],
    $24::text[])
    as u (ebp_code, order_no, epoch, attempt, state, pre_no, list_no, logistics_code, logistics_no,
      buyer_key, assure_code, dutiable, duty, consumption_tax, vat, gross, position, codes,
      agent_code, buyer_mask)
  on conflict (ebp_code, order_no) do update set
    decided_at = excluded.decided_at, stream = excluded.stream, sequence = excluded.sequence,
    profile_version = excluded.profile_version, attempt = excluded.attempt,
    state = excluded.state, pre_no = excluded.pre_no, list_no = excluded.list_no,
    logistics_code = excluded.logistics_code, logistics_no = excluded.logistics_no,
    buyer_key = excluded.buyer_key, assure_code = excluded.assure_code,
    dutiable = excluded.dutiable, duty = excluded.duty,
    consumption_tax = excluded.consumption_tax, vat = excluded.vat, gross = excluded.gross,
    position = excluded.position, codes = excluded.codes, agent_code = excluded.agent_code,
    buyer_mask = excluded.buyer_mask
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
  frame: CaseFrame,
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
    rows.map((row) => row.agentCode),
    rows.map((row) => row.buyerMask),
  ]);
  if (written !== decided.length) throw new CaseRace('a parcel was decided meanwhile');
}
