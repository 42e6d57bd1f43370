import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from '../../base/decode-text.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { plainDecimal } from './decimal.ts';
import { type Sheet, type SheetCell, type SheetRow, sheetFinding } from './sheet.ts';

/** Excel shows numbers of more than 11 digits so, and writes what it shows: 4.10105E+17. */
const SHORTENED = /^\d(?:\.\d+)?E\+\d+$/i;

/** Reads a CSV file in UTF-8, with or without a byte order mark, or GB18030. */
export function readCsv(bytes: Buffer): Result<Sheet, Finding[]> {
  const decoded = decodeText(bytes);
  if (decoded === null) return fail([sheetFinding('SHEET-ENCODING')]);
  const rows: SheetRow[] = [];
  let number = 0;
  try {
    parse(decoded.text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      delimiter: /^[^\n]*\t/.test(decoded.text) ? '\t' : ',',
      to: LIMITS.uploadRows + 2,
      on_record: (cells: string[]) => {
        number += 1;
        const row = { number, cells: cellsOf(cells) };
        if (row.cells.size > 0) rows.push(row);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return fail([sheetFinding('SHEET-FORM', { problem: error.message })]);
  }
  if (rows.length > LIMITS.uploadRows + 1) {
    return fail([sheetFinding('SHEET-SIZE', { problem: `more than ${LIMITS.uploadRows} rows` })]);
  }
  return ok({ name: '', rows, from1904: false });
}

function cellsOf(cells: readonly string[]): ReadonlyMap<number, SheetCell> {
  const found = new Map<number, SheetCell>();
  for (const [column, text] of cells.slice(0, LIMITS.uploadColumns).entries()) {
    if (text !== '') found.set(column, cellOf(text));
  }
  return found;
}

/** Written so that Excel takes them for texts: ="035" and '035. */
const GUARD = /^="(.*)"$|^'(.*)$/;

function cellOf(written: string): SheetCell {
  const [, quoted, marked] = GUARD.exec(written) ?? [];
  const text = quoted ?? marked ?? written;
  const plain = SHORTENED.test(text) ? plainDecimal(text) : null;
  return plain === null ? { text, kind: 'text' } : { text, kind: 'inexact' };
}
