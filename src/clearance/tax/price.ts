import { assert } from '../../base/assert.ts';
import type { Fen } from '../../base/fen.ts';
import { ONE, type Rate, ZERO } from '../../base/rate.ts';
import { allocate, divideHalfUp } from '../../base/rounding.ts';
import type { Consumption } from '../../registry/profile.ts';
import type { LineTax } from '../verdict.ts';
import type { Channel } from './channel.ts';

/** One line to be priced, with the rates of its tariff line. */
export type TaxLine = {
  readonly gnum: number;
  readonly totalPrice: Fen;
  readonly vat: Rate;
  readonly consumption: Consumption;
  readonly mfnDuty: Rate;
  /** Quantity of the whole line in the unit of a specific rate; null where none is charged. */
  readonly units: Rate | null;
  /** Millilitres or grams, and pieces or sheets, of the whole line (TAX-9); null when unknown. */
  readonly content: Rate | null;
  readonly pieces: Rate | null;
};

/** What the law of the day says to all lines. */
export type TaxContext = {
  readonly channel: Channel;
  /** Share of VAT and consumption tax that the preferential channel collects: 7/10. */
  readonly levyRatio: Rate;
  /** Duty of the preferential channel: 0. */
  readonly preferentialDuty: Rate;
};

/**
 * The tax of each line, in the order given (RULES TAX-2 to TAX-6). `charges` is freight plus
 * insurance. Exact rationals throughout; each payable component is rounded half up once.
 * @throws Bug when a specific rate has no units, or a high-end rate neither content nor pieces;
 * callers turn those into findings first.
 */
export function priceLines(
  lines: readonly TaxLine[],
  charges: Fen,
  context: TaxContext,
): LineTax[] {
  const shares = allocateCharges(lines, charges);
  return lines.map((line, index) => priceLine(line, line.totalPrice + shares[index]!, context));
}

/** Freight and insurance by line: pro rata to price, ties to the lower gnum (TAX-4). */
export function allocateCharges(
  lines: readonly Pick<TaxLine, 'gnum' | 'totalPrice'>[],
  charges: Fen,
): Fen[] {
  if (charges === 0n) return lines.map(() => 0n);
  const order = lines.map((_, index) => index);
  order.sort((a, b) => lines[a]!.gnum - lines[b]!.gnum);
  const shares = allocate(
    charges,
    order.map((index) => lines[index]!.totalPrice),
  );
  const byLine = lines.map(() => 0n);
  order.forEach((index, position) => {
    byLine[index] = shares[position]!;
  });
  return byLine;
}

/** Sum of the three components of a line. */
export function taxOfLine(line: LineTax): Fen {
  return line.duty + line.consumptionTax + line.vat;
}

// With d duty, c ad-valorem rate, S specific amount, v VAT and k levy ratio (TAX-5):
//   base = DP(1+d) + S
//   CT   = base * c/(1-c) + S         V = base/(1-c) * v   since DP + duty + CT = base/(1-c)
// Numerators and denominators are kept apart so that one division at the end rounds once.
function priceLine(line: TaxLine, price: Fen, context: TaxContext): LineTax {
  const full = context.channel === 'full';
  const d = full ? line.mfnDuty : context.preferentialDuty;
  const k = full ? ONE : context.levyRatio;
  const { c, sn, sd } = charged(line, price);
  const v = line.vat;
  const baseN = price * (d.d + d.n) * sd + sn * d.d;
  const baseD = d.d * sd;
  const rest = c.d - c.n;
  assert(rest > 0n, 'an ad-valorem rate is below one');
  const consumption = k.n * (baseN * c.n * sd + sn * baseD * rest);
  return {
    gnum: line.gnum,
    dutiablePrice: price,
    duty: divideHalfUp(price * d.n, d.d),
    consumptionTax: divideHalfUp(consumption, k.d * baseD * rest * sd),
    vat: divideHalfUp(k.n * baseN * c.d * v.n, k.d * baseD * rest * v.d),
  };
}

/** The ad-valorem rate, and the specific amount of the line in fen as sn/sd. */
type Charged = { readonly c: Rate; readonly sn: bigint; readonly sd: bigint };

function charged(line: TaxLine, price: Fen): Charged {
  const { consumption } = line;
  switch (consumption.kind) {
    case 'none':
      return { c: ZERO, sn: 0n, sd: 1n };
    case 'advalorem':
      return { c: consumption.rate, sn: 0n, sd: 1n };
    case 'specific':
      return { c: ZERO, ...specificAmount(line, consumption.perUnit) };
    case 'compound':
      return { c: consumption.rate, ...specificAmount(line, consumption.perUnit) };
    case 'highend':
      return { c: isHighEnd(line, price) ? consumption.rate : ZERO, sn: 0n, sd: 1n };
  }
}

function specificAmount(line: TaxLine, perUnit: Rate): { sn: bigint; sd: bigint } {
  assert(line.units !== null, `line ${line.gnum} has no quantity for its specific rate`);
  return { sn: perUnit.n * line.units.n, sd: perUnit.d * line.units.d };
}

/** Whether the price reaches the threshold of high-end cosmetics; equal reaches it (TAX-9). */
function isHighEnd(line: TaxLine, price: Fen): boolean {
  const { consumption, content, pieces } = line;
  assert(consumption.kind === 'highend', 'a high-end rate');
  assert(content !== null || pieces !== null, `line ${line.gnum} has no net content`);
  return (
    reaches(price, consumption.fenPerContent, content) ||
    reaches(price, consumption.fenPerPiece, pieces)
  );
}

function reaches(price: Fen, fenPer: Fen, amount: Rate | null): boolean {
  return amount !== null && price * amount.d >= fenPer * amount.n;
}
