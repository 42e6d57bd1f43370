import { LINE_KEYS, type LineKeys, SUMS, type Sums } from './sums.ts';

/** The columns of a line's keys and sums, as tables of lines have them. */
export const LINE_COLUMNS = [...LINE_KEYS, ...SUMS, 'uses'].join(', ');

/** The same as `unnest` parameters from `$first` on. */
export function lineTypes(first: number): string {
  const types = [...LINE_KEYS.map(() => 'text'), ...SUMS.map(() => 'numeric'), 'integer'];
  return types.map((type, i) => `$${first + i}::${type}[]`).join(', ');
}

/** Keys and sums of lines as parallel columns for `lineTypes`. */
export function lineValues(lines: readonly { readonly keys: LineKeys; readonly sums: Sums }[]) {
  return [
    ...LINE_KEYS.map((name) => lines.map(({ keys }) => keys[name])),
    ...SUMS.map((name) => lines.map(({ sums }) => sums[name])),
    lines.map(({ sums }) => sums.uses),
  ];
}

/** A row with `LINE_COLUMNS`: sums come as text. */
export type LineRow = LineKeys &
  Readonly<Record<(typeof SUMS)[number], string>> & { readonly uses: number };

/** Keys and sums of such a row. */
export function lineOf(row: LineRow): { readonly keys: LineKeys; readonly sums: Sums } {
  const { gcode, country, currency, unit, unit1, unit2, name, uses } = row;
  return {
    keys: { gcode, country, currency, unit, unit1, unit2, name },
    sums: {
      qty: BigInt(row.qty),
      qty1: BigInt(row.qty1),
      qty2: BigInt(row.qty2),
      total: BigInt(row.total),
      gross: BigInt(row.gross),
      net: BigInt(row.net),
      uses,
    },
  };
}
