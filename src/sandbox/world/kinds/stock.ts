import { present } from '../../../base/assert.ts';
import { bookNoOf, type Shelf } from '../books.ts';
import type { Article } from '../catalog.ts';
import {
  changing,
  changingLine,
  ending,
  freshSale,
  LIST,
  type Parcel,
  parcelOf,
  type Short,
  treating,
  type Workshop,
} from '../parcel.ts';
import { AREAS } from '../parties.ts';
import { articleNamed, buys, type Sale } from '../sale.ts';

/** A record number that no book has (STK-7). */
export function notInBook(shop: Workshop): Parcel {
  const parcel = parcelOf(shop, 'book-line-unknown', freshSale(shop, { mode: '1210' }));
  return ending(changingLine(parcel, LIST, 0, { itemRecordNo: '999' }), '100', 'STK-LINE');
}

/** Another article than the line of the book has (STK-7). */
export function otherArticle(shop: Workshop): Parcel {
  const bought = [buys(articleNamed('爽肤水'), 2n)];
  const parcel = parcelOf(shop, 'book-line-other', freshSale(shop, { mode: '1210', bought }));
  return ending(changingLine(parcel, LIST, 0, { itemRecordNo: '101' }), '100', 'STK-LINE');
}

/** Goods that lie with another warehouse than the list says (STK-8). */
export function otherWarehouse(shop: Workshop): Parcel {
  const [area, other] = [present(AREAS[0], 'a warehouse'), present(AREAS[1], 'another')];
  const parcel = parcelOf(shop, 'book-of-other', freshSale(shop, { mode: '1210', area }));
  const changes = { areaCode: other.code, areaName: other.name };
  return ending(changing(parcel, LIST, changes), '100', 'STK-LINE');
}

/** What each of these parcels takes, in declared units. */
const TAKEN = 2n;
const ON_SHELF = 3n;

/** Two parcels at a line with too little for both: one is served, whichever comes first (STK-7). */
export function shortStock(shop: Workshop, set: string): Parcel[] {
  const area = present(AREAS[0], 'a warehouse');
  const article = articleNamed('白屿牙膏');
  const made = atOneShelf(shop, 2, { kind: 'stock-short', area, article });
  const recordNo = `${shop.frame.mark}${present(made[0], 'a parcel').sale.index}`;
  const shelf = { bookNo: bookNoOf(area, shop.frame.firstBook), recordNo, article };
  return made.map((parcel) => ({ ...onShelf(parcel, { ...shelf, quantity: ON_SHELF }), set }));
}

const COMES = 6n;

/**
 * A line on which nothing lies. A parcel that is declared before its entry list has come is
 * returned; of those declared afterwards all that came is sold, and the last gets nothing (STK-7).
 */
export function soldOut(shop: Workshop, set: string): Parcel[] {
  const { firstBook, mark } = shop.frame;
  if (firstBook === undefined) return [];
  const area = present(AREAS[1], 'a warehouse');
  const article = articleNamed('洗发水');
  const made = atOneShelf(shop, 5, { kind: 'stock-sold-out', area, article });
  const { index } = present(made[0], 'a parcel').sale;
  const comes = { ownNo: `E${mark}L${index}`, quantity: COMES };
  // Entry lists name lines of the book by whole numbers; those of the articles begin at 101.
  const recordNo = String(1_000 + index);
  const shelf = { bookNo: bookNoOf(area, firstBook), recordNo, article, quantity: 0n, comes };
  const [early, ...late] = made.map((parcel) => onShelf(parcel, shelf));
  const returned = ending(present(early, 'a parcel'), '100', 'STK-SHORT');
  const outcome = { ...returned.outcome, short: { asked: TAKEN, free: 0n } };
  const before: Parcel = { ...returned, kind: 'stock-before-entry', outcome };
  const after = late.map((one) => ({ ...treating(one, LIST, { arrived: comes.ownNo }), set }));
  return [before, ...after];
}

type AtShelf = Pick<Sale, 'area'> & { readonly kind: string; readonly article: Article };

/** Parcels of one buyer that take the same of one article. */
function atOneShelf(shop: Workshop, count: number, { kind, area, article }: AtShelf): Parcel[] {
  const buyer = shop.freshBuyer();
  const bought = [buys(article, TAKEN)];
  const parties = { area, buyer, consignee: buyer };
  return Array.from({ length: count }, () => {
    const chosen = { ...parties, bought, mode: '1210', freight: 0n, insurance: 0n } as const;
    return parcelOf(shop, kind, freshSale(shop, chosen));
  });
}

/** The parcel with its first line taken from a shelf of its own. */
export function onShelf(parcel: Parcel, shelf: Shelf): Parcel {
  return { ...changingLine(parcel, LIST, 0, { itemRecordNo: shelf.recordNo }), shelf };
}

/** How many parcels of a set at one shelf are served, and what the others are told. */
export function servedOf(parcels: readonly Parcel[]): { released: number; short: Short } {
  const { quantity, comes } = present(parcels[0]?.shelf, 'a shelf');
  const there = quantity + (comes?.quantity ?? 0n);
  const released = Math.min(parcels.length, Number(there / TAKEN));
  return { released, short: { asked: TAKEN, free: there - BigInt(released) * TAKEN } };
}

/**
 * Where a world foretells its books, the parcels of a race take from one of them: which of them are
 * served is open, but not what is taken.
 */
export function ofOneBook(shop: Workshop): Partial<Sale> {
  if (shop.frame.firstBook === undefined) return {};
  return { mode: '1210', area: present(AREAS[0], 'a warehouse') };
}
