import { describe, expect, it } from 'vitest';
import { type Fraction, fraction } from './fraction.ts';
import { predictTax, type Rates, sumTax, type TaxedLine, taxTotal } from './predict.ts';

const LEVY: Fraction = [7n, 10n];
const ZERO = fraction(0n);

function rates(vat: bigint, share: bigint, more: Partial<Rates> = {}): Rates {
  const base = { vat: [vat, 100n], share: [share, 100n], duty: ZERO, perMeasure: ZERO } as const;
  return { ...base, highEndFrom: null, ...more };
}

function line(total: bigint, of: Rates, measure: Fraction = ZERO, content = 0n): TaxedLine {
  return { total, rates: of, measure, content };
}

function price(lines: TaxedLine[], extra = 0n, full = false) {
  const tax = sumTax(predictTax(lines, extra, LEVY, full));
  return [tax.dutiable, tax.duty, tax.consumptionTax, tax.vat, taxTotal(tax)].map(Number);
}

// The worked examples of the rules, section 5; amounts in fen.
describe('predicted tax', () => {
  it('E1 infant formula', () => {
    expect(price([line(33600n, rates(13n, 0n))], 1200n)).toEqual([34800, 0, 0, 3167, 3167]);
  });
  it('E2 high-end serum', () => {
    const serum = rates(13n, 15n, { highEndFrom: fraction(1000n) });
    expect(price([line(65000n, serum, ZERO, 30n)], 1000n)).toEqual([66000, 0, 8153, 7066, 15219]);
    expect(price([line(65000n, serum, ZERO, 70n)], 1000n)[2]).toBe(0);
  });
  it('E3 wine', () => {
    expect(price([line(30000n, rates(13n, 10n))], 2000n)).toEqual([32000, 0, 2489, 3236, 5725]);
  });
  it('E4 beer by volume', () => {
    const beer = rates(13n, 0n, { perMeasure: [25000n, 988n] });
    expect(price([line(12000n, beer, fraction(6n))])).toEqual([12000, 0, 106, 1106, 1212]);
  });
  it('E5 whisky, compound', () => {
    const whisky = rates(13n, 20n, { perMeasure: [912n, 10n] });
    expect(price([line(40000n, whisky, [7n, 10n])])).toEqual([40000, 0, 7056, 4557, 11613]);
  });
  it('E6 one handbag above the limit', () => {
    const bag = rates(13n, 0n, { duty: [6n, 100n] });
    expect(price([line(680000n, bag)], 0n, true)).toEqual([680000, 40800, 0, 93704, 134504]);
  });
  it('E7 olive oil', () => {
    expect(price([line(20000n, rates(9n, 0n))])).toEqual([20000, 0, 0, 1260, 1260]);
  });
  it('E8 a coupon does not lower the price', () => {
    expect(price([line(50000n, rates(13n, 0n))])).toEqual([50000, 0, 0, 4550, 4550]);
  });
  it('E9 freight split over three lines', () => {
    const lines = [
      line(19900n, rates(13n, 0n)),
      line(9900n, rates(13n, 15n)),
      line(3550n, rates(9n, 0n)),
    ];
    const taxes = predictTax(lines, 1000n, LEVY, false);
    expect(taxes.map((tax) => Number(tax.dutiable))).toEqual([20497, 10197, 3656]);
    expect(taxes.map((tax) => Number(tax.vat))).toEqual([1865, 1092, 230]);
    expect(price(lines, 1000n)).toEqual([34350, 0, 1260, 3187, 4447]);
  });
});
