import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { frozenFindings, openCounts } from '../bonded/freeze.ts';
import { outgoingOf } from '../bonded/outgoing-store.ts';
import { type BackLine, type GoodsReturn, RETURNS, returnGoods } from '../bonded/returned.ts';
import { applyStock, leftBy } from '../bonded/store.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import { type ExportReturn, returnsOf } from '../export/return-store.ts';
import { listOfRef } from '../export/take-back-store.ts';
import type { Sql } from '../io/postgres.ts';
import { bookLinesOf } from '../matching/stock.ts';
import { type BookedLine, bookLineKey, declaredQuantity } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';
import type { House } from './house.ts';
import { loadStockedExports } from './stocked-exports.ts';

/** A return of exported goods that ends. */
export type BackExport = Pick<ExportReturn, 'preNo' | 'listNo' | 'bookNo' | 'lines'>;

/** Those that go back to a book, with their lists and the lines of books they name. */
type Known = {
  readonly backs: readonly BackExport[];
  readonly terms: ReadonlyMap<string, ExportListTerms>;
  readonly lines: ReadonlyMap<string, BookedLine>;
};

async function knownOf(
  tx: Sql,
  house: Pick<House, 'terms'>,
  all: readonly BackExport[],
): Promise<Known> {
  const backs = all.filter(({ bookNo }) => bookNo !== null);
  if (backs.length === 0) return { backs, terms: new Map(), lines: new Map() };
  const stocked = await loadStockedExports(
    tx,
    house,
    backs.map(({ listNo }) => listNo),
  );
  const terms = new Map(
    [...stocked].flatMap(([listNo, { list, exported }]) =>
      list === null || exported?.leftAt == null ? [] : [[listNo, list.terms] as const],
    ),
  );
  const lines = await bookLinesFor(tx, [...terms.values()].flatMap(bookLinesOf));
  return { backs, terms, lines };
}

/**
 * Puts exported goods that came back and were accepted into the book they were sold from, as
 * `returned` (RET-7), in the transaction that ends their returns. Nothing is asked of the database
 * when none went out of a book; else the number of statements does not depend on theirs.
 * @throws StockRace when another process was faster; StockRefusal while the goods are counted,
 * which `frozenReturns` tells before
 */
export async function putExportsBack(
  tx: Sql,
  house: Pick<House, 'terms'>,
  closed: readonly BackExport[],
  at: Instant,
): Promise<void> {
  const { backs, terms, lines } = await knownOf(tx, house, closed);
  const listNos = [...terms.keys()];
  if (listNos.length === 0) return;
  const own = new Set(backs.map(({ preNo }) => preNo));
  const all = await returnsOf(tx, listNos);
  const before = all.filter(({ preNo, state }) => state === 'closed' && !own.has(preNo));
  const returns = backs.flatMap((back, i): GoodsReturn[] => {
    const list = terms.get(back.listNo);
    const book = lines.get((list && bookLinesOf(list)[0]) ?? '')?.book;
    if (list === undefined || book === undefined) return [];
    const { preNo, listNo } = back;
    const earlier = [...before, ...backs.slice(0, i)].filter((one) => one.listNo === listNo);
    const goods = backLines(list, back, earlier, lines);
    return [{ preNo, listNo, book, document: `return ${preNo}`, lines: goods, promised: [] }];
  });
  const expiryOf = await expiriesOf(tx, listNos);
  await applyStock(
    tx,
    returnGoods(returns, { date: businessDate(at), lots: new Map(), expiryOf }),
    at,
  );
}

function backLines(
  list: ExportListTerms,
  { lines: back }: BackExport,
  earlier: readonly BackExport[],
  books: ReadonlyMap<string, BookedLine>,
): BackLine[] {
  return back.flatMap(({ gnum, qty: now }) => {
    const line = list.lines.find((one) => one.gnum === gnum);
    const recordNo = line?.itemRecordNo ?? null;
    if (line === undefined || recordNo === null || list.emsNo === null) return [];
    const booked = books.get(bookLineKey(list.emsNo, recordNo))?.line;
    const taken = booked && declaredQuantity(booked, line.qty, line.unit);
    if (taken === undefined || taken === null) return [];
    const parts = earlier.flatMap((one) => one.lines.filter((part) => part.gnum === gnum));
    const before = parts.reduce((sum, { qty }) => sum + qty, 0n);
    return [{ recordNo, taken, declared: line.qty, before, now }];
  });
}

/** Until when what left with a list may be sold. */
async function expiriesOf(tx: Sql, listNos: readonly string[]) {
  const outgoing = await outgoingOf(tx, listNos);
  const left = await leftBy(
    tx,
    [...outgoing.values()].flatMap(({ document, line }) =>
      document === null || line === null ? [] : [keyOf(document, line)],
    ),
  );
  const days = new Map(
    left.map((one) => [keyOf(listOfRef(one.line), one.recordNo), one.expiresOn]),
  );
  return (listNo: string, recordNo: string) => days.get(keyOf(listNo, recordNo)) ?? null;
}

/**
 * Returns whose goods cannot come into their book now, since a stock-take has in hand where they
 * would lie; by pre-entry number.
 */
export async function frozenReturns(
  tx: Sql,
  house: Pick<House, 'terms'>,
  all: readonly BackExport[],
): Promise<Map<string, Finding>> {
  const counts = await openCounts(
    tx,
    all.flatMap(({ bookNo }) => bookNo ?? []),
  );
  if (counts.length === 0) return new Map();
  const { backs, terms } = await knownOf(tx, house, all);
  return new Map(
    backs.flatMap(({ preNo, listNo, bookNo, lines }) => {
      const goods = lines.flatMap(({ gnum }) => {
        const line = terms.get(listNo)?.lines.find((one) => one.gnum === gnum);
        const recordNo = line?.itemRecordNo ?? null;
        if (recordNo === null || bookNo === null) return [];
        return [{ bookNo, recordNo, location: RETURNS }];
      });
      const [finding] = frozenFindings(counts, goods, null);
      return finding === undefined ? [] : [[preNo, finding] as const];
    }),
  );
}
