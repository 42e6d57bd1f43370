import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { ok, type Result } from '../base/result.ts';
import type { CrossingSaid } from '../bonded/crossing.ts';
import { type Entry, type EntrySaid, mayKeep } from '../bonded/entry.ts';
import type { Exit, ExitSaid } from '../bonded/exit.ts';
import type { PaperId } from '../bonded/paper.ts';
import { loadPapers } from '../bonded/paper-store.ts';
import type { Slip, SlipSaid } from '../bonded/slip.ts';
import { booksFor } from '../registry/book-facts.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type BookView, type LotView, viewBook, viewLots } from './book-view.ts';
import { type Crossed, cross } from './crossings.ts';
import type { House } from './house.ts';
import { entryOf, exitOf, slipOf } from './stock-facts.ts';
import { declareEntry, declareExit, declareSlip, type Taken } from './stock-papers.ts';
import { type Changed, cancelPaper, releaseEntryList } from './stock-release.ts';

export type AnyPaper = Entry | Exit | Slip;

/** What enterprises do with bonded stock; null stands for what is not there or not theirs. */
export type Stock = {
  book(bookNo: string, viewer: string): Promise<BookView | null>;
  lots(bookNo: string, recordNo: string, viewer: string): Promise<LotView[] | null>;
  paper(id: PaperId, viewer: string): Promise<AnyPaper | null>;
  entry(said: EntrySaid, declarant: string): Promise<Result<Taken<Entry>, Finding[]>>;
  exit(said: ExitSaid, declarant: string): Promise<Result<Taken<Exit>, Finding[]>>;
  slip(said: SlipSaid, declarant: string): Promise<Result<Taken<Slip>, Finding[]>>;
  cancel(id: PaperId, declarant: string): Promise<Result<Changed<AnyPaper> | null, Finding[]>>;
  /** Null when the reporter keeps no gate (role `site`). */
  cross(said: CrossingSaid, reporter: Enterprise): Promise<Result<Crossed, Finding[]> | null>;
};

/** Stock on the shared parts. */
export function stockOn(house: House): Stock {
  const { db, clock } = house;
  return {
    book: (bookNo, viewer) => viewBook(db, bookNo, viewer),
    lots: (bookNo, recordNo, viewer) =>
      viewLots(db, { bookNo, recordNo }, viewer, businessDate(clock.now())),
    paper: (id, viewer) => paperFor(house, id, viewer),
    entry: (said, declarant) => enter(house, said, declarant),
    exit: (said, declarant) => declareExit(house, said, declarant),
    slip: (said, declarant) => declareSlip(house, said, declarant),
    cancel: (id, declarant) => cancelPaper(house, id, declarant),
    cross: async (said, reporter) => (reporter.roles.includes('site') ? cross(house, said) : null),
  };
}

/** In a sandbox nobody sits at the authority's desk: what is declared is released at once. */
async function enter(
  house: House,
  said: EntrySaid,
  declarant: string,
): Promise<Result<Taken<Entry>, Finding[]>> {
  const declared = await declareEntry(house, said, declarant);
  const { forcedOutcomes } = house.registry.current().index.at(businessDate(house.clock.now()));
  if (!declared.ok || !forcedOutcomes || declared.value.paper.state !== 'approved') return declared;
  const released = await releaseEntryList(house, declared.value.paper.paperNo);
  if (!released.ok) return released;
  return ok({ ...declared.value, paper: released.value?.paper ?? declared.value.paper });
}

async function paperFor({ db }: House, id: PaperId, viewer: string): Promise<AnyPaper | null> {
  const [stored] = (await loadPapers(db, [id])).values();
  if (stored === undefined) return null;
  const book = (await booksFor(db, [stored.bookNo])).get(stored.bookNo);
  if (book === undefined || !mayKeep(book, viewer)) return null;
  if (id.kind === 'entry') return entryOf(stored);
  return id.kind === 'exit' ? exitOf(stored) : slipOf(stored);
}
