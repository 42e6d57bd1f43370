import { addDays, type Instant, startOfDay } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { Period } from './exit.ts';
import type { Lot, Move } from './lot.ts';
import { StockRace } from './store.ts';

/** A parcel of exports that a slip names, or whose goods have left their book. */
export type Outgoing = {
  readonly listNo: string;
  readonly bookNo: string;
  /** The slip that names it; null when none does. */
  readonly slipNo: string | null;
  readonly leftAt: Instant | null;
  /** By what its goods left: `slip Z...` or `departure ...`; null while they are there. */
  readonly document: string | null;
  /** The line of its movements there. */
  readonly line: string | null;
};

const OF = `
  select list_no as "listNo", book_no as "bookNo", slip_no as "slipNo", left_at as "leftAt",
    document, line
  from bonded.outgoing where list_no = any($1::text[])`;

/** What of these lists is on a slip or has left, by list; one statement or none. */
export async function outgoingOf(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, Outgoing>> {
  if (listNos.length === 0) return new Map();
  const rows = await sql.query<Outgoing>(OF, [listNos]);
  return new Map(rows.map((row) => [row.listNo, row]));
}

const BIND = `
  insert into bonded.outgoing (list_no, book_no, slip_no)
  select list_no, $1, $2 from unnest($3::text[]) as u (list_no) order by list_no
  on conflict do nothing`;

/**
 * Puts parcels on a slip.
 * @throws StockRace when one of them left or is on another slip meanwhile
 */
export async function bindOutgoing(
  tx: Sql,
  { bookNo, slipNo }: { readonly bookNo: string; readonly slipNo: string },
  listNos: readonly string[],
): Promise<void> {
  if (listNos.length === 0) return;
  const written = await tx.execute(BIND, [bookNo, slipNo, listNos]);
  if (written !== listNos.length) throw new StockRace('a parcel is on another slip meanwhile');
}

const OFF = `slip_no = $1 and ($2::text[] is null or list_no = any($2::text[]))`;
const FREE = `delete from bonded.outgoing where ${OFF} and left_at is null`;
const PART = `update bonded.outgoing set slip_no = null where ${OFF}`;

/** Takes parcels off a slip, or all of them; those that departed meanwhile keep their row. */
export async function freeOutgoing(
  tx: Sql,
  slipNo: string,
  listNos: readonly string[] | null = null,
): Promise<void> {
  await tx.execute(FREE, [slipNo, listNos]);
  await tx.execute(PART, [slipNo, listNos]);
}

const LEAVE = `
  insert into bonded.outgoing as o (list_no, book_no, left_at, document, line)
  select list_no, book_no, $1::timestamptz, document, line
  from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as u (list_no, book_no, document,
    line)
  order by list_no
  on conflict (list_no) do update set left_at = excluded.left_at, document = excluded.document,
    line = excluded.line
  where o.left_at is null and o.book_no = excluded.book_no`;

/** A list whose goods leave, and the movements by which they do. */
export type LeavingList = Readonly<Record<'listNo' | 'bookNo' | 'document' | 'line', string>>;

/**
 * Notes by what the goods of lists left their book.
 * @throws StockRace when one of them left meanwhile
 */
export async function noteLeft(tx: Sql, lists: readonly LeavingList[], at: Instant): Promise<void> {
  if (lists.length === 0) return;
  const written = await tx.execute(LEAVE, [
    instantText(at),
    lists.map(({ listNo }) => listNo),
    lists.map(({ bookNo }) => bookNo),
    lists.map(({ document }) => document),
    lists.map(({ line }) => line),
  ]);
  if (written !== lists.length) throw new StockRace('a parcel left meanwhile');
}

const STAY = `
  update bonded.outgoing set left_at = null, document = null, line = null
  where list_no = any($1::text[]) and document like 'departure %' and slip_no is not null`;
const GONE = `
  delete from bonded.outgoing
  where list_no = any($1::text[]) and document like 'departure %' and slip_no is null`;

/**
 * Takes back that the goods of lists left with a departure; a slip that names them still does.
 * @throws StockRace when one of them did not, or not so
 */
export async function noteStayed(tx: Sql, listNos: readonly string[]): Promise<void> {
  if (listNos.length === 0) return;
  const written = (await tx.execute(GONE, [listNos])) + (await tx.execute(STAY, [listNos]));
  if (written !== listNos.length) throw new StockRace('a parcel went another way meanwhile');
}

const MOVED = `
  select o.list_no as "listNo", m.book_no as "bookNo", m.record_no as "recordNo",
    m.lot_no as "lotNo", m.quantity, m.line
  from bonded.outgoing o cross join lateral (
    select * from bonded.movements where document = o.document and line = o.line offset 0
  ) m
  where o.list_no = any($1::text[]) and o.document like 'departure %'
    and not exists (select from bonded.papers s
      where s.kind = 'slip' and s.paper_no = o.slip_no and s.state = 'crossed')
  order by m.record_no, m.lot_no`;

/** A movement by which goods of a list left; the quantity is negative. */
export type LeftMove = Omit<Move, 'status' | 'document'> & { readonly listNo: string };

/** What departures took of these lists from the lots, where no gate let it out; by list. */
export async function departedMoves(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, LeftMove[]>> {
  if (listNos.length === 0) return new Map();
  return Map.groupBy(await sql.query<LeftMove>(MOVED, [listNos]), ({ listNo }) => listNo);
}

const FOUND = `
  select o.list_no as "listNo", b.booked, l.book_no as "bookNo", l.record_no as "recordNo",
    l.lot_no as "lotNo", l.status, l.owner, l.location, l.expires_on as "expiresOn", l.document,
    l.opened_at as "openedAt", l.quantity
  from bonded.outgoing o
  join bonded.lots l on l.book_no = o.book_no and l.status = 'surplus'
    and l.document like 'count %' and l.opened_at >= o.left_at
  cross join lateral (
    select coalesce(sum(m.quantity), 0)::bigint as booked from bonded.movements m
    where m.book_no = l.book_no and m.record_no = l.record_no and m.lot_no = l.lot_no
      and (m.document like 'count %' or m.document like 'take-back %')
  ) b
  where o.list_no = any($1::text[]) and exists (
    select from bonded.movements m
    where m.document = o.document and m.line = o.line and m.record_no = l.record_no)
  order by l.opened_at, l.lot_no`;

/** Goods that a stock-take found too much, as they lie there. */
export type FoundSurplus = {
  readonly lot: Lot;
  /** What stock-takes booked of it, less what was put back as what it was. */
  readonly booked: Scaled5;
};

/**
 * What stock-takes have found too much of the goods of lists since these left, by list. One
 * statement or none.
 */
export async function foundSince(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, FoundSurplus[]>> {
  if (listNos.length === 0) return new Map();
  const rows = await sql.query<Lot & { listNo: string; booked: Scaled5 }>(FOUND, [listNos]);
  const byList = Map.groupBy(rows, ({ listNo }) => listNo);
  return new Map(
    [...byList].map(([listNo, own]) => [
      listNo,
      own.map(({ listNo: _, booked, ...lot }) => ({ lot, booked })),
    ]),
  );
}

const UNSUMMED = `
  select o.list_no as "listNo" from bonded.outgoing o
  where o.book_no = $1 and o.left_at >= $2::timestamptz and o.left_at < $3::timestamptz
    and not exists (select from bonded.exits e where e.list_no = o.list_no)
  order by o.left_at, o.list_no limit $4`;

/** Lists of a book that left in a period and are on no exit list yet, the first ones. */
export async function unsummedOf(
  sql: Sql,
  bookNo: string,
  { from, until }: Period,
  limit: number,
): Promise<string[]> {
  const [start, end] = [startOfDay(from), startOfDay(addDays(until, 1))].map(instantText);
  const rows = await sql.query<{ listNo: string }>(UNSUMMED, [bookNo, start, end, limit]);
  return rows.map(({ listNo }) => listNo);
}

const GOODS = `
  select o.list_no as "listNo", m.record_no as "recordNo", -sum(m.quantity)::bigint as quantity
  from bonded.outgoing o cross join lateral (
    select * from bonded.movements
    where document = o.document and line = o.line offset 0
  ) m
  where o.list_no = any($1::text[]) group by 1, 2 order by 1, 2`;

type LeftRow = { listNo: string; recordNo: string; quantity: bigint };

/** What left of each line of the book with these lists, by list; one statement or none. */
export async function goodsLeft(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, LeftRow[]>> {
  if (listNos.length === 0) return new Map();
  return Map.groupBy(await sql.query<LeftRow>(GOODS, [listNos]), ({ listNo }) => listNo);
}
