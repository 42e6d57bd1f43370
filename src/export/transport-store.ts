import { CaseRace } from '../base/case-race.ts';
import { inKeyOrder, partsOf } from '../base/keys.ts';
import type { Sql } from '../io/postgres.ts';

const LEAVE = `
  update export.cases set master_code = null, master_name = null, bill_no = null
  where master_code = $1 and master_name = $2 and state <> '899'
    and not list_no = any($3::text[])`;

const TAKE = `
  update export.cases c set master_code = $1, master_name = $2, bill_no = $3
  where c.list_no = any($4::text[])
    and c.state in ('300', '400', '500', '501', '502', '800')
    and (c.master_name is null or c.master_code = $1 and c.master_name = $2)`;

/** A master waybill that is granted, with the lists of all its parcels that have not left yet. */
export type GrantedMaster = {
  /** Key of the document, `keyOf` code and name. */
  readonly key: string;
  readonly billNo: string;
  readonly listNos: readonly string[];
};

/**
 * Puts parcels under their master waybill, and takes those out that a changed document names no
 * more. Two statements.
 * @throws CaseRace when a list was withdrawn, closed or put under another one meanwhile
 */
export async function storeMaster(tx: Sql, { key, billNo, listNos }: GrantedMaster): Promise<void> {
  const [code, name] = partsOf(key);
  const sorted = [...listNos].sort();
  await tx.execute(LEAVE, [code, name, sorted]);
  const taken = await tx.execute(TAKE, [code, name, billNo, sorted]);
  if (taken !== sorted.length) throw new CaseRace('a parcel of a master waybill moved meanwhile');
}

/** Takes all parcels that have not left yet out of a master waybill that is deleted. */
export async function dropMaster(tx: Sql, key: string): Promise<void> {
  await tx.execute(LEAVE, [...partsOf(key), []]);
}

const DEPART = `
  update export.cases c set departure_code = u.code, departure_name = u.name
  from unnest($1::text[], $2::text[], $3::text[]) as u (list_no, code, name)
  where c.list_no = u.list_no and c.state = '899'`;

/** Notes by which departure lists were closed, after they were. One statement. */
export async function noteDepartures(
  tx: Sql,
  closed: readonly { readonly listNo: string; readonly key: string }[],
): Promise<void> {
  if (closed.length === 0) return;
  const rows = inKeyOrder(closed, ({ listNo }) => listNo);
  const keys = rows.map(({ key }) => partsOf(key));
  await tx.execute(DEPART, [
    rows.map(({ listNo }) => listNo),
    keys.map(([code]) => code),
    keys.map(([, name]) => name),
  ]);
}
