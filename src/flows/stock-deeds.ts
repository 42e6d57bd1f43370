import { type BusinessDate, yearOf } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { nineDigits } from '../base/ids.ts';
import { ok, type Result } from '../base/result.ts';
import { type ChangeSaid, judgeChange, type StatusChange } from '../bonded/change.ts';
import type { DeedFacts, DeedKind, Judged } from '../bonded/deed.ts';
import { pledge } from '../bonded/deed.ts';
import { type Deed, type DeedCore, effectOf } from '../bonded/deeds.ts';
import { readDeed } from '../bonded/deeds-codec.ts';
import { type Disposal, type DisposalSaid, judgeDisposal } from '../bonded/disposal.ts';
import type { StoredPaper } from '../bonded/paper.ts';
import { judgeProcessing, type Processing, type ProcessingSaid } from '../bonded/processing.ts';
import { NO_CHANGE } from '../bonded/stock.ts';
import { applyStock, statusesAt } from '../bonded/store.ts';
import { judgeTransfer, type StockTransfer, type TransferSaid } from '../bonded/transfer.ts';
import type { Sql } from '../io/postgres.ts';
import { type Book, bookLineKey, type StockStatus } from '../registry/book.ts';
import { booksFor } from '../registry/book-facts.ts';
import type { House } from './house.ts';
import { loadShelf, setsNamed } from './stock-deed-facts.ts';
import { inTurn, type Said, type Taken, takeIn, yy } from './stock-papers.ts';

/** Processing order, change of status, transfer, and what leaves without being sold. */
const PREFIX: Readonly<Record<DeedKind, string>> = {
  processing: 'JG',
  change: 'ZT',
  transfer: 'ZY',
  disposal: 'CZ',
};

type Judge<D extends Deed> = (
  tx: Sql,
  book: Book | null,
  date: BusinessDate,
) => Promise<Result<Judged<D['body']>, Finding[]>>;

/** Takes a deed and does it at once, or promises its goods to it until it is decided. */
function takeDeed<D extends Deed>(
  house: House,
  kind: D['kind'],
  said: Said,
  declarant: string,
  judge: Judge<D>,
): Promise<Result<Taken<D>, Finding[]>> {
  return inTurn(house, (tx) =>
    takeIn<D, Said>(tx, house, declarant, said, {
      kind,
      read: (paper: StoredPaper) => readDeed(paper) as D,
      judge: async (_, __, book, date) => {
        const judged = await judge(tx, book, date);
        if (!judged.ok) return judged;
        const { body, state, taking, taken } = judged.value;
        const store = async (sql: Sql, paperNo: string) => {
          const deed = { kind, paperNo, bookNo: said.bookNo, body } as DeedCore;
          const goods = { bookNo: taking.bookNo, status: taking.status, goods: taken };
          const promise = { ...NO_CHANGE, transfers: pledge(deed, 'reserve', goods) };
          const change = state === 'done' ? effectOf(deed, taken, false) : promise;
          await applyStock(sql, change, house.clock.now());
        };
        return ok({ ...numbersOf(kind), body, state, holds: null, store });
      },
    }),
  );
}

function numbersOf(kind: DeedKind) {
  return {
    // Kind + customs + year + 9 digits.
    numberOf: ({ customsCode }: Book, sequence: bigint, date: BusinessDate) =>
      `${PREFIX[kind]}${customsCode}${yy(date)}${nineDigits(sequence)}`,
    series: ({ customsCode }: Book, date: BusinessDate) => `${kind}:${customsCode}:${yearOf(date)}`,
  };
}

type Wanted = {
  readonly bookNo: string;
  readonly status: StockStatus;
  readonly parts: ProcessingSaid['parts'];
  readonly others?: readonly string[];
  readonly locations: readonly string[];
};

async function factsOf(
  tx: Sql,
  { locations, ...wanted }: Wanted,
  known: Pick<DeedFacts, 'declarant' | 'book' | 'date'>,
): Promise<DeedFacts> {
  const places = await statusesAt(tx, wanted.bookNo, locations);
  return { ...known, places, ...(await loadShelf(tx, wanted, known.date)) };
}

/** Takes a processing order (STK-10): done at once, or refused with what is wrong. */
export function declareProcessing(
  house: House,
  said: ProcessingSaid,
  declarant: string,
): Promise<Result<Taken<Processing>, Finding[]>> {
  return takeDeed<Processing>(house, 'processing', said, declarant, async (tx, book, date) => {
    const { bookNo, parts, outputs } = said;
    const made = outputs.flatMap(({ components }) => components);
    const others = made.map(({ recordNo }) => bookLineKey(bookNo, recordNo));
    const locations = outputs.map(({ location }) => location);
    const wanted = { bookNo, status: 'bonded', parts, others, locations } as const;
    const facts = await factsOf(tx, wanted, { declarant, book, date });
    const sets = await setsNamed(tx, bookNo, parts, facts.lots);
    return judgeProcessing(said, { ...facts, sets });
  });
}

/** Takes a change of status (STK-8): done at once unless customs has to agree. */
export function declareChange(
  house: House,
  said: ChangeSaid,
  declarant: string,
): Promise<Result<Taken<StatusChange>, Finding[]>> {
  return takeDeed<StatusChange>(house, 'change', said, declarant, async (tx, book, date) => {
    const { bookNo, from: status, parts, location } = said;
    const wanted = { bookNo, status, parts, locations: [location] };
    return judgeChange(said, await factsOf(tx, wanted, { declarant, book, date }));
  });
}

/** Takes a request to let goods leave the book (STK-13); customs decides. */
export function declareDisposal(
  house: House,
  said: DisposalSaid,
  declarant: string,
): Promise<Result<Taken<Disposal>, Finding[]>> {
  return takeDeed<Disposal>(house, 'disposal', said, declarant, async (tx, book, date) => {
    const { bookNo, status, parts } = said;
    const wanted = { bookNo, status, parts, locations: [] };
    return judgeDisposal(said, await factsOf(tx, wanted, { declarant, book, date }));
  });
}

/** Takes a transfer between two books (STK-11); the other side, and customs, have to agree. */
export function declareTransfer(
  house: House,
  said: TransferSaid,
  declarant: string,
): Promise<Result<Taken<StockTransfer>, Finding[]>> {
  return takeDeed<StockTransfer>(house, 'transfer', said, declarant, async (tx, book, date) => {
    const { fromBook, toBook, parts } = said;
    const books = await booksFor(tx, [fromBook, toBook]);
    const others = parts.map(({ toRecordNo }) => bookLineKey(toBook, toRecordNo));
    const wanted = { bookNo: fromBook, status: 'bonded', parts, others, locations: [] } as const;
    const facts = await factsOf(tx, wanted, { declarant, book, date });
    const sides = { from: books.get(fromBook) ?? null, to: books.get(toBook) ?? null };
    return judgeTransfer(said, { ...facts, ...sides });
  });
}
