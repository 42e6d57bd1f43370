import { CaseRace } from '../base/case-race.ts';
import type { Instant } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { type CaseFrame, caseGuards } from '../documents/case-guards.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import type { ExportStatus } from './states.ts';

/**
 * The case row of an order of exports: its claim and its present state, in the manner of
 * `clearance/case-store.ts`. `open` exists only after a document was changed before any decision;
 * from 100 and 430 a new attempt may be decided. Every write is guarded by the epoch or the state
 * that was seen, so of two that meet one lands and the other decides again.
 */
export type ExportCaseRow = {
  readonly epoch: number;
  readonly attempt: number;
  /** `declared`: its order stands in a customs declaration, and in no list. */
  readonly state: 'open' | 'declared' | ExportStatus;
  readonly listNo: string | null;
};

const LOAD = `
  select ebp_code, order_no, epoch, attempt, state, list_no
  from ${byKeys('export.cases', ['ebp_code', 'order_no'])}`;

type LoadRow = {
  ebp_code: string;
  order_no: string;
  epoch: number;
  attempt: number;
  state: ExportCaseRow['state'];
  list_no: string | null;
};

/** The case rows of these orders; no row yet means epoch 0 and nothing decided. One statement. */
export async function loadExportCases(
  sql: Sql,
  orderKeys: readonly string[],
): Promise<Map<string, ExportCaseRow>> {
  const rows = await sql.query<LoadRow>(LOAD, distinctColumns(orderKeys));
  return new Map(
    rows.map(({ ebp_code, order_no, epoch, attempt, state, list_no }) => [
      keyOf(ebp_code, order_no),
      { epoch, attempt, state, listNo: list_no },
    ]),
  );
}

/** What keeps changes and decisions of exports apart; see `CaseGuards`. */
export const {
  loadClaims: loadExportClaims,
  noteOrderChanges: noteExportOrderChanges,
  noteWaybillChanges: noteExportWaybillChanges,
  archiveCases: archiveExportCases,
  claimWaybills: claimExportWaybills,
  moveCases: moveExportCases,
  freeWaybills: freeExportWaybills,
} = caseGuards({
  schema: 'export',
  // What is under a master waybill is not withdrawn. What was closed goes back to its release, the
  // time of which stays.
  moves: `(c.state in ('300', '400', '500', '501', '502')
      or c.state = '800' and u.state in ('430', '899') or c.state = '899' and u.state = '800')
    and not (u.state = '430' and c.master_name is not null)`,
  also: `,
    released_at = case when u.state = '800' and c.state <> '899' then $4::timestamptz
      else c.released_at end,
    closed_at = case u.state when '899' then $4::timestamptz end,
    departure_code = case c.state when '899' then null else c.departure_code end,
    departure_name = case c.state when '899' then null else c.departure_name end`,
});

/** A decision to be written on the epoch it saw. */
export type DecidedExport = {
  readonly orderKey: string;
  readonly seenEpoch: number;
  readonly attempt: number;
  readonly state: ExportStatus;
  readonly preNo: string;
  readonly listNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly ebcCode: string;
  readonly agentCode: string;
  readonly ownerCode: string;
  readonly customsCode: string;
  readonly tradeMode: string;
  /** Null of a returned list that belongs to none. */
  readonly channel: ExportChannel | null;
  /** Of arrival. */
  readonly country: string;
  /** Fen of CNY; null where it could not be computed. */
  readonly fob: Fen | null;
  /** Declared gross weight, 0.00001 kg. */
  readonly gross: Scaled5;
  readonly codes: readonly string[];
  /** When it was first accepted (120) or released (800); null while it is not. */
  readonly acceptedAt: Instant | null;
  readonly releasedAt: Instant | null;
  /** Whether it is returned because a customs declaration has its order, whose case it stays. */
  readonly declared?: boolean;
};

/** Columns that a decision gives, with their types and what they are of it. */
const DECIDED: readonly (readonly [string, string, (one: Placed) => unknown])[] = [
  ['epoch', 'integer', (one) => one.seenEpoch],
  ['attempt', 'smallint', (one) => one.attempt],
  ['state', 'text', (one) => one.state],
  ['pre_no', 'text', (one) => one.preNo],
  ['list_no', 'text', (one) => one.listNo],
  ['logistics_code', 'text', (one) => one.logisticsCode],
  ['logistics_no', 'text', (one) => one.logisticsNo],
  ['ebc_code', 'text', (one) => one.ebcCode],
  ['agent_code', 'text', (one) => one.agentCode],
  ['owner_code', 'text', (one) => one.ownerCode],
  ['customs_code', 'text', (one) => one.customsCode],
  ['trade_mode', 'text', (one) => one.tradeMode],
  ['channel', 'text', (one) => one.channel],
  ['country', 'text', (one) => one.country],
  ['fob', 'bigint', (one) => one.fob],
  ['gross', 'bigint', (one) => one.gross],
  ['accepted_at', 'timestamptz', (one) => maybeInstant(one.acceptedAt)],
  ['released_at', 'timestamptz', (one) => maybeInstant(one.releasedAt)],
  ['position', 'integer', (one) => one.position],
];

/** A decision with its position in the segment of facts. */
type Placed = DecidedExport & { readonly position: number };

function maybeInstant(at: Instant | null): string | null {
  return at === null ? null : instantText(at);
}

const NAMES = DECIDED.map(([name]) => name).join(', ');

const UPSERT = `
  insert into export.cases as c (decided_at, stream, sequence, profile_version, ebp_code,
    order_no, codes, ${NAMES})
  select $1::timestamptz, $2::uuid, $3::integer, $4::text, u.ebp_code, u.order_no,
    string_to_array(u.codes, ' '), ${DECIDED.map(([name]) => `u.${name}`).join(', ')}
  from unnest($5::text[], $6::text[], $7::text[],
    ${DECIDED.map(([, type], i) => `$${i + 8}::${type}[]`).join(', ')})
    as u (ebp_code, order_no, codes, ${NAMES})
  on conflict (ebp_code, order_no) do update set
    decided_at = excluded.decided_at, stream = excluded.stream, sequence = excluded.sequence,
    profile_version = excluded.profile_version, codes = excluded.codes, closed_at = null,
    ${DECIDED.map(([name]) => `${name} = excluded.${name}`).join(', ')}
  where c.epoch = excluded.epoch and c.attempt < excluded.attempt
    and c.state in ('open', '100', '430')`;

/**
 * Writes decisions. The position in the facts segment is the position in `decided`. One statement,
 * and two more for lists that are returned because a declaration has their order.
 * @throws CaseRace when one of the parcels was decided or changed meanwhile
 */
export async function storeExportDecisions(
  tx: Sql,
  decided: readonly DecidedExport[],
  frame: CaseFrame,
): Promise<void> {
  const placed = decided.map((one, position): Placed => ({ ...one, position }));
  const all = inKeyOrder(placed, ({ orderKey }) => orderKey);
  await returnDeclared(
    tx,
    all.filter(({ declared }) => declared === true),
    frame,
  );
  const rows = all.filter(({ declared }) => declared !== true);
  if (rows.length === 0) return;
  const written = await tx.execute(UPSERT, [
    instantText(frame.at),
    frame.stream,
    frame.sequence,
    frame.profileVersion,
    ...keyColumns(rows.map((row) => row.orderKey)),
    rows.map((row) => row.codes.join(' ')),
    ...DECIDED.map(([, , of]) => rows.map(of)),
  ]);
  if (written !== rows.length) throw new CaseRace('a parcel was decided meanwhile');
}

const RETURN = `
  insert into export.past_cases (decided_at, stream, sequence, profile_version, ebp_code,
    order_no, codes, attempt, state, pre_no, list_no, position)
  select $1::timestamptz, $2::uuid, $3::integer, $4, u.ebp_code, u.order_no,
    string_to_array(u.codes, ' '), u.attempt, '100', u.pre_no, u.list_no, u.position
  from unnest($5::text[], $6::text[], $7::text[], $8::smallint[], $9::text[], $10::text[],
    $11::integer[]) as u (ebp_code, order_no, codes, attempt, pre_no, list_no, position)`;

const ANSWERED = `
  update export.cases c set attempt = u.attempt
  from unnest($1::text[], $2::text[], $3::smallint[]) as u (ebp_code, order_no, attempt)
  where c.ebp_code = u.ebp_code and c.order_no = u.order_no and c.state = 'declared'
    and c.attempt < u.attempt`;

/**
 * Writes decisions that return lists because a declaration has their order: the case stays that of
 * the declaration, so they stand in the history at once. Two statements or none.
 * @throws CaseRace when the declaration ended meanwhile
 */
async function returnDeclared(
  tx: Sql,
  returned: readonly Placed[],
  { at, stream, sequence, profileVersion }: CaseFrame,
): Promise<void> {
  if (returned.length === 0) return;
  const keys = keyColumns(returned.map(({ orderKey }) => orderKey));
  const attempts = returned.map(({ attempt }) => attempt);
  await tx.execute(RETURN, [
    ...[instantText(at), stream, sequence, profileVersion, ...keys],
    returned.map(({ codes }) => codes.join(' ')),
    attempts,
    returned.map(({ preNo }) => preNo),
    returned.map(({ listNo }) => listNo),
    returned.map(({ position }) => position),
  ]);
  const answered = await tx.execute(ANSWERED, [...keys, attempts]);
  if (answered !== returned.length) throw new CaseRace('a declaration ended meanwhile');
}
