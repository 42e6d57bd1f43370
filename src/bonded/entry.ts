import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import {
  type Book,
  type BookedLine,
  bookLineKey,
  declaredQuantity,
  isOpen,
} from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import type { Paper } from './paper.ts';

/** One line of an entry list as its declarant says it. */
export type EntrySaidLine = {
  readonly seq: number;
  readonly recordNo: string;
  readonly itemNo: string | null;
  readonly hs: string | null;
  readonly unit: string;
  readonly quantity: Scaled5;
};

/** An entry list (核注清单, I) as it is declared. */
export type EntrySaid = {
  readonly bookNo: string;
  readonly ownNo: string;
  /** `invtType`: 0 ordinary, 3 entered first and declared later, 8 e-commerce ... (STK-3). */
  readonly type: string;
  /** Number of the customs declaration behind it; null when none is needed. */
  readonly declarationNo: string | null;
  /**
   * Goods of the country that enter to be exported, with refund on entry: the declaration is the
   * export declaration of their seller (EXP-8). Left out by all others.
   */
  readonly forExport?: true;
  /** Of goods that entered first (type 3): the slip on which they came. */
  readonly slipNo: string | null;
  readonly lines: readonly EntrySaidLine[];
};

/** A line with what became of it; quantities in the declared unit of the book's line. */
export type EntryLine = {
  readonly seq: number;
  readonly recordNo: string;
  readonly quantity: Scaled5;
  /** On slips that have not crossed yet. */
  readonly bound: Scaled5;
  /** Through the gate. */
  readonly crossed: Scaled5;
};

/** What was counted against what came through the gate; both in the declared unit. */
export type Received = {
  readonly seq: number | null;
  readonly recordNo: string;
  readonly counted: Scaled5;
  readonly crossed: Scaled5;
};

/**
 * approved: a pre-entry, counted nowhere. released: what is through the gate counts. closed: all
 * of it is through. void: withdrawn before anything came.
 */
export type EntryState = 'approved' | 'released' | 'closed' | 'void';

export type EntryBody = {
  readonly type: string;
  readonly owner: string;
  readonly declarationNo: string | null;
  readonly forExport?: true;
  readonly slipNo: string | null;
  readonly lines: readonly EntryLine[];
  /** What the warehouse counted of it; absent until it is reported. */
  readonly received?: readonly Received[];
};

export type Entry = Paper<'entry', EntryState, EntryBody>;

/** What an entry list is judged by. */
export type EntryFacts = {
  readonly date: BusinessDate;
  readonly declarant: string;
  readonly book: Book | null;
  /** Lines by `bookLineKey`. */
  readonly lines: ReadonlyMap<string, BookedLine>;
  /** Whether a commodity code is on the positive list of the day (STK-5). */
  readonly isPositive: (hs: string) => boolean;
  /** What lies undeclared of the slip that is named, by record number. */
  readonly ahead: ReadonlyMap<string, Scaled5>;
  /** The entry list that has the same export declaration; null when none has. */
  readonly formHolder: string | null;
};

/** Whether an enterprise may declare for a book, or see it. */
export function mayKeep({ enterpriseCode, areaCode }: Book, enterprise: string): boolean {
  return enterprise === enterpriseCode || enterprise === areaCode;
}

/** What is wrong with the book itself, or with who declares for it. */
export function bookFindings(
  bookNo: string,
  { book, date, declarant }: Pick<EntryFacts, 'book' | 'date' | 'declarant'>,
): Finding[] {
  if (book === null || !isOpen(book, date)) {
    return [stockFinding('BND-BOOK', 'bookNo', { book: bookNo })];
  }
  if (mayKeep(book, declarant)) return [];
  return [stockFinding('BND-OWNER', 'bookNo', { code: declarant, book: bookNo })];
}

/** Every reason against an entry list; none when it is approved. */
export function entryFindings(said: EntrySaid, facts: EntryFacts): Finding[] {
  const general = bookFindings(said.bookNo, facts);
  if (general.length > 0) return general;
  const seen = new Set<number>();
  const lines = said.lines.flatMap((line, i) => {
    const path = `lines[${i + 1}]`;
    const twice = seen.has(line.seq);
    seen.add(line.seq);
    if (twice) return [stockFinding('BND-TWICE', `${path}/seq`, { what: `seq ${line.seq}` })];
    return lineFindings(said, line, path, facts);
  });
  const all = [...formFindings(said, facts), ...lines];
  return all.length > 0 ? all : aheadFindings(said, facts);
}

/** What no other entry list may have: the export declaration, whose tax is refunded once. */
export function entryHolds({ forExport, declarationNo }: EntrySaid): string | null {
  return forExport && declarationNo !== null ? `export declaration ${declarationNo}` : null;
}

function formFindings({ forExport, declarationNo }: EntrySaid, { formHolder }: EntryFacts) {
  if (!forExport) return [];
  if (declarationNo === null) return [stockFinding('BND-EXPORT-FORM', 'declarationNo')];
  if (formHolder === null) return [];
  const values = { form: declarationNo, paper: formHolder };
  return [stockFinding('BND-FORM-USED', 'declarationNo', values)];
}

/** Of goods that entered first no more is declared than came (STK-3, type 3). */
function aheadFindings(said: EntrySaid, facts: EntryFacts): Finding[] {
  if (said.slipNo === null) return [];
  const slip = said.slipNo;
  const sums = new Map<string, Scaled5>();
  for (const { recordNo, quantity } of entryBody(said, facts).lines) {
    sums.set(recordNo, (sums.get(recordNo) ?? 0n) + quantity);
  }
  return [...sums].flatMap(([record, sum]) => {
    const there = facts.ahead.get(record) ?? 0n;
    if (sum <= there) return [];
    const amounts = { said: formatScaled5(sum), there: formatScaled5(there) };
    return [stockFinding('BND-AHEAD', 'slipNo', { record, slip, ...amounts })];
  });
}

function lineFindings(
  { bookNo, forExport }: EntrySaid,
  line: EntrySaidLine,
  path: string,
  { lines, isPositive }: EntryFacts,
): Finding[] {
  const { recordNo, itemNo, hs, unit, quantity } = line;
  const booked = lines.get(bookLineKey(bookNo, recordNo))?.line;
  const about = (element: string, reason: string, reasonZh: string) => [
    stockFinding('BND-LINE', `${path}/${element}`, {
      ...{ book: bookNo, record: recordNo, reason, reasonZh },
    }),
  ];
  if (booked === undefined) return about('recordNo', 'is not there', '不存在');
  if (quantity <= 0n) return [stockFinding('BND-QUANTITY', `${path}/quantity`)];
  if (itemNo !== null && itemNo !== booked.itemNo) {
    return about('itemNo', `is item ${booked.itemNo}`, `货号为${booked.itemNo}`);
  }
  if (hs !== null && hs !== booked.hs) {
    return about('hs', `has code ${booked.hs}`, `商品编码为${booked.hs}`);
  }
  if (declaredQuantity(booked, quantity, unit) === null) {
    const text = `is counted in unit ${booked.unit}, to which ${unit} does not convert`;
    return about('unit', text, `计量单位为${booked.unit}，不能由${unit}换算`);
  }
  // The positive list is of what may be imported.
  return forExport || isPositive(booked.hs)
    ? []
    : [stockFinding('BND-POSITIVE', `${path}/hs`, { hs: booked.hs })];
}

/** The body of an approved entry list. */
export function entryBody(said: EntrySaid, { book, lines }: EntryFacts): EntryBody {
  return {
    type: said.type,
    owner: present(book, 'book').enterpriseCode,
    declarationNo: said.declarationNo,
    ...(said.forExport ? { forExport: true as const } : {}),
    slipNo: said.slipNo,
    lines: said.lines.map(({ seq, recordNo, quantity, unit }) => {
      const { line } = present(lines.get(bookLineKey(said.bookNo, recordNo)), 'line of the book');
      const declared = present(declaredQuantity(line, quantity, unit), 'declared quantity');
      return { seq, recordNo, quantity: declared, bound: 0n, crossed: 0n };
    }),
  };
}

/** What of a line is neither through the gate nor on a slip. */
export function unboundOf({ quantity, bound, crossed }: EntryLine): Scaled5 {
  return quantity - bound - crossed;
}
