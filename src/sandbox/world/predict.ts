import { atLeast, type Fraction, fraction, over, plus, times, wholeHalfUp } from './fraction.ts';

/** How one line is taxed, read from the profile as plain fractions. */
export type Rates = {
  readonly vat: Fraction;
  readonly duty: Fraction;
  /** Share of the price, zero when there is none. */
  readonly share: Fraction;
  /** Fen per litre or kilogram of `measure`, zero when there is none. */
  readonly perMeasure: Fraction;
  /** Fen per millilitre or gram from which on `share` applies; null when it always does. */
  readonly highEndFrom: Fraction | null;
};

/** One line to be taxed. */
export type TaxedLine = {
  /** Price of the line, fen. */
  readonly total: bigint;
  readonly rates: Rates;
  /** What the specific tax counts, in its own unit. */
  readonly measure: Fraction;
  /** Millilitres or grams in the line, for the high-end threshold; zero when not filed. */
  readonly content: bigint;
};

/** The tax of a line or of a list, fen. */
export type Tax = {
  readonly dutiable: bigint;
  readonly duty: bigint;
  readonly consumptionTax: bigint;
  readonly vat: bigint;
};

const ONE = fraction(1n);
const ZERO = fraction(0n);

/**
 * The retail import tax of one list, line by line (RULES TAX-4 to TAX-6, TAX-9, TAX-10).
 * @param extra freight and insurance together, fen
 * @param levy the levied share within the limit
 * @param full true for the single article above the limit: everything in full, with duty
 */
export function predictTax(
  lines: readonly TaxedLine[],
  extra: bigint,
  levy: Fraction,
  full: boolean,
): Tax[] {
  const shares = share(
    extra,
    lines.map((line) => line.total),
  );
  return lines.map((line, i) => taxLine(line, line.total + shares[i]!, levy, full));
}

/** The sum of line taxes. */
export function sumTax(lines: readonly Tax[]): Tax {
  return lines.reduce((a, b) => ({
    dutiable: a.dutiable + b.dutiable,
    duty: a.duty + b.duty,
    consumptionTax: a.consumptionTax + b.consumptionTax,
    vat: a.vat + b.vat,
  }));
}

/** Duty, consumption tax and VAT together, fen. */
export function taxTotal(tax: Tax): bigint {
  return tax.duty + tax.consumptionTax + tax.vat;
}

function taxLine(line: TaxedLine, dutiable: bigint, levy: Fraction, full: boolean): Tax {
  const { rates } = line;
  const price = fraction(dutiable);
  const duty = full ? times(price, rates.duty) : ZERO;
  const fixed = times(line.measure, rates.perMeasure);
  const c = consumptionShare(line, price);
  const base = plus(plus(price, duty), fixed);
  const consumption = plus(times(over(base, plus(ONE, [-c[0], c[1]])), c), fixed);
  const vat = times(plus(plus(price, duty), consumption), rates.vat);
  const ratio = full ? ONE : levy;
  return {
    dutiable,
    duty: wholeHalfUp(duty),
    consumptionTax: wholeHalfUp(times(consumption, ratio)),
    vat: wholeHalfUp(times(vat, ratio)),
  };
}

function consumptionShare(line: TaxedLine, price: Fraction): Fraction {
  const from = line.rates.highEndFrom;
  if (from === null) return line.rates.share;
  if (line.content === 0n) return ZERO;
  return atLeast(over(price, fraction(line.content)), from) ? line.rates.share : ZERO;
}

// Every line gets the floor of its part; what is left over goes fen by fen to the line that lost
// most in rounding, to the earlier one among equals.
function share(total: bigint, weights: readonly bigint[]): bigint[] {
  const all = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map((weight) => (total * weight) / all);
  let left = parts.reduce((rest, part) => rest - part, total);
  while (left > 0n) {
    const lost = weights.map((weight, i) => total * weight - parts[i]! * all);
    let best = 0;
    lost.forEach((value, i) => {
      if (value > lost[best]!) best = i;
    });
    parts[best] = parts[best]! + 1n;
    left -= 1n;
  }
  return parts;
}
