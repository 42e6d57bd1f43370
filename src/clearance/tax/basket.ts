import { isBusinessDate } from '../../base/dates.ts';
import { type Fen, formatFen } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';
import { LIMITS } from '../../base/limits.ts';
import { multiply, ONE, type Rate, rate, ZERO } from '../../base/rate.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Goods } from '../../registry/enterprise.ts';
import type { Consumption } from '../../registry/profile.ts';
import type { ProfileIndex } from '../../registry/profile-lookup.ts';
import {
  checkKeys,
  isRecord,
  type Raw,
  type Reading,
  readAmount,
  readNumber,
  readQty,
  refuse,
  UNLIMITED,
} from './basket-input.ts';
import { measuresOf, QUANTITY_KEYS } from './basket-measures.ts';
import { type Channel, chooseChannel, quotaFinding, splitFinding } from './channel.ts';
import { lawAt } from './list-tax.ts';
import { priceLines, type TaxLine, taxOfLine } from './price.ts';

/** A priced basket; amounts in yuan with two decimals. */
export type PricedBasket = {
  readonly channel: Channel;
  readonly lines: readonly {
    readonly dutiablePrice: string;
    readonly duty: string;
    readonly consumptionTax: string;
    readonly vat: string;
  }[];
  readonly total: string;
};

const HEAD_KEYS = ['date', 'freight', 'insurance', 'lines', 'channel', 'annualRemaining'];
const RATE_KEYS = ['vatRate', 'consumptionRate', 'specificPerUnit', 'dutyRate'];
const MEASURE_KEYS = ['specificUnits', 'content', 'pieces'];
const LINE_KEYS = [
  ...['price', 'qty', 'goods', 'itemNo'],
  ...[...MEASURE_KEYS, ...RATE_KEYS, ...QUANTITY_KEYS],
];
// Duties of the real tariff stay far below; a rate of 13 is a percentage in the wrong place.
const DUTY_LIMIT = rate(10n, 1n);

/** The article that is on file under an item number, for a basket that names them. */
export type ArticleLookup = (itemNo: string) => Goods | undefined;

/**
 * Prices a basket of `onestep tax --json`: amounts and rates are decimal texts (rates and units
 * also fractions such as "6/988"), `price` is the line's total in yuan, `specificPerUnit` yuan per
 * unit; `goods` names a code of the profile instead of rates. What a rate counts beside the price
 * is said itself, or follows from quantities and the article on file as it does for a list. All
 * findings at once, each with its path; a basket over the limits ends in the refusal of TAX-10
 * unless `channel` overrides it.
 */
export function priceBasket(
  input: unknown,
  index: ProfileIndex,
  articleOf: ArticleLookup = () => undefined,
): Result<PricedBasket, Finding[]> {
  const sink: Finding[] = [];
  const basket = readBasket(input, { index, articleOf }, { sink });
  if (basket === null || sink.length > 0) return fail(sink.slice(0, LIMITS.findingsShown));
  const channel = channelOf(basket, index, sink);
  if (channel === null) return fail(sink);
  basket.lines.forEach(({ dutyKnown }, at) => {
    if (channel !== 'full' || dutyKnown) return;
    refuse({ sink }, 'BASKET-MISSING', `lines[${at}]/dutyRate`, 'the full channel charges duty');
  });
  if (sink.length > 0) return fail(sink);
  const { levyRatio, preferentialDuty } = index.at(basket.date);
  const context = { channel, levyRatio, preferentialDuty };
  const priced = priceLines(
    basket.lines.map(({ line }) => line),
    basket.charges,
    context,
  );
  return ok({
    channel,
    lines: priced.map((line) => ({
      dutiablePrice: formatFen(line.dutiablePrice),
      duty: formatFen(line.duty),
      consumptionTax: formatFen(line.consumptionTax),
      vat: formatFen(line.vat),
    })),
    total: formatFen(priced.reduce((sum, line) => sum + taxOfLine(line), 0n)),
  });
}

type BasketLine = { readonly line: TaxLine; readonly qty: bigint; readonly dutyKnown: boolean };

type Basket = {
  readonly date: string;
  readonly charges: Fen;
  readonly lines: readonly BasketLine[];
  readonly channel: Channel | null;
  readonly annualRemaining: Fen | null;
};

/** What is known of goods. */
type Known = { readonly index: ProfileIndex; readonly articleOf: ArticleLookup };

function readBasket(input: unknown, known: Known, reading: Reading): Basket | null {
  if (!isRecord(input)) return refuse(reading, 'BASKET-VALUE', '', 'expected a JSON object');
  checkKeys(reading, input, HEAD_KEYS, '');
  const date = readDate(reading, input, known.index);
  const freight = readAmount(reading, input, 'freight', 'freight', 0n);
  const insurance = readAmount(reading, input, 'insurance', 'insurance', 0n);
  const remaining = input.annualRemaining;
  const annualRemaining =
    remaining === undefined
      ? null
      : readAmount(reading, input, 'annualRemaining', 'annualRemaining', 0n);
  const channel = input.channel ?? null;
  if (channel !== null && channel !== 'preferential' && channel !== 'full') {
    refuse(reading, 'BASKET-VALUE', 'channel', 'expected preferential or full');
    return null;
  }
  const lines = readLines(reading, input, known, date);
  if (date === null || freight === null || insurance === null) return null;
  return { date, charges: freight + insurance, lines, channel, annualRemaining };
}

function readDate(reading: Reading, input: Raw, index: ProfileIndex): string | null {
  const { date } = input;
  if (date === undefined) return refuse(reading, 'BASKET-MISSING', 'date', 'expected YYYY-MM-DD');
  if (typeof date !== 'string' || !isBusinessDate(date)) {
    return refuse(reading, 'BASKET-VALUE', 'date', 'expected a day YYYY-MM-DD');
  }
  if (index.covers(date)) return date;
  return refuse(reading, 'BASKET-VALUE', 'date', `the profile begins on ${index.begins}`);
}

function readLines(reading: Reading, input: Raw, known: Known, date: string | null): BasketLine[] {
  const { lines } = input;
  if (!Array.isArray(lines) || lines.length === 0 || lines.length > LIMITS.linesPerRecord) {
    refuse(reading, 'BASKET-VALUE', 'lines', `expected 1 to ${LIMITS.linesPerRecord} lines`);
    return [];
  }
  return lines.flatMap((raw: unknown, at) => {
    const line = readLine(reading, raw, at, known, date);
    return line === null ? [] : [line];
  });
}

function readLine(
  reading: Reading,
  raw: unknown,
  at: number,
  { index, articleOf }: Known,
  date: string | null,
): BasketLine | null {
  const path = `lines[${at}]`;
  if (!isRecord(raw)) return refuse(reading, 'BASKET-VALUE', path, 'expected a JSON object');
  checkKeys(reading, raw, LINE_KEYS, `${path}/`);
  const price = readAmount(reading, raw, 'price', `${path}/price`, null);
  const qty = readQty(reading, raw, path);
  const rates =
    raw.goods === undefined
      ? readRates(reading, raw, path)
      : goodsRates(reading, raw, path, index, date);
  const [units = null, content = null, pieces = null] = MEASURE_KEYS.map((key) =>
    readNumber(reading, raw, key, path, UNLIMITED),
  );
  if (price === null || qty === null || rates === null) return null;
  const article = typeof raw.itemNo === 'string' ? articleOf(raw.itemNo) : undefined;
  const follows = measuresOf(reading, raw, path, qty, rates.rates.consumption, article);
  const line = {
    ...{ gnum: at + 1, totalPrice: price, ...rates.rates },
    ...{ units: units ?? follows.units, content: content ?? follows.content },
    pieces: pieces ?? follows.pieces,
  };
  if (!checkMeasures(reading, line, path)) return null;
  return { line, qty, dutyKnown: rates.dutyKnown };
}

type Rates = {
  readonly rates: Pick<TaxLine, 'vat' | 'consumption' | 'mfnDuty'>;
  readonly dutyKnown: boolean;
};

function readRates(reading: Reading, raw: Raw, path: string): Rates | null {
  if (raw.vatRate === undefined) {
    return refuse(reading, 'BASKET-MISSING', `${path}/vatRate`, 'give vatRate, or goods');
  }
  const vat = readNumber(reading, raw, 'vatRate', path, ONE);
  const share = readNumber(reading, raw, 'consumptionRate', path, ONE);
  const yuan = readNumber(reading, raw, 'specificPerUnit', path, UNLIMITED);
  const duty = readNumber(reading, raw, 'dutyRate', path, DUTY_LIMIT);
  if (vat === null) return null;
  const consumption = consumptionOf(share ?? ZERO, yuan ?? ZERO);
  const dutyKnown = duty !== null;
  return { rates: { vat, consumption, mfnDuty: duty ?? ZERO }, dutyKnown };
}

function consumptionOf(share: Rate, yuan: Rate): Consumption {
  if (yuan.n === 0n) return share.n === 0n ? { kind: 'none' } : { kind: 'advalorem', rate: share };
  const perUnit = multiply(yuan, rate(100n, 1n));
  return { kind: 'compound', rate: share, perUnit, unit: 'unit' };
}

function goodsRates(
  reading: Reading,
  raw: Raw,
  path: string,
  index: ProfileIndex,
  date: string | null,
): Rates | null {
  const { goods } = raw;
  const surplus = RATE_KEYS.find((key) => raw[key] !== undefined);
  if (surplus !== undefined) {
    return refuse(reading, 'BASKET-KEY', `${path}/${surplus}`, 'give goods or rates, not both');
  }
  if (typeof goods !== 'string' || !/^\d{8}(\d\d)?$/.test(goods)) {
    return refuse(reading, 'BASKET-VALUE', `${path}/goods`, 'expected a code of 8 or 10 digits');
  }
  if (date === null) return null;
  const line = index.tariffAt(goods, date);
  if (line === null) return refuse(reading, 'BASKET-GOODS', `${path}/goods`, goods);
  const { vat, consumption, mfnDuty } = line;
  return { rates: { vat, consumption, mfnDuty }, dutyKnown: true };
}

function checkMeasures(reading: Reading, line: TaxLine, path: string): boolean {
  const { consumption } = line;
  if (consumption.kind === 'specific' || consumption.kind === 'compound') {
    if (line.units !== null) return true;
    const detail = `the quantity in ${consumption.unit}, for the specific consumption tax`;
    refuse(reading, 'BASKET-MISSING', `${path}/specificUnits`, detail);
    return false;
  }
  if (consumption.kind !== 'highend' || line.content !== null || line.pieces !== null) return true;
  const detail = 'net content in ml or g (or pieces), to tell high-end cosmetics';
  refuse(reading, 'BASKET-MISSING', `${path}/content`, detail);
  return false;
}

function channelOf(basket: Basket, index: ProfileIndex, sink: Finding[]): Channel | null {
  if (basket.channel !== null) return basket.channel;
  const { singleLimit, annualLimit } = index.at(basket.date);
  const { annualRemaining, lines, date } = basket;
  const total = lines.reduce((sum, { line }) => sum + line.totalPrice, basket.charges);
  const facts = { total, lineCount: lines.length, firstQty: lines[0]?.qty ?? 0n };
  const channel = chooseChannel({ ...facts, singleLimit, annualRemaining });
  if (channel === 'preferential' || channel === 'full') return channel;
  const { parameters } = index.profile;
  const refusal =
    channel === 'split'
      ? splitFinding(total, singleLimit, lawAt(parameters.singleLimit, date))
      : quotaFinding(
          { total, used: annualLimit - (annualRemaining ?? annualLimit), annualLimit },
          lawAt(parameters.annualLimit, date),
        );
  sink.push({ ...refusal, path: 'lines' });
  return null;
}
