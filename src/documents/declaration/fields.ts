import type { Personal } from '../ceb/fields.ts';

/**
 * What is said of a parcel that is declared in one body: each value once, under one name, with the
 * elements of the four documents that it becomes. The table drives the JSON body, the columns of
 * CSV and XLSX with their headers in both languages, the templates and the reference page.
 */
export type DeclarationKind =
  | ('text' | 'enterprise' | 'integer' | 'decimal' | 'yuan')
  /** A sum in any currency. */
  | 'money'
  | 'day'
  | 'moment';

/** O, P, W, L: heads of order, payment, waybill, list; o and l: lines of order and list. */
export type Target = `${'O' | 'P' | 'W' | 'L' | 'o' | 'l'}.${string}`;

/** One value of a body, whatever becomes of it. */
export type SaidField = {
  /** Dotted path in the body, and the English header: `buyer.name`. */
  readonly path: string;
  /** The Chinese header. */
  readonly zh: string;
  readonly en: string;
  readonly kind: DeclarationKind;
  readonly required: boolean;
  /** Stands when the value is left out: a value, or the `path` of another field after `=`. */
  readonly otherwise: string | null;
  /** In the template. */
  readonly example: string;
};

export type DeclarationField = SaidField & {
  readonly targets: readonly Target[];
  /** Elements that get the registered name of an enterprise. */
  readonly names: readonly Target[];
  readonly personal: Personal | null;
};

type Options = Partial<Pick<DeclarationField, 'names' | 'otherwise' | 'personal' | 'kind'>>;

function need(
  path: string,
  zh: string,
  en: string,
  targets: string,
  example: string,
  more: Options = {},
): DeclarationField {
  const elements = (targets === '' ? [] : targets.split(' ')) as Target[];
  const usual = { kind: 'text', names: [], otherwise: null, personal: null } as const;
  return { ...usual, path, zh, en, targets: elements, required: true, example, ...more };
}

function may(...given: Parameters<typeof need>): DeclarationField {
  return { ...need(...given), required: false };
}

const enterprise = (names: string): Options => ({
  kind: 'enterprise',
  names: names === '' ? [] : (names.split(' ') as Target[]),
});
const YUAN: Options = { kind: 'yuan' };
const DECIMAL: Options = { kind: 'decimal' };
const MOMENT: Options = { kind: 'moment' };

/** Said once of a declaration; in files, on each of its rows or on the first alone. */
export const DECLARATION_FIELDS: readonly DeclarationField[] = [
  need('orderNo', '订单编号', 'order number', 'O.orderNo P.orderNo W.orderNo L.orderNo', 'SO1001'),
  need('mode', '监管方式', 'trade mode; 1210 or 9610', 'L.tradeMode', '1210'),
  need('platform', '电商平台代码', 'platform', 'O.ebpCode P.ebpCode L.ebpCode', '4101W60001', {
    ...enterprise('O.ebpName P.ebpName L.ebpName'),
  }),
  need('seller', '电商企业代码', 'seller', 'O.ebcCode L.ebcCode', '4101960002', {
    ...enterprise('O.ebcName L.ebcName'),
  }),
  may('agent', '申报企业代码', 'declarant; else the sender', 'L.agentCode', '', {
    ...enterprise('L.agentName'),
    otherwise: '=sender',
  }),
  may('guarantor', '担保企业代码', 'guarantor; else the declarant', 'L.assureCode', '', {
    ...enterprise(''),
    otherwise: '=agent',
  }),
  may('area', '区内企业代码', 'in-zone warehouse', 'L.areaCode', '4101460001', {
    ...enterprise('L.areaName'),
  }),
  need('buyer.name', '订购人姓名', 'buyer name', 'O.buyerName L.buyerName P.payerName', '张三', {
    personal: 'name',
  }),
  may(
    'buyer.idType',
    '订购人证件类型',
    'buyer ID type; 1 ID card, 2 other',
    'O.buyerIdType L.buyerIdType P.payerIdType',
    '1',
    { otherwise: '1' },
  ),
  need(
    'buyer.idNumber',
    '订购人证件号码',
    'buyer ID number',
    'O.buyerIdNumber L.buyerIdNumber P.payerIdNumber',
    '',
    {
      personal: 'id',
    },
  ),
  need(
    'buyer.phone',
    '订购人电话',
    'buyer telephone',
    'O.buyerTelephone L.buyerTelephone P.telephone',
    '13800138000',
    {
      personal: 'phone',
    },
  ),
  need('buyer.account', '订购人注册号', 'buyer account', 'O.buyerRegNo', 'U1001'),
  may(
    'consignee.name',
    '收货人姓名',
    'consignee name; else the buyer',
    'O.consignee W.consignee',
    '',
    {
      personal: 'name',
      otherwise: '=buyer.name',
    },
  ),
  may(
    'consignee.phone',
    '收货人电话',
    'consignee telephone; else that of the buyer',
    'O.consigneeTelephone W.consigneeTelephone',
    '',
    {
      personal: 'phone',
      otherwise: '=buyer.phone',
    },
  ),
  need(
    'consignee.address',
    '收货地址',
    'delivery address',
    'O.consigneeAddress W.consigneeAddress L.consigneeAddress',
    '河南省郑州市测试路1号',
    {
      personal: 'address',
    },
  ),
  may('consignee.district', '收货地区代码', 'delivery district', 'O.consigneeDistrict', '410105'),
  need('order.time', '下单时间', 'time of the order', 'O.appTime', '2026-11-28 09:00:00', MOMENT),
  need('freight', '运费', 'freight, yuan', 'W.freight L.freight', '12.00', YUAN),
  may('insurance', '保费', 'insurance, yuan', 'W.insuredFee L.insuredFee', '0', {
    ...YUAN,
    otherwise: '0',
  }),
  may('discount', '抵扣金额', 'deduction, yuan', 'O.discount', '0', { ...YUAN, otherwise: '0' }),
  need('tax', '代扣税款', 'tax withheld, yuan', 'O.taxTotal', '31.67', YUAN),
  need('payment.company', '支付企业代码', 'payment firm', 'O.payCode P.payCode', '4101980002', {
    ...enterprise('O.payName P.payName'),
  }),
  need(
    'payment.no',
    '支付交易编号',
    'payment number',
    'O.payTransactionId P.payTransactionId',
    'P1001',
  ),
  need(
    'payment.time',
    '支付时间',
    'time of the payment',
    'P.payTime P.appTime',
    '2026-11-28 09:05:00',
    MOMENT,
  ),
  need(
    'waybill.company',
    '物流企业代码',
    'carrier',
    'W.logisticsCode L.logisticsCode',
    '4101980003',
    {
      ...enterprise('W.logisticsName L.logisticsName'),
    },
  ),
  need('waybill.no', '物流运单编号', 'waybill number', 'W.logisticsNo L.logisticsNo', 'W1001'),
  may(
    'waybill.time',
    '运单时间',
    'time of the waybill; else that of the payment',
    'W.appTime',
    '',
    {
      ...MOMENT,
      otherwise: '=payment.time',
    },
  ),
  may('waybill.billNo', '提运单号', 'bill of lading', 'W.billNo L.billNo', ''),
  may('waybill.goods', '主要货物信息', 'goods summary', 'W.goodsInfo', ''),
  may('packs', '件数', 'packages', 'W.packNo L.packNo', '1', { kind: 'integer', otherwise: '1' }),
  need('weight.gross', '毛重', 'gross weight, kg', 'W.weight L.grossWeight', '2.1', DECIMAL),
  need('weight.net', '净重', 'net weight, kg', 'L.netWeight', '1.8', DECIMAL),
  need('list.no', '企业内部编号', 'your list number', 'L.copNo', 'L1001'),
  need(
    'list.time',
    '申报时间',
    'time of the declaration',
    'L.appTime',
    '2026-11-28 11:00:00',
    MOMENT,
  ),
  need('list.customs', '申报海关', 'customs office', 'L.customsCode', '4612'),
  may('list.port', '口岸海关', 'customs of the port; else the customs office', 'L.portCode', '', {
    otherwise: '=list.customs',
  }),
  may('list.book', '账册编号', 'bonded book', 'L.emsNo', 'T4612W000046'),
  need('list.transport', '运输方式', 'transport mode', 'L.trafMode', 'W'),
  may('list.vehicle', '运输工具编号', 'means of transport', 'L.trafNo', ''),
  may('list.voyage', '航班航次号', 'voyage', 'L.voyageNo', ''),
  may('list.site', '监管场所代码', 'supervision site', 'L.loctNo', ''),
  may('list.licence', '许可证件号', 'licence', 'L.licenseNo', ''),
  need('list.country', '起运国', 'country of departure', 'L.country', '142'),
  may('list.wrap', '包装种类', 'package type', 'L.wrapType', '2'),
  may('note', '备注', 'remark', 'O.note L.note', ''),
];

/** Said of each line of goods; in files, a row each. */
export const GOODS_FIELDS: readonly DeclarationField[] = [
  may('itemNo', '商品货号', 'item number', 'o.itemNo l.itemNo', 'SKU-1'),
  need('name', '商品名称', 'item name', 'o.itemName l.itemName', '婴幼儿配方奶粉1段'),
  need('model', '规格型号', 'specification', 'o.gmodel l.gmodel', '900g'),
  need('hs', '商品编码', 'HS code', 'l.gcode', '1901101000'),
  may('hsName', '商品编码名称', 'HS name; else the item name', 'l.gname', '', {
    otherwise: '=name',
  }),
  need('country', '原产国', 'country of origin', 'o.country l.country', '601'),
  may('tradeCountry', '贸易国', 'trade country; else that of origin', 'l.tradeCountry', '', {
    otherwise: '=country',
  }),
  need('quantity', '数量', 'quantity', 'o.qty l.qty', '2', DECIMAL),
  need('unit', '计量单位', 'unit', 'o.unit l.unit', '122'),
  need('quantity1', '法定数量', 'statutory quantity', 'l.qty1', '1.8', DECIMAL),
  need('unit1', '法定计量单位', 'statutory unit', 'l.unit1', '035'),
  may('quantity2', '第二数量', 'second quantity', 'l.qty2', '', DECIMAL),
  may('unit2', '第二计量单位', 'second unit', 'l.unit2', ''),
  need('price', '单价', 'unit price, yuan', 'o.price l.price', '168.00', DECIMAL),
  may('total', '总价', 'line total; else quantity x price', 'o.totalPrice l.totalPrice', '', YUAN),
  may('barCode', '条形码', 'bar code', 'o.barCode l.barCode', ''),
  may('recordNo', '备案料号', 'book item number', 'l.itemRecordNo', ''),
];
