import { formatFen, formatScaled5 } from '../base/fen.ts';
import type { Labels } from './labels.ts';
import type { StatisticsTable } from './table.ts';
import { MEASURES, type Measure } from './trade.ts';

/** A sum as a decimal of its measure. */
export function sumText(measure: Measure, sum: bigint): string {
  const { form } = MEASURES[measure];
  return form === 'count' ? String(sum) : form === 'money' ? formatFen(sum) : formatScaled5(sum);
}

/**
 * A table as CSV, RFC 4180, with the mark by which spreadsheets see UTF-8: a line a row, with code
 * and names of each dimension. The total is left out: what reads it would count it as a row.
 */
export function statisticsCsv(table: StatisticsTable, labels: Labels): string {
  const { month, dimensions, measures, rows } = table;
  const head = dimensions.flatMap((one) => [one, `${one}Zh`, `${one}En`]);
  const lines = rows.map(({ keys, sums }) => [
    month,
    ...keys.flatMap((code, i) => {
      const label = labels(dimensions[i]!, code);
      return [code, label?.zh ?? '', label?.en ?? ''];
    }),
    ...sums.map((sum, i) => sumText(measures[i]!, sum)),
  ]);
  const all = [['month', ...head, ...measures], ...lines];
  return `\uFEFF${all.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}

/** A cell that no spreadsheet takes for a formula; an amount below zero is none. */
function csvCell(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
