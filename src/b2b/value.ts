import { type Fen, fenHalfUp, scaled5ToFen } from '../base/fen.ts';
import type { Rate } from '../base/rate.ts';
import { allocate, divideHalfUp } from '../base/rounding.ts';
import type { Charge, DeclarationTerms, DeclaredLine } from './terms.ts';

/** Yuan for one unit of a currency of the day, or null. */
export type RateOf = (currency: string) => Rate | null;

/** Charges that the price of a term of trade has in it, to be taken off for the price on board. */
export const IN_PRICE: Readonly<Record<string, readonly ('freight' | 'insurance')[]>> = {
  '1': ['freight', 'insurance'],
  '2': ['freight'],
  '3': [],
  '4': ['insurance'],
  '7': [],
};

/**
 * What each line is worth free on board, in fen of yuan: its price by the rate of the day, half up,
 * less its share by value of the freight and insurance that the price has in it (EXP-9).
 * @returns null when a currency has no rate, the terms are none or the charges eat up the price
 */
export function fobsOf(terms: DeclarationTerms, rateOf: RateOf): Fen[] | null {
  const prices: Fen[] = [];
  for (const { declTotal, tradeCurr } of terms.lines) {
    const rate = rateOf(tradeCurr);
    if (rate === null) return null;
    prices.push(fenHalfUp(declTotal, rate));
  }
  const total = prices.reduce((sum, price) => sum + price, 0n);
  let off: Fen = 0n;
  for (const name of IN_PRICE[terms.transMode] ?? []) {
    const amount = chargeIn(terms[name], total, rateOf);
    if (amount === null) return null;
    off += amount;
  }
  if (prices.length === 0 || off >= total) return null;
  const shares = allocate(off, prices);
  return prices.map((price, at) => price - shares[at]!);
}

const PER_CENT = 10_000_000n;

/** A charge in fen of yuan; 0 when there is none, null when it cannot be told. */
function chargeIn(charge: Charge | null, total: Fen, rateOf: RateOf): Fen | null {
  if (charge === null) return 0n;
  if (charge.mark === '1') return divideHalfUp(total * charge.rate, PER_CENT);
  const [sum, rate] = [scaled5ToFen(charge.rate), rateOf(charge.currency)];
  return sum === null || rate === null ? null : fenHalfUp(sum, rate);
}

/**
 * The export duty of a line in fen: the duty is no part of the dutiable price (GACC order 213,
 * K), so this is the price on board divided by one and the rate, half up to fen; the duty is the
 * rate of it, half up to fen.
 */
export function exportDuty(fob: Fen, { n, d }: Rate): Fen {
  const dutiable = divideHalfUp(fob * d, d + n);
  return divideHalfUp(dutiable * n, d);
}

/** What is levied of a line with that rate of duty: all of it, or nothing where it is exempt. */
export function dutyOf({ dutyMode }: DeclaredLine, fob: Fen, rate: Rate): Fen {
  return dutyMode === EXEMPT ? 0n : exportDuty(fob, rate);
}

export const EXEMPT = '3';
