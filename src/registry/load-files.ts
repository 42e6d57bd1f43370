import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { decodeText } from '../base/decode-text.ts';
import type { Finding } from '../base/finding.ts';
import type { Columns } from './csv-table.ts';
import { type LoadPlace, loadFinding } from './load-codes.ts';

/** One line of one file: where it stands and its cells by column; no column, no entry. */
export type LoadRow = {
  readonly file: string;
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
};

/** Enough for a million goods; more is loaded in several directories. */
const MAX_BYTES = 128 * 1024 * 1024;
const DATA = new Set(['.csv', '.yaml', '.yml']);

/** The files of a directory, those of the certificates folder too; null and a finding if none. */
export async function listFiles(dir: string, sink: Finding[]): Promise<string[] | null> {
  try {
    const names = await readdir(dir);
    const certificates = names.includes('certificates')
      ? (await readdir(join(dir, 'certificates'))).map((name) => `certificates/${name}`)
      : [];
    return [...names, ...certificates].sort();
  } catch (error) {
    sink.push(loadFinding('LOAD-FILE', { file: dir }, reasonOf(error)));
    return null;
  }
}

/** Whether the name is that of a data file, and of which table. */
export function tableOf(file: string): string | null {
  const extension = extname(file);
  return DATA.has(extension) ? file.slice(0, -extension.length) : null;
}

/** The bytes of a file below `dir`, or null and a finding at `place`. */
export async function readBytes(
  dir: string,
  file: string,
  place: LoadPlace,
  sink: Finding[],
): Promise<Buffer | null> {
  try {
    const bytes = await readFile(join(dir, file));
    if (bytes.length <= MAX_BYTES) return bytes;
    sink.push(loadFinding('LOAD-FILE', place, `more than ${MAX_BYTES} bytes`));
  } catch (error) {
    sink.push(loadFinding('LOAD-FILE', place, reasonOf(error)));
  }
  return null;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'unknown reason';
  const known: Record<string, string> = {
    ENOENT: 'it is not there',
    EACCES: 'no permission',
    EISDIR: 'it is a directory',
    ENOTDIR: 'it is no directory',
  };
  return known[String(error.code)] ?? String(error.code);
}

/**
 * The rows of a CSV or YAML file. `#` begins a comment line; unknown columns are refused. What is
 * wrong goes to `sink`; a row that is malformed is left out.
 */
export async function readRows(
  dir: string,
  file: string,
  columns: Columns,
  sink: Finding[],
): Promise<LoadRow[]> {
  const bytes = await readBytes(dir, file, { file }, sink);
  if (bytes === null) return [];
  const text = decodeText(bytes)?.text;
  if (text === undefined) {
    sink.push(loadFinding('LOAD-ENCODING', { file }));
    return [];
  }
  const known = [...columns.required, ...columns.optional];
  if (extname(file) === '.csv')
    return checkColumns(readCsv(text, file, columns, sink), known, sink);
  return checkColumns(readYaml(text, file, sink), known, sink);
}

/** No name or code holds one, and the database takes no NUL; PEM text has line ends. */
const CONTROL = /[^\P{Cc}\n\r\t]/u;

function checkColumns(
  rows: readonly LoadRow[],
  known: readonly string[],
  sink: Finding[],
): LoadRow[] {
  const reported = new Set<string>();
  return rows.filter(({ file, line, cells }) => {
    let sound = true;
    for (const [column, text] of Object.entries(cells)) {
      if (known.includes(column)) {
        if (!CONTROL.test(text)) continue;
        sink.push(loadFinding('LOAD-VALUE', { file, line, column }, 'a control character'));
      } else if (!reported.has(column)) {
        reported.add(column);
        const detail = `"${column}"; known are ${known.join(', ')}`;
        sink.push(loadFinding('LOAD-COLUMN', { file, line, column }, detail));
      }
      sound = false;
    }
    return sound;
  });
}

type Line = { readonly line: number; readonly cells: readonly string[] };

function readCsv(text: string, file: string, columns: Columns, sink: Finding[]): LoadRow[] {
  const lines = parseLines(text, file, sink);
  const header = lines.shift();
  if (header === undefined || !checkHeader(header, file, columns, sink)) return [];
  const names = header.cells;
  return lines.flatMap(({ line, cells }) => {
    if (cells.length !== names.length) {
      const detail = `${cells.length} cells where the header has ${names.length}`;
      sink.push(loadFinding('LOAD-SYNTAX', { file, line }, detail));
      return [];
    }
    const entries = names.map((name, index) => [name, cells[index] ?? '']);
    return [{ file, line, cells: Object.fromEntries(entries) }];
  });
}

function checkHeader(
  { line, cells }: Line,
  file: string,
  columns: Columns,
  sink: Finding[],
): boolean {
  const missing = columns.required.filter((column) => !cells.includes(column));
  for (const column of missing) {
    sink.push(loadFinding('LOAD-MISSING', { file, line, column }, `the column "${column}"`));
  }
  // Without its header line a file of buyers begins with a buyer: no name is quoted then.
  if (missing.length > 0) return false;
  const repeated = cells.filter((name, index) => cells.indexOf(name) !== index);
  for (const column of repeated) {
    sink.push(loadFinding('LOAD-COLUMN', { file, line, column }, `"${column}" stands twice`));
  }
  return repeated.length === 0;
}

function parseLines(text: string, file: string, sink: Finding[]): Line[] {
  const lines: Line[] = [];
  try {
    parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: string[], context) => {
        // A spreadsheet writes rows of commas where the table has ended.
        if (cells.some((cell) => cell !== '')) lines.push({ line: context.lines, cells });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The message of the parser may quote the line, and that one may be personal.
    sink.push(loadFinding('LOAD-SYNTAX', { file, line: (lines.at(-1)?.line ?? 0) + 1 }));
    return [];
  }
  return lines;
}

/** A list of maps; `failsafe` keeps every scalar the text it is (codes begin with zeros). */
function readYaml(text: string, file: string, sink: Finding[]): LoadRow[] {
  const counter = new LineCounter();
  const options = { lineCounter: counter, schema: 'failsafe', uniqueKeys: true } as const;
  const document = parseDocument(text, options);
  const lineOf = (offset: number | undefined) => counter.linePos(offset ?? 0).line;
  for (const error of document.errors) {
    sink.push(loadFinding('LOAD-SYNTAX', { file, line: lineOf(error.pos[0]) }, error.code));
  }
  if (document.errors.length > 0 || document.contents === null) return [];
  if (!isSeq(document.contents)) {
    sink.push(loadFinding('LOAD-SYNTAX', { file, line: 1 }, 'expected a list of entries'));
    return [];
  }
  return document.contents.items.flatMap((item) => {
    const line = lineOf(isMap(item) || isScalar(item) ? item.range?.[0] : undefined);
    const cells = cellsOf(item);
    if (cells !== null) return [{ file, line, cells }];
    sink.push(loadFinding('LOAD-SYNTAX', { file, line }, 'expected names with plain values'));
    return [];
  });
}

function cellsOf(item: unknown): Record<string, string> | null {
  if (!isMap(item)) return null;
  const cells: Record<string, string> = {};
  for (const pair of item.items) {
    if (!isPair(pair) || !isScalar(pair.key)) return null;
    const value = textOf(pair.value);
    if (value === null) return null;
    cells[String(pair.key.value)] = value;
  }
  return cells;
}

/** A scalar as its text, a list of scalars joined by `;` as in CSV; null for anything deeper. */
function textOf(node: unknown): string | null {
  if (node === null) return '';
  if (isScalar(node)) {
    const plain = node.type === 'PLAIN';
    const text = String(node.value ?? '').trim();
    return plain && /^(~|null)$/.test(text) ? '' : text;
  }
  if (!isSeq(node)) return null;
  const parts = node.items.map((item) => (isScalar(item) ? textOf(item) : null));
  return parts.includes(null) ? null : parts.join(';');
}
