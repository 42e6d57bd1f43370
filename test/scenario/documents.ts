import { DAY, type Instant } from '../../src/base/dates.ts';
import { personKey } from '../../src/base/ids.ts';
import type { Stored } from '../../src/documents/document-facts.ts';
import type {
  ArrivalTerms,
  Consignee,
  ListLine,
  ListTerms,
  OrderTerms,
  PaymentTerms,
  Person,
  WaybillTerms,
} from '../../src/documents/terms.ts';
import type { Arrival, MatchedCase } from '../../src/matching/case.ts';
import type { ParcelText, Statement } from './parse.ts';
import { fenOf, fieldsOf, setField } from './values.ts';

type Fields = Record<string, unknown>;

/** What a case that says nothing else is about: two tins of formula, 336 + 12 freight (E1). */
const LINE: ListLine = {
  gnum: 1,
  itemRecordNo: '101',
  itemNo: 'FORMULA',
  gcode: '1901101000',
  gname: 'infant formula',
  country: '609',
  currency: '142',
  qty: 200_000n,
  unit: '122',
  qty1: 180_000n,
  unit1: '035',
  qty2: null,
  unit2: null,
  price: 16_800_000n,
  totalPrice: 33_600n,
};

/** A person by name; everything personal stands for its hash. */
function person(name: string): Person {
  return {
    idType: '1',
    idKey: personKey(`id-${name}`),
    idValid: true,
    nameKey: personKey(`name-${name}`),
    phoneKey: personKey(`phone-${name}`),
  };
}

function consigneeOf(name: string): Consignee {
  return {
    nameKey: personKey(`name-${name}`),
    phoneKey: personKey(`phone-${name}`),
    addressKey: personKey(`address-${name}`),
  };
}

const named = (statements: readonly Statement[], word: string) =>
  statements.filter((statement) => statement.word === word);

const wordOf = (statements: readonly Statement[], word: string) =>
  named(statements, word).at(-1)?.rest[0];

/** Lines of list and order. `line` changes both, `list line` and `order line` only the one. */
function linesOf(statements: readonly Statement[]): { list: Fields[]; order: Fields[] } {
  const list: Fields[] = [{ ...LINE }];
  for (const { rest } of named(statements, 'line')) {
    const at = Number(rest[0]) - 1;
    list[at] ??= { ...LINE, gnum: at + 1 };
    for (const [field, value] of fieldsOf(rest.slice(1))) setField(list[at], field, value);
    if (!rest.includes('totalPrice')) {
      list[at].totalPrice = ((list[at].qty as bigint) * (list[at].price as bigint)) / 100_000_000n;
    }
  }
  const order = list.map(({ gnum, itemNo, qty, unit, price, totalPrice, currency, country }) => ({
    gnum,
    itemNo,
    qty,
    unit,
    price,
    totalPrice,
    currency,
    country,
  }));
  for (const [word, lines] of [['list', list] as const, ['order', order] as const]) {
    for (const { rest } of named(statements, word)) {
      if (rest[0] !== 'line') continue;
      if (rest[2] === 'absent') lines.splice(Number(rest[1]) - 1, 1);
      else apply(lines[Number(rest[1]) - 1]!, rest.slice(2));
    }
  }
  return { list, order };
}

function apply(target: Fields, words: readonly string[]): void {
  for (const [field, value] of fieldsOf(words)) setField(target, field, value);
}

function applyHead(target: Fields, statements: readonly Statement[], word: string): void {
  for (const { rest } of named(statements, word)) {
    if (rest[0] !== 'line' && rest[0] !== 'again') apply(target, rest);
  }
}

const BONDED = { emsNo: 'T4612W000046', areaCode: 'AREA', country: '142' };
const BONDED_NO = { trafMode: 'W', trafNo: null, voyageNo: null, billNo: null };
const DIRECT = { emsNo: null, areaCode: null, country: '609' };
const DIRECT_NO = { trafMode: '5', trafNo: 'CZ3098', voyageNo: 'CZ101', billNo: 'B1' };

type Parts = { at: Instant; name: string; freight: bigint; insurance: bigint; mode: string };

function listHead(parts: Parts, buyer: string, lines: Fields[]): Fields {
  const direct = parts.mode === '9610';
  return {
    ebpCode: 'PLATFORM',
    orderNo: `order-${parts.name}`,
    ebcCode: 'SELLER',
    ebpName: 'PLATFORM Ltd',
    ebcName: 'SELLER Ltd',
    logisticsCode: 'CARRIER',
    logisticsNo: `waybill-${parts.name}`,
    copNo: `cop-${parts.name}`,
    assureCode: 'AGENT',
    ...(direct ? DIRECT : BONDED),
    ieFlag: 'I',
    declDate: '2020-09-18',
    customsCode: '4612',
    portCode: '4612',
    buyer: person(buyer),
    addressKey: consigneeOf(buyer).addressKey,
    agentCode: 'AGENT',
    tradeMode: parts.mode,
    ...(direct ? DIRECT_NO : BONDED_NO),
    freight: parts.freight,
    insuredFee: parts.insurance,
    currency: '142',
    wrapType: '2',
    packNo: 1,
    grossWeight: 250_000n,
    netWeight: 180_000n,
    lines,
  };
}

function orderHead(parts: Parts, buyer: string, lines: Fields[]): Fields {
  const goodsValue = lines.reduce((sum, line) => sum + (line.totalPrice as bigint), 0n);
  return {
    ebpCode: 'PLATFORM',
    orderNo: `order-${parts.name}`,
    ebcCode: 'SELLER',
    ebpName: 'PLATFORM Ltd',
    ebcName: 'SELLER Ltd',
    goodsValue,
    freight: parts.freight + parts.insurance,
    discount: 0n,
    taxTotal: 0n,
    acturalPaid: 0n,
    currency: '142',
    buyer: person(buyer),
    payCode: 'PAYFIRM',
    payTransactionId: `pay-${parts.name}`,
    consignee: consigneeOf(buyer),
    orderTime: parts.at - 3 * 3_600_000,
    lines,
  };
}

function paymentHead(parts: Parts, buyer: string, amountPaid: unknown): Fields {
  return {
    payCode: 'PAYFIRM',
    payTransactionId: `pay-${parts.name}`,
    ebpCode: 'PLATFORM',
    orderNo: `order-${parts.name}`,
    payer: person(buyer),
    amountPaid,
    currency: '142',
    payTime: parts.at - 2 * 3_600_000,
  };
}

function waybillHead(parts: Parts, buyer: string): Fields {
  return {
    logisticsCode: 'CARRIER',
    logisticsNo: `waybill-${parts.name}`,
    orderNo: `order-${parts.name}`,
    freight: parts.freight,
    insuredFee: parts.insurance,
    currency: '142',
    weight: 250_000n,
    packNo: 1,
    consignee: consigneeOf(buyer),
  };
}

function filed<T>(terms: unknown, at: Instant, record: number, version = 1): Stored<T> {
  return {
    terms: terms as T,
    ref: { messageId: '00000000-0000-0000-0000-000000000000', record },
    version,
    acceptedAt: at,
  };
}

/**
 * The four documents of a parcel as its statements have them.
 * @param taxOf the tax of the list, which the order states unless it is told otherwise
 */
export function documentsOf(
  { name, statements }: ParcelText,
  at: Instant,
  taxOf: (list: ListTerms) => bigint,
): MatchedCase {
  const buyer = wordOf(statements, 'buyer') ?? 'zhang';
  const waited = Number(wordOf(statements, 'waited') ?? 0) * DAY;
  const parts: Parts = {
    at: at - waited,
    name,
    freight: fenOf(wordOf(statements, 'freight') ?? '12.00'),
    insurance: fenOf(wordOf(statements, 'insurance') ?? '0'),
    mode: wordOf(statements, 'mode') ?? '1210',
  };
  const lines = linesOf(statements);
  const list = listHead(parts, buyer, lines.list);
  applyHead(list, statements, 'list');
  const order = orderHead(parts, buyer, lines.order as unknown as Fields[]);
  order.taxTotal = taxOf(list as unknown as ListTerms);
  applyHead(order, statements, 'order');
  if (!mentions(statements, 'order', 'acturalPaid')) order.acturalPaid = paidOf(order);
  const payment = paymentHead(parts, buyer, order.acturalPaid);
  applyHead(payment, statements, 'payment');
  const waybill = waybillHead(parts, buyer);
  applyHead(waybill, statements, 'waybill');
  const changed = named(statements, 'changed').some(({ rest }) => rest[0] === 'order');
  const payments = [filed<PaymentTerms>(payment, at, 2)];
  if (named(statements, 'payment').some(({ rest }) => rest[0] === 'again')) {
    payments.push(filed<PaymentTerms>({ ...payment, payTransactionId: 'pay-again' }, at, 3));
  }
  return {
    list: { ...filed<ListTerms>(list, at - waited, 1), preNo: `B-${name}` },
    order: filed<OrderTerms>(order, at, 0, changed ? 2 : 1),
    payment: payments[0]!,
    payments,
    waybill: filed<WaybillTerms>(waybill, at, 4),
    waybillHolder: wordOf(statements, 'holder') ?? null,
    arrivals: arrivalsOf(statements, list as unknown as ListTerms, at),
  };
}

/** The arrival details of a parcel, each as its list has it but for what the statement says. */
export function arrivalsOf(
  statements: readonly Statement[],
  list: ListTerms,
  at: Instant,
): Arrival[] {
  return named(statements, 'arrival').map(({ rest }, i) => {
    const { customsCode, trafMode, trafNo, voyageNo, billNo, logisticsCode, logisticsNo } = list;
    const arrival: Fields = {
      ...{ copNo: `R${i}`, customsCode, trafMode, trafNo, voyageNo, billNo },
      ...{ logisticsCode, logisticsNos: ['another', logisticsNo] },
    };
    apply(arrival, rest);
    return { ...filed<ArrivalTerms>(arrival, at, 5 + i), preNo: `R-${i}` };
  });
}

function mentions(statements: readonly Statement[], word: string, field: string): boolean {
  return named(statements, word).some(({ rest }) => rest.includes(field));
}

function paidOf(order: Fields): bigint {
  const { goodsValue, freight, taxTotal, discount } = order as unknown as OrderTerms;
  return goodsValue + freight + taxTotal - discount;
}
