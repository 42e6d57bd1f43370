import { type Fen, formatFen, formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { bookLineKey, type StockStatus } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import { type CountScope, isCounted } from './count-scope.ts';
import { bookFindings, type EntryFacts } from './entry.ts';
import type { Lot } from './lot.ts';
import type { Paper } from './paper.ts';

/** A stock-take (盘点单) as it is opened: what is counted, and whether the book is shown. */
export type CountSaid = CountScope & {
  readonly bookNo: string;
  readonly ownNo: string;
  /** Whether the book's figures stay hidden until a lot is counted. */
  readonly blind: boolean;
};

/**
 * approved: its goods are frozen and counted. declared: goods are missing that its declarant would
 * explain, and customs decides. closed: the book follows the shelf.
 */
export type CountState = 'approved' | 'declared' | 'closed' | 'void';

export type CountBody = {
  readonly scope: CountScope;
  readonly blind: boolean;
  /** What becomes of each difference; null until its declarant has said it. */
  readonly settled: readonly Settled[] | null;
  /** What stays frozen of the scope since customs was asked; see `inHand`. */
  readonly frozen: CountScope | null;
  /** Why customs did not agree to what was said last. */
  readonly refused: string | null;
  /** When customs agreed that goods are missing without tax, ISO 8601; null: it was not asked. */
  readonly agreedAt: string | null;
};

/** A count that begins. */
export const NEW_COUNT = { settled: null, frozen: null, refused: null, agreedAt: null } as const;

export type Count = Paper<'count', CountState, CountBody>;

/** Where goods of a lot are, or are said to be. */
export type CountPlace = {
  readonly recordNo: string;
  readonly lotNo: string;
  readonly location: string;
};

/** What was found on the shelf, or what the warehouse's own system has. */
export type CountSide = 'shelf' | 'warehouse';

/** What lies at one place by each of the three; null where it was not said. */
export type Compared = CountPlace & {
  /** Null when the book has no such lot anywhere. */
  readonly status: StockStatus | null;
  readonly book: Scaled5;
  readonly shelf: Scaled5 | null;
  readonly warehouse: Scaled5 | null;
};

/**
 * explained: by a paper and a reason; the book follows the shelf. taxed: goods are missing and are
 * taxed as general trade. surplus: there is more, which waits as surplus for a decision.
 */
export type Settlement = 'explained' | 'taxed' | 'surplus';

/** How a difference is settled, as its declarant says it. */
export type Settling = CountPlace & {
  readonly how: Settlement;
  /** The paper behind it, `entry QD...`; needed when it is explained. */
  readonly document: string | null;
  readonly reason: string;
};

/** Dutiable value and tax of goods that are missing, fen, at the full rates of the tariff. */
export type ShortageTax = {
  readonly dutiablePrice: Fen;
  readonly duty: Fen;
  readonly consumptionTax: Fen;
  readonly vat: Fen;
};

/** A difference as it was settled; figures as decimals, money in yuan. */
export type Settled = CountPlace & {
  readonly how: Settlement;
  readonly document: string | null;
  readonly reason: string;
  readonly book: string;
  readonly shelf: string;
  readonly warehouse: string | null;
  readonly tax: Readonly<Record<keyof ShortageTax, string>> | null;
};

export type CountFacts = Pick<EntryFacts, 'book' | 'date' | 'declarant' | 'lines'> & {
  /** The open count of the book; null when there is none. */
  readonly open: string | null;
};

/** Every reason against a count; none when it is approved. */
export function countFindings(said: CountSaid, facts: CountFacts): Finding[] {
  const general = bookFindings(said.bookNo, facts);
  if (general.length > 0) return general;
  const book = said.bookNo;
  if (facts.open !== null) {
    return [stockFinding('BND-COUNTING', 'bookNo', { book, count: facts.open })];
  }
  return (said.records ?? []).flatMap((record, i) => {
    if (facts.lines.has(bookLineKey(book, record))) return [];
    const values = { book, record, reason: 'is not there', reasonZh: '不存在' };
    return [stockFinding('BND-LINE', `records[${i + 1}]`, values)];
  });
}

/** One thing that was said of a count: by a scanner, or by a line of an upload. */
export type Scan = CountPlace & {
  readonly side: CountSide;
  readonly scanId: string;
  readonly quantity: Scaled5;
  /** Replaces what was said of the place before; else it is added to that. */
  readonly sets: boolean;
};

/** Places as one text, for maps. */
export function placeKey({ recordNo, lotNo, location }: CountPlace): string {
  return `${recordNo}\u0001${lotNo}\u0001${location}`;
}

/** What was said of each place by one side; `scans` in the order in which they came. */
export function countedBy(scans: readonly Scan[], side: CountSide): Map<string, Scaled5> {
  const sums = new Map<string, Scaled5>();
  for (const scan of scans) {
    if (scan.side !== side) continue;
    const before = scan.sets ? 0n : (sums.get(placeKey(scan)) ?? 0n);
    sums.set(placeKey(scan), before + scan.quantity);
  }
  return sums;
}

/** Book, shelf and warehouse side by side, by line, lot and place (STK-14). */
export function compare(
  scope: CountScope,
  lots: readonly Lot[],
  said: readonly Scan[],
): readonly Compared[] {
  const scans = said.filter((scan) => isCounted(scope, scan));
  const [shelf, warehouse] = [countedBy(scans, 'shelf'), countedBy(scans, 'warehouse')];
  const inScope = lots.filter((lot) => lot.quantity > 0n && isCounted(scope, lot));
  const places = new Map<string, CountPlace>();
  for (const { recordNo, lotNo, location } of [...inScope, ...scans]) {
    const place = { recordNo, lotNo, location };
    places.set(placeKey(place), place);
  }
  const booked = new Map(inScope.map((lot) => [placeKey(lot), lot.quantity]));
  const statuses = new Map(lots.map((lot) => [`${lot.recordNo} ${lot.lotNo}`, lot.status]));
  const hasWarehouse = warehouse.size > 0;
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, place]) => ({
      ...place,
      status: statuses.get(`${place.recordNo} ${place.lotNo}`) ?? null,
      book: booked.get(key) ?? 0n,
      shelf: shelf.get(key) ?? null,
      warehouse: hasWarehouse ? (warehouse.get(key) ?? 0n) : null,
    }));
}

/** Whether the three do not say the same; what was not counted is no difference yet. */
export function differs({ book, shelf, warehouse }: Compared): boolean {
  return (shelf !== null && shelf !== book) || (warehouse ?? book) !== book;
}

/** How a difference was settled, as it was said. */
export function settlingOf(settled: Settled): Settling {
  const { recordNo, lotNo, location, how, document, reason } = settled;
  return { recordNo, lotNo, location, how, document, reason };
}

/** A difference with how it was settled, as it is kept. */
export function settledOf(row: Compared, by: Settling, tax: ShortageTax | null): Settled {
  const { recordNo, lotNo, location, how, document, reason } = by;
  const money = tax && {
    dutiablePrice: formatFen(tax.dutiablePrice),
    duty: formatFen(tax.duty),
    consumptionTax: formatFen(tax.consumptionTax),
    vat: formatFen(tax.vat),
  };
  return {
    ...{ recordNo, lotNo, location, how, document, reason },
    ...{ book: formatScaled5(row.book), shelf: formatScaled5(row.shelf ?? 0n) },
    warehouse: row.warehouse === null ? null : formatScaled5(row.warehouse),
    tax: money,
  };
}
