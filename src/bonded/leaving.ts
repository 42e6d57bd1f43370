import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { bookLineKey, stockAccount } from '../registry/book.ts';
import { type PromisedGoods, sumOf } from './exit.ts';
import { isFresh, type Lot, lotKey, type Move, type Picked, pick, pickFrom } from './lot.ts';
import type { FoundSurplus, LeftMove } from './outgoing-store.ts';
import { isStaging, stagingOf } from './place.ts';
import { goesOut, type StockChange, together } from './stock.ts';

/** A parcel of which something other than its gate proves that it left, and what that is. */
export type ProvenLeft = {
  readonly listNo: string;
  readonly bookNo: string;
  readonly document: string;
  readonly line: string;
};

export type ParcelLeft = {
  readonly change: StockChange;
  /** The first day after which what left is not sold; null when it keeps. */
  readonly until: BusinessDate | null;
};

/**
 * Books out what was promised to a parcel from one line of its book, whole. Where the goods were
 * taken from nobody reported: first what was picked for it, then what is fresh on the shelves, and
 * last of all what was picked for others.
 * @param shelves what lies there by `bookLineKey`, which becomes less
 */
export function parcelLeft(
  { listNo, bookNo, document, line }: ProvenLeft,
  { recordNo, quantity, ref }: PromisedGoods,
  shelves: Map<string, readonly Lot[]>,
  date: BusinessDate,
): ParcelLeft {
  const key = bookLineKey(bookNo, recordNo);
  const lots = (shelves.get(key) ?? []).filter(({ status }) => status === 'bonded');
  const own = lots.filter(({ location }) => location === stagingOf(listNo));
  const loose = lots.filter(({ location }) => !isStaging(location));
  const fresh = loose.filter((lot) => isFresh(lot, date));
  const stale = loose.filter((lot) => !isFresh(lot, date));
  const others = lots.filter((lot) => !own.includes(lot) && !loose.includes(lot));
  const picked = pickFrom([own, fresh, stale, others], quantity);
  const taken = new Map(picked.map((one) => [lotKey(one.lot), one.quantity]));
  shelves.set(
    key,
    lots.map((lot) => ({ ...lot, quantity: lot.quantity - (taken.get(lotKey(lot)) ?? 0n) })),
  );
  const moves = picked.flatMap((one) => goesOut(one.lot, one.quantity, { document, line }).moves);
  const account = stockAccount(bookNo, recordNo);
  const post: Transfer = { ...account, kind: 'post', amount: quantity, ref, limit: 0n };
  const days = picked.flatMap(({ lot }) => lot.expiresOn ?? []).sort();
  return { change: { lots: [], moves, transfers: [post] }, until: days[0] ?? null };
}

/**
 * What stock-takes found too much of goods after these were booked out: they lay there, and are no
 * surplus once they are put back. Of each line it is no more than is put back.
 * @param moves those by which the goods left
 * @param found surplus of stock-takes since then
 * @param free what of the surplus is not promised to a paper, by `bookLineKey`
 * @returns what is taken of it, and where it is not there any more: sold, destroyed or promised
 */
export function countedMeanwhile(
  moves: readonly LeftMove[],
  found: readonly FoundSurplus[],
  free: ReadonlyMap<string, Scaled5>,
): { readonly picked: readonly Picked[]; readonly gone: readonly FoundSurplus[] } {
  const lines = sumOf(moves).map(({ recordNo, quantity }) => {
    const own = found.filter(({ lot }) => lot.recordNo === recordNo);
    const [first] = own;
    if (first === undefined) return { picked: [], gone: [] };
    const booked = own.reduce((sum, one) => sum + one.booked, 0n);
    const more = booked + quantity > 0n;
    const due = more ? -quantity : booked;
    const lots = own.map(({ lot }) => lot);
    const picked = pick(lots, due);
    const there = picked.reduce((sum, one) => sum + one.quantity, 0n);
    const unpromised = free.get(bookLineKey(first.lot.bookNo, recordNo)) ?? 0n;
    return there < due || unpromised < due ? { picked: [], gone: [first] } : { picked, gone: [] };
  });
  return {
    picked: lines.flatMap(({ picked }) => picked),
    gone: lines.flatMap(({ gone }) => gone),
  };
}

/**
 * Puts what left with a departure that did not take place back into the lots it was taken from,
 * and promises it to its list again, as `ref`.
 * @param moves those by which it left
 * @param surplus as what stock-takes found it meanwhile
 */
export function stayed(
  moves: readonly LeftMove[],
  ref: string,
  surplus: readonly Picked[],
): StockChange {
  const document = `take-back ${ref}`;
  const { bookNo, line } = present(moves[0], 'what left');
  const back = moves.map(({ bookNo, recordNo, lotNo, quantity, line }): Move => {
    return { bookNo, recordNo, lotNo, status: 'bonded', quantity: -quantity, document, line };
  });
  const transfers = sumOf(back).flatMap(({ recordNo, quantity: amount }): Transfer[] => {
    const account = stockAccount(bookNo, recordNo);
    return [
      { ...account, kind: 'raise', amount, ref: document, limit: null },
      { ...account, kind: 'reserve', amount, ref, limit: 0n },
    ];
  });
  const found = surplus.map(({ lot, quantity }) => goesOut(lot, quantity, { document, line }));
  return together([{ lots: [], moves: back, transfers }, ...found]);
}
