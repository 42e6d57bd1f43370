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

/** The last day that `businessDate` wrote, and the instant it begins. */
let lastDay: BusinessDate = '';
let lastStart: Instant = Number.NaN;

/**
 * The Shanghai day of an instant. Every message asks for the day of now, so the day is written once
 * and kept until it is over: a fiftieth of the time.
 */
export function businessDate(at: Instant): BusinessDate {
  if (at >= lastStart && at < lastStart + DAY) return lastDay;
  lastDay = new Date(at + SHANGHAI).toISOString().slice(0, 10);
  lastStart = Math.floor((at + SHANGHAI) / DAY) * DAY - SHANGHAI;
  return lastDay;
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

const HYPHEN = 0x2d;

/** Whether the text is a real calendar day `YYYY-MM-DD`. */
export function isBusinessDate(text: string): boolean {
  if (text.length !== 10) return false;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN) return false;
  return isDay(digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10));
}

/**
 * The number that the digits `text[from, to)` write, -1 when one of them is none. By hand, because
 * dates are read a dozen times a parcel: a regular expression and Date.parse took 15 times as long.
 */
function digitsAt(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Whether the Gregorian calendar has the day; -1 is no year, month or day. */
function isDay(year: number, month: number, day: number): boolean {
  if (year < 0 || month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 && isLeap(year) ? 29 : MONTHS[month - 1]!);
}

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The instant at which a Shanghai day begins. */
export function startOfDay(date: BusinessDate): Instant {
  return Date.parse(`${date}T00:00:00Z`) - SHANGHAI;
}

/** Days of 400 years, after which the calendar repeats itself. */
const CYCLE = 146_097;

/** Reads a message time `yyyyMMddHHmmss` of Shanghai; null when there is no such moment. */
export function parseStamp14(text: string): Instant | null {
  if (text.length !== 14) return null;
  const [year, month, day] = [digitsAt(text, 0, 4), digitsAt(text, 4, 6), digitsAt(text, 6, 8)];
  const hour = digitsAt(text, 8, 10);
  const minute = digitsAt(text, 10, 12);
  const second = digitsAt(text, 12, 14);
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  if (hour < 0 || minute < 0 || second < 0) return null;
  // Date.UTC takes the years below 100 for those of the last century.
  const start = Date.UTC(year + 400, month - 1, day) - CYCLE * DAY - SHANGHAI;
  return start + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Whether the text is a message day `yyyyMMdd` that the calendar has. */
export function isStamp8(text: string): boolean {
  if (text.length !== 8) return false;
  return isDay(digitsAt(text, 0, 4), digitsAt(text, 4, 6), digitsAt(text, 6, 8));
}

/** Reads a message day `yyyyMMdd`; null when there is no such day. */
export function parseStamp8(text: string): BusinessDate | null {
  if (!isStamp8(text)) return null;
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}

const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Reads a day (its start in Shanghai) or a time such as `2026-01-31T08:00` (of Shanghai when it
 * names no offset), as people write them; null when it is neither.
 */
export function parseMoment(text: string): Instant | null {
  if (isBusinessDate(text)) return startOfDay(text);
  const match = MOMENT.exec(text);
  if (match === null || !isBusinessDate(text.slice(0, 10))) return null;
  const at = Date.parse(`${text.replace(' ', 'T')}${match[3] === undefined ? '+08:00' : ''}`);
  return Number.isNaN(at) ? null : at;
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
