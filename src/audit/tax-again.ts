import type { BusinessDate } from '../base/dates.ts';
import {
  atLeast,
  type Fraction,
  fenOf,
  fractionOf,
  minus,
  NOUGHT,
  nearest,
  over,
  plus,
  sumOf,
  times,
  upward,
  WHOLE,
  whole,
} from './decimals.ts';
import type { KeptGoods } from './facts-reader.ts';
import type { Rates, Statutes } from './profile-reader.ts';
import { elementOf, filledOf, type RawPart, type RawRecord } from './xml-text.ts';

/** The tax of a list in fen, as the law has it. `single`: one line, one piece. */
export type TaxAgain = {
  readonly dutiable: bigint;
  readonly duty: bigint;
  readonly consumption: bigint;
  readonly vat: bigint;
  readonly single: boolean;
  /** Its parts by line, in the order of the list. */
  readonly lines: readonly LineAgain[];
};

/** What one line has of each sum. */
export type LineAgain = {
  readonly gnum: string;
  readonly dutiable: bigint;
  readonly duty: bigint;
  readonly consumption: bigint;
  readonly vat: bigint;
};

/** Whether a dutiable price is above the single limit; the limit itself is within it (TAX-10). */
export function isOverLimit(dutiable: bigint, limit: bigint): boolean {
  return dutiable > limit;
}

/** The tax of a declared list by RULES TAX-2 to TAX-10, or why it cannot be worked out. */
export function taxOf(
  list: RawRecord,
  statutes: Statutes,
  day: BusinessDate,
  goods: readonly KeptGoods[],
): TaxAgain | string {
  const prices = list.lines.map((line) => fenOf(elementOf(line, 'totalPrice')));
  const freight = fenOf(elementOf(list.head, 'freight'));
  const charges = sumOf([freight, fenOf(elementOf(list.head, 'insuredFee'))]);
  const dutiable = sumOf([...prices, charges]);
  const limit = statutes.amount('singleLimit', day);
  const [levy, reduced] = [
    statutes.share('levyRatio', day),
    statutes.share('preferentialDuty', day),
  ];
  if (dutiable === null || charges === null) return 'has amounts that cannot be read';
  if (limit === null || levy === null || reduced === null) return 'was decided before the law';
  const shares = sharesOf(list.lines, prices as bigint[], charges);
  const full = isOverLimit(dutiable, limit);
  const lines: LineAgain[] = [];
  for (const [i, line] of list.lines.entries()) {
    const rates = statutes.ratesOf(elementOf(line, 'gcode') ?? '', day);
    if (rates === null) return `line ${i + 1} has no tariff line`;
    const price = whole(prices[i]! + shares[i]!);
    const filed = goods.find(({ itemNo }) => itemNo === filledOf(line, 'itemNo'));
    const due = lineTax(price, full ? rates.duty : reduced, rates, line, filed);
    if (typeof due === 'string') return `line ${i + 1} ${due}`;
    const part = full ? WHOLE : levy;
    lines.push({
      gnum: filledOf(line, 'gnum') ?? '',
      dutiable: prices[i]! + shares[i]!,
      duty: nearest(due.duty),
      consumption: nearest(times(due.consumption, part)),
      vat: nearest(times(due.vat, part)),
    });
  }
  return { dutiable, ...sumsOf(lines), single: isSingle(list.lines), lines };
}

function sumsOf(lines: readonly LineAgain[]): Pick<TaxAgain, 'duty' | 'consumption' | 'vat'> {
  const sum = (part: 'duty' | 'consumption' | 'vat') =>
    lines.reduce((all, line) => all + line[part], 0n);
  return { duty: sum('duty'), consumption: sum('consumption'), vat: sum('vat') };
}

function isSingle(lines: readonly RawPart[]): boolean {
  const quantity = lines.length === 1 ? fractionOf(elementOf(lines[0]!, 'qty') ?? '') : null;
  return quantity !== null && quantity.n === quantity.d;
}

/** Freight and insurance by line: pro rata, what is left over to the largest remainders (TAX-4). */
function sharesOf(lines: readonly RawPart[], prices: readonly bigint[], charges: bigint): bigint[] {
  const sum = prices.reduce((all, price) => all + price, 0n);
  const places = lines.map((line) => BigInt(filledOf(line, 'gnum') ?? '0'));
  const rest = (at: number) => (sum === 0n ? 0n : (charges * prices[at]!) % sum);
  const order = [...prices.keys()].sort((a, b) => {
    if (rest(a) !== rest(b)) return rest(b) > rest(a) ? 1 : -1;
    return places[a]! === places[b]! ? a - b : places[a]! < places[b]! ? -1 : 1;
  });
  // Where nothing has a price the first line carries all charges.
  if (sum === 0n) return prices.map((_, at) => (at === order[0] ? charges : 0n));
  const shares = prices.map((price) => (charges * price) / sum);
  let left = charges - shares.reduce((all, share) => all + share, 0n);
  for (const at of order) {
    if (left === 0n) break;
    shares[at]! += 1n;
    left -= 1n;
  }
  return shares;
}

type LineDue = {
  readonly duty: Fraction;
  readonly consumption: Fraction;
  readonly vat: Fraction;
};

/** Statutory amounts of one line, exact (TAX-5). */
function lineTax(
  price: Fraction,
  dutyRate: Fraction,
  rates: Rates,
  line: RawPart,
  filed: KeptGoods | undefined,
): LineDue | string {
  const duty = times(price, dutyRate);
  const specific = specificOf(rates, line, filed);
  if (specific === null) return 'has no quantity for its specific rate';
  const share = adValorem(rates, price, line, filed);
  if (share === null) return 'has no net content';
  const base = plus(plus(price, duty), specific);
  const ad = over(times(base, share), minus(WHOLE, share));
  const consumption = plus(ad, specific);
  const vat = times(plus(plus(price, duty), consumption), rates.vat);
  return { duty, consumption, vat };
}

function specificOf(rates: Rates, line: RawPart, filed: KeptGoods | undefined): Fraction | null {
  if (rates.kind !== 'specific' && rates.kind !== 'compound') return NOUGHT;
  const { unit, litresPerTonne } = rates;
  for (const quantity of quantitiesOf(line)) {
    const units = inUnit(quantity, unit, litresPerTonne);
    if (units !== null) return times(units, rates.perUnit);
  }
  const quantity = fractionOf(elementOf(line, 'qty') ?? '');
  if (filed?.grams == null || quantity === null) return null;
  const grams = times(quantity, whole(filed.grams));
  const units = inUnit({ amount: grams, code: GRAM }, unit, litresPerTonne);
  return units === null ? null : times(units, rates.perUnit);
}

/** The ad-valorem rate that applies; high-end cosmetics only from their price on (TAX-9). */
function adValorem(
  rates: Rates,
  price: Fraction,
  line: RawPart,
  filed: KeptGoods | undefined,
): Fraction | null {
  if (rates.kind === 'none' || rates.kind === 'specific') return NOUGHT;
  if (rates.kind !== 'highend') return rates.rate;
  const content = amountOf(filed?.content, line, (quantity) => {
    const mass = inUnit(quantity, 'kg', null) ?? inUnit(quantity, 'l', null);
    return mass === null ? null : times(mass, whole(1000n));
  });
  const pieces = amountOf(filed?.pieces, line, ({ amount, code }) => {
    return SHEETS.includes(code) ? amount : null;
  });
  if (content === null && pieces === null) return null;
  const high =
    (content !== null && atLeast(price, times(rates.highFromContent, content))) ||
    (pieces !== null && atLeast(price, times(rates.highFromPiece, pieces)));
  return high ? rates.rate : NOUGHT;
}

type Quantity = { readonly amount: Fraction; readonly code: string };

/** As filed for one unit of the article, else as the line declares it. */
function amountOf(
  filed: bigint | null | undefined,
  line: RawPart,
  read: (quantity: Quantity) => Fraction | null,
): Fraction | null {
  if (filed !== null && filed !== undefined) {
    return times(fractionOf(elementOf(line, 'qty') ?? '') ?? NOUGHT, whole(filed));
  }
  for (const quantity of quantitiesOf(line)) {
    const amount = read(quantity);
    if (amount !== null) return amount;
  }
  return null;
}

function quantitiesOf(line: RawPart): Quantity[] {
  const pairs = [
    ['qty1', 'unit1'],
    ['qty2', 'unit2'],
    ['qty', 'unit'],
  ] as const;
  return pairs.flatMap(([quantity, unit]) => {
    const amount = fractionOf(filledOf(line, quantity) ?? '');
    const code = filledOf(line, unit);
    return amount === null || amount.n <= 0n || code === null ? [] : [{ amount, code }];
  });
}

const GRAM = '036';
const SHEETS: readonly string[] = ['010', '020'];
/** Kilograms, and litres, in one unit of the customs code. */
const KILOGRAMS: Readonly<Record<string, Fraction>> = {
  '035': WHOLE,
  [GRAM]: { n: 1n, d: 1000n },
  '070': whole(1000n),
};
const LITRES: Readonly<Record<string, Fraction>> = {
  '095': WHOLE,
  '096': { n: 1n, d: 1000n },
  '063': whole(1000n),
  '033': whole(1000n),
};

/** A quantity in 't', 'kg' or 'l'; from weight to volume only with a fixed density (TAX-8). */
function inUnit(
  { amount, code }: Quantity,
  unit: string,
  litresPerTonne: Fraction | null,
): Fraction | null {
  const thousand = whole(1000n);
  const [kilogram, litre] = [KILOGRAMS[code], LITRES[code]];
  if (unit === 'l') {
    if (litre !== undefined) return times(amount, litre);
    if (kilogram === undefined || litresPerTonne === null) return null;
    return over(times(times(amount, kilogram), litresPerTonne), thousand);
  }
  let weight = kilogram === undefined ? null : times(amount, kilogram);
  if (weight === null && litre !== undefined && litresPerTonne !== null) {
    weight = over(times(times(amount, litre), thousand), litresPerTonne);
  }
  return weight === null || unit === 'kg' ? weight : over(weight, thousand);
}

/** Grams of one line for a yearly counter (CLS-6): filed, declared by weight, or the parcel's. */
export function gramsOf(line: RawPart, head: RawPart, filed: KeptGoods | undefined): bigint | null {
  const quantity = fractionOf(elementOf(line, 'qty') ?? '');
  if (filed?.grams != null && quantity !== null) {
    return upward(times(quantity, whole(filed.grams)));
  }
  for (const declared of quantitiesOf(line)) {
    const kilograms = inUnit(declared, 'kg', null);
    if (kilograms !== null) return upward(times(kilograms, whole(1000n)));
  }
  const net = fractionOf(elementOf(head, 'netWeight') ?? '');
  return net === null ? null : upward(times(net, whole(1000n)));
}
