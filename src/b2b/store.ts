import { assert } from '../base/assert.ts';
import { CaseRace } from '../base/case-race.ts';
import type { Instant } from '../base/dates.ts';
import type { Fen, Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { inKeyOrder } from '../base/keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { encodeFindings } from './findings-codec.ts';
import type { DeclarationState } from './states.ts';

/** A declaration that is taken, with what was decided on it at once. */
export type NewDeclaration = {
  readonly declSeqNo: string;
  /** Null when it is returned at once; so are the sums. */
  readonly entryId: string | null;
  readonly attempt: number;
  readonly agentCode: string;
  readonly copNo: string;
  readonly state: DeclarationState;
  readonly tradeMode: string;
  readonly customsCode: string;
  readonly ebpCode: string;
  readonly orderNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly ebcCode: string;
  readonly ownerCode: string;
  readonly country: string;
  readonly gross: Scaled5;
  readonly fobs: readonly Fen[];
  readonly duties: readonly Fen[];
  readonly profileVersion: string;
  readonly digest: Uint8Array;
  readonly body: Uint8Array;
};

const INSERT = `
  insert into b2b.declarations (taken_at, decided_at, released_at, attempt, steps, decl_seq_no,
    entry_id, agent_code, cop_no, state, trade_mode, customs_code, ebp_code, order_no,
    logistics_code, logistics_no, ebc_code, owner_code, country, gross, fob, duty, line_fobs,
    line_duties, profile_version, digest, body)
  values ($1::timestamptz, $1::timestamptz, case $2::text when '800' then $1::timestamptz end, $3,
    $4, $5, $6, $7, $8, $2::text, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
    $22, $23, $24, $25)
  on conflict do nothing`;

/** Which officer moved a declaration on, and the reason that was given. */
export type OfficerWord = { readonly officer: string; readonly reason: string | null };

/** One step of a declaration: a state, what moved it there, and the reasons that were told. */
export type Step = {
  readonly state: string;
  readonly reference: string | null;
  readonly findings: readonly Finding[];
  /** Null where nobody had it in hand; for officers alone to see. */
  readonly word: OfficerWord | null;
};

/** The place by which a draw names the decisions that it was made for. */
type LookPlace = { readonly stream: string; readonly sequence: number };

/**
 * A step as it is written, with what its decision rested on where it was derived, and the place of
 * the decision where somebody looked at the declaration.
 */
type NewStep = Step & { readonly rested?: string; readonly place?: LookPlace | null };

/**
 * Writes a declaration with its first steps. Two statements.
 * @throws CaseRace when another one has its number or its order meanwhile
 */
export async function addDeclaration(
  tx: Sql,
  one: NewDeclaration,
  steps: readonly NewStep[],
  at: Instant,
): Promise<void> {
  const sum = (parts: readonly Fen[]) =>
    one.entryId === null ? null : parts.reduce((all, part) => all + part, 0n);
  const written = await tx.execute(INSERT, [
    ...[instantText(at), one.state, one.attempt, steps.length, one.declSeqNo, one.entryId],
    ...[one.agentCode, one.copNo, one.tradeMode, one.customsCode, one.ebpCode, one.orderNo],
    ...[one.logisticsCode, one.logisticsNo, one.ebcCode, one.ownerCode, one.country, one.gross],
    ...[sum(one.fobs), sum(one.duties), one.fobs, one.duties, one.profileVersion],
    ...[one.digest, one.body],
  ]);
  if (written !== 1) throw new CaseRace('a declaration was taken meanwhile');
  const placed = steps.map((step, i) => ({ ...step, declSeqNo: one.declSeqNo, step: i + 1 }));
  await addSteps(tx, placed, at);
}

const ADD_STEPS = `
  insert into b2b.steps (at, decl_seq_no, step, state, reference, findings, officer, reason,
    rested, stream, sequence)
  select $1::timestamptz, u.*
  from unnest($2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::uuid[], $11::integer[]) as u`;

type Placed = NewStep & { readonly declSeqNo: string; readonly step: number };

async function addSteps(tx: Sql, steps: readonly Placed[], at: Instant): Promise<void> {
  await tx.execute(ADD_STEPS, [
    instantText(at),
    steps.map(({ declSeqNo }) => declSeqNo),
    steps.map(({ step }) => step),
    steps.map(({ state }) => state),
    steps.map(({ reference }) => reference),
    steps.map(({ findings }) => encodeFindings(findings)),
    steps.map(({ word }) => word?.officer ?? null),
    steps.map(({ word }) => word?.reason ?? null),
    steps.map(({ rested }) => rested ?? null),
    steps.map(({ place }) => place?.stream ?? null),
    steps.map(({ place }) => place?.sequence ?? null),
  ]);
}

/** A declaration that moves on from the step that was seen. */
export type Move = Omit<NewStep, 'state'> & {
  readonly seen: { readonly declSeqNo: string; readonly state: string; readonly steps: number };
  readonly state: DeclarationState;
  /** The departure that closes it: code and name of the document. */
  readonly departure?: readonly [code: string, name: string];
};

const MOVE = `
  update b2b.declarations d set state = u.state, steps = d.steps + 1,
    decided_at = $1::timestamptz,
    released_at = case when u.state = '800' and u.seen <> '899' then $1::timestamptz
      when u.state <> '430' then d.released_at end,
    closed_at = case u.state when '899' then $1::timestamptz end,
    departure_code = u.departure_code, departure_name = u.departure_name
  from unnest($2::text[], $3::text[], $4::smallint[], $5::text[], $6::text[], $7::text[])
    as u (decl_seq_no, seen, steps, state, departure_code, departure_name)
  where d.decl_seq_no = u.decl_seq_no and d.state = u.seen and d.steps = u.steps
    and not (u.state = '430' and d.master_name is not null)`;

/**
 * Moves declarations on. Two statements or none.
 * @throws CaseRace when one of them was moved meanwhile
 */
export async function moveDeclarations(
  tx: Sql,
  moves: readonly Move[],
  at: Instant,
): Promise<void> {
  if (moves.length === 0) return;
  assert(
    moves.every(({ seen, state }) => seen.state !== state),
    'a move changes the state',
  );
  const rows = inKeyOrder(moves, ({ seen }) => seen.declSeqNo);
  const moved = await tx.execute(MOVE, [
    instantText(at),
    rows.map(({ seen }) => seen.declSeqNo),
    rows.map(({ seen }) => seen.state),
    rows.map(({ seen }) => seen.steps),
    rows.map(({ state }) => state),
    rows.map(({ departure }) => departure?.[0] ?? null),
    rows.map(({ departure }) => departure?.[1] ?? null),
  ]);
  if (moved !== moves.length) throw new CaseRace('a declaration was moved meanwhile');
  const steps = rows.map(({ seen, ...step }) => {
    return { ...step, declSeqNo: seen.declSeqNo, step: seen.steps + 1 };
  });
  await addSteps(tx, steps, at);
}

const LEAVE = `
  update b2b.declarations set master_code = null, master_name = null, bill_no = null
  where master_code = $1 and master_name = $2 and state <> '899'
    and not entry_id = any($3::text[])`;

const TAKE = `
  update b2b.declarations c set master_code = $1, master_name = $2, bill_no = $3
  where c.entry_id = any($4::text[])
    and c.state in ('300', '400', '500', '501', '502', '600', '800')
    and (c.master_name is null or c.master_code = $1 and c.master_name = $2)`;

/** A master waybill and the declarations under it that have not left yet. */
export type Mastered = {
  readonly code: string;
  readonly name: string;
  readonly billNo: string;
  readonly entryIds: readonly string[];
};

/**
 * Puts declarations under a master waybill and takes out those it names no more. Two statements.
 * @throws CaseRace when one was withdrawn, closed or put under another one meanwhile
 */
export async function putUnderMaster(
  tx: Sql,
  { code, name, billNo, entryIds }: Mastered,
): Promise<void> {
  const sorted = [...entryIds].sort();
  await tx.execute(LEAVE, [code, name, sorted]);
  if (sorted.length === 0) return;
  const taken = await tx.execute(TAKE, [code, name, billNo, sorted]);
  if (taken !== sorted.length) throw new CaseRace('a declaration moved meanwhile');
}
