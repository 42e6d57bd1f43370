import { type BusinessDate, stamp14, startOfDay } from '../../base/dates.ts';
import { formatFen, formatScaled5 } from '../../base/fen.ts';
import type { SeededRandom } from '../../base/random.ts';
import { bookNoOf, recordNoOf } from './books.ts';
import type { Elements, WorldDocument } from './document.ts';
import { dutiable, goodsValue, type Sale } from './sale.ts';

/** What all documents of a world share. */
export type WorldFrame = {
  readonly start: BusinessDate;
  /** Letters and digits that set this world's numbers apart from another world's. */
  readonly mark: string;
  /** Six digits with the same purpose, for waybill numbers. */
  readonly digits: string;
  /**
   * Number of the first warehouse's book, where this world has books of its own: what stands in
   * them in the end can then be foretold. Without it all worlds share the same.
   */
  readonly firstBook?: number;
};

/** The four documents of one sale. */
export type SaleDocuments = {
  readonly order: WorldDocument;
  readonly payment: WorldDocument;
  readonly waybill: WorldDocument;
  readonly list: WorldDocument;
};

const CURRENCY = '142';
/** Kinds of packing, as often as they are used. */
export const WRAPS = ['2', '2', '2', '6', '7'];

/**
 * Writes a sale as documents that agree with each other in everything.
 * @param statedTax what the order says the tax is, fen
 */
export function writeSale(
  random: SeededRandom,
  frame: WorldFrame,
  sale: Sale,
  statedTax: bigint,
): SaleDocuments {
  const at = startOfDay(frame.start) + sale.second * 1_000;
  const paid = at + (30 + random.below(600)) * 1_000;
  const shipped = paid + (600 + random.below(1_800)) * 1_000;
  const declared = shipped + (60 + random.below(3_000)) * 1_000;
  const amount = goodsValue(sale) + sale.freight + sale.insurance + statedTax - sale.discount;
  const numbers = numbersOf(frame, sale);
  const direct = sale.mode === '9610' ? `${frame.mark}${String(sale.index % 7)}HKG` : '';
  return {
    order: order(random, sale, numbers, stamp14(at), statedTax, amount),
    payment: payment(random, sale, numbers, stamp14(paid), amount),
    waybill: waybill(random, sale, numbers, stamp14(shipped), direct),
    list: list(random, sale, numbers, stamp14(declared), direct, frame.firstBook),
  };
}

type Numbers = {
  readonly orderNo: string;
  readonly payNo: string;
  readonly waybillNo: string;
  readonly copNo: string;
};

function numbersOf(frame: WorldFrame, sale: Sale): Numbers {
  const index = String(sale.index).padStart(5, '0');
  const day = frame.start.replaceAll('-', '');
  return {
    orderNo: `${sale.platform.code.slice(-3)}${day}${frame.mark}${index}`,
    payNo: `${day}${frame.digits}${index}`,
    waybillNo: `97${frame.digits}${index}`,
    copNo: `L${frame.mark}${index}`,
  };
}

/** What every document begins with. */
export function filing(random: SeededRandom, time: string): Elements {
  return { guid: uuid(random), appType: '1', appTime: time, appStatus: '2' };
}

function order(
  random: SeededRandom,
  sale: Sale,
  { orderNo, payNo }: Numbers,
  time: string,
  tax: bigint,
  paid: bigint,
): WorldDocument {
  const named = random.chance(4, 5);
  const head: Elements = {
    ...filing(random, time),
    orderType: 'I',
    orderNo,
    ...parties(sale),
    goodsValue: yuan(random, goodsValue(sale)),
    freight: yuan(random, sale.freight + sale.insurance),
    discount: yuan(random, sale.discount),
    taxTotal: yuan(random, tax),
    acturalPaid: yuan(random, paid),
    currency: CURRENCY,
    buyerRegNo: sale.buyer.account,
    buyerName: sale.buyer.name,
    buyerTelephone: sale.buyer.phone,
    buyerIdType: '1',
    buyerIdNumber: sale.buyer.idNumber,
    payCode: named ? sale.payment.code : '',
    payName: named ? sale.payment.name : '',
    payTransactionId: named ? payNo : '',
    consignee: sale.consignee.name,
    consigneeTelephone: sale.consignee.phone,
    consigneeAddress: sale.consignee.address,
    consigneeDistrict: sale.consignee.district,
    note: '',
  };
  return { type: 'CEB311', head, lines: sale.bought.map((_, i) => orderLine(sale, i)) };
}

function orderLine(sale: Sale, index: number): Elements {
  const { article, quantity, price } = sale.bought[index]!;
  return {
    gnum: String(index + 1),
    itemNo: article.itemNo,
    itemName: article.name,
    gmodel: article.model,
    itemDescribe: '',
    barCode: '无',
    unit: article.unit,
    qty: String(quantity),
    price: decimal(price),
    totalPrice: decimal(price * quantity),
    currency: CURRENCY,
    country: article.country,
    note: '',
  };
}

function payment(
  random: SeededRandom,
  sale: Sale,
  { orderNo, payNo }: Numbers,
  time: string,
  amount: bigint,
): WorldDocument {
  const head: Elements = {
    ...filing(random, time),
    payCode: sale.payment.code,
    payName: sale.payment.name,
    payTransactionId: payNo,
    orderNo,
    ebpCode: sale.platform.code,
    ebpName: sale.platform.name,
    payerIdType: '1',
    payerIdNumber: sale.buyer.idNumber,
    payerName: sale.buyer.name,
    telephone: sale.buyer.phone,
    amountPaid: yuan(random, amount),
    currency: CURRENCY,
    payTime: time,
    note: '',
  };
  return { type: 'CEB411', head, lines: [] };
}

function waybill(
  random: SeededRandom,
  sale: Sale,
  { orderNo, waybillNo }: Numbers,
  time: string,
  billNo: string,
): WorldDocument {
  const head: Elements = {
    ...filing(random, time),
    logisticsCode: sale.carrier.code,
    logisticsName: sale.carrier.name,
    logisticsNo: waybillNo,
    billNo,
    orderNo,
    freight: decimal(sale.freight),
    insuredFee: decimal(sale.insurance),
    currency: CURRENCY,
    weight: formatScaled5(gross(sale)),
    packNo: '1',
    goodsInfo: sale.bought[0]!.article.name,
    consignee: sale.consignee.name,
    consigneeAddress: sale.consignee.address,
    consigneeTelephone: sale.consignee.phone,
    note: '',
  };
  return { type: 'CEB511', head, lines: [] };
}

function list(
  random: SeededRandom,
  sale: Sale,
  numbers: Numbers,
  time: string,
  billNo: string,
  firstBook: number | undefined,
): WorldDocument {
  const bonded = sale.mode === '1210';
  const head: Elements = {
    ...filing(random, time),
    orderNo: numbers.orderNo,
    ...parties(sale),
    logisticsNo: numbers.waybillNo,
    logisticsCode: sale.carrier.code,
    logisticsName: sale.carrier.name,
    copNo: numbers.copNo,
    preNo: '',
    assureCode: sale.agent.code,
    emsNo: bonded ? bookNoOf(sale.area, firstBook) : '',
    invtNo: '',
    ieFlag: 'I',
    declTime: time.slice(0, 8),
    customsCode: bonded ? '4612' : '4604',
    portCode: bonded ? '4612' : '4604',
    ieDate: time.slice(0, 8),
    ...buyer(sale),
    consigneeAddress: sale.consignee.address,
    agentCode: sale.agent.code,
    agentName: sale.agent.name,
    areaCode: bonded ? sale.area.code : '',
    areaName: bonded ? sale.area.name : '',
    tradeMode: sale.mode,
    ...transport(random, sale, billNo),
    freight: decimal(sale.freight),
    insuredFee: decimal(sale.insurance),
    currency: CURRENCY,
    wrapType: random.pick(WRAPS),
    packNo: '1',
    grossWeight: formatScaled5(gross(sale)),
    netWeight: formatScaled5(net(sale)),
    note: '',
  };
  return { type: 'CEB621', head, lines: sale.bought.map((_, i) => listLine(sale, i)) };
}

function transport(random: SeededRandom, sale: Sale, billNo: string): Elements {
  const bonded = sale.mode === '1210';
  return {
    trafMode: bonded ? 'W' : '5',
    trafNo: bonded ? '' : 'CZ3098',
    voyageNo: bonded ? '' : `CZ${100 + random.below(900)}`,
    billNo,
    loctNo: '',
    licenseNo: '',
    country: bonded ? CURRENCY : sale.bought[0]!.article.country,
  };
}

function listLine(sale: Sale, index: number): Elements {
  const { article, quantity, price } = sale.bought[index]!;
  const second = article.unit2 !== null && article.perUnit2 !== null;
  return {
    gnum: String(index + 1),
    itemRecordNo: sale.mode === '1210' ? recordNoOf(article) : '',
    itemNo: article.itemNo,
    itemName: article.name,
    gcode: article.hs,
    gname: article.name,
    gmodel: article.model,
    barCode: '无',
    country: article.country,
    tradeCountry: article.country,
    currency: CURRENCY,
    qty: String(quantity),
    unit: article.unit,
    qty1: formatScaled5(article.perUnit1 * quantity),
    unit1: article.unit1,
    ...(second
      ? { qty2: formatScaled5((article.perUnit2 ?? 0n) * quantity), unit2: article.unit2 ?? '' }
      : {}),
    price: decimal(price),
    totalPrice: decimal(price * quantity),
    note: '',
  };
}

function parties(sale: Sale): Elements {
  return {
    ebpCode: sale.platform.code,
    ebpName: sale.platform.name,
    ebcCode: sale.seller.code,
    ebcName: sale.seller.name,
  };
}

function buyer(sale: Sale): Elements {
  return {
    buyerIdType: '1',
    buyerIdNumber: sale.buyer.idNumber,
    buyerName: sale.buyer.name,
    buyerTelephone: sale.buyer.phone,
  };
}

/** Net weight, 0.00001 kg. */
function net(sale: Sale): bigint {
  return (
    sale.bought.reduce((all, { article, quantity }) => all + article.grams * quantity, 0n) * 100n
  );
}

// A carton of some 180 g and a little filling for every 100 yuan of goods.
function gross(sale: Sale): bigint {
  return net(sale) + 18_000n + (dutiable(sale) / 10_000n) * 500n;
}

// Real clients write the same amount in many ways: "348", "348.0", "348.00".
function yuan(random: SeededRandom, fen: bigint): string {
  return random.chance(1, 3) ? formatFen(fen) : decimal(fen);
}

/** Fen as yuan without trailing zeros. */
export function decimal(fen: bigint): string {
  return formatScaled5(fen * 1_000n);
}

/** A made-up upper-case UUID of version 4. */
export function uuid(random: SeededRandom): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex').toUpperCase();
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${parts.join('-')}-${hex.slice(20)}`;
}
