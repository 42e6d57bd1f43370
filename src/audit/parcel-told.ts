import { createHmac } from 'node:crypto';
import { fenOf, sumOf } from './decimals.ts';
import type { Told, Values } from './rule-again.ts';
import type { KeptTargeting } from './targeting-reader.ts';
import { elementOf, type RawPart, type RawRecord } from './xml-text.ts';

/** The documents of a parcel as they were signed. */
export type Papers = {
  readonly list: RawRecord;
  readonly order: RawRecord;
  readonly payment: RawRecord;
  readonly waybill: RawRecord;
};

/** Whether a key stood on a watch list; null when that cannot be told. */
export type Watched = (list: string, key: string) => boolean | null;

/** Element behind each field, and whether it is an amount. */
export type Elements = Readonly<Record<string, readonly [element: string, isAmount: boolean]>>;

/** Elements that lists of both directions have. */
export const OF_LISTS: Elements = {
  'list.gross': ['grossWeight', true],
  'list.net': ['netWeight', true],
  'list.packs': ['packNo', true],
  'list.mode': ['tradeMode', false],
  'list.office': ['customsCode', false],
  'list.port': ['portCode', false],
  'list.transport': ['trafMode', false],
  'list.voyage': ['voyageNo', false],
  'list.bill': ['billNo', false],
  'list.country': ['country', false],
  'list.order': ['orderNo', false],
  'list.waybill': ['logisticsNo', false],
};

/** The same of their lines. */
export const OF_LINES: Elements = {
  'goods.hs': ['gcode', false],
  'goods.name': ['gname', false],
  'goods.item': ['itemNo', false],
  'goods.country': ['country', false],
  'goods.quantity': ['qty', true],
  'goods.price': ['price', true],
};

const OF_LIST: Elements = {
  ...OF_LISTS,
  'list.freight': ['freight', true],
  'list.vehicle': ['trafNo', false],
};

const OF_GOODS: Elements = { ...OF_LINES, 'goods.total': ['totalPrice', true] };

/** The order in which what was noted is kept. */
const NOTED = [
  'buyer.lists',
  'payer.lists',
  'phone.lists',
  'address.lists',
  'platform.signals',
  'seller.signals',
  'payment.late',
  'payment.false',
];

const PARTIES: Readonly<Record<string, string>> = {
  platform: 'ebpCode',
  seller: 'ebcCode',
  carrier: 'logisticsCode',
  agent: 'agentCode',
  guarantor: 'assureCode',
  warehouse: 'areaCode',
};

/** The text of an element; empty when it is not there. */
export const saidIn = (part: RawPart, element: string): string =>
  elementOf(part, element)?.trim() ?? '';
export const text = (value: string): Values => ({ texts: [value], isAmount: false });
export const amount = (value: string): Values => ({ texts: [value], isAmount: true });

/** What rules are told of a parcel, from its raw documents and what was kept beside them. */
export function toldOf(papers: Papers, kept: KeptTargeting, key: Buffer, watched: Watched): Told {
  return {
    values: (field) => documentValues(field, papers) ?? keptValues(field, papers, kept),
    isWatched: (list, what) => answerOf(list, watchedKeys(what, papers, key), watched),
  };
}

/** Whether one of the keys stood on a watch list; null when that cannot be told. */
export function answerOf(list: string, keys: readonly string[], watched: Watched): boolean | null {
  const answers = keys.map((one) => watched(list, one));
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

/** Codes of goods, also by their first digits. */
export function codesIn(lines: readonly RawPart[]): string[] {
  return lines.flatMap((line) => {
    const code = saidIn(line, 'gcode');
    return [2, 4, 6, 8, code.length].map((length) => code.slice(0, length));
  });
}

/** What a list says in the element behind a field; null where there is none. */
export function saidOf(
  field: string,
  { head, lines }: RawRecord,
  ofList: Elements,
  ofGoods: Elements,
): Values | null {
  const own = ofList[field];
  if (own !== undefined) return { texts: [saidIn(head, own[0])], isAmount: own[1] };
  const goods = ofGoods[field];
  if (goods !== undefined) {
    return { texts: lines.map((line) => saidIn(line, goods[0])), isAmount: goods[1] };
  }
  return field === 'list.lines' ? amount(String(lines.length)) : null;
}

function documentValues(field: string, { list, order, payment, waybill }: Papers): Values | null {
  const said = saidOf(field, list, OF_LIST, OF_GOODS);
  if (said !== null) return said;
  switch (field) {
    case 'list.value':
      return amount(worthOf(list));
    case 'order.paid':
      return amount(saidIn(order.head, 'acturalPaid'));
    case 'order.discount':
      return amount(saidIn(order.head, 'discount'));
    case 'payment.amount':
      return amount(saidIn(payment.head, 'amountPaid'));
    case 'waybill.weight':
      return amount(saidIn(waybill.head, 'weight'));
    default:
      return null;
  }
}

/** Goods, freight and insurance in yuan, as a fraction of fen. */
function worthOf({ head, lines }: RawRecord): string {
  const parts = [
    ...lines.map((line) => saidIn(line, 'totalPrice')),
    ...['freight', 'insuredFee'].map((element) => saidIn(head, element)),
  ];
  return `${sumOf(parts.map(fenOf)) ?? 0n}/100`;
}

function keptValues(field: string, papers: Papers, kept: KeptTargeting): Values | null {
  if (field === 'identity') return text(kept.identity);
  const place = NOTED.indexOf(field);
  if (place >= 0) {
    const number = kept.noted?.[place];
    return number === undefined ? null : amount(String(number));
  }
  const [party = '', what] = field.split('.');
  if (PARTIES[party] === undefined && party !== 'payfirm') return null;
  const code = codeOf(party, papers);
  if (what === 'code') return text(code);
  return what === 'class' ? text(kept.classes.get(code) ?? '') : null;
}

function codeOf(party: string, { list, payment }: Papers): string {
  if (party === 'payfirm') return saidIn(payment.head, 'payCode');
  return saidIn(list.head, PARTIES[party] ?? '');
}

type Kind = 'id' | 'phone' | 'address';

function watchedKeys(what: string, papers: Papers, key: Buffer): string[] {
  const { list, order, payment, waybill } = papers;
  const hashed = (kind: Kind, part: RawPart, element: string): string[] => {
    const said = saidIn(part, element);
    return said === '' ? [] : [hashOf(key, kind, said)];
  };
  switch (what) {
    case 'buyer':
      return [list, order].flatMap(({ head }) => hashed('id', head, 'buyerIdNumber'));
    case 'payer':
      return hashed('id', payment.head, 'payerIdNumber');
    case 'phone':
      return [
        ...[list, order].flatMap(({ head }) => hashed('phone', head, 'buyerTelephone')),
        ...hashed('phone', payment.head, 'telephone'),
        ...[order, waybill].flatMap(({ head }) => hashed('phone', head, 'consigneeTelephone')),
      ];
    case 'address':
      return [list, order, waybill].flatMap(({ head }) => {
        return hashed('address', head, 'consigneeAddress');
      });
    case 'goods':
      return codesIn(list.lines);
    case 'waybill':
      return [saidIn(list.head, 'logisticsNo')];
    default:
      return [codeOf(what, papers)];
  }
}

/** The keyed hash of a person's number, phone or address, 132 bits of it. */
function hashOf(key: Buffer, kind: Kind, said: string): string {
  const one = {
    id: () => said.toUpperCase(),
    phone: () => said.replace(/[^0-9]/g, ''),
    address: () => said.normalize('NFC').split(/\s+/).join(' '),
  };
  const message = `${kind}\u0000${one[kind]()}`;
  return createHmac('sha256', key).update(message).digest('base64url').slice(0, 22);
}
