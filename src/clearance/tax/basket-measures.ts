import { parseScaled5 } from '../../base/fen.ts';
import type { Goods } from '../../registry/enterprise.ts';
import type { Consumption } from '../../registry/profile.ts';
import { type Raw, type Reading, refuse } from './basket-input.ts';
import { contentOf, type Measured, piecesOf, unitsOf } from './measures.ts';
import type { TaxLine } from './price.ts';

/** Quantities as a list declares them, from which the measures of a rate follow. */
export const QUANTITY_KEYS = ['unit', 'quantity1', 'unit1', 'quantity2', 'unit2'] as const;

type Measures = Pick<TaxLine, 'units' | 'content' | 'pieces'>;

const NONE: Measures = { units: null, content: null, pieces: null };

/**
 * What a rate asks of a line beside its price, as a list with these quantities would have it: from
 * the article on file, else from a declared quantity of weight, volume or sheets.
 */
export function measuresOf(
  reading: Reading,
  raw: Raw,
  path: string,
  qty: bigint,
  consumption: Consumption,
  goods: Goods | undefined,
): Measures {
  const line: Measured = {
    ...{ qty, unit: textAt(reading, raw, 'unit', path) ?? '' },
    ...{ qty1: quantityAt(reading, raw, 'quantity1', path) ?? 0n },
    ...{ unit1: textAt(reading, raw, 'unit1', path) ?? '' },
    ...{ qty2: quantityAt(reading, raw, 'quantity2', path) },
    ...{ unit2: textAt(reading, raw, 'unit2', path) },
  };
  // Rates that were said themselves count in a unit that nobody knows.
  if (raw.goods === undefined) return NONE;
  if (consumption.kind === 'specific' || consumption.kind === 'compound') {
    const { unit, litresPerTonne = null } = consumption;
    return { ...NONE, units: unitsOf(line, goods, unit, litresPerTonne) };
  }
  if (consumption.kind !== 'highend') return NONE;
  return { ...NONE, content: contentOf(line, goods), pieces: piecesOf(line, goods) };
}

function textAt(reading: Reading, raw: Raw, key: string, path: string): string | null {
  const text = raw[key];
  if (text === undefined) return null;
  if (typeof text === 'string' && /^\d{3}$/.test(text)) return text;
  return refuse(reading, 'BASKET-VALUE', `${path}/${key}`, 'expected a code of units such as 035');
}

function quantityAt(reading: Reading, raw: Raw, key: string, path: string): bigint | null {
  const text = raw[key];
  if (text === undefined) return null;
  const quantity = typeof text === 'string' && text.length <= 40 ? parseScaled5(text) : null;
  if (quantity !== null && quantity >= 0n) return quantity;
  return refuse(reading, 'BASKET-VALUE', `${path}/${key}`, 'expected a number such as "1.8"');
}
