import { describe, expect, it } from 'vitest';
import { personKey } from '../../base/ids.ts';
import type { ListLine, ListTerms } from '../../documents/terms.ts';
import type { Goods } from '../../registry/enterprise.ts';
import { readProfile } from '../../registry/profile-file.ts';
import { indexProfile } from '../../registry/profile-lookup.ts';
import { type ListTaxFacts, lawAt, taxOfList } from './list-tax.ts';

const read = await readProfile('profiles/cn-zhengzhou');
if (!read.ok) throw new Error(JSON.stringify(read.error));
const index = indexProfile(read.value);

const facts = (changes: Partial<ListTaxFacts> = {}): ListTaxFacts => ({
  goodsOf: () => undefined,
  index,
  date: '2020-09-18',
  annualRemaining: 26_000_00n,
  ...changes,
});

const buyer = {
  idType: '1',
  idKey: personKey('id'),
  idValid: true,
  nameKey: personKey('name'),
  phoneKey: null,
};

function list(lines: readonly ListLine[], changes: Partial<ListTerms> = {}): ListTerms {
  return {
    ebpCode: '4601W60001',
    orderNo: 'O1',
    ebcCode: '4601W60002',
    ebpName: '平台',
    ebcName: '商家',
    logisticsCode: '4601W60003',
    logisticsNo: 'L1',
    copNo: null,
    assureCode: '4601W60004',
    emsNo: null,
    ieFlag: 'I',
    declDate: '2020-09-18',
    customsCode: '4612',
    portCode: '4612',
    buyer,
    buyerMask: null,
    addressKey: personKey('address'),
    agentCode: '4601W60004',
    areaCode: null,
    tradeMode: '1210',
    trafMode: 'W',
    trafNo: null,
    voyageNo: null,
    billNo: null,
    country: '142',
    freight: 0n,
    insuredFee: 0n,
    currency: '142',
    wrapType: '2',
    packNo: 1,
    grossWeight: 1_00000n,
    netWeight: 1_00000n,
    lines,
    ...changes,
  };
}

function line(gcode: string, totalPrice: bigint, changes: Partial<ListLine> = {}): ListLine {
  return {
    gnum: 1,
    itemRecordNo: null,
    itemNo: 'SKU1',
    gcode,
    gname: '商品',
    country: '601',
    currency: '142',
    qty: 1_00000n,
    unit: '142',
    qty1: 1_00000n,
    unit1: '142',
    qty2: null,
    unit2: null,
    price: 0n,
    totalPrice,
    ...changes,
  };
}

const goods = (changes: Partial<Goods>): Goods => ({
  enterpriseCode: '4601W60002',
  itemNo: 'SKU1',
  hs: '33049900',
  name: '商品',
  contentPerUnit: null,
  piecesPerUnit: null,
  gramsPerUnit: null,
  ...changes,
});

function total(terms: ListTerms, given: ListTaxFacts = facts()): bigint | string[] {
  const result = taxOfList(terms, given);
  if (result.ok) return result.value.bill.total;
  return result.error.map(({ code, path }) => `${code} ${path}`);
}

describe('taxOfList', () => {
  it('prices E9 from the tariff and says which lines it used', () => {
    const filed = facts({ goodsOf: () => goods({ contentPerUnit: 5n }) });
    const terms = list(
      [
        line('1901101000', 199_00n),
        line('3304990000', 99_00n, { gnum: 2 }),
        line('1509100000', 35_50n, { gnum: 3 }),
      ],
      { freight: 8_00n, insuredFee: 2_00n },
    );
    const result = taxOfList(terms, filed);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    const { bill, tariff } = result.value;
    expect(bill.channel).toBe('preferential');
    expect(bill.dutiablePrice).toBe(343_50n);
    expect(bill.total).toBe(44_47n);
    expect(bill.lines.map((each) => each.consumptionTax)).toEqual([0n, 12_60n, 0n]);
    expect(tariff.map(({ hs }) => hs)).toEqual(['19011010', '33049900', '15091000']);
  });

  it('prices E6 in full: one article over the single limit', () => {
    expect(total(list([line('4202220000', 6_800_00n)]))).toBe(1_345_04n);
  });

  it('uses the rates and limits of the day', () => {
    const terms = list([line('1901101000', 100_00n)]);
    const on = (date: string) => total(terms, facts({ date }));
    expect([on('2018-04-30'), on('2018-05-01'), on('2019-04-01')]).toEqual([11_90n, 11_20n, 9_10n]);
    const dear = list([line('1901101000', 3_000_00n, { qty: 2_00000n })]);
    expect(total(dear, facts({ date: '2018-12-31' }))).toEqual(['-621005 InventoryHead']);
    expect(total(dear, facts({ date: '2019-01-01' }))).toBe(336_00n);
  });

  it('refuses over the limits, with the law of the day', () => {
    const pair = list([line('4202220000', 5_000_01n, { qty: 2_00000n })]);
    expect(total(pair)).toEqual(['-621005 InventoryHead']);
    const exact = list([line('4202220000', 5_000_00n, { qty: 2_00000n })]);
    expect(total(exact)).toBe(455_00n);
    const poor = facts({ annualRemaining: 4_999_99n });
    expect(total(exact, poor)).toEqual(['1313 InventoryHead/buyerIdNumber']);
    expect(total(exact, facts({ annualRemaining: 5_000_00n }))).toBe(455_00n);
    const result = taxOfList(exact, poor);
    expect(result.ok ? null : result.error[0]?.zh).toContain('26000.01 > 限额26000.00');
    expect(result.ok ? null : result.error[0]?.law).toBe('财关税〔2018〕49号');
  });

  it('shows every line without a rate, and the channel refusal with them', () => {
    const terms = list([
      line('9999999900', 3_000_00n, { gnum: 7 }),
      line('2203000000', 3_000_00n, { gnum: 2 }),
      line('3304990000', 10_00n, { gnum: 3, itemNo: null }),
    ]);
    expect(total(terms)).toEqual([
      'TAX-RATE InventoryList[1]/gcode',
      'TAX-UNIT InventoryList[2]/qty1',
      'TAX-CONTENT InventoryList[3]/qty1',
      '-621005 InventoryHead',
    ]);
  });
});

describe('quantities of specific rates', () => {
  const beer = (changes: Partial<ListLine>): ListTerms =>
    list([line('2203000000', 120_00n, { qty: 12_00000n, ...changes })]);
  const E4 = 12_12n;

  it.each([
    ['litres first', { qty1: 6_00000n, unit1: '095' }],
    ['litres second', { qty2: 6_00000n, unit2: '095' }],
    ['millilitres as declared', { qty: 6_000_00000n, unit: '096' }],
    ['litres before kilograms', { qty1: 6_00000n, unit1: '095', qty2: 9_00000n, unit2: '035' }],
    ['a zero is no quantity', { qty1: 0n, unit1: '035', qty2: 6_00000n, unit2: '095' }],
  ])('E4 in %s', (_, changes) => {
    expect(total(beer(changes))).toBe(E4);
  });

  it('weighs kilograms as they are', () => {
    // 6 kg are 0.006 t: 1.50 CNY of consumption tax, 1.05 of it levied; VAT on 121.50.
    expect(total(beer({ qty1: 6_00000n, unit1: '035' }))).toBe(1_05n + 11_06n);
  });

  it('falls back on the weight in the goods record', () => {
    const filed = facts({ goodsOf: () => goods({ gramsPerUnit: 500n }) });
    expect(total(beer({}), filed)).toBe(1_05n + 11_06n);
  });

  it('E5: a bottle of whisky declared in litres', () => {
    const whisky = line('2208300000', 400_00n, { qty1: 70000n, unit1: '095' });
    expect(total(list([whisky]))).toBe(116_13n);
  });
});

describe('high-end cosmetics', () => {
  const HIGH = 152_19n;
  const LOW = 60_06n;
  const serum = (changes: Partial<ListLine> = {}): ListTerms =>
    list([line('3304990000', 650_00n, changes)], { freight: 10_00n });

  it.each([
    ['filed content at the threshold', goods({ contentPerUnit: 66n }), {}, HIGH],
    ['filed content above what it costs', goods({ contentPerUnit: 67n }), {}, LOW],
    ['filed sheets', goods({ piecesPerUnit: 44n }), {}, HIGH],
    ['too many filed sheets', goods({ piecesPerUnit: 45n }), {}, LOW],
    ['content of two units', goods({ contentPerUnit: 33n }), { qty: 2_00000n }, HIGH],
    ['declared kilograms', undefined, { qty1: 6600n, unit1: '035' }, HIGH],
    ['more declared kilograms', undefined, { qty1: 6601n, unit1: '035' }, LOW],
    ['declared sheets', undefined, { qty: 44_00000n, unit: '020' }, HIGH],
    [
      'filed content before declared',
      goods({ contentPerUnit: 67n }),
      { qty1: 1n, unit1: '035' },
      LOW,
    ],
  ])('%s', (_, filed, changes, expected) => {
    expect(total(serum(changes), facts({ goodsOf: () => filed }))).toBe(expected);
  });

  it('asks for the goods of the seller', () => {
    const asked: string[] = [];
    const goodsOf = (ebc: string, itemNo: string): undefined => {
      asked.push(`${ebc} ${itemNo}`);
    };
    taxOfList(serum(), facts({ goodsOf }));
    expect(asked).toEqual(['4601W60002 SKU1']);
  });
});

describe('lawAt', () => {
  it('names the source in force', () => {
    const { singleLimit } = index.profile.parameters;
    expect(lawAt(singleLimit, '2018-12-31')).toBe('财关税〔2016〕18号');
    expect(lawAt(singleLimit, '2019-01-01')).toBe('财关税〔2018〕49号');
  });
});
