import { addDays, type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import type { Count, ShortageTax } from '../bonded/count.ts';
import { documentOf } from '../bonded/paper.ts';
import { billTotal } from '../clearance/bill.ts';
import type { Notice } from '../clearance/notice-store.ts';
import type { Book } from '../registry/book.ts';

/** The last day to pay a notice: 15 days from the day of its issue (GACC 2022 No.61). */
export function payBy(today: BusinessDate): BusinessDate {
  return addDays(today, 15);
}

/**
 * The payment notice of a count whose missing goods are taxed, to the enterprise of the book: one
 * for all of them, or none when no tax is due. There is nothing to wait for as there is with
 * parcels, since nothing of it can come back, and no guarantee in which it would be frozen.
 */
export function shortageNotices(
  count: Count,
  { enterpriseCode }: Book,
  owed: ShortageTax | null,
  at: Instant,
): Notice[] {
  if (owed === null || billTotal(owed) === 0n) return [];
  const { duty, consumptionTax, vat } = owed;
  const today = businessDate(at);
  return [
    {
      // Our own numbering, as with the notices of parcels; each count has one at most.
      ...{ dutyNo: `JK${count.paperNo}`, assureCode: enterpriseCode, document: documentOf(count) },
      ...{ releasedDay: today, issuedAt: at, due: payBy(today) },
      ...{ bills: 1, duty, consumptionTax, vat, paidAt: null, voidedAt: null },
    },
  ];
}
