import { stamp14, startOfDay } from '../../../base/dates.ts';
import { formatScaled5 } from '../../../base/fen.ts';
import type { SeededRandom } from '../../../base/random.ts';
import type { Elements, ExportDocument } from '../document.ts';
import { decimal, filing, type WorldFrame, WRAPS } from '../write-sale.ts';
import { type ExportSale, soldValue } from './sale.ts';
import { warehouseOf } from './warehouses.ts';

/** The four documents of one sale to abroad. */
export type ExportDocuments = {
  readonly order: ExportDocument;
  readonly collection: ExportDocument;
  readonly waybill: ExportDocument;
  readonly list: ExportDocument;
};

/** What an order is: a retail sale, a sale to a firm, the booking of a warehouse. */
const ORDER_TYPES = { '9610': 'E', '1210': 'E', '9710': 'B', '9810': 'W' } as const;

/** Where parcels leave, and the office of the special area. */
const EXPORT_CUSTOMS = '4604';
const AREA_CUSTOMS = '4612';

/** Where a parcel is declared. */
export function customsOf({ out }: Pick<ExportSale, 'out'>): string {
  return out === undefined ? EXPORT_CUSTOMS : AREA_CUSTOMS;
}

/** Writes a sale as documents that agree with each other in everything. */
export function writeExport(
  random: SeededRandom,
  frame: WorldFrame,
  sale: ExportSale,
): ExportDocuments {
  const at = startOfDay(frame.start) + sale.second * 1_000;
  const received = at + (30 + random.below(600)) * 1_000;
  const shipped = received + (600 + random.below(1_800)) * 1_000;
  const declared = shipped + (60 + random.below(3_000)) * 1_000;
  const numbers = numbersOf(frame, sale);
  return {
    order: order(random, sale, numbers, stamp14(at)),
    collection: collection(random, sale, numbers, stamp14(received)),
    waybill: waybill(random, sale, numbers, stamp14(shipped)),
    list: list(random, sale, numbers, stamp14(declared)),
  };
}

type Numbers = {
  readonly orderNo: string;
  readonly payNo: string;
  readonly waybillNo: string;
  readonly copNo: string;
};

function numbersOf(frame: WorldFrame, { index: place, platform }: ExportSale): Numbers {
  const index = String(place).padStart(5, '0');
  const day = frame.start.replaceAll('-', '');
  return {
    orderNo: `E${platform.code.slice(-3)}${day}${frame.mark}${index}`,
    payNo: `E${day}${frame.digits}${index}`,
    waybillNo: `98${frame.digits}${index}`,
    copNo: `L${frame.mark}${index}`,
  };
}

function order(
  random: SeededRandom,
  sale: ExportSale,
  { orderNo }: Numbers,
  time: string,
): ExportDocument {
  const { currency } = sale.money;
  const head: Elements = {
    ...filing(random, time),
    ...{ orderType: ORDER_TYPES[sale.mode], orderNo, ...parties(sale) },
    goodsValue: decimal(soldValue(sale)),
    freight: decimal(sale.freight + sale.insurance),
    ...{ currency, note: '' },
  };
  const lines = sale.sold.map(({ article, quantity, price }, i) => ({
    gnum: String(i + 1),
    ...{ itemNo: article.itemNo, itemName: article.name, itemDescribe: '', barCode: '' },
    ...{ unit: article.unit, currency, qty: String(quantity) },
    ...{ price: decimal(price), totalPrice: decimal(price * quantity), note: '' },
  }));
  return { type: 'CEB303', head, lines };
}

function collection(
  random: SeededRandom,
  sale: ExportSale,
  { orderNo, payNo }: Numbers,
  time: string,
): ExportDocument {
  const { payment, money } = sale;
  const head: Elements = {
    ...filing(random, time),
    ...{ ...parties(sale), orderNo, payCode: payment.code, payName: payment.name, payNo },
    charge: decimal(soldValue(sale) + sale.freight + sale.insurance),
    ...{ currency: money.currency, accountingDate: time, note: '' },
  };
  return { type: 'CEB403', head, lines: [] };
}

function waybill(
  random: SeededRandom,
  sale: ExportSale,
  { waybillNo }: Numbers,
  time: string,
): ExportDocument {
  const { carrier, seller, money } = sale;
  const head: Elements = {
    ...filing(random, time),
    ...{ logisticsCode: carrier.code, logisticsName: carrier.name, logisticsNo: waybillNo },
    ...{ freight: decimal(sale.freight), insuredFee: decimal(sale.insurance) },
    ...{ currency: money.currency, grossWeight: formatScaled5(grossOf(sale)), packNo: '1' },
    goodsInfo: sale.sold[0]!.article.name,
    ...{ ebcCode: seller.code, ebcName: seller.name, ebcTelephone: '', note: '' },
  };
  return { type: 'CEB505', head, lines: [] };
}

function list(
  random: SeededRandom,
  sale: ExportSale,
  { orderNo, waybillNo, copNo }: Numbers,
  time: string,
): ExportDocument {
  const { carrier, agent, seller } = sale;
  const day = time.slice(0, 8);
  const head: Elements = {
    ...{ ...filing(random, time), customsCode: customsOf(sale) },
    ...{ ...place(sale), orderNo },
    ...{ logisticsCode: carrier.code, logisticsName: carrier.name, logisticsNo: waybillNo },
    ...{ copNo, ieFlag: 'E', portCode: EXPORT_CUSTOMS, ieDate: day },
    ...{ statisticsFlag: sale.channel, agentCode: agent.code, agentName: agent.name },
    ...{ ebcCode: seller.code, ebcName: seller.name },
    ...{ ownerCode: seller.code, ownerName: seller.name },
    ...bookOf(sale),
    tradeMode: sale.mode,
    ...transport(sale),
    ...{ country: sale.country, POD: sale.pod },
    ...fee('f', 'freight', sale.freight, sale),
    ...fee('i', 'insuredFee', sale.insurance, sale),
    ...{ wrapType: random.pick(WRAPS), packNo: '1' },
    ...{ grossWeight: formatScaled5(grossOf(sale)), netWeight: formatScaled5(netOf(sale)) },
    note: '',
  };
  return { type: 'CEB603', head, lines: sale.sold.map((_, i) => listLine(sale, i)) };
}

/** How it leaves, as the list and the master waybill say it. */
export function transport({ trafName, voyageNo, billNo }: ExportSale): Elements {
  return { trafMode: '5', trafName, voyageNo, billNo };
}

function bookOf({ out }: ExportSale): Elements {
  if (out === undefined) return {};
  const { bookNo, keeper } = out;
  return { iacCode: keeper.code, iacName: keeper.name, emsNo: bookNo };
}

function fee(mark: string, name: string, sum: bigint, { money }: ExportSale): Elements {
  return { [name]: decimal(sum), [`${mark}Currency`]: money.currency, [`${mark}Flag`]: '3' };
}

function listLine(sale: ExportSale, index: number): Elements {
  const { article, quantity, price } = sale.sold[index]!;
  const second = article.unit2 !== null && article.perUnit2 !== null;
  const itemRecordNo = sale.out?.records[index];
  return {
    ...{ gnum: String(index + 1), itemNo: article.itemNo },
    ...(itemRecordNo === undefined ? {} : { itemRecordNo }),
    itemName: article.name,
    ...{ gcode: codeOf(article.hs, sale.digits), gname: article.name, gmodel: article.model },
    ...{ barCode: '无', country: sale.country, currency: sale.money.currency },
    ...{ qty: String(quantity), qty1: formatScaled5(article.perUnit1 * quantity) },
    ...(second ? { qty2: formatScaled5((article.perUnit2 ?? 0n) * quantity) } : {}),
    ...{ unit: article.unit, unit1: article.unit1 },
    ...(second ? { unit2: article.unit2 ?? '' } : {}),
    ...{ price: decimal(price), totalPrice: decimal(price * quantity), note: '' },
  };
}

/**
 * A code of which so many digits are declared. The element has ten characters by its schema, which
 * blanks fill up where the specification lets four digits do.
 */
function codeOf(hs: string, digits: number): string {
  return hs.slice(0, digits).padEnd(10);
}

function parties(sale: ExportSale): Elements {
  return { ...place(sale), ebcCode: sale.seller.code, ebcName: sale.seller.name };
}

/** Where it was sold, or the warehouse that it goes to. */
function place(sale: ExportSale): Elements {
  const { code, name } = sale.mode === '9810' ? warehouseOf(sale) : sale.platform;
  return { ebpCode: code, ebpName: name };
}

/** Net weight, 0.00001 kg. */
export function netOf({ sold }: ExportSale): bigint {
  return sold.reduce((all, { article, quantity }) => all + article.grams * quantity, 0n) * 100n;
}

/** With a bag of some 60 g around it. */
export function grossOf(sale: ExportSale): bigint {
  return netOf(sale) + 6_000n;
}
