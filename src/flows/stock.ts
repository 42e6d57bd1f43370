import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { ok, type Result } from '../base/result.ts';
import type { Count, CountSaid, Settling } from '../bonded/count.ts';
import type { CrossingSaid } from '../bonded/crossing.ts';
import { booksOf, isDeedKind } from '../bonded/deeds-codec.ts';
import { type Entry, type EntrySaid, mayKeep } from '../bonded/entry.ts';
import type { Exit } from '../bonded/exit.ts';
import type { UnloadSaid } from '../bonded/load.ts';
import type { Moved, MovementSaid } from '../bonded/movement.ts';
import type { PaperId } from '../bonded/paper.ts';
import { loadPapers } from '../bonded/paper-store.ts';
import type { ReceivedLine } from '../bonded/received.ts';
import type { Slip, SlipSaid } from '../bonded/slip.ts';
import type { Sql } from '../io/postgres.ts';
import { booksFor } from '../registry/book-facts.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { Officer } from '../registry/officer.ts';
import { type BookOnDay, type LotView, viewBookOn, viewLots } from './book-view.ts';
import { closeCount } from './count-close.ts';
import { type CountDesk, countDeskOn } from './count-desk.ts';
import {
  type CountLines,
  type Scanned,
  type ScanSaid,
  scanCount,
  uploadCount,
} from './count-scans.ts';
import { type CountView, declareCount, viewCount } from './counts.ts';
import { type Crossed, cross } from './crossings.ts';
import { type Deeds, deedsOn } from './deeds.ts';
import { type GateDesk, gateDeskOn } from './gate-desk.ts';
import type { House } from './house.ts';
import { type LoadView, unload, viewLoad } from './loads.ts';
import { reportMovements, reportReceived } from './movements.ts';
import { type AnyExitSaid, takeExit } from './overseas-exits.ts';
import { cancelDeed } from './stock-decisions.ts';
import { type AnyPaper, paperOf } from './stock-facts.ts';
import { declareEntry, declareSlip, inTurn, type Taken } from './stock-papers.ts';
import { type Changed, cancelPaper, releaseInSandbox } from './stock-release.ts';
import { type StockViews, stockViewsOn } from './stock-views.ts';

/** What enterprises do with bonded stock; null stands for what is not there or not theirs. */
export type Stock = {
  readonly deeds: Deeds;
  readonly views: StockViews;
  readonly counts: CountDesk;
  readonly gate: GateDesk;
  book(bookNo: string, viewer: string): Promise<BookOnDay | null>;
  lots(bookNo: string, recordNo: string, viewer: string): Promise<LotView[] | null>;
  /** @param viewer null for the authority */
  paper(id: PaperId, viewer: string | null): Promise<AnyPaper | null>;
  entry(said: EntrySaid, declarant: string): Promise<Result<Taken<Entry>, Finding[]>>;
  exit(said: AnyExitSaid, declarant: string): Promise<Result<Taken<Exit>, Finding[]>>;
  slip(said: SlipSaid, declarant: string): Promise<Result<Taken<Slip>, Finding[]>>;
  cancel(id: PaperId, declarant: string): Promise<Result<Changed<AnyPaper> | null, Finding[]>>;
  /** Whether a book is one of the viewer's, who may follow its events. */
  keeps(bookNo: string, viewer: string): Promise<boolean>;
  count(said: CountSaid, declarant: string): Promise<Result<Taken<Count>, Finding[]>>;
  scan(countNo: string, said: ScanSaid, scanner: string): Scanning;
  countLines(countNo: string, said: CountLines, counter: string): Uploading;
  viewCount(countNo: string, viewer: string): Promise<CountView | null>;
  closeCount(countNo: string, said: readonly Settling[], declarant: string): Closing;
  move(
    bookNo: string,
    said: readonly MovementSaid[],
    reporter: string,
  ): Promise<readonly Moved[] | null>;
  received(entryNo: string, lines: readonly ReceivedLine[], reporter: string): Receiving;
  /** @param viewer null for the authority */
  load(slipNo: string, viewer: Enterprise | null): Promise<LoadView | null>;
  unload(slipNo: string, said: UnloadSaid, declarant: string): Unloading;
  /** Null when the reporter is a firm that keeps no gate (role `site`), and not an officer. */
  cross(
    said: CrossingSaid,
    reporter: Enterprise | Officer,
  ): Promise<Result<Crossed, Finding[]> | null>;
};

type Scanning = Promise<Result<Scanned | null, Finding[]>>;
type Uploading = ReturnType<typeof uploadCount>;
type Closing = Promise<Result<Changed<Count> | null, Finding[]>>;
type Unloading = ReturnType<typeof unload>;
type Receiving = Promise<Result<Taken<Entry> | null, Finding[]>>;

/** Stock on the shared parts. */
export function stockOn(house: House): Stock {
  const { db, clock } = house;
  return {
    deeds: deedsOn(house),
    views: stockViewsOn(house),
    counts: countDeskOn(house),
    gate: gateDeskOn(house),
    book: (bookNo, viewer) => viewBookOn(db, bookNo, viewer, businessDate(clock.now())),
    lots: (bookNo, recordNo, viewer) =>
      viewLots(db, { bookNo, recordNo }, viewer, businessDate(clock.now())),
    paper: (id, viewer) => paperFor(house, id, viewer),
    entry: (said, declarant) => listed(house, (tx) => declareEntry(tx, house, said, declarant)),
    exit: (said, declarant) => listed(house, (tx) => takeExit(tx, house, said, declarant)),
    slip: (said, declarant) => inTurn(house, (tx) => declareSlip(tx, house, said, declarant)),
    cancel: (id, declarant) =>
      isDeedKind(id.kind)
        ? cancelDeed(house, id, declarant)
        : inTurn(house, (tx) => cancelPaper(tx, id, declarant, clock.now())),
    keeps: async (bookNo, viewer) => {
      const book = (await booksFor(db, [bookNo])).get(bookNo);
      return book !== undefined && mayKeep(book, viewer);
    },
    count: (said, declarant) => declareCount(house, said, declarant),
    scan: (countNo, said, scanner) => scanCount(house, countNo, said, scanner),
    countLines: (countNo, said, counter) => uploadCount(house, countNo, said, counter),
    viewCount: (countNo, viewer) => viewCount(house, countNo, viewer),
    closeCount: (countNo, said, declarant) => closeCount(house, countNo, said, declarant),
    move: (bookNo, said, reporter) => reportMovements(house, bookNo, said, reporter),
    received: (entryNo, lines, reporter) => reportReceived(house, entryNo, lines, reporter),
    load: (slipNo, viewer) => viewLoad(house, slipNo, viewer),
    unload: (slipNo, said, declarant) => unload(house, slipNo, said, declarant),
    cross: async (said, reporter) => {
      if ('number' in reporter) return cross(house, said, reporter.number);
      return reporter.roles.includes('site') ? cross(house, said, reporter.code) : null;
    },
  };
}

/** Takes a list, and releases it where nobody else would. */
async function listed<P extends Entry | Exit>(
  house: House,
  declare: (tx: Sql) => Promise<Result<Taken<P>, Finding[]>>,
): Promise<Result<Taken<P>, Finding[]>> {
  const declared = await inTurn(house, declare);
  if (!declared.ok) return declared;
  const { paper } = declared.value;
  return ok({ ...declared.value, paper: (await releaseInSandbox(house, paper)) ?? paper });
}

async function paperFor(
  { db }: House,
  id: PaperId,
  viewer: string | null,
): Promise<AnyPaper | null> {
  const [stored] = (await loadPapers(db, [id])).values();
  if (stored === undefined) return null;
  const paper = paperOf(stored);
  if (viewer === null) return paper;
  const books = await booksFor(db, booksOf(stored));
  return [...books.values()].some((book) => mayKeep(book, viewer)) ? paper : null;
}
