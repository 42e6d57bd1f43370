import { type CompiledField, DECIMAL, INTEGER, TEXT, TOKEN } from './compiled.ts';

/**
 * Checks of simple values as XML Schema 1.0 part 2 has them: texts keep their white space and are
 * measured in code points, numbers are collapsed first. libxml2 disagrees with the standard in two
 * corners, and the standard wins here: it refuses white space around xs:int, and decimals of more
 * than 24 digits even when the surplus is trailing zeros. Character loops, for this is the hot
 * path of intake; a regular expression per field costs three times as much.
 */
export const VALID = 0;
export const BAD_LENGTH = 1;
export const BAD_NUMBER = 2;
export const BAD_DIGITS = 3;
export const BAD_FRACTION = 4;
export const BAD_FIXED = 5;
export type Problem =
  | typeof VALID
  | typeof BAD_LENGTH
  | typeof BAD_NUMBER
  | typeof BAD_DIGITS
  | typeof BAD_FRACTION
  | typeof BAD_FIXED;

/** Whether the code is XML white space: space, tab, LF or CR. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

/** The value as the schema sees it: numbers collapsed, an empty field what that stands for. */
export function normalValue(field: CompiledField, raw: string): string {
  if (raw === '' && field.implied !== null) return field.implied;
  if (field.kind === TEXT) return raw;
  const bare = trim(raw);
  return field.kind === TOKEN ? bare.replace(/[ \t\r\n]+/g, ' ') : bare;
}

/** Without white space at both ends; inner white space makes a number invalid anyway. */
function trim(raw: string): string {
  let from = 0;
  let to = raw.length;
  while (from < to && isSpace(raw.charCodeAt(from))) from++;
  while (to > from && isSpace(raw.charCodeAt(to - 1))) to--;
  return from === 0 && to === raw.length ? raw : raw.slice(from, to);
}

/** Judges a value that `normalValue` gave. */
export function checkValue(field: CompiledField, value: string): Problem {
  if (field.kind === DECIMAL) return checkDecimal(value, field.max, field.fraction);
  if (field.kind === INTEGER) return checkInteger(value, field.max);
  if (!lengthFits(value, field.min, field.max)) return BAD_LENGTH;
  return field.fixed !== null && value !== field.fixed ? BAD_FIXED : VALID;
}

/**
 * Whether the text has from `min` to `max` code points. UTF-16 units bound code points from above,
 * so the pairs are counted only when that bound does not settle it.
 */
function lengthFits(value: string, min: number, max: number): boolean {
  if (value.length < min) return false;
  if (value.length <= max && min <= 1) return true;
  const points = codePoints(value);
  return points >= min && points <= max;
}

/** Code points of a text without lone surrogates. */
export function codePoints(value: string): number {
  let pairs = 0;
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00) pairs++;
  }
  return value.length - pairs;
}

const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Offset behind an optional sign. */
function afterSign(value: string): number {
  const code = value.charCodeAt(0);
  return code === 0x2b || code === 0x2d ? 1 : 0;
}

/** Offset of the first character from `i` that is no digit. */
function afterDigits(value: string, from: number): number {
  let i = from;
  for (; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < ZERO || code > NINE) break;
  }
  return i;
}

/** Offset of the first character from `i` that is not 0. */
function afterZeros(value: string, from: number): number {
  let i = from;
  while (value.charCodeAt(i) === ZERO) i++;
  return i;
}

/** xs:decimal with totalDigits and fractionDigits; leading and trailing zeros do not count. */
function checkDecimal(value: string, total: number, fraction: number): Problem {
  const start = afterSign(value);
  const point = afterDigits(value, start);
  let end = point;
  let decimals = 0;
  if (value.charCodeAt(point) === POINT) {
    end = afterDigits(value, point + 1);
    let last = end;
    while (last > point + 1 && value.charCodeAt(last - 1) === ZERO) last--;
    decimals = last - point - 1;
    if (end - point - 1 + (point - start) === 0) return BAD_NUMBER;
  } else if (point === start) {
    return BAD_NUMBER;
  }
  if (end !== value.length) return BAD_NUMBER;
  if (decimals > fraction) return BAD_FRACTION;
  const whole = Math.max(0, point - afterZeros(value, start));
  return whole + decimals > total ? BAD_DIGITS : VALID;
}

/** xs:int with totalDigits: 32 bits, leading zeros allowed. */
function checkInteger(value: string, total: number): Problem {
  const start = afterSign(value);
  const end = afterDigits(value, start);
  if (end === start || end !== value.length) return BAD_NUMBER;
  const digits = end - Math.min(afterZeros(value, start), end - 1);
  if (digits > 10) return BAD_NUMBER;
  const number = Number(value);
  if (number > 2_147_483_647 || number < -2_147_483_648) return BAD_NUMBER;
  return digits > total ? BAD_DIGITS : VALID;
}
