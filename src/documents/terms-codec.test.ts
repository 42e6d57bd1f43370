import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personKey } from '../base/ids.ts';
import type { ListTerms, OrderTerms, PaymentTerms, WaybillTerms } from './terms.ts';
import {
  decodeList,
  decodeOrder,
  decodePayment,
  decodeWaybill,
  encodeList,
  encodeOrder,
  encodePayment,
  encodeWaybill,
} from './terms-codec.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', '142', 'I', '\\', '\t', '\n', '\\e', '\\N', 'a\tb\nc\\', '~', '+', '-'),
);
const maybe = fc.option(text, { nil: null });
const key = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/).map(personKey);
const fen = fc.bigInt({ min: -(1n << 64n), max: 1n << 64n });
const scaled = fc.oneof(
  fen,
  fc.bigInt({ min: -20n, max: 20n }).map((whole) => whole * 100_000n),
);
const time = fc.oneof(
  fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
  fc.integer({ min: 0, max: 4_000_000_000_000 }),
);
const count = fc.integer({ min: -2147483648, max: 2147483647 });
const person = fc.record({
  idType: text,
  idKey: key,
  idValid: fc.boolean(),
  nameKey: key,
  phoneKey: fc.option(key, { nil: null }),
});
const consignee = fc.record({ nameKey: key, phoneKey: key, addressKey: key });
const orderLine = fc.record({
  gnum: count,
  itemNo: maybe,
  qty: scaled,
  unit: text,
  price: scaled,
  totalPrice: fen,
  currency: text,
  country: text,
});
const orders: fc.Arbitrary<OrderTerms> = fc.record({
  ebpCode: text,
  orderNo: text,
  ebcCode: text,
  ebpName: text,
  ebcName: text,
  goodsValue: fen,
  freight: fen,
  discount: fen,
  taxTotal: fen,
  acturalPaid: fen,
  currency: text,
  buyer: person,
  payCode: maybe,
  payTransactionId: maybe,
  consignee,
  orderTime: time,
  lines: fc.array(orderLine, { maxLength: 3 }),
});
const payments: fc.Arbitrary<PaymentTerms> = fc.record({
  payCode: text,
  payTransactionId: text,
  ebpCode: text,
  orderNo: text,
  payer: person,
  amountPaid: fen,
  currency: text,
  payTime: time,
});
const waybills: fc.Arbitrary<WaybillTerms> = fc.record({
  logisticsCode: text,
  logisticsNo: text,
  orderNo: text,
  freight: fc.option(fen, { nil: null }),
  insuredFee: fc.option(fen, { nil: null }),
  currency: text,
  weight: scaled,
  packNo: count,
  consignee,
});
const listLine = fc.record({
  gnum: count,
  itemRecordNo: maybe,
  itemNo: maybe,
  gcode: text,
  gname: text,
  country: text,
  currency: text,
  qty: scaled,
  unit: text,
  qty1: scaled,
  unit1: text,
  qty2: fc.option(scaled, { nil: null }),
  unit2: maybe,
  price: scaled,
  totalPrice: fen,
});
const lists: fc.Arbitrary<ListTerms> = fc.record({
  ebpCode: text,
  orderNo: text,
  ebcCode: text,
  ebpName: text,
  ebcName: text,
  logisticsCode: text,
  logisticsNo: text,
  copNo: maybe,
  assureCode: text,
  emsNo: maybe,
  ieFlag: text,
  declDate: text,
  customsCode: text,
  portCode: text,
  buyer: person,
  buyerMask: fc.option(fc.stringMatching(/^[\w-]{8}$/), { nil: null }),
  addressKey: key,
  agentCode: text,
  areaCode: maybe,
  tradeMode: text,
  trafMode: text,
  trafNo: maybe,
  voyageNo: maybe,
  billNo: maybe,
  country: text,
  freight: fen,
  insuredFee: fen,
  currency: text,
  wrapType: maybe,
  packNo: count,
  grossWeight: scaled,
  netWeight: scaled,
  lines: fc.array(listLine, { maxLength: 3 }),
});

function expectLossless<T>(
  terms: fc.Arbitrary<T>,
  encode: (terms: T) => string,
  decode: (text: string) => T,
): void {
  const property = fc.property(terms, (value) => {
    expect(decode(encode(value))).toEqual(value);
  });
  fc.assert(property);
}

const plain: OrderTerms = {
  ebpCode: '4101000001',
  orderNo: 'A20260415001',
  ebcCode: '4101000002',
  ebpName: '测试平台有限公司',
  ebcName: '测试电商有限公司',
  goodsValue: 25000n,
  freight: 1050n,
  discount: 0n,
  taxTotal: 2275n,
  acturalPaid: 28325n,
  currency: '142',
  buyer: {
    idType: '1',
    idKey: personKey('AAAAAAAAAAAAAAAAAAAAAA'),
    idValid: true,
    nameKey: personKey('BBBBBBBBBBBBBBBBBBBBBB'),
    phoneKey: personKey('CCCCCCCCCCCCCCCCCCCCCC'),
  },
  payCode: '4101000003',
  payTransactionId: 'P20260415000001',
  consignee: {
    nameKey: personKey('BBBBBBBBBBBBBBBBBBBBBB'),
    phoneKey: personKey('CCCCCCCCCCCCCCCCCCCCCC'),
    addressKey: personKey('DDDDDDDDDDDDDDDDDDDDDD'),
  },
  orderTime: 1776223621000,
  lines: [1, 2].map((gnum) => ({
    gnum,
    itemNo: `SKU-${gnum}`,
    qty: 200000n,
    unit: '122',
    price: 10000000n,
    totalPrice: 20000n,
    currency: '142',
    country: '502',
  })),
};

describe('the text form of terms', () => {
  it('loses nothing', () => {
    expectLossless(orders, encodeOrder, decodeOrder);
    expectLossless(payments, encodePayment, decodePayment);
    expectLossless(waybills, encodeWaybill, decodeWaybill);
    expectLossless(lists, encodeList, decodeList);
  });

  it('is short: an order of two lines with four hashes', () => {
    expect(Buffer.byteLength(encodeOrder(plain))).toBeLessThan(350);
  });

  it('is one line a head and a line each goods line', () => {
    expect(encodeOrder(plain).split('\n')).toHaveLength(3);
  });

  it('refuses texts of another format', () => {
    expect(() => decodeOrder(`2${encodeOrder(plain).slice(1)}`)).toThrow('format 1');
    expect(() => decodePayment('1a\tb')).toThrow('a field of the terms');
  });
});
