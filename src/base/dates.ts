/**
 * Milliseconds since 1970-01-01T00:00Z. Comes in as a parameter; only `src/io/clock.ts` reads it.
 */
export type Instant = number;

/** A Shanghai calendar day, `YYYY-MM-DD`. Plain strings compare in order. */
export type BusinessDate = string;

/** Milliseconds of a day; Shanghai has no summer time. */
export const DAY = 86_400_000;
// Shanghai has kept UTC+8 without summer time since 1991, before any rule here begins.
const SHANGHAI = 8 * 3_600_000;

/** The Shanghai day of an instant. */
export function businessDate(at: Instant): BusinessDate {
  return new Date(at + SHANGHAI).toISOString().slice(0, 10);
}

/** The calendar year of a business date. */
export function yearOf(date: BusinessDate): number {
  return Number(date.slice(0, 4));
}

/** `date` moved by whole days. */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** `date` moved by whole months; the day is clipped to the month's end. */
export function addMonths(date: BusinessDate, months: number): BusinessDate {
  const first = new Date(Date.parse(`${date.slice(0, 7)}-01T00:00:00Z`));
  first.setUTCMonth(first.getUTCMonth() + months);
  const month = first.toISOString().slice(0, 7);
  for (let day = Number(date.slice(8)); ; day -= 1) {
    const candidate = `${month}-${String(day).padStart(2, '0')}`;
    if (isBusinessDate(candidate)) return candidate;
  }
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** Whether the text is a real calendar day `YYYY-MM-DD`. */
export function isBusinessDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const parsed = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === text;
}

/** The instant at which a Shanghai day begins. */
export function startOfDay(date: BusinessDate): Instant {
  return Date.parse(`${date}T00:00:00Z`) - SHANGHAI;
}

/** Reads a message time `yyyyMMddHHmmss` of Shanghai; null when there is no such moment. */
export function parseStamp14(text: string): Instant | null {
  const m = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (m === null) return null;
  const [hour, minute, second] = [Number(m[4]), Number(m[5]), Number(m[6])];
  const date = `${m[1]}-${m[2]}-${m[3]}`;
  if (!isBusinessDate(date) || hour > 23 || minute > 59 || second > 59) return null;
  return startOfDay(date) + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Reads a message day `yyyyMMdd`; null when there is no such day. */
export function parseStamp8(text: string): BusinessDate | null {
  if (!/^\d{8}$/.test(text)) return null;
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return isBusinessDate(date) ? date : null;
}

/** An instant as the receipts write it: `yyyyMMddHHmmssSSS` of Shanghai. */
export function stamp17(at: Instant): string {
  return new Date(at + SHANGHAI).toISOString().replace(/[-T:.Z]/g, '');
}

/** An instant as the documents write it: `yyyyMMddHHmmss` of Shanghai. */
export function stamp14(at: Instant): string {
  return stamp17(at).slice(0, 14);
}

/** An instant as ISO 8601 with the Shanghai offset, for JSON and screens. */
export function isoShanghai(at: Instant): string {
  return `${new Date(at + SHANGHAI).toISOString().slice(0, -1)}+08:00`;
}
