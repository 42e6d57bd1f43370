import { formatScaled5, type Scaled5 } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type Book, type BookedLine, bookLineKey, declaredQuantity } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import { arriving, type DeedFacts, type DeedPaper, type Judged, leaving } from './deed.ts';
import { bookFindings, mayKeep } from './entry.ts';
import type { PaperId } from './paper.ts';
import { RECEIVING } from './place.ts';
import { type StockChange, together } from './stock.ts';
import { type LotPart, type SaidPart, type Taken, type Taking, takeParts } from './taking.ts';

/** Goods of a line of one book that go to a line of another. */
export type TransferSaidPart = SaidPart & { readonly toRecordNo: string };

/** A transfer of bonded goods between two books, as one side says it (STK-11). */
export type TransferSaid = {
  /** The book of who declares: the receiving one in a zone, the giving one between zones. */
  readonly bookNo: string;
  readonly ownNo: string;
  readonly fromBook: string;
  readonly toBook: string;
  readonly parts: readonly TransferSaidPart[];
};

export type TransferPart = LotPart & { readonly toRecordNo: string };

export type TransferBody = {
  readonly fromBook: string;
  readonly toBook: string;
  /** Whether the two books are kept by two customs offices. */
  readonly isBetweenZones: boolean;
  /** Whose the goods are afterwards. */
  readonly owner: string;
  readonly parts: readonly TransferPart[];
};

export type StockTransfer = DeedPaper<'transfer', TransferBody>;

export type TransferFacts = Omit<DeedFacts, 'book'> & {
  readonly from: Book | null;
  readonly to: Book | null;
};

/**
 * Judges a transfer. In a zone the receiving side declares first and nothing is promised until the
 * giving side confirms; between zones the giving side declares, and its goods are promised.
 */
export function judgeTransfer(
  said: TransferSaid,
  facts: TransferFacts,
): Result<Judged<TransferBody>, Finding[]> {
  const { fromBook, toBook } = said;
  if (fromBook === toBook) return fail([stockFinding('BND-TWICE', 'toBook', { what: toBook })]);
  const { from, to, date, declarant } = facts;
  const isBetweenZones = from !== null && to !== null && from.customsCode !== to.customsCode;
  const own = isBetweenZones ? fromBook : toBook;
  const [ownBook, otherBook] = isBetweenZones ? [from, to] : [to, from];
  const isKeeper = [from, to].some((book) => book !== null && mayKeep(book, declarant));
  if (said.bookNo !== own && isKeeper && from !== null && to !== null) {
    return fail([stockFinding('BND-SIDE', 'bookNo', { book: own })]);
  }
  const other = isBetweenZones ? toBook : fromBook;
  const general = [
    ...bookFindings(own, { book: ownBook, date, declarant }),
    ...bookFindings(other, { book: otherBook, date, declarant: otherBook?.enterpriseCode ?? '' }),
  ];
  if (general.length > 0 || from === null || to === null) return fail(general);
  const differing = said.parts.flatMap((part, i) =>
    articleFindings(said, part, `parts[${i + 1}]`, facts.lines),
  );
  if (differing.length > 0) return fail(differing);
  const taking = takingOfTransfer(fromBook, said.parts);
  const parts = declaredParts(said, facts.lines);
  const body = { fromBook, toBook, isBetweenZones, owner: to.enterpriseCode, parts };
  if (!isBetweenZones) return ok({ body, state: 'declared', taking, taken: [] });
  const taken = takeParts(taking, facts);
  return taken.ok ? ok({ body, state: 'declared', taking, taken: taken.value }) : taken;
}

/** Both lines hold the same article, in the same unit. */
function articleFindings(
  { fromBook, toBook }: TransferSaid,
  { recordNo, toRecordNo, quantity, unit }: TransferSaidPart,
  path: string,
  lines: ReadonlyMap<string, BookedLine>,
): Finding[] {
  const from = lines.get(bookLineKey(fromBook, recordNo))?.line;
  const to = lines.get(bookLineKey(toBook, toRecordNo))?.line;
  const missing = (book: string, record: string, element: string) => {
    const values = { book, record, reason: 'is not there', reasonZh: '不存在' };
    return [stockFinding('BND-LINE', `${path}/${element}`, values)];
  };
  if (from === undefined) return missing(fromBook, recordNo, 'recordNo');
  if (to === undefined) return missing(toBook, toRecordNo, 'toRecordNo');
  if (quantity <= 0n) return [stockFinding('BND-QUANTITY', `${path}/quantity`)];
  if (declaredQuantity(from, quantity, unit ?? from.unit) === null) {
    const reason = `is counted in unit ${from.unit}, to which ${unit} does not convert`;
    const reasonZh = `计量单位为${from.unit}，不能由${unit}换算`;
    const values = { book: fromBook, record: recordNo, reason, reasonZh };
    return [stockFinding('BND-LINE', `${path}/unit`, values)];
  }
  const what = (['itemNo', 'hs', 'unit'] as const).filter((name) => from[name] !== to[name]);
  if (what.length === 0) return [];
  const values = { record: recordNo, to: toRecordNo, what: what.join(', ') };
  return [stockFinding('BND-ARTICLE', `${path}/toRecordNo`, values)];
}

function declaredParts(
  { fromBook, parts }: Pick<TransferSaid, 'fromBook' | 'parts'>,
  lines: ReadonlyMap<string, BookedLine>,
): TransferPart[] {
  return parts.map(({ recordNo, toRecordNo, lotNo, quantity, unit }) => {
    const line = lines.get(bookLineKey(fromBook, recordNo))?.line;
    const declared = line && declaredQuantity(line, quantity, unit ?? line.unit);
    return { recordNo, toRecordNo, lotNo, quantity: declared ?? 0n };
  });
}

/** Which goods a transfer takes from the giving book. */
export function takingOfTransfer(bookNo: string, parts: readonly SaidPart[]): Taking {
  return {
    ...{ bookNo, status: 'bonded', parts, freshOnly: true, sets: null },
    ...{ document: null, isPromised: false },
  };
}

/** Both sides say the same of every pair of lines; else every pair with both numbers. */
export function otherSideFindings(
  { body }: Pick<StockTransfer, 'body'>,
  said: readonly TransferSaidPart[],
  lines: ReadonlyMap<string, BookedLine>,
): Finding[] {
  const here = pairsOf(body.parts);
  const there = pairsOf(declaredParts({ fromBook: body.fromBook, parts: said }, lines));
  return [...new Set([...here.keys(), ...there.keys()])].flatMap((pair) => {
    const [declared, confirmed] = [here.get(pair) ?? 0n, there.get(pair) ?? 0n];
    if (declared === confirmed) return [];
    const [record = '', to = ''] = pair.split(' ');
    const amounts = { said: formatScaled5(declared), other: formatScaled5(confirmed) };
    return [stockFinding('BND-OTHER-SIDE', 'parts', { record, to, ...amounts })];
  });
}

/** Quantities by pair of lines, as `from to`; numbers of lines have no blanks. */
function pairsOf(parts: readonly TransferPart[]): Map<string, Scaled5> {
  const sums = new Map<string, Scaled5>();
  for (const { recordNo, toRecordNo, quantity } of parts) {
    const pair = `${recordNo} ${toRecordNo}`;
    sums.set(pair, (sums.get(pair) ?? 0n) + quantity);
  }
  return sums;
}

/** What a transfer does when both sides agree: the goods change the book. */
export function transferred(
  paper: PaperId & Pick<StockTransfer, 'body'>,
  taken: readonly Taken[],
  records: readonly string[],
): StockChange {
  const { fromBook, toBook, owner, isBetweenZones } = paper.body;
  const place = { bookNo: toBook, status: 'bonded', location: RECEIVING, owner, records } as const;
  return together([
    leaving(paper, { bookNo: fromBook, status: 'bonded' }, taken, isBetweenZones),
    arriving(paper, taken, place),
  ]);
}
