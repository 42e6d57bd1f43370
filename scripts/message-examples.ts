import { BASE_TRANSFER } from '../src/documents/ceb/base-transfer.ts';
import type { Field, Group, MessageTable } from '../src/documents/ceb/fields.ts';
import { encodeMessage } from '../src/documents/encode.ts';

/**
 * One made-up parcel in all messages: what each element holds in the examples of the reference.
 * An element that means different things in different messages has its other values below.
 */
const VALUES: Readonly<Record<string, string>> = {
  // who, when, and about what
  guid: '4CDE1CFD-EDED-46B1-946C-B8022E42FC94',
  appType: '1',
  appTime: '20260918101500',
  appStatus: '2',
  copCode: '4101960A01',
  copName: '测试代理有限公司',
  dxpMode: 'DXP',
  dxpId: 'DXPENT0000000001',
  dxpAddress: 'DXPENT0000000002',
  name: '内部对账',
  version: '1.0',
  note: '测试',
  customsCode: '4604',
  copNo: 'C202609180001',
  coElNo: 'C202609180001',
  preNo: 'B20260918000000001',
  invtNo: '46042026I000000001',
  ieFlag: 'I',
  declTime: '20260918',
  ieDate: '20260918',
  portCode: '4604',
  // firms
  ebpCode: '4101960P01',
  ebpName: '测试平台有限公司',
  ebcCode: '4101960S01',
  ebcName: '测试电商有限公司',
  ebcTelephone: '13800138000',
  agentCode: '4101960A01',
  agentName: '测试代理有限公司',
  payCode: '4101960Y01',
  payName: '测试支付有限公司',
  logisticsCode: '4101960L01',
  logisticsName: '测试物流有限公司',
  assureCode: '4101960A01',
  areaCode: '4101960Z01',
  areaName: '测试仓储有限公司',
  iacCode: '4101960Z01',
  iacName: '测试仓储有限公司',
  ownerCode: '4101960S01',
  ownerName: '测试电商有限公司',
  operatorCode: '4101960O01',
  operatorName: '测试监管场所有限公司',
  declAgentCode: '4101960A01',
  declAgentName: '测试代理有限公司',
  // persons
  buyerRegNo: 'U-1',
  buyerIdType: '1',
  buyerIdNumber: '11010519491231002X',
  buyerName: '张三',
  buyerTelephone: '13800138000',
  payerIdType: '1',
  payerIdNumber: '11010519491231002X',
  payerName: '张三',
  telephone: '13800138000',
  consignee: '张三',
  consigneeTelephone: '13800138000',
  consigneeAddress: '河南省郑州市测试路1号',
  consigneeDistrict: '410100',
  // the sale
  orderType: 'I',
  orderNo: 'A20260918001',
  goodsValue: '198.00',
  freight: '10.00',
  discount: '0.00',
  taxTotal: '18.93',
  acturalPaid: '226.93',
  amountPaid: '226.93',
  charge: '208.00',
  currency: '142',
  payTransactionId: 'P20260918001',
  payNo: 'P20260918001',
  payTime: '20260918101000',
  accountingDate: '20260918101000',
  batchNumbers: 'L1',
  insuredFee: '0.00',
  // the parcel
  logisticsNo: 'W20260918001',
  logisticsStatus: 'S',
  logisticsTime: '20260920153000',
  weight: '1.2',
  grossWeight: '1.2',
  netWeight: '1',
  packNo: '1',
  wrapType: '2',
  goodsInfo: '奶粉',
  totalPackageNo: 'T20260918001',
  // the way
  tradeMode: '1210',
  emsNo: 'T4604W000001',
  trafMode: '7',
  trafNo: 'CZ3101',
  trafName: 'CZ3101',
  voyageNo: '20260918',
  billNo: '78412345675',
  domesticTrafNo: '豫A00001',
  loctNo: '460401',
  licenseNo: '',
  POD: '502',
  fCurrency: '142',
  fFlag: '3',
  iCurrency: '142',
  iFlag: '3',
  unloadLocation: 'A-01',
  location: 'A-01',
  rkdNo: 'R20260918000000001',
  leaveTime: '20260919020000',
  statisticsFlag: 'A',
  // the goods
  gnum: '1',
  itemNo: 'SKU-1',
  itemRecordNo: '1',
  itemName: '奶粉',
  itemDescribe: '婴儿配方奶粉',
  gcode: '1901101000',
  gname: '奶粉',
  gmodel: '900克/罐',
  barCode: '9400000000001',
  country: '142',
  tradeCountry: '502',
  qty: '2',
  unit: '122',
  qty1: '1.8',
  unit1: '035',
  qty2: '2',
  unit2: '122',
  price: '99',
  totalPrice: '198.00',
  reason: '买家不需要',
  // splits, summaries and bills
  msgCount: '1',
  msgSeqNo: '1',
  sumNo: 'S20260918000000001',
  startTime: '20260901000000',
  endTime: '20260930235959',
  summaryFlag: '0',
  itemNameFlag: '0',
  opDate: '20261008090000000',
  declSeqNo: 'D20261008000000001',
  decTmpNo: '000000000000000001',
  decPreNo: '000000000000000002',
  entryId: '460420260000000001',
  decState: '1',
  gseqno: '1',
  taxNo: 'T46042026I000000001',
  taxPrice: '208.00',
  customsTax: '0.00',
  valueAddedTax: '18.93',
  consumptionTax: '0.00',
  entDutyNo: 'E202610080001',
  status: '1',
  // answers
  returnStatus: '2',
  returnTime: '20260918101501000',
  returnInfo: '新增申报成功[4CDE1CFD-EDED-46B1-946C-B8022E42FC94]',
  oriCopMsgId: '4CDE1CFD-EDED-46B1-946C-B8022E42FC95',
  oriMessageType: 'CEB311Message',
  oriBizMessage: '<CEB311Message/>',
};

const EXPORT: Readonly<Record<string, string>> = {
  ieFlag: 'E',
  orderType: 'E',
  tradeMode: '9610',
  trafMode: '5',
  country: '502',
  invtNo: '46042026E000000001',
};

const OF_MESSAGE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CEB213: { ieFlag: 'I', tradeMode: '9661' },
  CEB215: { ieFlag: 'I' },
  CEB900: { returnStatus: '-301008', returnInfo: '报文格式校验不通过' },
};

/** Optional elements that most senders fill. */
const USUAL: ReadonlySet<string> = new Set(
  ['itemNo', 'payTransactionId', 'payCode', 'payName', 'telephone', 'copNo', 'emsNo'].concat([
    'areaCode',
    'areaName',
    'itemRecordNo',
    'freight',
    'insuredFee',
    'customsCode',
  ]),
);

/** What an element holds in the example of a message. */
export function exampleValue({ type, direction }: MessageTable, { element }: Field): string {
  const own = direction === 'export' ? EXPORT[element] : undefined;
  return OF_MESSAGE[type]?.[element] ?? own ?? VALUES[element] ?? '';
}

/** A whole message of one record, unsigned, an element a line. */
export function exampleMessage(table: MessageTable): string {
  const values = (group: Group) =>
    Object.fromEntries(
      group.fields
        .filter(({ required, element }) => required || USUAL.has(element))
        .map((field) => [field.element, exampleValue(table, field)]),
    );
  const lines = table.lines === null ? [] : [values(table.lines)];
  const records = [{ head: values(table.head), lines }];
  const guid = '4CDE1CFD-EDED-46B1-946C-B8022E42FC95';
  return indented(encodeMessage(table.type, { guid, transfer: values(BASE_TRANSFER), records }));
}

/** White space between elements only: texts stand in one line with their tags. */
export function indented(xml: string): string {
  let depth = 0;
  // An empty element stays on its line.
  const held = xml.replace(/<([\w:]+)><\/\1>/g, '<$1>\u0000</$1>');
  const lines = held.replace(/>\s*</g, '>\n<').replaceAll('\u0000', '').split('\n');
  return lines
    .map((line) => {
      if (line.startsWith('</')) depth -= 1;
      const shown = '  '.repeat(depth) + line;
      if (/^<[^?/]/.test(line) && !/<\/|\/>$/.test(line)) depth += 1;
      return shown;
    })
    .join('\n');
}
