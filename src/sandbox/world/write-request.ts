import type { Elements, WorldDocument } from './document.ts';
import { wholeHalfUp } from './fraction.ts';
import { adding, type Goods, LIST, type Parcel, type Workshop } from './parcel.ts';
import { type Party, SITES } from './parties.ts';
import type { Tax } from './predict.ts';
import { taxOfSale } from './sale.ts';
import { uuid } from './write-sale.ts';

/** What stands for the customs number of a list until it is known. */
export const LIST_NO_SLOT = '{invtNo}';

/** What is asked about a list, and what should come of it. */
export type Asking = {
  /** Status of the last receipt. */
  readonly status: string;
  /** Position of the list; null when no list has the number that `changes` gives. */
  readonly names?: number | null;
  /** Position of the record that must be answered before; the list unless told. */
  readonly after?: number;
  /** Who asks; the declarant of the list unless told. */
  readonly by?: Party;
  readonly changes?: Elements;
  readonly twice?: boolean;
};

/** Goods of a refund: how much of each line goes back, and whether it arrives. */
export type Returning = {
  /** Whole pieces by line, 0 for a line that stays; everything unless told. */
  readonly pieces?: readonly bigint[];
  /** Reported by a site: null accepts them, a text says what is wrong; undefined: never. */
  readonly refused?: string | null;
  /** Other elements of the first line. */
  readonly line?: Elements;
};

/** The parcel with the wish to take its list back (CEB623), sent once the list is answered. */
export function withdrawing(shop: Workshop, parcel: Parcel, asking: Asking): Parcel {
  return asked(shop, parcel, { type: 'CEB623', lines: [], goods: null }, asking);
}

/** The parcel with a refund of some of its goods (CEB625), sent once the list is answered. */
export function returning(
  shop: Workshop,
  parcel: Parcel,
  { pieces, refused, line = {} }: Returning,
  asking: Asking,
): Parcel {
  const back = pieces ?? parcel.sale.bought.map(({ quantity }) => quantity);
  const lines = linesOf(parcel, back).map((one, i) => (i === 0 ? { ...one, ...line } : one));
  const site = shop.random.pick(SITES);
  const relief = refused === null ? reliefOf(shop, parcel, back) : NOTHING;
  const goods = refused === undefined ? null : { site, refused, relief };
  return asked(shop, parcel, { type: 'CEB625', lines, goods }, asking);
}

type Request = Pick<WorldDocument, 'lines'> & {
  readonly type: 'CEB623' | 'CEB625';
  readonly goods: Goods | null;
};

function asked(
  shop: Workshop,
  parcel: Parcel,
  { type, lines, goods }: Request,
  { names = LIST, changes = {}, by, status, twice = false, ...given }: Asking,
): Parcel {
  const { document, sender } = parcel.sent[names ?? LIST]!;
  const repeated = REPEATED.map((element) => [element, document.head[element] ?? ''] as const);
  const copNo = `${type === 'CEB623' ? 'C' : 'T'}${document.head.copNo?.slice(1)}`;
  const after = given.after ?? names;
  const head = {
    ...{ guid: uuid(shop.random), appType: '1', appTime: document.head.appTime ?? '' },
    appStatus: '2',
    ...Object.fromEntries(repeated.slice(0, LEADING)),
    ...{ copNo: `${copNo}-${parcel.sent.length}`, preNo: '', invtNo: LIST_NO_SLOT },
    ...Object.fromEntries(repeated.slice(LEADING)),
    ...{ reason: '买家申请', note: '' },
    ...changes,
  };
  const request = { type, head, lines };
  return adding(parcel, request, by ?? sender, { status, names, after, twice, goods });
}

/** Elements of the list that a request repeats, in the order of its own schema. */
const REPEATED = [
  ...['customsCode', 'orderNo', 'ebpCode', 'ebpName', 'ebcCode', 'ebcName'],
  ...['logisticsNo', 'logisticsCode', 'logisticsName'],
  ...['buyerIdType', 'buyerIdNumber', 'buyerName', 'buyerTelephone', 'agentCode', 'agentName'],
];
/** How many of them stand before the numbers. */
const LEADING = 9;

function linesOf({ sent }: Parcel, pieces: readonly bigint[]): Elements[] {
  return pieces.flatMap((back, i) => {
    if (back === 0n) return [];
    const { gnum = '', gcode = '', gname = '', unit = '' } = sent[LIST]!.document.lines[i]!;
    return [{ gnum, gcode, gname, qty: String(back), unit, note: '' }];
  });
}

/** A number of the right form that no list gets: lists are numbered from 1. */
export function listNoOfNone({ random }: Workshop, { sent }: Parcel): string {
  const { customsCode = '', declTime = '' } = sent[LIST]!.document.head;
  const digits = String(random.below(100_000_000)).padStart(8, '0');
  return `${customsCode}${declTime.slice(0, 4)}I9${digits}`;
}

const NOTHING: Tax = { dutiable: 0n, duty: 0n, consumptionTax: 0n, vat: 0n };

/**
 * What comes back with so many pieces of each line (RET-1): the share of everything that came back
 * of the line so far, rounded half up, less the share of what came back before.
 */
function reliefOf(shop: Workshop, { sale, sent }: Parcel, pieces: readonly bigint[]): Tax {
  const taxes = taxOfSale(sale, shop.law);
  const sum = (part: keyof Tax): bigint =>
    taxes.reduce((all, tax, i) => {
      const share = (back: bigint) => wholeHalfUp([tax[part] * back, sale.bought[i]!.quantity]);
      const before = backBefore(sent, i);
      return all + share(before + (pieces[i] ?? 0n)) - share(before);
    }, 0n);
  return {
    dutiable: sum('dutiable'),
    duty: sum('duty'),
    consumptionTax: sum('consumptionTax'),
    vat: sum('vat'),
  };
}

function backBefore(sent: Parcel['sent'], line: number): bigint {
  const came = sent.filter(({ goods }) => goods?.refused === null);
  const quantities = came.flatMap(({ document: { lines } }) =>
    lines.filter(({ gnum }) => gnum === String(line + 1)).map(({ qty }) => BigInt(qty ?? '0')),
  );
  return quantities.reduce((a, b) => a + b, 0n);
}
