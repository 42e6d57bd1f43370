import { CaseRace } from '../base/case-race.ts';
import type { BusinessDate, Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyColumns, keyOf, partsOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { ReturnedGoods, ReturnState } from './return.ts';

/** A return of exported goods that customs accepted, as it stands. */
export type ExportReturn = {
  readonly listNo: string;
  readonly preNo: string;
  /** The request's key in `documents.others`. */
  readonly key: string;
  readonly customsCode: string;
  /** Of the way back. */
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  /** The book that the goods go back to; null when they go to their owner. */
  readonly bookNo: string | null;
  readonly state: ReturnState;
  readonly acceptedAt: Instant;
  /** The last day on which the goods may be back. */
  readonly due: BusinessDate;
  readonly endedAt: Instant | null;
  /** Why it ended without its goods. */
  readonly reason: string | null;
  readonly lines: readonly ReturnedGoods[];
};

type Row = Omit<ExportReturn, 'key' | 'lines'> & {
  readonly code: string;
  readonly name: string;
  readonly gnums: readonly number[];
  readonly quantities: readonly string[];
};

const COLUMNS = `
  list_no as "listNo", pre_no as "preNo", code, name, customs_code as "customsCode",
  logistics_code as "logisticsCode", logistics_no as "logisticsNo", book_no as "bookNo", state,
  accepted_at as "acceptedAt", to_char(due_day, 'YYYY-MM-DD') as due, ended_at as "endedAt",
  reason, gnums, quantities::text[] as quantities`;

const HOLD = `
  select list_no as "listNo", released_at as "releasedAt" from export.cases
  where list_no = any($1::text[]) order by list_no for update`;

/**
 * Holds these lists until the transaction ends, so that no other one accepts returns of them
 * meanwhile. One statement.
 * @returns when they were released, by customs number
 */
export async function holdLists(
  tx: Sql,
  listNos: readonly string[],
): Promise<Map<string, Instant | null>> {
  type Held = { readonly listNo: string; readonly releasedAt: Instant | null };
  const rows = await tx.query<Held>(HOLD, [[...new Set(listNos)]]);
  return new Map(rows.map(({ listNo, releasedAt }) => [listNo, releasedAt]));
}

const BY_LIST = `
  select ${COLUMNS} from export.returns where list_no = any($1::text[])
  order by accepted_at, pre_no`;

/** The returns of these lists, the oldest first. One statement or none. */
export async function returnsOf(sql: Sql, listNos: readonly string[]): Promise<ExportReturn[]> {
  if (listNos.length === 0) return [];
  return (await sql.query<Row>(BY_LIST, [[...new Set(listNos)]])).map(returnOf);
}

const BY_NUMBER = `
  select ${COLUMNS} from export.returns where pre_no = any($1::text[]) order by pre_no`;

/** The returns with these pre-entry numbers. One statement or none. */
export async function returnsNumbered(
  sql: Sql,
  preNos: readonly string[],
): Promise<ExportReturn[]> {
  if (preNos.length === 0) return [];
  return (await sql.query<Row>(BY_NUMBER, [[...new Set(preNos)]])).map(returnOf);
}

const AWAITED = `
  select ${COLUMNS} from ${byKeys('export.returns', ['logistics_code', 'logistics_no'], {
    tail: "and state = 'open'",
  })} order by accepted_at, pre_no`;

/** The returns that are awaited under these waybills, the oldest first. One statement or none. */
export async function awaitedReturns(
  sql: Sql,
  waybillKeys: readonly string[],
): Promise<ExportReturn[]> {
  if (waybillKeys.length === 0) return [];
  return (await sql.query<Row>(AWAITED, distinctColumns(waybillKeys))).map(returnOf);
}

const OVERDUE = `
  select pre_no as "preNo" from export.returns r
  where state = 'open' and due_day < $1::date
    and not exists (select from clearance.quarantine q where q.ebp_code = r.code
      and q.order_no = r.name)
  order by due_day, pre_no limit $2`;

/** Numbers of open returns whose last day is over; none set aside. One statement. */
export async function overdueReturns(
  sql: Sql,
  today: BusinessDate,
  limit: number,
): Promise<string[]> {
  const rows = await sql.query<{ preNo: string }>(OVERDUE, [today, limit]);
  return rows.map(({ preNo }) => preNo);
}

function returnOf({ code, name, gnums, quantities, ...row }: Row): ExportReturn {
  const lines = gnums.map((gnum, i) => ({ gnum, qty: BigInt(quantities[i]!) }));
  return { ...row, key: keyOf(code, name), lines };
}

const INSERT = `
  insert into export.returns (accepted_at, state, list_no, pre_no, code, name, customs_code,
    logistics_code, logistics_no, book_no, due_day, gnums, quantities)
  select $1::timestamptz, 'open', u.list_no, u.pre_no, u.code, u.name, u.customs_code,
    u.logistics_code, u.logistics_no, u.book_no, u.due_day,
    string_to_array(u.gnums, ' ')::integer[], string_to_array(u.quantities, ' ')::bigint[]
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::date[], $11::text[], $12::text[])
    as u (list_no, pre_no, code, name, customs_code, logistics_code, logistics_no, book_no,
      due_day, gnums, quantities)`;

/** A return that is accepted now. */
export type OpenedReturn = Omit<ExportReturn, 'state' | 'acceptedAt' | 'endedAt' | 'reason'>;

/** Writes returns that were accepted now; hold their lists first. One statement or none. */
export async function openReturns(
  tx: Sql,
  opened: readonly OpenedReturn[],
  at: Instant,
): Promise<void> {
  if (opened.length === 0) return;
  await tx.execute(INSERT, [
    instantText(at),
    opened.map(({ listNo }) => listNo),
    opened.map(({ preNo }) => preNo),
    ...keyColumns(opened.map(({ key }) => key)),
    opened.map(({ customsCode }) => customsCode),
    opened.map(({ logisticsCode }) => logisticsCode),
    opened.map(({ logisticsNo }) => logisticsNo),
    opened.map(({ bookNo }) => bookNo),
    opened.map(({ due }) => due),
    opened.map(({ lines }) => lines.map(({ gnum }) => gnum).join(' ')),
    opened.map(({ lines }) => lines.map(({ qty }) => qty).join(' ')),
  ]);
}

/** How an open return ends. */
export type EndedReturn = Pick<ExportReturn, 'listNo' | 'preNo' | 'reason'> & {
  readonly state: Exclude<ReturnState, 'open'>;
  /** Key of the tally that ended it, if one did. */
  readonly tally: string | null;
};

const END = `
  update export.returns r set state = u.state, ended_at = $1::timestamptz, reason = u.reason,
    tally_code = u.tally_code, tally_name = u.tally_name
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as u (list_no, pre_no, state, reason, tally_code, tally_name)
  where r.list_no = u.list_no and r.pre_no = u.pre_no and r.state = 'open'`;

/**
 * Ends open returns. One statement or none.
 * @throws CaseRace when one of them was ended meanwhile
 */
export async function endReturns(
  tx: Sql,
  ended: readonly EndedReturn[],
  at: Instant,
): Promise<void> {
  if (ended.length === 0) return;
  const rows = inKeyOrder(ended, ({ listNo, preNo }) => keyOf(listNo, preNo));
  const tallies = rows.map(({ tally }) => (tally === null ? [null, null] : partsOf(tally)));
  const written = await tx.execute(END, [
    instantText(at),
    rows.map(({ listNo }) => listNo),
    rows.map(({ preNo }) => preNo),
    rows.map(({ state }) => state),
    rows.map(({ reason }) => reason),
    tallies.map(([code]) => code),
    tallies.map(([, name]) => name),
  ]);
  if (written !== ended.length) throw new CaseRace('a return was ended meanwhile');
}
