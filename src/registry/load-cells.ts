import { type BusinessDate, type Instant, isBusinessDate, parseMoment } from '../base/dates.ts';
import { type Fen, parseFen, parseScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { enterpriseCodeFault } from './enterprise-code.ts';
import { type LoadCode, loadFinding } from './load-codes.ts';
import type { LoadRow } from './load-files.ts';

/** A row being read; what stops it goes to `findings`, what is only odd to `warnings`. */
export type Reader = {
  readonly row: LoadRow;
  readonly findings: Finding[];
  readonly warnings: Finding[];
};

/** Refuses a cell. `detail` is shown and logged: it may quote the cell unless it is personal. */
export function refuse(reader: Reader, column: string, code: LoadCode, detail = ''): null {
  const { file, line } = reader.row;
  reader.findings.push(loadFinding(code, { file, line, column }, detail));
  return null;
}

/** The text of a cell; empty when the column is not there. */
export function textCell(reader: Reader, column: string): string {
  return reader.row.cells[column] ?? '';
}

/** The text of a cell that must be filled. */
export function requiredCell(reader: Reader, column: string): string | null {
  const text = textCell(reader, column);
  return text === '' ? refuse(reader, column, 'LOAD-MISSING') : text;
}

/** One of a few words; the first one when the cell is empty and `fallback` is given. */
export function wordCell<Word extends string>(
  reader: Reader,
  column: string,
  words: readonly Word[],
  fallback?: Word,
): Word | null {
  const text = textCell(reader, column);
  if (text === '' && fallback !== undefined) return fallback;
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  const code = text === '' ? 'LOAD-MISSING' : 'LOAD-VALUE';
  return refuse(reader, column, code, `"${text}"; known are ${words.join(', ')}`);
}

/** Several words separated by `;`, at least one. */
export function wordsCell<Word extends string>(
  reader: Reader,
  column: string,
  words: readonly Word[],
): Word[] | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  const parts = [...new Set(text.split(';').map((part) => part.trim()))].filter(Boolean);
  const known = parts.flatMap((part) => words.find((word) => word === part) ?? []);
  if (known.length === parts.length && known.length > 0) return known;
  return refuse(reader, column, 'LOAD-VALUE', `"${text}"; known are ${words.join(', ')}`);
}

/** true or false; false when empty. */
export function flagCell(reader: Reader, column: string): boolean | null {
  const word = wordCell(reader, column, ['true', 'false'], 'false');
  return word === null ? null : word === 'true';
}

/** A day, or null when the cell is empty; `undefined` when it is wrong. */
export function dayCell(reader: Reader, column: string): BusinessDate | null | undefined {
  const text = textCell(reader, column);
  if (text === '') return null;
  if (isBusinessDate(text)) return text;
  refuse(reader, column, 'LOAD-VALUE', `"${text}" is no day YYYY-MM-DD`);
  return undefined;
}

/** `from` and `until` (the first day after, or empty). */
export function periodCells(
  reader: Reader,
): { readonly from: BusinessDate; readonly until: BusinessDate | null } | null {
  if (requiredCell(reader, 'from') === null) return null;
  const [from, until] = [dayCell(reader, 'from'), dayCell(reader, 'until')];
  if (from === undefined || from === null || until === undefined) return null;
  if (until === null || from < until) return { from, until };
  return refuse(reader, 'until', 'LOAD-VALUE', `"${until}" is not after "${from}"`);
}

/** A day (its start in Shanghai) or a time (of Shanghai when it names no offset). */
export function instantCell(reader: Reader, column: string): Instant | null | undefined {
  const text = textCell(reader, column);
  if (text === '') return null;
  const at = parseMoment(text);
  if (at !== null) return at;
  refuse(reader, column, 'LOAD-VALUE', `"${text}" is no time such as 2026-01-31T08:00:00+08:00`);
  return undefined;
}

/** An amount of yuan from 0 up, as fen. */
export function fenCell(reader: Reader, column: string): Fen | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  const fen = text.length <= 16 ? parseFen(text) : null;
  if (fen !== null && fen >= 0n) return fen;
  return refuse(reader, column, 'LOAD-VALUE', `"${text}" is no amount in yuan`);
}

/** A whole number above zero, or null when the cell is empty; `undefined` when it is wrong. */
export function countCell(reader: Reader, column: string): bigint | null | undefined {
  const text = textCell(reader, column);
  if (text === '') return null;
  if (/^[1-9]\d{0,11}$/.test(text)) return BigInt(text);
  refuse(reader, column, 'LOAD-VALUE', `"${text}" is no whole number above zero`);
  return undefined;
}

/** A quantity above zero, at most five decimals. */
export function quantityCell(reader: Reader, column: string): Scaled5 | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  const quantity = /^\d{1,12}(\.\d{1,5})?$/.test(text) ? parseScaled5(text) : null;
  if (quantity !== null && quantity > 0n) return quantity;
  return refuse(reader, column, 'LOAD-VALUE', `"${text}" is no quantity above zero`);
}

/** A number of books, lines or lots: what message fields hold, 1 to 30 letters and digits. */
export function numberCell(reader: Reader, column: string): string | null {
  const text = requiredCell(reader, column);
  if (text === null || /^[\w-]{1,30}$/.test(text)) return text;
  return refuse(reader, column, 'LOAD-VALUE', `"${text}" is not 1 to 30 letters and digits`);
}

/** A code of so many digits, for example of a unit, a country or a customs office. */
export function digitsCell(reader: Reader, column: string, digits: number): string | null {
  const text = requiredCell(reader, column);
  if (text === null || (/^\d+$/.test(text) && text.length === digits)) return text;
  return refuse(reader, column, 'LOAD-VALUE', `"${text}" is not ${digits} digits`);
}

/** The code of an enterprise. A check digit that does not fit is a warning only. */
export function codeCell(reader: Reader, column: string): string | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  const fault = enterpriseCodeFault(text);
  if (fault === 'malformed') {
    const detail = `"${text}" has not 10 or 18 digits and capitals`;
    return refuse(reader, column, 'LOAD-VALUE', detail);
  }
  if (fault === 'check-digit') {
    const { file, line } = reader.row;
    reader.warnings.push(loadFinding('LOAD-CHECK-DIGIT', { file, line, column }, `"${text}"`));
  }
  return text;
}
