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
 * of its value, cumulated and rounded down, so that no gram is lost or counted twice. What came
 * back of a line is taken off in proportion to its quantity, rounded down.
 * @param back by the number of the line, in 0.00001 units
 */
export function summedLines(
  { head, lines }: RawRecord,
  back: ReadonlyMap<number, bigint>,
): SummedLine[] {
  const headKeys = HEAD_KEYS.map((name) => elementOf(head, name) ?? '');
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
    const quantities = ['qty', 'qty1', 'qty2'].map((name) => scaled(line, name, FIVE));
    const full = [...quantities, prices[i]!, share(gross), share(net)];
    before = after;
    const [quantity = 0n, gone] = [quantities[0], back.get(i + 1) ?? 0n];
    const left = full.map((one) => Number(gone === 0n ? one : one - (one * gone) / quantity));
    const sums = [...left, gone === quantity ? 0 : 1];
    const [gcode = '', ...others] = LINE_KEYS.map((name) => elementOf(line, name) ?? '');
    return { keys: [...headKeys, gcode.trimEnd(), ...others].join(BETWEEN), sums };
  });
}

const numberOf = (line: RawPart): number => Number(elementOf(line, 'gnum'));

/** A number in units of which one has so many; what is left out is nothing. */
function scaled(part: RawPart, name: string, units: bigint): bigint {
  const number = fractionOf(filledOf(part, name) ?? '0');
  return number === null ? 0n : (number.n * units) / number.d;
}
