import type { BusinessDate } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import { bookLineKey } from '../registry/book.ts';
import { type Lot, type LotTerms, rootOf } from './lot.ts';
import { comesIn, goesOut, type StockChange, together } from './stock.ts';

/** Where goods past their day lie until they are destroyed or returned. */
export const EXPIRED = 'EXPIRED';

/** What of a lot past its day stays as it is, because it is promised. */
export type Overdue = { readonly lot: Lot; readonly left: Scaled5 };

/** What became of lots past their day. */
export type Expiry = {
  readonly change: StockChange;
  /** How many lots became expired, all of them or in part. */
  readonly expired: number;
  readonly overdue: readonly Overdue[];
};

/**
 * Takes goods past their day off the shelf, as much as is free (STK-12). What is promised to an
 * accepted list stays until the list comes to nothing, and no gate lets it out.
 * @param lots bonded ones past their day @param free what is not promised, by `bookLineKey`
 */
export function expire(
  lots: readonly Lot[],
  free: ReadonlyMap<string, Scaled5>,
  date: BusinessDate,
): Expiry {
  const left = new Map(free);
  const changes: StockChange[] = [];
  const overdue: Overdue[] = [];
  for (const lot of lots) {
    const key = bookLineKey(lot.bookNo, lot.recordNo);
    const there = left.get(key) ?? 0n;
    const quantity = there < lot.quantity ? there : lot.quantity;
    if (quantity < lot.quantity) overdue.push({ lot, left: lot.quantity - quantity });
    if (quantity <= 0n) continue;
    left.set(key, there - quantity);
    changes.push(expiredPart(lot, quantity, date));
  }
  return { change: together(changes), expired: changes.length, overdue };
}

/** What was promised an hour ago follows now: each time the lot has less, and so another line. */
function expiredPart(lot: Lot, quantity: Scaled5, date: BusinessDate): StockChange {
  const { bookNo, recordNo, lotNo, owner, expiresOn } = lot;
  const where = { document: `expiry ${date}`, line: `${lotNo} of ${formatScaled5(lot.quantity)}` };
  // A number that goods of the lot have at no place while they are bonded.
  const number = `${rootOf(lotNo)}-X${plain(expiresOn ?? '')}-${plain(date)}`;
  const to: LotTerms = {
    ...{ bookNo, recordNo, lotNo: number },
    ...{ status: 'expired', owner, location: EXPIRED, expiresOn, document: where.document },
  };
  return together([goesOut(lot, quantity, where), comesIn(to, quantity, where.line)]);
}

const plain = (day: string): string => day.replaceAll('-', '');
