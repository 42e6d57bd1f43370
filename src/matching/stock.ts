import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { AccountId, Balance, Transfer } from '../ledger/transfer.ts';
import {
  type Book,
  type BookLine,
  type BookUnits,
  bookLineKey,
  declaredQuantity,
  stockAccount,
} from '../registry/book.ts';

/** Goods of a special zone or a logistics centre: 1210, and 1239 outside its cities. */
const BONDED_MODES: readonly string[] = ['1210', '1239'];

/** Whether the parcel leaves bonded stock. */
export function isBonded(tradeMode: string): boolean {
  return BONDED_MODES.includes(tradeMode);
}

/** As much of a list of import (CEB621) or export (CEB603) as says what it takes from stock. */
export type StockList = {
  readonly tradeMode: string;
  readonly emsNo: string | null;
  readonly lines: readonly {
    readonly itemRecordNo: string | null;
    readonly qty: Scaled5;
    readonly unit: string;
  }[];
};

/** What a decision needs of a line of an account book. */
export type StockLine = BookUnits &
  Pick<BookLine, 'bookNo' | 'recordNo' | 'itemNo' | 'hs'> &
  Pick<Book, 'areaCode' | 'customsCode' | 'from' | 'until'>;

/** What one line of a list says of the books, as far as it can be found there. */
export type BookedUse = {
  /** Position of the line in the list, from 0. */
  readonly line: number;
  readonly recordNo: string;
  /** Null when there is no such book or line. */
  readonly booked: StockLine | null;
  /** In the declared unit of the book's line; null when the list's unit does not convert. */
  readonly quantity: Scaled5 | null;
};

/** What a list takes from one line of a book (STK-6, STK-7). */
export type StockUse = {
  readonly account: AccountId;
  readonly balance: Balance | null;
  readonly quantity: Scaled5;
  readonly recordNo: string;
  /** Position of the first line that takes from it, from 0. */
  readonly line: number;
};

/** Whether a list takes goods from the books. */
export function takesStock(
  { tradeMode, emsNo }: Pick<StockList, 'tradeMode' | 'emsNo'>,
  parameters: { readonly stockRequired: boolean },
): boolean {
  return parameters.stockRequired && isBonded(tradeMode) && emsNo !== null;
}

/** Keys (`bookLineKey`) of the lines of books that a list names. */
export function bookLinesOf({ emsNo, lines }: Omit<StockList, 'tradeMode'>): string[] {
  return lines.flatMap(({ itemRecordNo }) =>
    emsNo === null || itemRecordNo === null ? [] : [bookLineKey(emsNo, itemRecordNo)],
  );
}

/** The accounts of those lines. */
export function stockAccountsOf({ emsNo, lines }: Omit<StockList, 'tradeMode'>): AccountId[] {
  return lines.flatMap(({ itemRecordNo }) =>
    emsNo === null || itemRecordNo === null ? [] : [stockAccount(emsNo, itemRecordNo)],
  );
}

/** Each line of a list with the line of the book that it names. */
export function bookedUses(
  list: StockList,
  books: ReadonlyMap<string, StockLine>,
): readonly BookedUse[] {
  return list.lines.flatMap(({ itemRecordNo, qty, unit }, line) => {
    if (list.emsNo === null || itemRecordNo === null) return [];
    const booked = books.get(bookLineKey(list.emsNo, itemRecordNo)) ?? null;
    const quantity = booked === null ? null : declaredQuantity(booked, qty, unit);
    return [{ line, recordNo: itemRecordNo, booked, quantity }];
  });
}

/** What a list takes in all from each line of its book. */
export function stockUses(
  uses: readonly BookedUse[],
  balanceOf: (account: AccountId) => Balance | null,
): StockUse[] {
  const sums = new Map<string, StockUse>();
  for (const { line, recordNo, booked, quantity } of uses) {
    if (booked === null || quantity === null || quantity <= 0n) continue;
    const before = sums.get(recordNo);
    if (before !== undefined) {
      sums.set(recordNo, { ...before, quantity: before.quantity + quantity });
      continue;
    }
    const account = stockAccount(booked.bookNo, recordNo);
    sums.set(recordNo, { account, balance: balanceOf(account), quantity, recordNo, line });
  }
  return [...sums.values()];
}

/** What is there and not promised to others. */
export function freeOf(balance: Balance | null): Scaled5 {
  return balance === null ? 0n : (balance.limit ?? 0n) - balance.pending - balance.posted;
}

/** The goods of an accepted list are promised to it until it leaves, or comes to nothing. */
export function promiseGoods(uses: readonly StockUse[], ref: string): Transfer[] {
  return uses.map(({ account, quantity }) => {
    return { ...account, kind: 'reserve', amount: quantity, ref, limit: 0n };
  });
}

/** Whether a posting promises goods; they go out at the gate and not with the release. */
export function isStock({ ledger }: Transfer): boolean {
  return ledger === 'stock';
}

/** What the rules see of a list that takes goods from a book, whichever way it goes. */
export type StockContext = {
  readonly case: {
    readonly list: {
      readonly terms: Pick<StockList, 'emsNo'> & {
        readonly customsCode: string;
        readonly lines: readonly {
          readonly itemNo: string | null;
          readonly unit: string;
        }[];
      };
    };
  };
  readonly date: BusinessDate;
  /** What the lines say of the books; empty for lists that take nothing from stock. */
  readonly booked: readonly BookedUse[];
  /** What the list takes from stock. */
  readonly stock: readonly StockUse[];
  /** What each line declares of its code: all of it, or of exports the heading alone (EXP-2). */
  readonly codes: readonly string[];
  /** The enterprise in the zone that has the goods, and the element that names it. */
  readonly area: { readonly element: string; readonly code: string | null };
};
