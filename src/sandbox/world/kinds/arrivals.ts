import { ending, freshSale, LIST, type Parcel, parcelOf, type Workshop } from '../parcel.ts';
import { articleNamed, buys } from '../sale.ts';
import { type Arriving, withArrival } from '../write-arrival.ts';

/** The site tells of the parcel when its list has passed and waits: then it is released. */
export function arrivedLate(shop: Workshop): Parcel[] {
  return arriving(shop, 'arrived-late', { sent: { after: LIST } });
}

/** The parcel came with another flight than its list says: the list waits on (LINE-10). */
export function otherVoyage(shop: Workshop): Parcel[] {
  const all = arriving(shop, 'voyage-differs', { changes: { voyageNo: 'XX0000' } });
  return all.map((parcel) => ending(parcel, '400', 'ARRIVAL-DIFFERS'));
}

/** The parcel has not arrived: its list has passed and waits (LINE-10). */
export function notArrived(shop: Workshop): Parcel[] {
  return arriving(shop, 'not-arrived', null).map((one) => ending(one, '400', 'ARRIVAL-NONE'));
}

// Where the law asks for no arrival there is no such case.
function arriving(shop: Workshop, kind: string, how: Arriving | null): Parcel[] {
  if (!shop.law.arrivalRequired) return [];
  const bought = [buys(articleNamed('跑鞋'), 1n)];
  const parcel = parcelOf(shop, kind, freshSale(shop, { mode: '9610', bought }));
  return [how === null ? parcel : withArrival(shop, parcel, how)];
}
