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
};

type ClaimRow = {
  logistics_code: string;
  logistics_no: string;
  epoch: number;
  list_no: string | null;
  claimed_at: Instant | null;
};

/** The guards of the cases in a schema. */
export function caseGuards(schema: 'clearance' | 'export'): CaseGuards {
  const texts = textsOf(schema);
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
  };
}

function textsOf(schema: string) {
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
  };
}
