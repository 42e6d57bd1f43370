import { multiply, type Rate, rate } from '../../base/rate.ts';
import type { ListLine } from '../../documents/terms.ts';
import type { Goods } from '../../registry/enterprise.ts';
import { convert, fromScaled5, measure, sheets } from './units.ts';

/** The quantities of a line of a list. */
export type Measured = Pick<ListLine, 'qty' | 'unit' | 'qty1' | 'unit1' | 'qty2' | 'unit2'>;

type Quantity = readonly [qty: bigint, unit: string];

// The first statutory quantity is the one the tariff counts in; the declared one comes last.
function quantitiesOf(line: Measured): Quantity[] {
  const quantities: Quantity[] = [[line.qty1, line.unit1]];
  if (line.qty2 !== null && line.unit2 !== null) quantities.push([line.qty2, line.unit2]);
  quantities.push([line.qty, line.unit]);
  return quantities.filter(([qty]) => qty > 0n);
}

/** The line's quantity in the unit of its specific rate, else from the goods record's weight. */
export function unitsOf(
  line: Measured,
  goods: Goods | undefined,
  unit: string,
  litresPerTonne: Rate | null,
): Rate | null {
  for (const [qty, code] of quantitiesOf(line)) {
    const measured = measure(qty, code);
    const units = measured === null ? null : convert(measured, unit, litresPerTonne);
    if (units !== null) return units;
  }
  const grams = goods?.gramsPerUnit ?? null;
  if (grams === null) return null;
  const amount = multiply(fromScaled5(line.qty), rate(grams, 1000n));
  return convert({ dimension: 'mass', amount }, unit, litresPerTonne);
}

/** Grams or millilitres of the whole line: as filed, else as declared by weight or volume. */
export function contentOf(line: Measured, goods: Goods | undefined): Rate | null {
  const filed = goods?.contentPerUnit ?? null;
  if (filed !== null) return multiply(fromScaled5(line.qty), rate(filed, 1n));
  for (const [qty, code] of quantitiesOf(line)) {
    const measured = measure(qty, code);
    if (measured !== null) return multiply(measured.amount, rate(1000n, 1n));
  }
  return null;
}

/** Pieces or sheets of the whole line: as filed, else as declared in sheets. */
export function piecesOf(line: Measured, goods: Goods | undefined): Rate | null {
  const filed = goods?.piecesPerUnit ?? null;
  if (filed !== null) return multiply(fromScaled5(line.qty), rate(filed, 1n));
  for (const [qty, code] of quantitiesOf(line)) {
    const count = sheets(qty, code);
    if (count !== null) return count;
  }
  return null;
}
