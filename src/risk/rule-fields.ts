import type { Instant } from '../base/dates.ts';
import { CREDIT_CLASSES } from '../registry/enterprise.ts';
import type { IdentityAnswer } from '../registry/identity-authority.ts';
import type { Operand, Operator } from './rule.ts';
import { classOf, type Noted, PARTIES, type PartyWord, type RiskSubject } from './subject.ts';

/** `yuan` are kept as fen, `decimal` as hundred-thousandths; `code` is exact, `name` is not. */
export type FieldKind = 'code' | 'name' | 'count' | 'yuan' | 'decimal';

/** What a field is called and what it can be compared with. */
export type About = {
  readonly kind: FieldKind;
  readonly zh: string;
  readonly en: string;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** Of the parcel, or of any line of goods. */
  readonly of: 'parcel' | 'goods';
};

/** What rules can be asked about: a list with its goods. */
export type Asked = {
  readonly at: Instant;
  readonly list: { readonly lines: readonly unknown[] };
};

/** A field of rules. One of goods is compared line by line. */
export type Field<S extends Asked = RiskSubject> = About &
  (
    | { readonly of: 'parcel'; readonly read: (subject: S) => Operand }
    | { readonly of: 'goods'; readonly read: (line: S['list']['lines'][number]) => Operand }
  );

/** What each kind can be compared with. */
export const OPERATORS: Readonly<Record<FieldKind, readonly Operator[]>> = {
  code: ['=', '!=', 'in', 'starts'],
  name: ['=', '!=', 'in', 'starts', 'contains'],
  count: ['=', '!=', '<', '<=', '>', '>=', 'in'],
  yuan: ['=', '!=', '<', '<=', '>', '>='],
  decimal: ['=', '!=', '<', '<=', '>', '>='],
};

/** Makes fields of one kind of subject. */
export function fieldsOf<S extends Asked>() {
  return {
    parcel: (kind: FieldKind, zh: string, en: string, read: (subject: S) => Operand): Field<S> => {
      return { of: 'parcel', kind, zh, en, read };
    },
    goods: (
      kind: FieldKind,
      zh: string,
      en: string,
      read: (line: S['list']['lines'][number]) => Operand,
    ): Field<S> => ({ of: 'goods', kind, zh, en, read }),
  };
}

const { parcel, goods } = fieldsOf<RiskSubject>();

const ANSWERS: readonly IdentityAnswer[] = ['match', 'mismatch', 'unknown', 'blocked'];

const LIST: Readonly<Record<string, Field>> = {
  'list.value': parcel('yuan', '清单总值', 'goods, freight and insurance', ({ list }) => {
    let value = list.freight + list.insuredFee;
    for (const line of list.lines) value += line.totalPrice;
    return value;
  }),
  'list.freight': parcel('yuan', '运费', 'freight', ({ list }) => list.freight),
  'list.gross': parcel('decimal', '毛重', 'declared gross weight, kg', ({ list }) => {
    return list.grossWeight;
  }),
  'list.net': parcel('decimal', '净重', 'declared net weight, kg', ({ list }) => list.netWeight),
  'list.packs': parcel('count', '件数', 'packages', ({ list }) => list.packNo),
  'list.lines': parcel('count', '表体项数', 'lines of goods', ({ list }) => list.lines.length),
  'list.mode': parcel('code', '监管方式', 'trade mode: 1210, 9610', ({ list }) => list.tradeMode),
  'list.office': parcel('code', '申报地海关', 'customs code of declaration', ({ list }) => {
    return list.customsCode;
  }),
  'list.port': parcel('code', '口岸海关', 'customs code of the port', ({ list }) => list.portCode),
  'list.transport': parcel('code', '运输方式', 'trafMode', ({ list }) => list.trafMode),
  'list.vehicle': parcel('name', '运输工具', 'trafNo', ({ list }) => list.trafNo ?? ''),
  'list.voyage': parcel('name', '航班航次', 'voyageNo', ({ list }) => list.voyageNo ?? ''),
  'list.bill': parcel('name', '提运单号', 'billNo', ({ list }) => list.billNo ?? ''),
  'list.country': parcel('code', '启运国', 'country of departure', ({ list }) => list.country),
  'list.order': parcel('name', '订单编号', 'number of the order', ({ list }) => list.orderNo),
  'list.waybill': parcel('name', '运单编号', 'number of the waybill', ({ list }) => {
    return list.logisticsNo;
  }),
};

const GOODS: Readonly<Record<string, Field>> = {
  'goods.hs': goods('code', '商品编码', 'commodity code', ({ gcode }) => gcode),
  'goods.name': goods('name', '商品名称', 'declared name', ({ gname }) => gname),
  'goods.item': goods('name', '商品货号', 'item number', ({ itemNo }) => itemNo ?? ''),
  'goods.country': goods('code', '原产国', 'country of origin', ({ country }) => country),
  'goods.quantity': goods('decimal', '数量', 'declared quantity', ({ qty }) => qty),
  'goods.price': goods('decimal', '单价', 'unit price, yuan', ({ price }) => price),
  'goods.total': goods('yuan', '总价', 'price of the line', ({ totalPrice }) => totalPrice),
};

const DOCUMENTS: Readonly<Record<string, Field>> = {
  'order.paid': parcel('yuan', '实付金额', 'acturalPaid of the order', ({ order }) => {
    return order.acturalPaid;
  }),
  'order.discount': parcel('yuan', '抵扣金额', 'discount of the order', ({ order }) => {
    return order.discount;
  }),
  'payment.amount': parcel('yuan', '支付金额', 'amountPaid of the payment', ({ payment }) => {
    return payment.amountPaid;
  }),
  'waybill.weight': parcel('decimal', '运单重量', 'weight on the waybill, kg', ({ waybill }) => {
    return waybill.weight;
  }),
  identity: {
    ...parcel('code', '身份核验', 'what the authority says of the buyer', (one) => one.identity),
    choices: ANSWERS,
  },
};

const NOTED: Readonly<Record<string, Field>> = {
  'buyer.lists': noted('订购人清单数', 'lists of this buyer within the window', 'buyer'),
  'payer.lists': noted('支付人清单数', 'lists of this payer within the window', 'payer'),
  'phone.lists': noted('电话清单数', 'lists of this phone within the window', 'phone'),
  'address.lists': noted('地址清单数', 'lists of this address within the window', 'address'),
  'platform.signals': noted('平台风险信号数', 'of the platform, 30 days', 'platformSignals'),
  'seller.signals': noted('企业风险信号数', 'of the seller, 30 days', 'sellerSignals'),
  'payment.late': noted('支付数据逾期数', 'payment data late, 30 days', 'paymentLate'),
  'payment.false': noted('支付数据不符数', 'payment data false, 30 days', 'paymentFalse'),
};

function noted(zh: string, en: string, name: keyof Noted): Field {
  return parcel('count', zh, en, (subject) => subject.noted[name]);
}

const OF_PARTIES = Object.keys(PARTIES).flatMap((name): [string, Field][] => {
  // The keys of a table are its own names, which the compiler does not see.
  const party = name as PartyWord;
  const { zh, of } = PARTIES[party];
  const creditClass = parcel('code', `${zh}信用等级`, `credit class of the ${party}`, (one) => {
    return classOf(one, party);
  });
  return [
    [`${party}.code`, parcel('code', `${zh}代码`, `code of the ${party}`, of)],
    [`${party}.class`, { ...creditClass, choices: CREDIT_CLASSES }],
  ];
});

/** Every field of rules by its name. */
export const FIELDS: ReadonlyMap<string, Field> = new Map([
  ...Object.entries(LIST),
  ...Object.entries(GOODS),
  ...Object.entries(DOCUMENTS),
  ...OF_PARTIES,
  ...Object.entries(NOTED),
]);
