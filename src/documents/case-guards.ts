import { CaseRace } from '../base/case-race.ts';
import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** Which list holds a waybill. */
export type WaybillClaim = {
  readonly epoch: number;
  readonly listNo: string | null;
  readonly claimedAt: Instant | null;
};

/** Where the facts of a batch are kept, and when it was decided under which profile. */
export type CaseFrame = {
  readonly stream: string;
  readonly sequence: number;
  readonly profileVersion: string;
  readonly at: Instant;
};

/** A list that moves on from a decision that was seen. */
export type MovedCase = {
  readonly orderKey: string;
  readonly seen: { readonly attempt: number; readonly stream: string; readonly sequence: number };
  readonly state: string;
  readonly codes: readonly string[];
};

/** The cases of one direction. */
export type CaseTables = {
  readonly schema: 'clearance' | 'export';
  /** From which states a list moves on, of the row `c` to the row `u`. */
  readonly moves: string;
  /** What else is set then, each after a comma; `$4` is the time. */
  readonly also: string;
};

/**
 * What keeps changes of documents and decisions on lists of one direction apart: a row an order and
 * a row a waybill, whose epochs count accepted changes. A decision lands only on the epoch it saw.
 */
export type CaseGuards = {
  /** Who holds these waybills. One statement. */
  loadClaims(sql: Sql, waybillKeys: readonly string[]): Promise<Map<string, WaybillClaim>>;
  /**
   * Takes note that documents of these orders changed, unless a list that was not returned uses
   * them. One statement or none.
   * @throws CaseRace when one of them is used by now
   */
  noteOrderChanges(tx: Sql, orderKeys: readonly string[]): Promise<void>;
  /**
   * Takes note that these waybills changed, or began a new use after their number was free again
   * (claims from before `reusableBefore` end). One statement or none.
   * @throws CaseRace when one of them is held by a list by now
   */
  noteWaybillChanges(
    tx: Sql,
    waybillKeys: readonly string[],
    reusableBefore: Instant,
  ): Promise<void>;
  /**
   * Copies decisions that are about to be taken again into the history. One statement or none. Who
   * comes second finds its copy there, and the write of its own decision tells of the race.
   */
  archiveCases(tx: Sql, orderKeys: readonly string[]): Promise<void>;
  /**
   * Binds waybills to the lists that now hold them. One statement or none.
   * @throws CaseRace when one of them changed or was bound meanwhile
   */
  claimWaybills(
    tx: Sql,
    claims: readonly { waybillKey: string; seenEpoch: number; listNo: string }[],
    at: Instant,
  ): Promise<void>;
  /**
   * Moves lists on from the decisions that were seen. One statement or none; archive the rows
   * first.
   * @throws CaseRace when one of them was moved meanwhile
   */
  moveCases(tx: Sql, moved: readonly MovedCase[], frame: CaseFrame): Promise<void>;
  /** Frees the waybills of lists that come to nothing. One statement or none. */
  freeWaybills(
    tx: Sql,
    freed: readonly { readonly waybillKey: string; readonly listNo: string }[],
  ): Promise<void>;
};

type ClaimRow = {
  logistics_code: string;
  logistics_no: string;
  epoch: number;
  list_no: string | null;
  claimed_at: Instant | null;
};

/** The guards of the cases of one direction. */
export function caseGuards(tables: CaseTables): CaseGuards {
  const texts = textsOf(tables);
  return {
    loadClaims: async (sql, waybillKeys) => {
      const rows = await sql.query<ClaimRow>(texts.loadClaims, distinctColumns(waybillKeys));
      return new Map(
        rows.map((row) => [
          keyOf(row.logistics_code, row.logistics_no),
          { epoch: row.epoch, listNo: row.list_no, claimedAt: row.claimed_at },
        ]),
      );
    },
    noteOrderChanges: async (tx, orderKeys) => {
      if (orderKeys.length === 0) return;
      const noted = await tx.execute(texts.bumpCases, keyColumns([...orderKeys].sort()));
      if (noted !== orderKeys.length) throw new CaseRace('an order was declared meanwhile');
    },
    noteWaybillChanges: async (tx, waybillKeys, reusableBefore) => {
      if (waybillKeys.length === 0) return;
      const [codes, numbers] = keyColumns([...waybillKeys].sort());
      const values = [codes, numbers, instantText(reusableBefore)];
      const noted = await tx.execute(texts.bumpWaybills, values);
      if (noted !== waybillKeys.length) throw new CaseRace('a waybill was declared meanwhile');
    },
    archiveCases: async (tx, orderKeys) => {
      if (orderKeys.length > 0) await tx.execute(texts.archive, keyColumns(orderKeys));
    },
    claimWaybills: async (tx, claims, at) => {
      if (claims.length === 0) return;
      const rows = inKeyOrder(claims, ({ waybillKey }) => waybillKey);
      const bound = await tx.execute(texts.claim, [
        instantText(at),
        ...keyColumns(rows.map((row) => row.waybillKey)),
        rows.map((row) => row.seenEpoch),
        rows.map((row) => row.listNo),
      ]);
      if (bound !== claims.length) throw new CaseRace('a waybill was bound meanwhile');
    },
    moveCases: (tx, moved, frame) => move(tx, texts.move, moved, frame),
    freeWaybills: async (tx, freed) => {
      if (freed.length === 0) return;
      const rows = inKeyOrder(freed, ({ waybillKey }) => waybillKey);
      const columns = keyColumns(rows.map(({ waybillKey }) => waybillKey));
      await tx.execute(texts.free, [...columns, rows.map(({ listNo }) => listNo)]);
    },
  };
}

async function move(
  tx: Sql,
  text: string,
  moved: readonly MovedCase[],
  frame: CaseFrame,
): Promise<void> {
  if (moved.length === 0) return;
  const placed = moved.map((one, position) => ({ ...one, position }));
  const rows = inKeyOrder(placed, ({ orderKey }) => orderKey);
  const written = await tx.execute(text, [
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
  if (written !== moved.length) throw new CaseRace('a list was moved meanwhile');
}

function textsOf({ schema, moves, also }: CaseTables) {
  return {
    loadClaims: `
  select logistics_code, logistics_no, epoch, list_no, claimed_at
  from ${byKeys(`${schema}.waybill_claims`, ['logistics_code', 'logistics_no'])}`,
    bumpCases: `
  insert into ${schema}.cases as c (ebp_code, order_no, epoch, attempt, state)
  select u.*, 1, 0, 'open' from unnest($1::text[], $2::text[]) u
  on conflict (ebp_code, order_no) do update set epoch = c.epoch + 1
  where c.state in ('open', '100', '430')`,
    bumpWaybills: `
  insert into ${schema}.waybill_claims as c (logistics_code, logistics_no, epoch)
  select u.*, 1 from unnest($1::text[], $2::text[]) u
  on conflict (logistics_code, logistics_no) do update set epoch = c.epoch + 1, list_no = null
  where c.list_no is null or c.claimed_at <= $3::timestamptz`,
    archive: `
  insert into ${schema}.past_cases (ebp_code, order_no, attempt, state, pre_no, list_no, codes,
    profile_version, stream, sequence, position, decided_at)
  select ebp_code, order_no, attempt, state, pre_no, list_no, codes, profile_version, stream,
    sequence, position, decided_at
  from ${schema}.cases where list_no is not null
    and (ebp_code, order_no) in (select * from unnest($1::text[], $2::text[]))
  on conflict do nothing`,
    claim: `
  insert into ${schema}.waybill_claims as c (claimed_at, logistics_code, logistics_no, epoch,
    list_no)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::integer[], $5::text[]) u
  on conflict (logistics_code, logistics_no) do update set
    list_no = excluded.list_no, claimed_at = excluded.claimed_at
  where c.epoch = excluded.epoch and c.list_no is null`,
    move: `
  update ${schema}.cases c set state = u.state, codes = string_to_array(u.codes, ' '),
    position = u.position, stream = $1::uuid, sequence = $2::integer,
    profile_version = $3, decided_at = $4::timestamptz${also}
  from unnest($5::text[], $6::text[], $7::smallint[], $8::uuid[], $9::integer[], $10::text[],
    $11::text[], $12::integer[])
    as u (ebp_code, order_no, attempt, stream, sequence, state, codes, position)
  where c.ebp_code = u.ebp_code and c.order_no = u.order_no and c.attempt = u.attempt
    and c.stream = u.stream and c.sequence = u.sequence and (${moves})`,
    free: `
  update ${schema}.waybill_claims c set list_no = null
  from unnest($1::text[], $2::text[], $3::text[]) as u (logistics_code, logistics_no, list_no)
  where c.logistics_code = u.logistics_code and c.logistics_no = u.logistics_no
    and c.list_no = u.list_no`,
  };
}
