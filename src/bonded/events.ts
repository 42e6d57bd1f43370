import type { Instant } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { AddressedReceipt, Receipt } from '../receipts/receipt.ts';
import type { StoredPaper } from './paper.ts';

/**
 * The stream of an account book: what the system of its warehouse has to know, numbered and kept
 * like the receipts of an enterprise and by the same code. The sign sorts books ahead of
 * enterprises, so that whoever writes events first and receipts later locks the heads in the one
 * order of them all.
 */
export function bookStream(bookNo: string): string {
  return `#${bookNo}`;
}

/** A paper of a book is new, or was changed. */
export function paperEvent(
  paper: Pick<StoredPaper, 'kind' | 'paperNo' | 'bookNo' | 'ownNo' | 'state'>,
  at: Instant,
): AddressedReceipt {
  const { kind, paperNo, bookNo, ownNo, state } = paper;
  return bookEvent(bookNo, { kind, number: paperNo, ownNo }, state, at);
}

/** What a parcel's list takes from a line of the book, in the unit it declares. */
export type ListGoods = {
  readonly recordNo: string;
  readonly quantity: Scaled5;
  readonly unit: string;
};

/** Released: its goods may be picked. Withdrawn: they may not any more. Gone: they are out. */
export type ListEventState = 'released' | 'withdrawn' | 'gone';

/** What became of a parcel's list. */
export function listEvent(
  list: {
    readonly bookNo: string;
    readonly listNo: string;
    readonly orderNo: string;
    readonly logisticsNo: string;
    readonly goods: readonly ListGoods[];
  },
  state: ListEventState,
  at: Instant,
): AddressedReceipt {
  const { bookNo, listNo, orderNo, logisticsNo, goods } = list;
  const lines = goods.map(({ recordNo, quantity, unit }) => {
    return { recordNo, quantity: formatScaled5(quantity), unit };
  });
  const keys = { kind: 'list', number: listNo, orderNo, logisticsNo };
  return bookEvent(bookNo, keys, state, at, { lines });
}

/** Something that the system of a warehouse has to know of a book. */
export function bookEvent(
  bookNo: string,
  keys: Readonly<Record<string, string>>,
  status: string,
  at: Instant,
  more: Partial<Pick<Receipt, 'lines' | 'findings'>> = {},
): AddressedReceipt {
  const plain = { type: 'BOOK', keys, status, info: '', at, findings: [], recordGuid: null };
  return { to: bookStream(bookNo), receipt: { ...plain, ...more } };
}
