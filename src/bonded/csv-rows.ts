import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { readCsv } from '../documents/sheet/csv.ts';
import { columnName, sheetFinding } from '../documents/sheet/sheet.ts';
import { stockFinding } from './codes.ts';

/** A column of a file: its name in the first row, and what its cells hold. */
export type CsvColumn<Name extends string> = {
  readonly name: Name;
  readonly zh: string;
  readonly pattern: RegExp;
  /** What the pattern means, for whom it does not fit. */
  readonly wants: string;
  readonly optional?: boolean;
};

export type CsvRow<Name extends string> = Readonly<Record<Name, string | null>>;

/**
 * The rows of a CSV file (UTF-8 or GB18030) with the names of the columns, Chinese or English, in
 * the first one.
 * @returns every wrong cell by its place (`B3`); then nothing of the file is taken
 */
export function csvRows<Name extends string>(
  bytes: Buffer,
  columns: readonly CsvColumn<Name>[],
): Result<CsvRow<Name>[], Finding[]> {
  const sheet = readCsv(bytes);
  if (!sheet.ok) return sheet;
  const [head, ...rows] = sheet.value.rows;
  if (head === undefined || rows.length === 0) return fail([sheetFinding('SHEET-EMPTY')]);
  const places = new Map<Name, number>();
  const findings: Finding[] = [];
  for (const [at, { text }] of head.cells) {
    const name = text.trim().toLowerCase();
    const column = columns.find((one) => one.name.toLowerCase() === name || one.zh === name);
    if (column !== undefined) places.set(column.name, at);
    else findings.push(wrong(at, head.number, ['names no column of such a file', '无此列']));
  }
  for (const { name, zh, optional = false } of columns) {
    if (optional || places.has(name)) continue;
    const text = [`is missing: column ${name}`, `缺少列${zh}`] as const;
    findings.push(wrong(places.size, head.number, text));
  }
  if (findings.length > 0) return fail(findings);
  const read = rows.map(({ number, cells }) => {
    const values = columns.map(({ name, pattern, wants, optional = false }) => {
      const at = places.get(name);
      const text = at === undefined ? null : (cells.get(at)?.text ?? null);
      const fits = text === null ? optional : pattern.test(text);
      if (!fits) findings.push(wrong(at ?? 0, number, [`is not ${wants}`, `应为${wants}`]));
      return [name, text] as const;
    });
    return Object.fromEntries(values) as CsvRow<Name>;
  });
  return findings.length > 0 ? fail(findings) : ok(read);
}

function wrong(at: number, row: number, [reason, reasonZh]: readonly [string, string]): Finding {
  const cell = `${columnName(at)}${row}`;
  return stockFinding('BND-CELL', cell, { cell, reason, reasonZh });
}
