import { describe, expect, it } from 'vitest';
import { readStatutes, type Statutes } from './profile-reader.ts';
import { gramsOf, taxOf } from './tax-again.ts';
import type { RawRecord } from './xml-text.ts';

const dated = (value: unknown) => [{ from: '2016-04-08', until: null, value, law: 'x' }];
const RATES = {
  plain: { vat: '13/100', mfn_duty: '5/100' },
  low: { vat: '9/100', mfn_duty: '1/10' },
  wine: { vat: '13/100', mfn_duty: '0/1', ct_kind: 'advalorem', ct_rate: '10/100' },
  serum: {
    vat: '13/100',
    mfn_duty: '0/1',
    ct_kind: 'highend',
    ct_rate: '15/100',
    ct_per_content: '10.00',
    ct_per_piece: '15.00',
  },
  beer: {
    vat: '13/100',
    mfn_duty: '0/1',
    ct_kind: 'specific',
    ct_specific: '250/1',
    ct_unit: 't',
    ct_litres_per_tonne: '988/1',
  },
  whisky: {
    vat: '13/100',
    mfn_duty: '0/1',
    ct_kind: 'compound',
    ct_rate: '1/5',
    ct_specific: '1/1',
    ct_unit: 'kg',
    ct_litres_per_tonne: '1000/0.912',
  },
  bag: { vat: '13/100', mfn_duty: '6/100' },
};
const CODES = Object.fromEntries(Object.keys(RATES).map((name, i) => [name, `1000000${i}00`]));

const law: Statutes | null = readStatutes(
  JSON.stringify({
    parameters: {
      singleLimit: [
        { from: '2016-04-08', until: '2019-01-01', value: '2000.00', law: 'x' },
        { from: '2019-01-01', until: null, value: '5000.00', law: 'x' },
      ],
      annualLimit: [
        { from: '2016-04-08', until: '2019-01-01', value: '20000.00', law: 'x' },
        { from: '2019-01-01', until: null, value: '26000.00', law: 'x' },
      ],
      levyRatio: dated('7/10'),
      preferentialDuty: dated('0/1'),
      guaranteeRequired: dated(true),
    },
    tariff: Object.entries(RATES).map(([name, rates], i) => {
      return { hs: `1000000${i}`, name, ...rates, from: '2016-04-08' };
    }),
    positiveList: [
      {
        hs8: '10000000',
        name: 'sugar',
        remark: 'r',
        quota_counter: 'sugar',
        quota_kg: '2000/1000',
        from: '2016-04-08',
      },
    ],
  }),
);

type Line = readonly [kind: keyof typeof RATES, price: string, extra?: string];

function list(lines: readonly Line[], freight = '0.00'): RawRecord {
  return {
    head: `<freight>${freight}</freight><insuredFee>0</insuredFee><netWeight>1.5</netWeight>`,
    lines: lines.map(
      ([kind, price, extra = '<qty>1</qty><unit>011</unit><qty1>1</qty1><unit1>011</unit1>'], i) =>
        `<gnum>${i + 1}</gnum><gcode>${CODES[kind]}</gcode>` +
        `<totalPrice>${price}</totalPrice>${extra}`,
    ),
  };
}

const DAY = '2020-09-18';
const tax = (lines: readonly Line[], freight?: string, goods: Parameters<typeof taxOf>[3] = []) => {
  const found = taxOf(list(lines, freight), law!, DAY, goods);
  if (typeof found === 'string') return found;
  return [found.dutiable, found.duty, found.consumption, found.vat].map(Number);
};
const measured = (qty: string, unit: string) =>
  `<qty>1</qty><unit>011</unit><qty1>${qty}</qty1><unit1>${unit}</unit1>`;

describe('tax worked out again (worked examples of RULES section 5)', () => {
  it.each<[string, readonly Line[], string, number[]]>([
    ['E1', [['plain', '336.00']], '12.00', [34_800, 0, 0, 3167]],
    ['E2', [['serum', '650.00', measured('0.03', '035')]], '10.00', [66_000, 0, 8153, 7066]],
    ['E3', [['wine', '300.00']], '20.00', [32_000, 0, 2489, 3236]],
    ['E4', [['beer', '120.00', measured('6', '095')]], '0', [12_000, 0, 106, 1106]],
    ['E5', [['whisky', '400.00', measured('0.7', '095')]], '0', [40_000, 0, 7056, 4557]],
    ['E6', [['bag', '6800.00']], '0', [680_000, 40_800, 0, 93_704]],
    ['E7', [['low', '200.00']], '0', [20_000, 0, 0, 1260]],
    ['E8', [['plain', '500.00']], '0', [50_000, 0, 0, 4550]],
  ])('%s', (_, lines, freight, expected) => {
    expect(tax(lines, freight)).toEqual(expected);
  });

  it('E9: three lines share the freight', () => {
    const lines: Line[] = [
      ['plain', '199.00'],
      ['serum', '99.00', measured('0.001', '035')],
      ['low', '35.50'],
    ];
    expect(tax(lines, '10.00')).toEqual([34_350, 0, 1260, 1865 + 1092 + 230]);
  });

  it('high-end only from the threshold on, by what the article was filed with', () => {
    const lines: Line[] = [['serum', '300.00', `<itemNo>A</itemNo>${measured('1', '035')}`]];
    const goods = (content: bigint) => [{ itemNo: 'A', content, pieces: null, grams: null }];
    expect(tax(lines, '0', goods(30n))).toEqual([30_000, 0, 3706, 3212]);
    expect(tax(lines, '0', goods(31n))).toEqual([30_000, 0, 0, 2730]);
  });

  it('says why it cannot', () => {
    expect(tax([['beer', '10.00']])).toBe('line 1 has no quantity for its specific rate');
    expect(tax([['serum', '10.00']])).toBe('line 1 has no net content');
    expect(tax([['plain', 'x']])).toBe('has amounts that cannot be read');
    const early = taxOf(list([['plain', '1.00']]), law!, '2016-04-07', []);
    expect(early).toBe('was decided before the law');
  });
});

describe('the law as stored', () => {
  it('knows the highest limit of a year with two', () => {
    expect(law?.highestLimit('2018')).toBe(2_000_000n);
    expect(law?.highestLimit('2019')).toBe(2_600_000n);
    expect(law?.highestLimit('2015')).toBeNull();
    expect(law?.highestCounters('2020')).toEqual(new Map([['sugar', 2000n]]));
  });

  it('is refused in another form', () => {
    expect(readStatutes('{}')).toBeNull();
    expect(readStatutes('no json')).toBeNull();
  });
});

describe('grams for a yearly counter', () => {
  const line = (text: string) => `<qty>2</qty><unit>011</unit>${text}`;
  it('as filed, as declared, else the whole parcel; parts of a gram count as one', () => {
    const head = '<netWeight>1.5</netWeight>';
    const filed = { itemNo: '', content: null, pieces: null, grams: 250n };
    expect(gramsOf(line(''), head, filed)).toBe(500n);
    expect(gramsOf(line('<qty1>0.1234</qty1><unit1>035</unit1>'), head, undefined)).toBe(124n);
    expect(gramsOf(line(''), head, undefined)).toBe(1500n);
  });
});
