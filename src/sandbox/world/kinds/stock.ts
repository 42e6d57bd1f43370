import { present } from '../../../base/assert.ts';
import { bookNoOf } from '../books.ts';
import {
  changing,
  changingLine,
  ending,
  freshSale,
  LIST,
  type Parcel,
  parcelOf,
  type Workshop,
} from '../parcel.ts';
import { AREAS } from '../parties.ts';
import { articleNamed, buys } from '../sale.ts';

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

/** What each parcel takes and what lies on the shelf that they share, in declared units. */
const TAKEN = 2n;
const ON_SHELF = 3n;
const PARCELS = 2;

/** Two parcels at a line with too little for both: one is served, whichever comes first (STK-7). */
export function shortStock(shop: Workshop, set: string): Parcel[] {
  const area = present(AREAS[0], 'a warehouse');
  const article = articleNamed('白屿牙膏');
  const buyer = shop.freshBuyer();
  const bought = [buys(article, TAKEN)];
  const parties = { area, buyer, consignee: buyer };
  const made = Array.from({ length: PARCELS }, () => {
    const chosen = { ...parties, bought, mode: '1210', freight: 0n, insurance: 0n } as const;
    return parcelOf(shop, 'stock-short', freshSale(shop, chosen));
  });
  const { mark } = shop.frame;
  const recordNo = `${mark}${present(made[0], 'a parcel').sale.index}`;
  const shelf = { bookNo: bookNoOf(area), recordNo, article, quantity: ON_SHELF };
  return made.map((parcel) => {
    return { ...changingLine(parcel, LIST, 0, { itemRecordNo: recordNo }), shelf, set };
  });
}

/** How many of them are served. */
export function servedOf(parcels: number): number {
  return Math.min(parcels, Number(ON_SHELF / TAKEN));
}
