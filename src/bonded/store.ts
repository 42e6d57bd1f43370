import type { BusinessDate, Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { Fault } from '../io/faults.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import { bookLineKey, type StockStatus } from '../registry/book.ts';
import { frozenOf, StockRefusal } from './freeze.ts';
import { type Lot, type LotId, type LotTerms, lotKey, type Move } from './lot.ts';
import { assertBalanced, type StockChange } from './stock.ts';

/**
 * The shelves are not what they were when this was decided: a lot has less, or the document's
 * movements or postings were written before. Retryable: undo, read again and decide again.
 */
export class StockRace extends Fault {
  override name = 'StockRace';

  constructor(message: string) {
    super('database-conflict', message);
  }
}

/**
 * Writes what documents do to the stock: all of it or, by throwing, none. Movements, lots and
 * postings in a number of statements that does not depend on theirs.
 * @param tx an open transaction that the caller undoes when this throws
 * @param counting the stock-take that closes by this: its goods are frozen for everybody else
 * @throws StockRace or LedgerConflict when somebody was faster; StockRefusal while the goods are
 * counted; Bug when both sides disagree
 */
export async function applyStock(
  tx: Sql,
  change: StockChange,
  at: Instant,
  counting: string | null = null,
): Promise<void> {
  assertBalanced(change);
  if (change.moves.length > 0) {
    const frozen = await frozenOf(tx, change, counting);
    if (frozen.length > 0) throw new StockRefusal(frozen);
    await openLots(tx, change.lots, at);
    await writeMoves(tx, change.moves, at);
    await moveLots(tx, change.moves);
  }
  // Two documents may take the same goods, as a refund and the gate do: one of them posts them.
  const { duplicates } = await applyTransfers(tx, change.transfers, at);
  if (duplicates.length > 0) throw new StockRace('these goods were posted before');
}

const idColumns = (rows: readonly LotId[]) => [
  rows.map(({ bookNo }) => bookNo),
  rows.map(({ recordNo }) => recordNo),
  rows.map(({ lotNo }) => lotNo),
];

const OPEN = `
  insert into bonded.lots as l (opened_at, book_no, record_no, lot_no, status, owner, location,
    expires_on, document)
  select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::text[], $8::date[], $9::text[])
  on conflict (book_no, record_no, lot_no) do update set quantity = l.quantity
  where (l.status, l.owner, l.location, l.document)
      = (excluded.status, excluded.owner, excluded.location, excluded.document)
    and l.expires_on is not distinct from excluded.expires_on`;

async function openLots(tx: Sql, lots: readonly LotTerms[], at: Instant): Promise<void> {
  const rows = inKeyOrder(new Map(lots.map((lot) => [lotKey(lot), lot])).values(), lotKey);
  if (rows.length === 0) return;
  const written = await tx.execute(OPEN, [
    rows.map(({ since }) => instantText(since ?? at)),
    ...idColumns(rows),
    rows.map(({ status }) => status),
    rows.map(({ owner }) => owner),
    rows.map(({ location }) => location),
    rows.map(({ expiresOn }) => expiresOn),
    rows.map(({ document }) => document),
  ]);
  if (written !== rows.length) throw new StockRace('a lot with this number is another one');
}

const MOVES = `
  insert into bonded.movements (at, book_no, record_no, lot_no, quantity, document, line)
  select $1::timestamptz, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[],
    $6::text[], $7::text[])
  on conflict do nothing`;

async function writeMoves(tx: Sql, moves: readonly Move[], at: Instant): Promise<void> {
  const rows = inKeyOrder(moves, (move) => `${lotKey(move)} ${move.document} ${move.line}`);
  const written = await tx.execute(MOVES, [
    instantText(at),
    ...idColumns(rows),
    rows.map(({ quantity }) => quantity),
    rows.map(({ document }) => document),
    rows.map(({ line }) => line),
  ]);
  if (written !== rows.length) throw new StockRace('a document moved these goods before');
}

const MOVE_LOTS = `
  update bonded.lots l set quantity = l.quantity + d.quantity
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[])
    as d (book_no, record_no, lot_no, quantity, status)
  where l.book_no = d.book_no and l.record_no = d.record_no and l.lot_no = d.lot_no
    and l.status = d.status and l.quantity + d.quantity >= 0`;

async function moveLots(tx: Sql, moves: readonly Move[]): Promise<void> {
  const sums = new Map<string, Move>();
  for (const move of moves) {
    const before = sums.get(lotKey(move))?.quantity ?? 0n;
    sums.set(lotKey(move), { ...move, quantity: before + move.quantity });
  }
  const rows = inKeyOrder(sums.values(), lotKey);
  const written = await tx.execute(MOVE_LOTS, [
    ...idColumns(rows),
    rows.map(({ quantity }) => quantity),
    rows.map(({ status }) => status),
  ]);
  if (written !== rows.length) throw new StockRace('a lot has less than is taken from it');
}

const COLUMNS = `
  book_no as "bookNo", record_no as "recordNo", lot_no as "lotNo", status, owner, location,
  expires_on as "expiresOn", document, opened_at as "openedAt", quantity`;

const LOTS_OF = `
  select ${COLUMNS} from ${byKeys('bonded.lots', ['book_no', 'record_no'], {
    tail: 'and quantity > 0 offset 0',
  })}`;

/** What lies in the warehouse of these lines (`bookLineKey`), by line; one statement or none. */
export async function lotsOf(sql: Sql, keys: readonly string[]): Promise<Map<string, Lot[]>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<Lot>(LOTS_OF, distinctColumns(keys));
  return Map.groupBy(rows, ({ bookNo, recordNo }) => bookLineKey(bookNo, recordNo));
}

const KNOWN = `
  select l.book_no as "bookNo", l.record_no as "recordNo", l.lot_no as "lotNo"
  from unnest($1::text[], $2::text[], $3::text[]) as u (book_no, record_no, lot_no)
  cross join lateral (
    select * from bonded.lots
    where book_no = u.book_no and record_no = u.record_no and lot_no = u.lot_no offset 0
  ) l`;

/** Which of these lots there are or ever were, as `lotKey`; one statement or none. */
export async function knownLots(sql: Sql, lots: readonly LotId[]): Promise<Set<string>> {
  if (lots.length === 0) return new Set();
  return new Set((await sql.query<LotId>(KNOWN, idColumns(lots))).map(lotKey));
}

const AT = `
  select distinct location, status from bonded.lots
  where book_no = $1 and location = any($2::text[]) and quantity > 0`;

/** Which statuses of a book lie at these places now; one statement or none. */
export async function statusesAt(
  sql: Sql,
  bookNo: string,
  locations: readonly string[],
): Promise<Map<string, Set<StockStatus>>> {
  const found = new Map<string, Set<StockStatus>>();
  if (locations.length === 0) return found;
  const rows = await sql.query<{ location: string; status: StockStatus }>(AT, [bookNo, locations]);
  for (const { location, status } of rows) {
    found.set(location, (found.get(location) ?? new Set<StockStatus>()).add(status));
  }
  return found;
}

const PAST = `
  select ${COLUMNS} from bonded.lots
  where status = 'bonded' and expires_on < $1::date and quantity > 0
    and (book_no, record_no, lot_no) > ($2, $3, $4)
  order by book_no, record_no, lot_no limit $5`;

const FIRST: LotId = { bookNo: '', recordNo: '', lotNo: '' };

/** Bonded lots whose last day of sale is over: those behind `after`, at most `limit`. */
export function lotsPast(
  sql: Sql,
  today: BusinessDate,
  after: LotId | null,
  limit: number,
): Promise<Lot[]> {
  const { bookNo, recordNo, lotNo } = after ?? FIRST;
  return sql.query<Lot>(PAST, [today, bookNo, recordNo, lotNo, limit]);
}

const LEFT = `
  select m.document, m.line, m.record_no as "recordNo",
    to_char(min(l.expires_on), 'YYYY-MM-DD') as "expiresOn"
  from (select * from ${byKeys('bonded.movements', ['document', 'line'])}) m
  join bonded.lots l using (book_no, record_no, lot_no)
  where m.quantity < 0 group by 1, 2, 3`;

/** Goods that left by a line of a document, and the first day after which they are not sold. */
export type LeftGoods = {
  readonly document: string;
  readonly line: string;
  readonly recordNo: string;
  readonly expiresOn: BusinessDate | null;
};

/** What left by these lines of documents (`keyOf`); one statement or none. */
export async function leftBy(sql: Sql, lines: readonly string[]): Promise<LeftGoods[]> {
  if (lines.length === 0) return [];
  return sql.query<LeftGoods>(LEFT, distinctColumns(lines));
}
