import { cellsOf, recordAt, written } from './declare-rows.ts';
import type { CellError, RunState } from './declare-run.ts';

type Tell = (error: CellError) => string;

/** By which Excel knows UTF-8. */
const MARK = '\ufeff';

/**
 * The rows of wrong parcels as they stand in the file, each with what is wrong with it in a last
 * column without a name: the platform leaves such a column out, so the mended file can be sent as
 * it is. Of a workbook only the errors themselves are known here.
 */
export function wrongRowsCsv({ rows, wrongRows, errors }: RunState, tell: Tell): string {
  if (rows === null) return errorsCsv(errors, tell);
  const told = Map.groupBy(errors, ({ row }) => row);
  const lines = [[...cellsOf(rows.header, rows.delimiter), '']];
  for (const [place, number] of rows.numbers.entries()) {
    if (!wrongRows.has(number)) continue;
    const cells = cellsOf(recordAt(rows, place), rows.delimiter);
    const width = Math.max(rows.headers.length, cells.length);
    const blanks = Array.from({ length: width - cells.length }, () => '');
    const reasons = (told.get(number) ?? []).map((one) => `${one.header ?? ''}: ${tell(one)}`);
    lines.push([...cells, ...blanks, reasons.join(' | ')]);
  }
  return csvOf(lines);
}

function errorsCsv(errors: readonly CellError[], tell: Tell): string {
  return csvOf([
    ['sheet', 'row', 'column', 'header', 'value', 'code', 'reason'],
    ...errors.map((one) => [
      ...[one.sheet, String(one.row), one.column ?? '', one.header ?? '', one.value ?? ''],
      ...[one.code, tell(one)],
    ]),
  ]);
}

const csvOf = (lines: readonly (readonly string[])[]): string =>
  `${MARK}${lines.map((line) => line.map(written).join(',')).join('\r\n')}\r\n`;
