import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from '../base/decode-text.ts';
import type { Finding } from '../base/finding.ts';
import { type Place, profileFinding } from './profile-findings.ts';

/** One row of a table with the line of the file it ends on; every column of the table is there. */
export type Row = { readonly line: number; readonly cells: Readonly<Record<string, string>> };

/** The columns of a table: required ones first, then those that may be left out. */
export type Columns = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
};

// The official tariff has some 9,000 lines of 100 bytes; this leaves room for eight periods each.
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads a CSV table with a header line. What is wrong goes to `sink` with its line; rows with
 * the wrong number of cells are left out.
 */
export function readTable(
  bytes: Uint8Array,
  file: string,
  columns: Columns,
  sink: Finding[],
): Row[] {
  const top: Place = { file, path: '', line: 1 };
  if (bytes.length > MAX_BYTES) {
    sink.push(profileFinding('PROFILE-FILE', top, `more than ${MAX_BYTES} bytes`));
    return [];
  }
  const decoded = decodeText(bytes);
  if (decoded === null) {
    sink.push(profileFinding('PROFILE-ENCODING', top, 'save it as "CSV UTF-8"'));
    return [];
  }
  const records = parseRecords(decoded.text, file, sink);
  const header = records.shift();
  if (header === undefined) {
    if (sink.length === 0) sink.push(profileFinding('PROFILE-MISSING', top, 'the header line'));
    return [];
  }
  if (!checkHeader(header.cells, columns, file, sink)) return [];
  return records.flatMap((record) => readRecord(record, header.cells, columns, file, sink));
}

type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

function parseRecords(text: string, file: string, sink: Finding[]): CsvRecord[] {
  const records: CsvRecord[] = [];
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: string[], context) => {
        // A spreadsheet writes rows of commas where the table has ended.
        if (cells.some((cell) => cell !== '')) records.push({ line: context.lines, cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (records.at(-1)?.line ?? 0) + 1;
    sink.push(profileFinding('PROFILE-SYNTAX', { file, path: '', line }, error.message));
    return [];
  }
  return records;
}

function checkHeader(
  names: readonly string[],
  columns: Columns,
  file: string,
  sink: Finding[],
): boolean {
  const known = [...columns.required, ...columns.optional];
  const before = sink.length;
  const place = (path: string): Place => ({ file, path, line: 1 });
  for (const name of columns.required) {
    if (names.includes(name)) continue;
    sink.push(profileFinding('PROFILE-MISSING', place(name), `the column "${name}"`));
  }
  names.forEach((name, index) => {
    if (!known.includes(name)) {
      const detail = `column "${name}"; known are ${known.join(', ')}`;
      sink.push(profileFinding('PROFILE-KEY', place(name), detail));
    } else if (names.indexOf(name) !== index) {
      sink.push(profileFinding('PROFILE-DUPLICATE', place(name), `column "${name}"`));
    }
  });
  return sink.length === before;
}

function readRecord(
  record: CsvRecord,
  names: readonly string[],
  columns: Columns,
  file: string,
  sink: Finding[],
): Row[] {
  if (record.cells.length !== names.length) {
    const detail = `${record.cells.length} cells where the header has ${names.length}`;
    sink.push(profileFinding('PROFILE-SYNTAX', { file, path: '', line: record.line }, detail));
    return [];
  }
  const cells: Record<string, string> = {};
  for (const name of columns.optional) cells[name] = '';
  names.forEach((name, index) => {
    cells[name] = record.cells[index] ?? '';
  });
  return [{ line: record.line, cells }];
}
