import { addMonths, type BusinessDate, businessDate, type Instant } from '../../base/dates.ts';

/** A month, as its first day in Shanghai. */
export type Month = BusinessDate;

/** The month in which an instant lies. */
export function monthOf(at: Instant): Month {
  return `${businessDate(at).slice(0, 7)}-01`;
}

/** The month behind it. */
export function monthAfter(month: Month): Month {
  return addMonths(month, 1);
}
