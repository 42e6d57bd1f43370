import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { type ListEventState, listEvent } from '../bonded/events.ts';
import type { FiledExportList } from '../documents/export-list-store.ts';
import type { FiledList } from '../documents/list-store.ts';
import { takesStock } from '../matching/stock.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';

type LawOfDay = { at(date: BusinessDate): { readonly stockRequired: boolean } };

type AnyList = FiledList | FiledExportList;
/** A list of either way with what was decided on it. */
type ReleasedList = {
  readonly list: AnyList;
  readonly listNo: string;
  readonly verdict: { readonly status: string };
};

/** Lists that were released just now and take goods from a book: what there is to pick. */
export function releaseEvents(
  decided: readonly ReleasedList[],
  law: LawOfDay,
  at: Instant,
): AddressedReceipt[] {
  const parameters = law.at(businessDate(at));
  return decided
    .filter(({ verdict }) => verdict.status === '800')
    .filter(({ list }) => takesStock(list.terms, parameters))
    .flatMap(({ list, listNo }) => eventOf(list, listNo, 'released', at));
}

/** A parcel left through the gate. */
export function goneEvents(list: AnyList, listNo: string, at: Instant): AddressedReceipt[] {
  return eventOf(list, listNo, 'gone', at);
}

/** A list that was released is withdrawn: its goods are not picked, or go back to the shelf. */
export function withdrawnEvents(list: AnyList, listNo: string, at: Instant): AddressedReceipt[] {
  return eventOf(list, listNo, 'withdrawn', at);
}

function eventOf(
  { terms }: AnyList,
  listNo: string,
  state: ListEventState,
  at: Instant,
): AddressedReceipt[] {
  const { emsNo: bookNo, orderNo, logisticsNo, lines } = terms;
  if (bookNo === null) return [];
  const goods = lines.flatMap(({ itemRecordNo: recordNo, qty: quantity, unit }) =>
    recordNo === null ? [] : [{ recordNo, quantity, unit }],
  );
  return [listEvent({ bookNo, listNo, orderNo, logisticsNo, goods }, state, at)];
}
