import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProfile } from '../../registry/profile-file.ts';
import { indexProfile } from '../../registry/profile-lookup.ts';
import { priceBasket } from './basket.ts';
import { BASKET_FLAGS, basketFromFlags, formatBasket } from './basket-flags.ts';

const read = await readProfile('profiles/cn-zhengzhou');
if (!read.ok) throw new Error(JSON.stringify(read.error));
const index = indexProfile(read.value);
const date = '2020-09-18';

function price(input: unknown): unknown {
  const result = priceBasket(input, index);
  return result.ok ? result.value : result.error.map(({ code, path }) => `${code} ${path}`);
}

const zeros = { consumptionRate: '0', specificPerUnit: '0', specificUnits: '0', dutyRate: '0' };
const plain = { price: '100.00', qty: '1', vatRate: '0.13' };

describe('priceBasket', () => {
  it('answers E1 in the documented shape', () => {
    const line = { price: '336.00', qty: '2', vatRate: '0.13', ...zeros };
    const given = { date, freight: '12.00', insurance: '0.00', lines: [line] };
    expect(price(given)).toEqual({
      channel: 'preferential',
      lines: [{ dutiablePrice: '348.00', duty: '0.00', consumptionTax: '0.00', vat: '31.67' }],
      total: '31.67',
    });
  });

  it.each([
    ['E2', '10', { price: '650', qty: '1', vatRate: '0.13', consumptionRate: '0.15' }, '152.19'],
    ['E2 goods', '10', { price: '650', qty: '1', goods: '33049900', content: '30' }, '152.19'],
    ['E3', '20', { price: '300', qty: '1', vatRate: '13%', consumptionRate: '10%' }, '57.25'],
    ['E3 goods', '20', { price: '300', qty: '1', goods: '2204210000' }, '57.25'],
    [
      'E4',
      '0',
      { price: '120', qty: '6', vatRate: '0.13', specificPerUnit: '250', specificUnits: '6/988' },
      '12.12',
    ],
    [
      'E4 goods',
      '0',
      { price: '120', qty: '6', goods: '22030000', specificUnits: '6/988' },
      '12.12',
    ],
    [
      'E5',
      '0',
      {
        price: '400',
        qty: '1',
        vatRate: '0.13',
        consumptionRate: '0.20',
        specificPerUnit: '0.912',
        specificUnits: '0.7',
      },
      '116.13',
    ],
    [
      'E5 goods, in kg',
      '0',
      { price: '400', qty: '1', goods: '22083000', specificUnits: '0.6384' },
      '116.13',
    ],
    ['E6', '0', { price: '6800', qty: '1', vatRate: '0.13', dutyRate: '0.06' }, '1345.04'],
    ['E6 goods', '0', { price: '6800', qty: 1, goods: '42022200' }, '1345.04'],
    ['E7', '0', { price: '200', qty: '1', vatRate: '0.09' }, '12.60'],
    ['E8', '0', { price: '500', qty: '1', vatRate: '0.13' }, '45.50'],
  ])('%s', (_, freight, line, total) => {
    expect(price({ date, freight, insurance: '0', lines: [line] })).toMatchObject({ total });
  });

  it('splits freight and insurance over lines: E9', () => {
    const lines = [
      { price: '199.00', qty: '1', vatRate: '0.13' },
      { price: '99.00', qty: '1', vatRate: '0.13', consumptionRate: '0.15' },
      { price: '35.50', qty: '1', vatRate: '0.09' },
    ];
    expect(price({ date, freight: '8.00', insurance: '2.00', lines })).toMatchObject({
      lines: [{ dutiablePrice: '204.97' }, { dutiablePrice: '101.97' }, { dutiablePrice: '36.56' }],
      total: '44.47',
    });
  });

  it.each([
    ['5000.00', '2', 'preferential'],
    ['5000.01', '1', 'full'],
    ['5000.01', '2', ['-621005 lines']],
    ['5000.01', '0.5', ['-621005 lines']],
  ])('%s for %s: %j', (amount, qty, expected) => {
    const priced = price({ date, lines: [{ price: amount, qty, goods: '42022200' }] });
    if (typeof expected === 'string') expect(priced).toMatchObject({ channel: expected });
    else expect(priced).toEqual(expected);
  });

  it('knows what the year leaves, when told', () => {
    const lines = [plain];
    expect(price({ date, lines, annualRemaining: '99.99' })).toEqual(['1313 lines']);
    expect(price({ date, lines, annualRemaining: '100.00' })).toMatchObject({ total: '9.10' });
  });

  it('lets the channel be chosen, and then asks for the duty', () => {
    const lines = [plain];
    expect(price({ date, lines, channel: 'full' })).toEqual(['BASKET-MISSING lines[0]/dutyRate']);
    const known = [{ ...plain, dutyRate: '0.10' }];
    expect(price({ date, lines: known, channel: 'full' })).toMatchObject({
      lines: [{ duty: '10.00', vat: '14.30' }],
      total: '24.30',
    });
  });

  it('follows the date', () => {
    const lines = [{ price: '100', qty: '1', goods: '19011010' }];
    expect(price({ date: '2018-04-30', lines })).toMatchObject({ total: '11.90' });
    expect(price({ date: '2019-04-01', lines })).toMatchObject({ total: '9.10' });
    expect(price({ date: '2016-04-07', lines })).toEqual(['BASKET-VALUE date']);
  });

  it('shows all mistakes at once, each with its path', () => {
    const lines = [
      { ...plain, price: 100.5, vatRate: '13', colour: 'red' },
      { price: '-1', qty: '0', vatRate: '0.13' },
      { price: '1', qty: '1' },
      { price: '1', qty: '1', goods: '99999999' },
      { price: '1', qty: '1', goods: '22030000' },
      { price: '1', qty: '1', goods: '33049900' },
      { price: '1', qty: '1', goods: '15091000', vatRate: '0.09' },
      { price: '1', qty: '1', goods: '150910' },
      { price: '1', qty: '1', vatRate: '1/0', consumptionRate: '1' },
      'line',
    ];
    expect(price({ date, freight: '0.001', lines, total: '1' })).toEqual([
      'BASKET-KEY total',
      'BASKET-VALUE freight',
      'BASKET-KEY lines[0]/colour',
      'BASKET-VALUE lines[0]/price',
      'BASKET-VALUE lines[0]/vatRate',
      'BASKET-VALUE lines[1]/price',
      'BASKET-VALUE lines[1]/qty',
      'BASKET-MISSING lines[2]/vatRate',
      'BASKET-GOODS lines[3]/goods',
      'BASKET-MISSING lines[4]/specificUnits',
      'BASKET-MISSING lines[5]/content',
      'BASKET-KEY lines[6]/vatRate',
      'BASKET-VALUE lines[7]/goods',
      'BASKET-VALUE lines[8]/vatRate',
      'BASKET-VALUE lines[8]/consumptionRate',
      'BASKET-VALUE lines[9]',
    ]);
  });

  it.each([
    [null, ['BASKET-VALUE null']],
    [[], ['BASKET-VALUE null']],
    [{}, ['BASKET-MISSING date', 'BASKET-VALUE lines']],
    [{ date: '2020-02-30', lines: [plain] }, ['BASKET-VALUE date']],
    [{ date, lines: [plain], channel: 'green' }, ['BASKET-VALUE channel']],
    [{ date, lines: Array.from({ length: 100 }, () => plain) }, ['BASKET-VALUE lines']],
    [{ date, lines: [{ ...plain, price: '9'.repeat(41) }] }, ['BASKET-VALUE lines[0]/price']],
  ])('%j is refused', (input, expected) => {
    expect(price(input)).toEqual(expected);
  });

  it('never throws, whatever it is given', () => {
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.record({ date: fc.constant(date), lines: fc.array(fc.jsonValue()) }),
      fc.record({
        date: fc.constant(date),
        lines: fc.array(
          fc.dictionary(fc.constantFrom('price', 'qty', 'goods', 'vatRate'), fc.string()),
        ),
      }),
    );
    fc.assert(
      fc.property(junk, (input) => {
        const result = priceBasket(input, index);
        expect(result.ok || result.error.length > 0).toBe(true);
      }),
    );
  });
});

describe('the command line', () => {
  it('makes a basket of flags, lines by position', () => {
    const flags = { goods: '22042100', price: '300.00', qty: '1', freight: '20.00', date };
    const basket = basketFromFlags(flags);
    expect(basket).toEqual({
      date,
      freight: '20.00',
      lines: [{ goods: '22042100', price: '300.00', qty: '1' }],
    });
    expect(price(basket)).toMatchObject({ total: '57.25' });
    const two = { ...flags, goods: ['22042100', '15091000'], price: ['1', '2'], qty: ['1', '3'] };
    expect(basketFromFlags(two).lines).toEqual([
      { goods: '22042100', price: '1', qty: '1' },
      { goods: '15091000', price: '2', qty: '3' },
    ]);
  });

  it('leaves the finding of gaps to priceBasket', () => {
    expect(price(basketFromFlags({ goods: '22042100' }))).toEqual([
      'BASKET-MISSING date',
      'BASKET-MISSING lines[0]/price',
      'BASKET-MISSING lines[0]/qty',
    ]);
    expect(price(basketFromFlags({}))).toEqual(['BASKET-MISSING date', 'BASKET-VALUE lines']);
  });

  it('has a flag for every key of the input', () => {
    expect(BASKET_FLAGS).toContain('specific-units');
    const all = Object.fromEntries(BASKET_FLAGS.map((flag) => [flag, 'x']));
    const basket = basketFromFlags(all);
    const unknown = priceBasket(basket, index);
    const keys = unknown.ok ? [] : unknown.error.filter(({ en }) => en === 'unknown key');
    expect(keys).toEqual([]);
  });

  it('prints a table', () => {
    const result = priceBasket({ date, freight: '20', lines: [{ ...plain, price: '300' }] }, index);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    expect(formatBasket(result.value)).toEqual([
      'line  dutiable price  duty  consumption tax    VAT',
      '   1          320.00  0.00             0.00  29.12',
      'channel preferential, total tax 29.12 CNY',
    ]);
  });
});
