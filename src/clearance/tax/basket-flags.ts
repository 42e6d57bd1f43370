import type { PricedBasket } from './basket.ts';

/** Flags of a command line by name without dashes; one given several times is a list. */
export type Flags = Readonly<Record<string, string | readonly string[] | undefined>>;

const HEAD_FLAGS: Readonly<Record<string, string>> = {
  date: 'date',
  freight: 'freight',
  insurance: 'insurance',
  channel: 'channel',
  'annual-remaining': 'annualRemaining',
};

const LINE_FLAGS: Readonly<Record<string, string>> = {
  goods: 'goods',
  price: 'price',
  qty: 'qty',
  'vat-rate': 'vatRate',
  'consumption-rate': 'consumptionRate',
  'specific-per-unit': 'specificPerUnit',
  'specific-units': 'specificUnits',
  'duty-rate': 'dutyRate',
  content: 'content',
  pieces: 'pieces',
};

/** The flags that describe a basket, for the command's help and its flag check. */
export const BASKET_FLAGS: readonly string[] = [
  ...Object.keys(HEAD_FLAGS),
  ...Object.keys(LINE_FLAGS),
];

/**
 * The input of `priceBasket` from flags. Line flags may be repeated: the n-th `--price` belongs to
 * the n-th line. Nothing is checked here; `priceBasket` finds what is missing.
 */
export function basketFromFlags(flags: Flags): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [flag, key] of Object.entries(HEAD_FLAGS)) {
    const value = valuesOf(flags[flag])[0];
    if (value !== undefined) input[key] = value;
  }
  const given = Object.entries(LINE_FLAGS).map(
    ([flag, key]) => [key, valuesOf(flags[flag])] as const,
  );
  const count = Math.max(0, ...given.map(([, values]) => values.length));
  input.lines = Array.from({ length: count }, (_, line) => lineAt(given, line));
  return input;
}

function valuesOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function lineAt(
  given: readonly (readonly [key: string, values: readonly string[]])[],
  line: number,
): Record<string, string> {
  const filled = given.flatMap(([key, values]) => {
    const value = values[line];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(filled);
}

const COLUMNS = ['line', 'dutiable price', 'duty', 'consumption tax', 'VAT'];

/** A priced basket as a table for a terminal; amounts in yuan. */
export function formatBasket(basket: PricedBasket): string[] {
  const rows = basket.lines.map((line, index) => [
    String(index + 1),
    line.dutiablePrice,
    line.duty,
    line.consumptionTax,
    line.vat,
  ]);
  const table = [COLUMNS, ...rows];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row.map((text, column) => text.padStart(widths[column] ?? 0)).join('  '),
  );
  return [...lines, `channel ${basket.channel}, total tax ${basket.total} CNY`];
}
