import { CaseRace } from '../../base/case-race.ts';
import type { Instant } from '../../base/dates.ts';
import type { Scaled5 } from '../../base/fen.ts';
import { instantText, type Sql } from '../../io/postgres.ts';

/** What was taken back of a list so far. */
export type BackSoFar = {
  /** How often. */
  readonly times: number;
  readonly references: readonly string[];
  /** By line (gnum), 0.00001 units, since all of it was taken back or from the beginning. */
  readonly back: ReadonlyMap<number, Scaled5>;
};

export const NOTHING_BACK: BackSoFar = { times: 0, references: [], back: new Map() };

const LOAD = `
  select list_no as "listNo", reference, whole, gnums, quantities::text[] as quantities
  from export.summary_taken_back where list_no = any($1::text[]) order by list_no, serial`;

type Row = {
  readonly listNo: string;
  readonly reference: string;
  readonly whole: boolean;
  readonly gnums: readonly number[];
  readonly quantities: readonly string[];
};

/** What was taken back of these lists; those of which nothing was are absent. One statement. */
export async function takenBack(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, BackSoFar>> {
  const found = new Map<string, BackSoFar>();
  for (const { listNo, reference, whole, ...row } of await sql.query<Row>(LOAD, [listNos])) {
    const { times, references, back } = found.get(listNo) ?? NOTHING_BACK;
    // From then on it may be closed again, and counts as one of which nothing was taken back.
    const now = new Map(whole ? [] : back);
    for (const [i, gnum] of whole ? [] : row.gnums.entries()) {
      now.set(gnum, (now.get(gnum) ?? 0n) + BigInt(row.quantities[i]!));
    }
    found.set(listNo, { times: times + 1, references: [...references, reference], back: now });
  }
  return found;
}

/** One row of what is taken back. */
export type BackRow = {
  readonly listNo: string;
  readonly serial: number;
  readonly groupId: number;
  /** Of its closings the one that was summed up there. */
  readonly closing: number;
  readonly isWhole: boolean;
  readonly reference: string;
  readonly reason: string;
  readonly goods: readonly { readonly gnum: number; readonly qty: Scaled5 }[];
  /** Lines of which nothing is left now. */
  readonly ended: readonly number[];
};

// Only of lists that are where they were seen: an application may have moved one meanwhile.
const ADD = `
  insert into export.summary_taken_back (at, list_no, serial, group_id, whole, reference, reason,
    gnums, quantities, ended, closing)
  select $1::timestamptz, u.list_no, u.serial, u.group_id, u.whole, u.reference, u.reason,
    u.gnums::integer[], u.quantities::numeric[], u.ended::integer[], u.closing
  from unnest($2::text[], $3::smallint[], $4::integer[], $5::boolean[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[], $11::smallint[])
    as u (list_no, serial, group_id, whole, reference, reason, gnums, quantities, ended, closing)
  where exists (
    select from export.summary_lists l where l.list_no = u.list_no and l.group_id = u.group_id)
  on conflict do nothing`;

const array = (values: readonly (number | bigint)[]) => `{${values.join(',')}}`;

/**
 * Writes what is taken back. One statement.
 * @throws CaseRace when a list went elsewhere, or something else was taken back of it, meanwhile
 */
export async function addBack(tx: Sql, back: readonly BackRow[], at: Instant): Promise<void> {
  const rows = [...back].sort((a, b) => (a.listNo < b.listNo ? -1 : 1));
  const written = await tx.execute(ADD, [
    instantText(at),
    rows.map(({ listNo }) => listNo),
    rows.map(({ serial }) => serial),
    rows.map(({ groupId }) => groupId),
    rows.map(({ isWhole }) => isWhole),
    rows.map(({ reference }) => reference),
    rows.map(({ reason }) => reason),
    rows.map(({ goods }) => array(goods.map(({ gnum }) => gnum))),
    rows.map(({ goods }) => array(goods.map(({ qty }) => qty))),
    rows.map(({ ended }) => array(ended)),
    rows.map(({ closing }) => closing),
  ]);
  if (written !== rows.length) throw new CaseRace('a list went elsewhere meanwhile');
}
