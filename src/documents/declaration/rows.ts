import { present } from '../../base/assert.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { mask } from '../masking.ts';
import {
  columnName,
  type Sheet,
  type SheetCell,
  type SheetRow,
  sheetFinding,
} from '../sheet/sheet.ts';
import { type DeclarationCode, declarationFinding } from './codes.ts';
import { dayNumberText } from './day-number.ts';
import { DECLARATION_FIELDS, type DeclarationField, GOODS_FIELDS } from './fields.ts';
import { pointerOf, type Said } from './said.ts';

/** A finding on one cell of a file, or on a row when no cell is to blame. */
export type CellFinding = Omit<Finding, 'path' | 'line'> & {
  /** Empty for CSV. */
  readonly sheet: string;
  readonly row: number;
  /** `AB`, or null. */
  readonly column: string | null;
  readonly header: string | null;
  /** Personal ones masked. */
  readonly value: string | null;
};

/** One declaration of a file. */
export type Filed = {
  readonly said: Said;
  readonly orderNo: string;
  /** Rows of its goods, in order. */
  readonly rows: readonly number[];
  /** What is wrong with its cells already; what is said later of a value is placed by `place`. */
  readonly findings: readonly CellFinding[];
  /** A finding on the body that the rows stand for, as one on their cells. */
  place(finding: Finding): CellFinding;
};

type Column = { readonly field: DeclarationField; readonly isLine: boolean; readonly at: number };
type Table = { readonly sheet: Sheet; readonly columns: readonly Column[]; headers: SheetRow };

/**
 * The declarations of a sheet: a row a line of goods, rows of one order (of one platform) together.
 * A blank cell says what the row above of the same order says.
 * @returns findings on the header row, or on the file, when it cannot be read at all
 */
export function declarationsIn(sheet: Sheet): Result<Filed[], (Finding | CellFinding)[]> {
  const [headers, ...rows] = sheet.rows;
  if (headers === undefined || rows.length === 0) return fail([sheetFinding('SHEET-EMPTY')]);
  const wrong: CellFinding[] = [];
  const table: Table = { sheet, headers, columns: columnsOf(sheet, headers, wrong) };
  if (wrong.length > 0) return fail(wrong);
  const groups = groupsOf(table, rows);
  if (groups.length > LIMITS.uploadDeclarations) {
    return fail([declarationFinding('DECL-MANY', '', { most: LIMITS.uploadDeclarations })]);
  }
  return ok(groups.map((group) => filedOf(table, group)));
}

const ALL = [
  ...DECLARATION_FIELDS.map((field) => ({ field, isLine: false })),
  ...GOODS_FIELDS.map((field) => ({ field, isLine: true })),
];

/** A header as it is compared: templates mark what is required with a star. */
const plain = (header: string) => header.replace(/\*/g, '').trim().toLowerCase();

function columnsOf(sheet: Sheet, headers: SheetRow, wrong: CellFinding[]): Column[] {
  const columns: Column[] = [];
  for (const [at, { text }] of headers.cells) {
    const name = plain(text).replace(/^goods\./, '');
    const known = ALL.find(({ field }) => field.zh === name || field.path.toLowerCase() === name);
    const place = { sheet: sheet.name, row: headers.number, column: columnName(at), header: text };
    const note = (code: DeclarationCode) => {
      const { path: _path, ...finding } = declarationFinding(code, '', { header: text });
      wrong.push({ ...finding, ...place, value: null });
    };
    if (known === undefined) note('DECL-COLUMN');
    else if (columns.some(({ field }) => field === known.field)) note('DECL-COLUMN-TWICE');
    else columns.push({ ...known, at });
  }
  const given = new Set(columns.map(({ field }) => field));
  for (const { field } of ALL) {
    if (!field.required || given.has(field)) continue;
    const { zh, path } = field;
    const { path: _path, ...finding } = declarationFinding('DECL-COLUMN-MISSING', '', { zh, path });
    const place = { sheet: sheet.name, row: headers.number, column: null, header: null };
    wrong.push({ ...finding, ...place, value: null });
  }
  return columns;
}

/** Rows of one order; the order of a row without a number is that of the row above. */
function groupsOf({ columns }: Table, rows: readonly SheetRow[]): SheetRow[][] {
  const at = (path: string) => columns.find(({ field }) => field.path === path)?.at ?? -1;
  const [order, platform] = [at('orderNo'), at('platform')];
  const groups = new Map<string, SheetRow[]>();
  const platforms = new Map<string, string>();
  let last = '';
  for (const row of rows) {
    const orderNo = row.cells.get(order)?.text ?? last;
    const named = row.cells.get(platform)?.text ?? platforms.get(orderNo) ?? '';
    platforms.set(orderNo, named);
    last = orderNo;
    const key = JSON.stringify([named, orderNo]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function filedOf(table: Table, rows: readonly SheetRow[]): Filed {
  const findings: CellFinding[] = [];
  const first = present(rows[0], 'a row');
  const head = new Map<string, string>();
  const goods = rows.map((row) => {
    const line = new Map<string, string>();
    for (const column of table.columns) {
      const cell = row.cells.get(column.at);
      if (cell === undefined) continue;
      const { field } = column;
      const wrong = problemOf(cell, field);
      const value = wrong === null ? cellValue(cell, field, table.sheet) : cell.text;
      const into = column.isLine ? line : head;
      const other = !column.isLine && (head.get(field.path) ?? value) !== value;
      const code = wrong ?? (other ? 'DECL-DIFFERS' : null);
      if (code !== null) findings.push(cellFinding(table, code, row, column));
      if (!other) into.set(field.path, value);
    }
    return line;
  });
  return {
    said: { head, goods },
    orderNo: head.get('orderNo') ?? '',
    rows: rows.map(({ number }) => number),
    findings,
    place: (finding) => placed(table, rows, first, finding),
  };
}

function problemOf(cell: SheetCell, { kind }: DeclarationField): DeclarationCode | null {
  if (cell.kind === 'error') return 'DECL-CELL';
  const isCode = kind === 'text' || kind === 'enterprise';
  return cell.kind === 'inexact' && isCode ? 'DECL-DIGITS' : null;
}

function cellValue(cell: SheetCell, { kind }: DeclarationField, { from1904 }: Sheet): string {
  if (cell.kind !== 'number' || kind !== 'moment') return cell.text;
  return dayNumberText(cell.text, from1904) ?? cell.text;
}

function cellFinding(
  table: Table,
  code: DeclarationCode,
  row: SheetRow,
  column: Column,
): CellFinding {
  const { zh, en } = column.field;
  const { path: _path, ...finding } = declarationFinding(code, '', { zh, en });
  return { ...finding, ...cellPlace(table, row, column) };
}

function cellPlace({ sheet, headers }: Table, row: SheetRow, { field, at }: Column) {
  const text = row.cells.get(at)?.text ?? null;
  return {
    sheet: sheet.name,
    row: row.number,
    column: columnName(at),
    header: headers.cells.get(at)?.text ?? null,
    value: text === null || field.personal === null ? shortened(text) : mask(field.personal, text),
  };
}

const MOST_SHOWN = 60;

function shortened(text: string | null): string | null {
  return text !== null && text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** The cell behind a pointer, in the row that says the value. */
function placed(
  table: Table,
  rows: readonly SheetRow[],
  first: SheetRow,
  { path, line: _line, ...finding }: Finding,
): CellFinding {
  const number = /^\/goods\/(\d+)\//.exec(path ?? '')?.[1];
  const index = number === undefined ? null : Number(number);
  const column = table.columns.find(
    ({ field, isLine }) => isLine === (index !== null) && pointerOf(field, index) === path,
  );
  const said = rows.find(({ cells }) => cells.has(column?.at ?? -1));
  const row = (index === null ? said : rows[index]) ?? first;
  if (column !== undefined) return { ...finding, ...cellPlace(table, row, column) };
  const place = { sheet: table.sheet.name, row: row.number, column: null, header: null };
  return { ...finding, ...place, value: null };
}
