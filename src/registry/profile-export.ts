import { ONE } from '../base/rate.ts';
import {
  cell,
  digitsCell,
  periodCells,
  type RowReader,
  rateCell,
  refuseCell,
  requiredCell,
} from './cells.ts';
import type { Columns } from './csv-table.ts';
import type { ExportGoods } from './export-law.ts';
import type { CodeTable } from './profile.ts';
import { DUTY_LIMIT, formatRate } from './profile-tariff.ts';

/** The columns of `export-goods.csv`. */
export const EXPORT_COLUMNS: Columns = {
  required: ['hs', 'name', 'unit1', 'duty', 'refund'],
  optional: ['unit2', 'conditions', 'prohibited', 'from', 'until', 'note'],
};

/** What a row refers to: the units of measure and the day the profile begins. */
export type ExportContext = { readonly units: CodeTable; readonly begins: string };

/** The letter of supervision of goods that must not be exported. */
const PROHIBITED = '8';

/** The export goods of one row, or null when the row has findings. */
export function readExportRow(reader: RowReader, context: ExportContext): ExportGoods | null {
  const before = reader.sink.length;
  const hs = digitsCell(reader, 'hs', [10]);
  const name = requiredCell(reader, 'name');
  const unit1 = requiredCell(reader, 'unit1');
  const unit2 = cell(reader, 'unit2') || null;
  checkUnits(reader, context.units);
  const duty = rateCell(reader, 'duty', DUTY_LIMIT);
  const refund = rateCell(reader, 'refund', ONE);
  const conditions = readConditions(reader);
  const prohibited = readProhibited(reader, conditions);
  const period = periodCells(reader, context.begins);
  if (reader.sink.length > before || hs === null || name === null || unit1 === null) return null;
  if (duty === null || refund === null || period === null) return null;
  return { hs, name, unit1, unit2, duty, refund, conditions, prohibited, ...period };
}

function checkUnits(reader: RowReader, units: CodeTable): void {
  // Without the table of units, which is a finding itself, nothing can be said of them.
  if (units.size === 0) return;
  const [first, second] = [cell(reader, 'unit1'), cell(reader, 'unit2')];
  const unknown = (column: string, code: string) => {
    if (code === '' || units.has(code)) return;
    refuseCell(reader, column, `"${code}" is no code of codes/unit.csv`);
  };
  unknown('unit1', first);
  unknown('unit2', second);
  if (first !== '' && first === second) refuseCell(reader, 'unit2', 'the same as unit1');
}

/** Letters without anything between them, as the customs publish them: `4B`. */
function readConditions(reader: RowReader): string[] {
  const text = cell(reader, 'conditions');
  const letters = [...text];
  if (!/^[0-9A-Za-z]*$/.test(text)) {
    refuseCell(reader, 'conditions', `"${text}"; write the letters of supervision as in 4B`);
  } else if (new Set(letters).size < letters.length) {
    refuseCell(reader, 'conditions', `"${text}" has a letter twice`);
  }
  return letters;
}

// The letter alone would let goods through that nobody may export, the mark alone hide why.
function readProhibited(reader: RowReader, conditions: readonly string[]): boolean {
  const text = cell(reader, 'prohibited');
  const prohibited = text === 'yes';
  if (!['', 'no', 'yes'].includes(text)) {
    refuseCell(reader, 'prohibited', `"${text}"; known are yes, no`);
  } else if (prohibited !== conditions.includes(PROHIBITED)) {
    refuseCell(reader, 'prohibited', `"yes" goes with "${PROHIBITED}" in conditions`);
  }
  return prohibited;
}

/** The cells of export goods, such that reading them gives the line again. */
export function exportCells(line: ExportGoods): Record<string, string> {
  return {
    hs: line.hs,
    name: line.name,
    unit1: line.unit1,
    ...(line.unit2 === null ? {} : { unit2: line.unit2 }),
    duty: formatRate(line.duty),
    refund: formatRate(line.refund),
    ...(line.conditions.length === 0 ? {} : { conditions: line.conditions.join('') }),
    ...(line.prohibited ? { prohibited: 'yes' } : {}),
    from: line.from,
    ...(line.until === null ? {} : { until: line.until }),
  };
}
