import { fractionOf } from './decimals.ts';
import { elementOf, filledOf, type RawPart, type RawRecord } from './xml-text.ts';

/*
 * What a list of exports adds to the sums of its month, from its own text. Numbers are exact up to
 * nine thousand million million, which no sum of a month comes near.
 */

/**
 * What is added up, as the columns of the tables: money in hundredths of the currency, all else in
 * 0.00001 units or kilograms; `uses` counts lines.
 */
export const SUMS = ['qty', 'qty1', 'qty2', 'total', 'gross', 'net', 'uses'] as const;

/** One line: what it must have in common with all others of its sum, and what it adds. */
export type SummedLine = { readonly keys: string; readonly sums: readonly number[] };

/** Elements of the head, and of the line, that all lists of a sum have in common. */
const HEAD_KEYS = [
  ...['customsCode', 'ebcCode', 'agentCode', 'ownerCode', 'trafMode', 'country', 'portCode'],
  ...['tradeMode', 'loctNo'],
];
const LINE_KEYS = ['gcode', 'country', 'currency', 'unit', 'unit1', 'unit2', 'gname'];

/** Between keys; no text of a message can hold it. */
export const BETWEEN = '\u0001';
const FIVE = 100_000n;

/**
 * The lines of a list by their numbers. Its weights are of the whole list: each line has the share
 * of its value, cumulated and rounded down, so that no gram is lost or counted twice. Of a line
 * of which goods came back the rest counts: what came back is rounded down.
 * @param gone how much came back, by line, 0.00001 units
 */
export function summedLines(
  { head, lines }: RawRecord,
  gone: ReadonlyMap<number, bigint>,
): SummedLine[] {
  const headKeys = HEAD_KEYS.map((name) => filledOf(head, name) ?? '');
  const sorted = lines.toSorted((a, b) => numberOf(a) - numberOf(b));
  const prices = sorted.map((line) => scaled(line, 'totalPrice', 100n));
  const value = prices.reduce((sum, price) => sum + price, 0n);
  const parts = value > 0n ? prices : sorted.map(() => 1n);
  const whole = value > 0n ? value : BigInt(sorted.length);
  const [gross, net] = [scaled(head, 'grossWeight', FIVE), scaled(head, 'netWeight', FIVE)];
  let before = 0n;
  return sorted.map((line, i) => {
    const after = before + parts[i]!;
    const share = (weight: bigint) => (weight * after) / whole - (weight * before) / whole;
    const lineKeys = LINE_KEYS.map((name) => filledOf(line, name) ?? '');
    const [qty = 0n, ...more] = ['qty', 'qty1', 'qty2'].map((name) => scaled(line, name, FIVE));
    const back = gone.get(numberOf(line)) ?? 0n;
    const rest = (value: bigint) => Number(value - (back === 0n ? 0n : (value * back) / qty));
    const sums = [qty, ...more, prices[i]!, share(gross), share(net)].map(rest);
    before = after;
    return {
      keys: [...headKeys, ...lineKeys].join(BETWEEN),
      sums: [...sums, back > 0n && back === qty ? 0 : 1],
    };
  });
}

const numberOf = (line: RawPart): number => Number(elementOf(line, 'gnum'));

/** A number in units of which one has so many; what is left out is nothing. */
function scaled(part: RawPart, name: string, units: bigint): bigint {
  const number = fractionOf(filledOf(part, name) ?? '0');
  return number === null ? 0n : (number.n * units) / number.d;
}
