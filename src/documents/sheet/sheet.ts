import type { Finding } from '../../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../structure-codes.ts';

/** A table of a file: a CSV file, or the first sheet of a workbook. */
export type Sheet = {
  readonly name: string;
  readonly rows: readonly SheetRow[];
  /** Day 0 of numbers that stand for days: workbooks of old Macintoshes count from 1904. */
  readonly from1904: boolean;
};

/** One row that has something in it. */
export type SheetRow = {
  /** From 1, as the program that wrote it shows it. */
  readonly number: number;
  /** By column from 0; blank cells are absent. */
  readonly cells: ReadonlyMap<number, SheetCell>;
};

export type SheetCell = {
  readonly text: string;
  /**
   * `number`: the program keeps it as a number, `text` is its plain decimal; `inexact`: a number of
   * more than 15 digits, of which the program has lost some; `error`: such as #REF!.
   */
  readonly kind: 'text' | 'number' | 'inexact' | 'error';
};

/** What can be wrong with a file as such. */
export const SHEET_CODES = {
  'SHEET-FORM': {
    zh: '文件不是 CSV 或 XLSX：{problem}',
    en: 'the file is neither CSV nor XLSX: {problem}',
    hint: 'Save it as "Excel Workbook (.xlsx)" or "CSV UTF-8".',
    hintZh: '请另存为“Excel 工作簿 (.xlsx)”或“CSV UTF-8”。',
  },
  'SHEET-ENCODING': {
    zh: '文件编码既不是 UTF-8 也不是 GB18030',
    en: 'the file is neither in UTF-8 nor in GB18030',
    hint: 'Save it as "CSV UTF-8".',
    hintZh: '请另存为“CSV UTF-8”。',
  },
  'SHEET-SIZE': {
    zh: '文件过大：{problem}',
    en: 'the file is too large: {problem}',
    hint: 'Split it over several files.',
    hintZh: '请拆分为多个文件。',
  },
  'SHEET-EMPTY': {
    zh: '文件没有数据行',
    en: 'the file has no row of data',
    hint: 'Write the names of the columns into the first row and a line of goods into each other.',
    hintZh: '首行为列名，其后每行一项商品。',
  },
} as const satisfies Record<string, CodeText>;

/** @returns a finding about a file as a whole */
export function sheetFinding(code: keyof typeof SHEET_CODES, fill: Fill = {}): Finding {
  return codedFinding(code, SHEET_CODES[code], fill, { path: null, law: 'docs/DECLARATIONS.md' });
}

/** `0` -> `A`, `27` -> `AB`, as spreadsheets name columns. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(0x41 + (column % 26));
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter;
}
