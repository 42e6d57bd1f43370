import { assert } from '../../base/assert.ts';
import type { BusinessDate } from '../../base/dates.ts';
import type { SeededRandom } from '../../base/random.ts';
import type { Shelf } from './books.ts';
import { type WorldDocument, withHead, withLine } from './document.ts';
import type { Party } from './parties.ts';
import type { Person } from './people.ts';
import { type Tax, taxTotal } from './predict.ts';
import type { WorldLaw } from './rates.ts';
import { ordinarySale, type Sale, saleTax } from './sale.ts';
import { type WorldFrame, writeSale } from './write-sale.ts';

/** What is done to the bytes of a message after or instead of signing. */
export const DAMAGES = [
  'unsigned',
  'foreign-key',
  'altered',
  'gbk',
  'doctype',
  'truncated',
  'two-signatures',
  'deep',
  'wrapped',
] as const;
export type Damage = (typeof DAMAGES)[number];

/** One record to be sent. Records that share type, sender and treatment may share a message. */
export type Sent = {
  readonly document: WorldDocument;
  /** Who transmits it: `copCode` of the message. */
  readonly sender: Party;
  /** Last receipt the record should have; null when its message is refused as a whole. */
  readonly status: string | null;
  /** Damage to the whole message; such a record travels with others of the same damage only. */
  readonly damage: Damage | null;
  /** Position in the parcel's `sent` of a record whose message must be answered before. */
  readonly after: number | null;
  /** True when the message goes out a second time, byte for byte. */
  readonly twice: boolean;
  /** Position of the list whose customs number it must name, which nobody knows beforehand. */
  readonly names: number | null;
  /** What becomes of the goods of a refund once it is accepted; null when nobody reports them. */
  readonly goods: Goods | null;
  /** Own number of the entry list whose goods must count in the book before; null for none. */
  readonly arrived: string | null;
};

/** The report that the goods of a refund are back. */
export type Goods = {
  readonly site: Party;
  /** What is wrong with them; null when they are accepted. */
  readonly refused: string | null;
  /** What that gives back, fen. */
  readonly relief: Tax;
};

/**
 * What should become of a list. `waiting`: no decision, because a document is missing. 430: it was
 * withdrawn while customs held it.
 */
export type Outcome = {
  readonly status: '800' | '100' | '600' | '400' | '430' | 'waiting' | 'refused';
  /** Code of the first finding; null when released, or when any code will do. */
  readonly code: string | null;
  readonly tax: Tax | null;
  /** Of STK-SHORT: what is asked for and what is free, in declared units. */
  readonly short?: Short;
};

export type Short = { readonly asked: bigint; readonly free: bigint };

/** One parcel of a world: what is sent for it and what should become of it. */
export type Parcel = {
  readonly kind: string;
  readonly sale: Sale;
  readonly sent: readonly Sent[];
  readonly outcome: Outcome;
  /** Parcels of one set share a buyer; `outcome` is then judged by counts over the set. */
  readonly set: string | null;
  /** A line of a book that only parcels of its set take from; null for the ordinary ones. */
  readonly shelf: Shelf | null;
};

/** What a kind of parcel is made from. */
export type Workshop = {
  readonly random: SeededRandom;
  readonly law: WorldLaw;
  readonly frame: WorldFrame;
  readonly start: BusinessDate;
  /** A buyer who is used once only. */
  readonly freshBuyer: () => Person;
  /** A buyer with room for `amount` fen in the annual limit, who may buy again. */
  readonly regularBuyer: (amount: bigint) => Person;
  /** Position of the next parcel. */
  readonly nextIndex: () => number;
};

/** Positions of the four documents in the `sent` of a parcel made here. */
export const ORDER = 0;
export const PAYMENT = 1;
export const WAYBILL = 2;
export const LIST = 3;

/** A sale to a buyer of its own, with some parts chosen. */
export function freshSale(shop: Workshop, chosen: Partial<Sale> = {}): Sale {
  const buyer = chosen.buyer ?? shop.freshBuyer();
  const sale = ordinarySale(shop.random, shop.law, shop.nextIndex(), buyer, shop.freshBuyer());
  return { ...sale, ...chosen };
}

/**
 * A sale as four ordinary messages that should end in release.
 * @param statedTax what the order states, fen; the right tax unless told
 */
export function parcelOf(shop: Workshop, kind: string, sale: Sale, statedTax?: bigint): Parcel {
  const tax = saleTax(sale, shop.law);
  const documents = writeSale(shop.random, shop.frame, sale, statedTax ?? taxTotal(tax));
  const sent = [
    send(documents.order, sale.platform),
    send(documents.payment, sale.payment),
    send(documents.waybill, sale.carrier),
    send(documents.list, sale.agent),
  ];
  return { kind, sale, sent, outcome: { status: '800', code: null, tax }, set: null, shelf: null };
}

function send(document: WorldDocument, sender: Party): Sent {
  const plain = {
    damage: null,
    after: null,
    twice: false,
    names: null,
    goods: null,
    arrived: null,
  };
  return { document, sender, status: '120', ...plain };
}

/** The parcel ending another way. */
export function ending(
  parcel: Parcel,
  status: Outcome['status'],
  code: string | null = null,
): Parcel {
  return { ...parcel, outcome: { status, code, tax: null } };
}

/** Position of the list whose outcome is the parcel's: the last one that may count. */
export function decidingList(parcel: Parcel): number {
  let found = -1;
  parcel.sent.forEach(({ document, status }, at) => {
    if (document.type !== 'CEB621' || status === null) return;
    if (found === -1 || status === '120') found = at;
  });
  return found;
}

/** One record of the parcel treated differently. */
export function treating(parcel: Parcel, at: number, change: Partial<Sent>): Parcel {
  assert(at < parcel.sent.length, 'a record of the parcel');
  const sent = parcel.sent.map((record, i) => (i === at ? { ...record, ...change } : record));
  return { ...parcel, sent };
}

/** One document of the parcel with other elements in its head. */
export function changing(
  parcel: Parcel,
  at: number,
  changes: Readonly<Record<string, string | undefined>>,
): Parcel {
  return treating(parcel, at, { document: withHead(parcel.sent[at]!.document, changes) });
}

/** One document of the parcel with other elements in one of its lines. */
export function changingLine(
  parcel: Parcel,
  at: number,
  line: number,
  changes: Readonly<Record<string, string | undefined>>,
): Parcel {
  return treating(parcel, at, { document: withLine(parcel.sent[at]!.document, line, changes) });
}

/** The parcel without one of its records. */
export function leavingOut(parcel: Parcel, at: number): Parcel {
  return { ...parcel, sent: parcel.sent.filter((_, i) => i !== at) };
}

/** The parcel with one more record, sent once the record `after` has been answered. */
export function adding(
  parcel: Parcel,
  document: WorldDocument,
  sender: Party,
  more: Partial<Sent> = {},
): Parcel {
  return { ...parcel, sent: [...parcel.sent, { ...send(document, sender), ...more }] };
}

/** One element of the head of a document of the parcel. */
export function headOf(parcel: Parcel, at: number, element: string): string {
  return parcel.sent[at]!.document.head[element] ?? '';
}
