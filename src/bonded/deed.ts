import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { type Book, type StockStatus, stockAccount } from '../registry/book.ts';
import { type Goods, sumOf } from './exit.ts';
import { documentOf, type Paper, type PaperId } from './paper.ts';
import { comesIn, goesOut, type StockChange, together } from './stock.ts';
import type { LotPart, ShelfFacts, Taken, Taking } from './taking.ts';

/** Papers that do something to goods which lie in the warehouse. */
export type DeedKind = 'processing' | 'change' | 'transfer' | 'disposal';
export const DEED_KINDS: readonly DeedKind[] = ['processing', 'change', 'transfer', 'disposal'];

/**
 * declared: the goods are promised to it until customs or the other side has decided. agreed:
 * customs agreed, the other side has still to accept. done: the goods are what it says. refused:
 * customs or the other side said no. void: taken back. The last two give back what was promised.
 */
export type DeedState = 'declared' | 'agreed' | 'done' | 'refused' | 'void';

/** A paper of such a kind; `refused`: why customs or the other side said no. */
export type DeedPaper<Kind extends DeedKind, Body> = Paper<
  Kind,
  DeedState,
  Body & { readonly refused?: string }
>;

/** What every deed is judged by. */
export type DeedFacts = ShelfFacts & {
  readonly declarant: string;
  readonly book: Book | null;
  /** Which statuses lie at the places that are named, by location. */
  readonly places: ReadonlyMap<string, ReadonlySet<StockStatus>>;
};

/** What was found of a deed that may be done, or may wait for those who have to agree. */
export type Judged<Body> = {
  readonly body: Body;
  readonly state: 'declared' | 'done';
  readonly taking: Taking;
  readonly taken: readonly Taken[];
};

/** The parts as they were found: in the declared unit of their lines. */
export function partsOf(taken: readonly Taken[]): LotPart[] {
  return taken.map(({ recordNo, lotNo, quantity }) => ({ recordNo, lotNo, quantity }));
}

/** Whose goods they are and what they are; see `pledge`. */
export type Pledged = Pick<Taking, 'bookNo' | 'status'> & { readonly goods: readonly Goods[] };

/**
 * Postings by which goods are promised to a paper, given back by it or taken from what was promised
 * to it: one a line of the book.
 */
export function pledge(
  paper: PaperId,
  kind: 'reserve' | 'void' | 'post',
  { bookNo, status, goods }: Pledged,
): Transfer[] {
  return sumOf(goods).map(({ recordNo, quantity }) => ({
    ...stockAccount(bookNo, recordNo, status),
    ...{ kind, amount: quantity, ref: documentOf(paper), limit: 0n },
  }));
}

/** The goods leave their lots by a paper, which had them promised or takes them at once. */
export function leaving(
  paper: PaperId,
  { bookNo, status }: Pick<Taking, 'bookNo' | 'status'>,
  taken: readonly Taken[],
  isPromised: boolean,
): StockChange {
  const document = documentOf(paper);
  const out = together(
    taken.flatMap(({ picked }, i) =>
      picked.map(({ lot, quantity }) => goesOut(lot, quantity, { document, line: `${i + 1}` })),
    ),
  );
  if (!isPromised) return out;
  return { ...out, transfers: pledge(paper, 'post', { bookNo, status, goods: taken }) };
}

/** Where goods are to lie after a deed. */
export type Place = {
  readonly bookNo: string;
  readonly status: StockStatus;
  readonly location: string;
  /** Null: whose they were. */
  readonly owner: string | null;
  /** Lines by position of the part; null: the lines that they were in. */
  readonly records: readonly string[] | null;
};

/** The same goods come in as lots of their own, one for each that they were taken from. */
export function arriving(paper: PaperId, taken: readonly Taken[], place: Place): StockChange {
  const document = documentOf(paper);
  const { bookNo, status, location, owner, records } = place;
  const lots = taken.flatMap(({ recordNo, picked }, i) =>
    picked.map(({ lot, quantity }, k) => {
      const terms = {
        ...{ bookNo, recordNo: records?.[i] ?? recordNo, status, location, document },
        ...{ lotNo: `${paper.paperNo}-${i + 1}-${k + 1}`, owner: owner ?? lot.owner },
        expiresOn: lot.expiresOn,
      };
      return comesIn(terms, quantity, `${i + 1}`);
    }),
  );
  return together(lots);
}

/** The last day of sale of what expires first; null when nothing does. */
export function firstExpiry(taken: readonly Taken[]): BusinessDate | null {
  const days = taken.flatMap(({ picked }) => picked.flatMap(({ lot }) => lot.expiresOn ?? []));
  return days.sort()[0] ?? null;
}

/** How much of each line was taken. */
export function takenGoods(taken: readonly Taken[]): Map<string, Scaled5> {
  return new Map(sumOf(taken).map(({ recordNo, quantity }) => [recordNo, quantity]));
}
