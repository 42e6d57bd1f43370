import { type BusinessDate, businessDate } from '../base/dates.ts';
import { type OverdueDisplay, overdueEvent } from '../bonded/display.ts';
import { displaysPast, tellOverdue } from '../bonded/display-store.ts';
import type { Sql } from '../io/postgres.ts';
import { fileReceipts } from '../receipts/store.ts';
import { bookLineKey } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';
import type { House } from './house.ts';
import { inTurn } from './stock-papers.ts';

/**
 * Goods on display past their last day, of one book or of all; two statements.
 * @param bookNo null for all books
 */
export async function overdueDisplays(
  sql: Sql,
  today: BusinessDate,
  bookNo: string | null,
): Promise<OverdueDisplay[]> {
  const past = [...(await displaysPast(sql, today, bookNo)).values()];
  const keys = past.flat().map((row) => bookLineKey(row.bookNo, row.recordNo));
  const lines = await bookLinesFor(sql, keys);
  return past.map((rows) => {
    const { bookNo: book, paperNo, ownNo, until } = rows[0]!;
    const goods = rows.map(({ recordNo, lotNo, location, quantity }) => {
      const unit = lines.get(bookLineKey(book, recordNo))?.line.unit ?? '';
      return { recordNo, lotNo, location, quantity, unit };
    });
    return { bookNo: book, paperNo, ownNo, until, goods };
  });
}

/**
 * Tells each book of its goods on display past their last day (O2O-4), once a day however often it
 * is asked. Nothing becomes of them by itself. @returns all of them
 */
export async function reportDisplays(house: House): Promise<readonly OverdueDisplay[]> {
  const at = house.clock.now();
  const today = businessDate(at);
  const done = await inTurn(house, async (tx) => {
    const overdue = await overdueDisplays(tx, today, null);
    const papers = overdue.map(({ paperNo }) => paperNo);
    const untold = await tellOverdue(tx, today, papers);
    const events = overdue
      .filter(({ paperNo }) => untold.has(paperNo))
      .map((display) => overdueEvent(display, at));
    return { overdue, receipts: await fileReceipts(tx, events, at) };
  });
  house.news.announce(done.receipts);
  return done.overdue;
}
