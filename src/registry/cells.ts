import { type Fen, parseFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { compare, parseRational, type Rate, ZERO } from '../base/rate.ts';
import type { Row } from './csv-table.ts';
import { isPeriod, type Period } from './dated.ts';
import { type ProfileCode, profileFinding } from './profile-findings.ts';

/** A row being read: what is wrong with it goes to `sink`. */
export type RowReader = { readonly file: string; readonly row: Row; readonly sink: Finding[] };

/** Says that a cell is wrong. */
export function refuseCell(
  reader: RowReader,
  column: string,
  detail: string,
  code: ProfileCode = 'PROFILE-VALUE',
): null {
  const place = { file: reader.file, path: column, line: reader.row.line };
  reader.sink.push(profileFinding(code, place, detail));
  return null;
}

/** The text of a cell; empty when the cell is. */
export function cell(reader: RowReader, column: string): string {
  return reader.row.cells[column] ?? '';
}

/** The text of a cell that must not be empty. */
export function requiredCell(reader: RowReader, column: string): string | null {
  const text = cell(reader, column);
  return text === '' ? refuseCell(reader, column, 'empty', 'PROFILE-MISSING') : text;
}

/** A rate from 0 up to but below `limit`; written 0.13 or 13%. */
export function rateCell(reader: RowReader, column: string, limit: Rate): Rate | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  const value = parseRational(text);
  if (value === null) return refuseCell(reader, column, `"${text}" is no rate`);
  if (compare(value, ZERO) < 0 || compare(value, limit) >= 0) {
    return refuseCell(reader, column, `"${text}" is out of range; write 13 per cent as 0.13`);
  }
  return value;
}

/** A positive rational; null and a finding when it is none. */
export function positiveCell(reader: RowReader, column: string): Rate | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  const value = parseRational(text);
  if (value !== null && compare(value, ZERO) > 0) return value;
  return refuseCell(reader, column, `"${text}" is no positive number`);
}

/** An amount of yuan as fen, above zero. */
export function fenCell(reader: RowReader, column: string): Fen | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  const value = parseFen(text);
  if (value !== null && value > 0n) return value;
  return refuseCell(reader, column, `"${text}" is no amount in yuan with at most two decimals`);
}

/** Parts of a cell separated by `|`. */
export function partsCell(reader: RowReader, column: string): string[] {
  return cell(reader, column)
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The columns `from` and `until`; an empty `from` stands for the day the profile begins. */
export function periodCells(reader: RowReader, begins: string): Period | null {
  const from = cell(reader, 'from') === '' ? begins : cell(reader, 'from');
  const until = cell(reader, 'until') === '' ? null : cell(reader, 'until');
  if (isPeriod(from, until)) return { from, until };
  const detail = `from "${from}" until "${until ?? ''}" is no period of days YYYY-MM-DD`;
  return refuseCell(reader, 'from', detail, 'PROFILE-PERIOD');
}

/** A code of one of the given lengths in digits; explains the zero that a spreadsheet drops. */
export function digitsCell(
  reader: RowReader,
  column: string,
  lengths: readonly number[],
): string | null {
  const text = requiredCell(reader, column);
  if (text === null) return null;
  if (/^\d+$/.test(text) && lengths.includes(text.length)) return text;
  const lost = lengths.some((length) => text.length === length - 1);
  const detail = `"${text}" is not ${lengths.join(' or ')} digits`;
  return refuseCell(reader, column, lost ? `${detail}; was a leading zero dropped?` : detail);
}
