import { sumText } from '../statistics/csv.ts';
import type { Labels } from '../statistics/labels.ts';
import type { StatisticsTable } from '../statistics/table.ts';
import { DIMENSIONS, MEASURES } from '../statistics/trade.ts';

/** A table of statistics as lines for people, in columns, with the total below. */
export function statisticsLines(table: StatisticsTable, labels: Labels): string[] {
  const { dimensions, measures, rows, total } = table;
  const words = dimensions.map((one) => DIMENSIONS[one].en);
  const head = [...words, ...measures.map((one) => MEASURES[one].en)];
  const cells = rows.map(({ keys, sums }) => [
    ...keys.map((code, i) => named(code, labels(dimensions[i]!, code)?.en)),
    ...sums.map((sum, i) => sumText(measures[i]!, sum)),
  ]);
  const last = [
    ...words.map((_, i) => (i === 0 ? 'All lists' : '')),
    ...total.map((sum, i) => (sum === null ? '' : sumText(measures[i]!, sum))),
  ];
  const all = [head, ...cells, last];
  const widths = head.map((_, i) => Math.max(...all.map((row) => widthOf(row[i]!))));
  return all.map((row) => {
    const padded = row.map((cell, i) => {
      const space = ' '.repeat(widths[i]! - widthOf(cell));
      return i < dimensions.length ? cell + space : space + cell;
    });
    return padded.join('  ').trimEnd();
  });
}

const named = (code: string, name: string | undefined): string =>
  name === undefined ? code : `${code} ${name}`;

/** From here on characters take two places of a terminal: names of enterprises are Chinese. */
const WIDE = /[\u2e80-\uffdc]/g;

const widthOf = (text: string): number => text.length + (text.match(WIDE)?.length ?? 0);
