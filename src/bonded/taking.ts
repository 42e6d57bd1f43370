import type { BusinessDate } from '../base/dates.ts';
import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import {
  type BookedLine,
  bookLineKey,
  declaredQuantity,
  type StockStatus,
} from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import { type Goods, sumOf } from './exit.ts';
import { isFresh, isOfSet, type Lot, type Picked, pick } from './lot.ts';
import { isStaging } from './place.ts';

/** Goods that are taken from one line of a book; `lotNo` null: from what goes first. */
export type LotPart = Goods & { readonly lotNo: string | null };

/** The same as a declarant says it; `unit` null: the declared unit of the line. */
export type SaidPart = LotPart & { readonly unit: string | null };

/** Lots of one number that are of sets. */
export type SetLots = {
  /** What one set consists of. */
  readonly components: readonly Goods[];
  /** What lies there of each component. */
  readonly left: readonly Goods[];
};

/** What is taken from the shelf, and of what kind it has to be. */
export type Taking = {
  readonly bookNo: string;
  readonly status: StockStatus;
  readonly parts: readonly SaidPart[];
  /** Only what may still be sold. */
  readonly freshOnly: boolean;
  /** Sets by number of their lots, when they may be taken apart; else null. */
  readonly sets: ReadonlyMap<string, SetLots> | null;
  /** Only goods that came by this document; null: by any. */
  readonly document: string | null;
  /** These goods are promised to it already. */
  readonly isPromised: boolean;
};

/** What lies on the shelf. */
export type ShelfFacts = {
  readonly date: BusinessDate;
  /** Lines by `bookLineKey`. */
  readonly lines: ReadonlyMap<string, BookedLine>;
  /** Lots by `bookLineKey`. */
  readonly lots: ReadonlyMap<string, readonly Lot[]>;
  /** What is there and not promised, by `bookLineKey`, of the status that is asked for. */
  readonly free: ReadonlyMap<string, Scaled5>;
};

/** A part with the lots it is taken from; its quantity in the declared unit of the line. */
export type Taken = LotPart & { readonly picked: readonly Picked[] };

/**
 * Finds the lots that parts are taken from: those that are named, then of the others what goes
 * first. @returns the parts in their order, or every reason why they cannot be taken
 */
export function takeParts(taking: Taking, facts: ShelfFacts): Result<Taken[], Finding[]> {
  const judged = taking.parts.map((part, i) =>
    declaredPart(part, `parts[${i + 1}]`, taking, facts),
  );
  const wrong = judged.flatMap((one) => (one.ok ? [] : one.error));
  if (wrong.length > 0) return fail(wrong);
  const parts = judged.flatMap((one) => (one.ok ? [one.value] : []));
  const promised = [...promisedFindings(parts, taking, facts), ...setFindings(parts, taking)];
  return promised.length > 0 ? fail(promised) : pickParts(parts, taking, facts);
}

function declaredPart(
  { recordNo, lotNo, quantity, unit }: SaidPart,
  path: string,
  taking: Taking,
  { lines, lots }: ShelfFacts,
): Result<LotPart, Finding[]> {
  const { bookNo: book, status } = taking;
  const key = bookLineKey(book, recordNo);
  const line = lines.get(key)?.line;
  const against = (element: string, reason: string, reasonZh: string) => {
    const values = { book, record: recordNo, reason, reasonZh };
    return fail([stockFinding('BND-LINE', `${path}/${element}`, values)]);
  };
  if (line === undefined) return against('recordNo', 'is not there', '不存在');
  if (quantity <= 0n) return fail([stockFinding('BND-QUANTITY', `${path}/quantity`)]);
  const declared = declaredQuantity(line, quantity, unit ?? line.unit);
  if (declared === null) {
    const text = `is counted in unit ${line.unit}, to which ${unit} does not convert`;
    return against('unit', text, `计量单位为${line.unit}，不能由${unit}换算`);
  }
  if (lotNo !== null) {
    const lot = lots.get(key)?.find((one) => one.lotNo === lotNo);
    if (lot?.status !== status) {
      return fail([stockFinding('BND-LOT', `${path}/lotNo`, { record: recordNo, lotNo, status })]);
    }
    if (isOfSet(lot) && taking.sets === null) {
      return fail([stockFinding('BND-SET', `${path}/lotNo`, { lotNo })]);
    }
  }
  return ok({ recordNo, lotNo, quantity: declared });
}

function promisedFindings(
  parts: readonly LotPart[],
  { bookNo, status, isPromised }: Taking,
  { free }: ShelfFacts,
): Finding[] {
  if (isPromised) return [];
  return sumOf(parts).flatMap(({ recordNo, quantity }) => {
    const there = free.get(bookLineKey(bookNo, recordNo)) ?? 0n;
    return quantity > there ? [shortOf(bookNo, recordNo, status, quantity, there)] : [];
  });
}

function shortOf(
  book: string,
  record: string,
  status: StockStatus,
  asked: Scaled5,
  there: Scaled5,
): Finding {
  const amounts = { asked: formatScaled5(asked), free: formatScaled5(there) };
  return stockFinding('BND-SHORT', 'parts', { book, record, status, ...amounts });
}

/**
 * Sets are taken apart whole: of each of their lines what so many sets hold. Where goods of sets
 * were sold alone, the rest may be taken as it is.
 */
function setFindings(parts: readonly LotPart[], { sets }: Taking): Finding[] {
  if (sets === null) return [];
  return [...sets].flatMap(([lotNo, { components, left }]) => {
    const taken = new Map(
      sumOf(parts.filter((part) => part.lotNo === lotNo)).map((one) => [
        one.recordNo,
        one.quantity,
      ]),
    );
    const [first] = components;
    const count = first === undefined ? 0n : (taken.get(first.recordNo) ?? 0n) / first.quantity;
    const isWhole = components.every(
      ({ recordNo, quantity }) => taken.get(recordNo) === quantity * count,
    );
    const isRest = left.every(({ recordNo, quantity }) => taken.get(recordNo) === quantity);
    if (isRest || (isWhole && count > 0n)) return [];
    return [stockFinding('BND-SET', 'parts', { lotNo })];
  });
}

/** Finds the lots of parts that were judged before: only what lies there may have changed. */
export function pickParts(
  parts: readonly LotPart[],
  taking: Taking,
  facts: Pick<ShelfFacts, 'date' | 'lots'>,
): Result<Taken[], Finding[]> {
  const shelves = new Map<string, Lot[]>();
  const findings: Finding[] = [];
  const taken: Taken[] = [];
  const inTurn = [...parts.keys()].sort(
    (a, b) => Number(parts[a]!.lotNo === null) - Number(parts[b]!.lotNo === null),
  );
  for (const i of inTurn) {
    const part = parts[i]!;
    const { recordNo, lotNo, quantity } = part;
    const shelf = shelves.get(recordNo) ?? shelfOf(recordNo, taking, facts);
    const lots = shelf.filter((lot) => (lotNo === null ? !isOfSet(lot) : lot.lotNo === lotNo));
    const picked = pick(lots, quantity);
    const there = picked.reduce((sum, one) => sum + one.quantity, 0n);
    if (there < quantity) {
      findings.push(shortOf(taking.bookNo, recordNo, taking.status, quantity, there));
    }
    const left = new Map(picked.map((one) => [one.lot.lotNo, one.quantity]));
    shelves.set(
      recordNo,
      shelf.map((lot) => ({ ...lot, quantity: lot.quantity - (left.get(lot.lotNo) ?? 0n) })),
    );
    taken[i] = { ...part, picked };
  }
  return findings.length > 0 ? fail(findings) : ok(taken);
}

function shelfOf(
  recordNo: string,
  { bookNo, status, freshOnly, document }: Taking,
  { lots, date }: Pick<ShelfFacts, 'date' | 'lots'>,
): Lot[] {
  return (lots.get(bookLineKey(bookNo, recordNo)) ?? []).filter(
    (lot) =>
      lot.status === status &&
      !isStaging(lot.location) &&
      (!freshOnly || isFresh(lot, date)) &&
      (document === null || lot.document === document),
  );
}
