import type { Asked } from './rule-fields.ts';
import { PARTIES, type PartyWord, type RiskSubject } from './subject.ts';

/** What stands on a watch list. Persons, phones and addresses are kept as keyed hashes alone. */
export const WATCH_KINDS = [
  'enterprise',
  'buyer',
  'account',
  'phone',
  'address',
  'hs',
  'waybill',
] as const;
export type WatchKind = (typeof WATCH_KINDS)[number];

/** One thing of a parcel that may stand on a watch list. */
export type WatchKey<S extends Asked = RiskSubject> = {
  readonly zh: string;
  /** Kinds of lists that it can stand on. */
  readonly kinds: readonly WatchKind[];
  /** Each of them; codes of goods also by their first two, four, six and eight digits. */
  readonly keys: (subject: S) => readonly string[];
};

const LENGTHS = [2, 4, 6, 8];

const OF_PARTIES = Object.keys(PARTIES).map((name): [string, WatchKey] => {
  const { zh, of } = PARTIES[name as PartyWord];
  return [name, { zh, kinds: ['enterprise'], keys: (subject) => [of(subject)] }];
});

/** What `watch "NAME" has KEY` may ask for. */
export const WATCH_KEYS: ReadonlyMap<string, WatchKey> = new Map<string, WatchKey>([
  ...OF_PARTIES,
  ['buyer', { zh: '订购人', kinds: ['buyer'], keys: ({ list, order }) => both(list, order) }],
  [
    'payer',
    // Payments name who paid by his identity number; an account of its own they do not have.
    { zh: '支付人', kinds: ['account', 'buyer'], keys: ({ payment }) => [payment.payer.idKey] },
  ],
  ['phone', { zh: '电话', kinds: ['phone'], keys: phonesOf }],
  ['address', { zh: '地址', kinds: ['address'], keys: addressesOf }],
  ['goods', { zh: '商品', kinds: ['hs'], keys: codesOf }],
  ['waybill', { zh: '运单', kinds: ['waybill'], keys: ({ list }) => [list.logisticsNo] }],
]);

type Buys = { readonly buyer: { readonly idKey: string } };

function both(list: Buys, order: Buys): string[] {
  return [list.buyer.idKey, order.buyer.idKey];
}

type Documents = Pick<RiskSubject, 'list' | 'order' | 'payment' | 'waybill'>;

/** Keys of every phone on the documents of a parcel, each once. */
export function phonesOf({ list, order, payment, waybill }: Documents): string[] {
  const phones = [
    list.buyer.phoneKey,
    order.buyer.phoneKey,
    payment.payer.phoneKey,
    order.consignee.phoneKey,
    waybill.consignee.phoneKey,
  ];
  return phones.filter((key, at) => key !== null && phones.indexOf(key) === at) as string[];
}

/** Keys of every address on the documents of a parcel, each once. */
export function addressesOf({ list, order, waybill }: Documents): string[] {
  const addresses = [list.addressKey, order.consignee.addressKey, waybill.consignee.addressKey];
  return addresses.filter((key, at) => addresses.indexOf(key) === at);
}

type Coded = { readonly list: { readonly lines: readonly { readonly gcode: string }[] } };

/** Codes of the goods, also by their first digits. */
export function codesOf({ list }: Coded): string[] {
  return list.lines.flatMap(({ gcode }) => [
    ...LENGTHS.map((length) => gcode.slice(0, length)),
    gcode,
  ]);
}
