import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFen } from '../../base/fen.ts';
import { ONE, parseRational, type Rate, rate, ZERO } from '../../base/rate.ts';
import type { Consumption } from '../../registry/profile.ts';
import type { LineTax } from '../verdict.ts';
import { allocateCharges, priceLines, type TaxContext, type TaxLine, taxOfLine } from './price.ts';

const r = (text: string): Rate => parseRational(text)!;
const yuan = (text: string): bigint => parseFen(text)!;
const PREFERENTIAL: TaxContext = {
  channel: 'preferential',
  levyRatio: r('0.7'),
  preferentialDuty: ZERO,
};
const FULL: TaxContext = { ...PREFERENTIAL, channel: 'full' };
const NONE: Consumption = { kind: 'none' };
const advalorem = (share: string): Consumption => ({ kind: 'advalorem', rate: r(share) });

function line(price: string, vat: string, more: Partial<TaxLine> = {}): TaxLine {
  const measures = { units: null, content: null, pieces: null };
  const rates = { vat: r(vat), consumption: NONE, mfnDuty: ZERO };
  return { gnum: 1, totalPrice: yuan(price), ...rates, ...measures, ...more };
}

const total = (lines: readonly LineTax[]): bigint =>
  lines.reduce((sum, each) => sum + taxOfLine(each), 0n);

describe('worked examples of the rules', () => {
  it('E1: formula, VAT 13', () => {
    const [tax] = priceLines([line('336.00', '0.13')], yuan('12.00'), PREFERENTIAL);
    expect(tax).toEqual({
      gnum: 1,
      dutiablePrice: 34_800n,
      duty: 0n,
      consumptionTax: 0n,
      vat: 3_167n,
    });
  });

  it('E2: high-end serum of 30 ml', () => {
    const consumption: Consumption = {
      kind: 'highend',
      rate: r('0.15'),
      fenPerContent: 1_000n,
      fenPerPiece: 1_500n,
    };
    const serum = line('650.00', '0.13', { consumption, content: r('30') });
    const [tax] = priceLines([serum], yuan('10.00'), PREFERENTIAL);
    expect(tax).toMatchObject({ dutiablePrice: 66_000n, consumptionTax: 8_153n, vat: 7_066n });
    expect(taxOfLine(tax!)).toBe(yuan('152.19'));
  });

  it('E3: wine', () => {
    const wine = line('300.00', '0.13', { consumption: advalorem('0.10') });
    const [tax] = priceLines([wine], yuan('20.00'), PREFERENTIAL);
    expect(tax).toMatchObject({ consumptionTax: 2_489n, vat: 3_236n });
    expect(taxOfLine(tax!)).toBe(yuan('57.25'));
  });

  it('E4: six litres of beer at 250 CNY a tonne of 988 litres', () => {
    const consumption: Consumption = { kind: 'specific', perUnit: r('25000'), unit: 't' };
    const beer = line('120.00', '0.13', { consumption, units: r('6/988') });
    const [tax] = priceLines([beer], 0n, PREFERENTIAL);
    expect(tax).toMatchObject({ consumptionTax: 106n, vat: 1_106n });
  });

  it('E5: whisky, 20 % and 0.912 CNY a litre', () => {
    const consumption: Consumption = {
      kind: 'compound',
      rate: r('0.20'),
      perUnit: r('91.2'),
      unit: 'l',
    };
    const whisky = line('400.00', '0.13', { consumption, units: r('0.7') });
    const [tax] = priceLines([whisky], 0n, PREFERENTIAL);
    expect(tax).toMatchObject({ consumptionTax: 7_056n, vat: 4_557n });
    expect(taxOfLine(tax!)).toBe(yuan('116.13'));
  });

  it('E6: one handbag over the limit, in full', () => {
    const handbag = line('6800.00', '0.13', { mfnDuty: r('0.06') });
    const [tax] = priceLines([handbag], 0n, FULL);
    expect(tax).toMatchObject({ duty: 40_800n, consumptionTax: 0n, vat: 93_704n });
    expect(taxOfLine(tax!)).toBe(yuan('1345.04'));
  });

  it('E7: olive oil, VAT 9', () => {
    expect(total(priceLines([line('200.00', '0.09')], 0n, PREFERENTIAL))).toBe(1_260n);
  });

  it('E8: a coupon does not lower the price', () => {
    expect(total(priceLines([line('500.00', '0.13')], 0n, PREFERENTIAL))).toBe(4_550n);
  });

  it('E9: three lines share the freight', () => {
    const lines = [
      line('199.00', '0.13', { gnum: 1 }),
      line('99.00', '0.13', { gnum: 2, consumption: advalorem('0.15') }),
      line('35.50', '0.09', { gnum: 3 }),
    ];
    const taxes = priceLines(lines, yuan('10.00'), PREFERENTIAL);
    expect(taxes.map((tax) => tax.dutiablePrice)).toEqual([20_497n, 10_197n, 3_656n]);
    expect(taxes.map((tax) => tax.consumptionTax)).toEqual([0n, 1_260n, 0n]);
    expect(taxes.map((tax) => tax.vat)).toEqual([1_865n, 1_092n, 230n]);
    expect(total(taxes)).toBe(yuan('44.47'));
  });
});

describe('composite rates of TAX-5', () => {
  // (c+v)/(1-c) * 70 %, on a price at which nothing is rounded away.
  it.each([
    ['0', '0.13', '9.1%'],
    ['0', '0.09', '6.3%'],
    ['0.15', '0.13', '19.6/85'],
    ['0.10', '0.13', '16.1/90'],
    ['0.20', '0.13', '28.875%'],
  ])('CT %s and VAT %s make %s', (c, v, composite) => {
    const price = 10n ** 15n * 153n;
    const priced = { totalPrice: price, consumption: advalorem(c) };
    const [tax] = priceLines([line('0', v, priced)], 0n, PREFERENTIAL);
    const expected = r(composite);
    const distance = taxOfLine(tax!) * expected.d - price * expected.n;
    // Two roundings, each by half a fen at most.
    expect(distance <= expected.d && distance >= -expected.d).toBe(true);
  });
});

describe('high-end threshold of TAX-9', () => {
  const consumption: Consumption = {
    kind: 'highend',
    rate: r('0.15'),
    fenPerContent: 1_000n,
    fenPerPiece: 1_500n,
  };
  const taxed = (price: string, measures: Partial<TaxLine>): boolean => {
    const lines = [line(price, '0.13', { consumption, ...measures })];
    return priceLines(lines, 0n, PREFERENTIAL)[0]!.consumptionTax > 0n;
  };

  it.each([
    ['299.99', { content: r('30') }, false],
    ['300.00', { content: r('30') }, true],
    ['74.99', { pieces: r('5') }, false],
    ['75.00', { pieces: r('5') }, true],
    ['75.00', { pieces: r('5'), content: r('125') }, true],
    ['1249.99', { pieces: r('100'), content: r('125') }, false],
    ['1250.00', { pieces: r('100'), content: r('125') }, true],
  ])('%s with %o: taxed %s', (price, measures, expected) => {
    expect(taxed(price, measures)).toBe(expected);
  });

  it('counts freight into the price that is compared', () => {
    const lines = [line('299.99', '0.13', { consumption, content: r('30') })];
    expect(priceLines(lines, 1n, PREFERENTIAL)[0]!.consumptionTax).toBeGreaterThan(0n);
  });

  it('is a bug without any measure', () => {
    expect(() => taxed('10.00', {})).toThrow('net content');
  });
});

describe('allocateCharges', () => {
  it('gives the odd fen to the lower gnum, wherever it stands', () => {
    const lines = [
      { gnum: 2, totalPrice: 100n },
      { gnum: 1, totalPrice: 100n },
    ];
    expect(allocateCharges(lines, 1n)).toEqual([0n, 1n]);
    expect(allocateCharges(lines, 0n)).toEqual([0n, 0n]);
  });
});

// An independent implementation: plain fractions, the statutory formulas step by step as the law
// writes them, rounding through decimal digits. It shares nothing with the code under test.
type Fraction = readonly [bigint, bigint];
const plus = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];
const over = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1], a[1] * b[0]];
const less = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] - b[0] * a[1], a[1] * b[1]];
function roundedFen([n, d]: Fraction): bigint {
  const tenths = (n * 10n) / d;
  return tenths / 10n + (tenths % 10n >= 5n ? 1n : 0n);
}

type Plain = {
  price: bigint;
  c: Fraction;
  v: Fraction;
  d: Fraction;
  s: Fraction;
  q: Fraction;
  full: boolean;
};

function byTheLaw({ price, c, v, d, s, q, full }: Plain): bigint[] {
  const dp: Fraction = [price, 1n];
  const duty = full ? times(dp, d) : ([0n, 1n] as const);
  const specific = times(q, s);
  const assessable = over(plus(plus(dp, duty), specific), less([1n, 1n], c));
  const consumptionTax = plus(times(assessable, c), specific);
  const vat = times(plus(plus(dp, duty), consumptionTax), v);
  const levied: Fraction = full ? [1n, 1n] : [7n, 10n];
  return [duty, times(consumptionTax, levied), times(vat, levied)].map(roundedFen);
}

describe('against an independent implementation', () => {
  const percent = fc.bigInt({ min: 0n, max: 9_999n }).map((n): Fraction => [n, 10_000n]);
  const amount = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 7n }), fc.bigInt({ min: 1n, max: 10_000n }))
    .map(([n, d]): Fraction => [n, d]);
  const plain = fc.record({
    price: fc.bigInt({ min: 0n, max: 10n ** 10n }),
    c: percent,
    v: percent,
    d: percent,
    s: amount,
    q: amount,
    full: fc.boolean(),
  });
  const asRate = ([n, d]: Fraction): Rate => rate(n, d);

  it('agrees to the fen for every compound rate', () => {
    fc.assert(
      fc.property(plain, (given) => {
        const { price, c, v, d, s, q, full } = given;
        const consumption: Consumption = {
          kind: 'compound',
          rate: asRate(c),
          perUnit: asRate(s),
          unit: 'kg',
        };
        const rates = { vat: asRate(v), mfnDuty: asRate(d), consumption, units: asRate(q) };
        const lines = [line('0', '0', { totalPrice: price, ...rates })];
        const [tax] = priceLines(lines, 0n, full ? FULL : PREFERENTIAL);
        expect([tax!.duty, tax!.consumptionTax, tax!.vat]).toEqual(byTheLaw(given));
      }),
      { numRuns: 2_000 },
    );
  });

  it('agrees for ad-valorem, specific and untaxed lines as cases of compound', () => {
    fc.assert(
      fc.property(plain, (given) => {
        const { price, c, v, s, q } = given;
        const kinds: [Consumption, Partial<Plain>][] = [
          [{ kind: 'advalorem', rate: asRate(c) }, { s: [0n, 1n] }],
          [{ kind: 'specific', perUnit: asRate(s), unit: 't' }, { c: [0n, 1n] }],
          [NONE, { c: [0n, 1n], s: [0n, 1n] }],
        ];
        for (const [consumption, changed] of kinds) {
          const rates = { vat: asRate(v), consumption, units: asRate(q) };
          const lines = [line('0', '0', { totalPrice: price, ...rates })];
          const [tax] = priceLines(lines, 0n, PREFERENTIAL);
          const expected = byTheLaw({ ...given, ...changed, full: false });
          expect([tax!.duty, tax!.consumptionTax, tax!.vat]).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the price: lines add up to prices plus charges', () => {
    const prices = fc.array(fc.bigInt({ min: 0n, max: 10n ** 8n }), {
      minLength: 1,
      maxLength: 99,
    });
    fc.assert(
      fc.property(prices, fc.bigInt({ min: 0n, max: 10n ** 7n }), (given, charges) => {
        const lines = given.map((totalPrice, index) =>
          line('0', '0.13', { gnum: index + 1, totalPrice }),
        );
        const priced = priceLines(lines, charges, PREFERENTIAL);
        const sum = priced.reduce((all, each) => all + each.dutiablePrice, 0n);
        expect(sum).toBe(given.reduce((all, each) => all + each, charges));
      }),
    );
  });

  it('is a bug to price a rate of one or a specific rate without quantity', () => {
    const whole: Consumption = { kind: 'advalorem', rate: ONE };
    const bad = line('1.00', '0.13', { consumption: whole });
    expect(() => priceLines([bad], 0n, PREFERENTIAL)).toThrow('below one');
    const specific: Consumption = { kind: 'specific', perUnit: ONE, unit: 't' };
    const dry = line('1.00', '0.13', { consumption: specific });
    expect(() => priceLines([dry], 0n, PREFERENTIAL)).toThrow('no quantity');
  });
});
