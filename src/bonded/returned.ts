import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { divideFloor } from '../base/rounding.ts';
import type { Book } from '../registry/book.ts';
import type { PromisedGoods } from './exit.ts';
import { parcelLeft } from './leaving.ts';
import type { Lot, LotTerms } from './lot.ts';
import { comesIn, NO_CHANGE, type StockChange, together } from './stock.ts';

/** Where goods lie that buyers sent back, until they are inspected. */
export const RETURNS = 'RETURNS';

/** One line of a parcel of which goods came back; quantities in one unit, whichever it is. */
export type BackLine = {
  readonly recordNo: string;
  /** What the parcel took from the line of the book, in its declared unit. */
  readonly taken: Scaled5;
  /** What its list declared, what came back before, and what comes back now. */
  readonly declared: Scaled5;
  readonly before: Scaled5;
  readonly now: Scaled5;
};

/** A refund, or the return of an export, that ends with its goods in the warehouse. */
export type GoodsReturn = {
  readonly preNo: string;
  readonly listNo: string;
  readonly book: Book;
  /** How movements name it: `refund T...`. */
  readonly document: string;
  readonly lines: readonly BackLine[];
  /** What the gate has not reported as gone: it is booked out first. */
  readonly promised: readonly PromisedGoods[];
};

/** What lies on the shelf, and until when what a parcel took may be sold. */
export type ReturnFacts = {
  readonly date: BusinessDate;
  /** Bonded lots by `bookLineKey`, of the lines that have something promised. */
  readonly lots: ReadonlyMap<string, readonly Lot[]>;
  /** The first day on which goods that left for a list expire, by `keyOf(listNo, recordNo)`. */
  readonly expiryOf: (listNo: string, recordNo: string) => BusinessDate | null;
};

/**
 * Goods that a buyer sent back come in as `returned`, in the line they were sold from (RET-3). A
 * refund proves that the parcel left: what no gate has reported is booked out with it. Shares of
 * a line are rounded down, and the parts of a line that came back whole add up to it.
 */
export function returnGoods(returns: readonly GoodsReturn[], facts: ReturnFacts): StockChange {
  const shelves = new Map<string, readonly Lot[]>(facts.lots);
  return together(
    returns.flatMap((one) => {
      const { document, listNo, book } = one;
      const proof = { document, line: `left ${listNo}` };
      const by = { listNo, bookNo: book.bookNo, ...proof };
      const left = one.promised.map((goods) => parcelLeft(by, goods, shelves, facts.date));
      const expiries = new Map(one.promised.map(({ recordNo }, i) => [recordNo, left[i]!.until]));
      const back = one.lines.map((line, i) => {
        const { recordNo } = line;
        const until = expiries.get(recordNo) ?? facts.expiryOf(one.listNo, recordNo);
        return backOf(one, line, i, until);
      });
      return [...left.map(({ change }) => change), ...back];
    }),
  );
}

function backOf(
  { preNo, document, book }: GoodsReturn,
  { recordNo, taken, declared, before, now }: BackLine,
  i: number,
  expiresOn: BusinessDate | null,
): StockChange {
  const share = (part: Scaled5) => divideFloor(taken * part, declared);
  const quantity = share(before + now) - share(before);
  if (quantity === 0n) return NO_CHANGE;
  const lot: LotTerms = {
    ...{ bookNo: book.bookNo, recordNo, lotNo: `${preNo}-${i + 1}`, status: 'returned' },
    ...{ owner: book.enterpriseCode, location: RETURNS, document, expiresOn },
  };
  return comesIn(lot, quantity, `${i + 1}`);
}
