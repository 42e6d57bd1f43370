import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import { booksOf } from '../bonded/deeds-codec.ts';
import { type Entry, mayKeep } from '../bonded/entry.ts';
import type { Goods } from '../bonded/exit.ts';
import { openCounts } from '../bonded/freeze.ts';
import {
  decideMovements,
  type Moved,
  type MovementFacts,
  type MovementSaid,
} from '../bonded/movement.ts';
import {
  keepReports,
  movementText,
  placesAt,
  reportsWith,
  takePlaces,
} from '../bonded/movement-store.ts';
import { documentOf, type PaperId } from '../bonded/paper.ts';
import { changePapers, loadPapers } from '../bonded/paper-store.ts';
import { stagingOf } from '../bonded/place.ts';
import {
  type ReceivedLine,
  receivedFindings,
  receivedText,
  receiveEntry,
  shortOf,
} from '../bonded/received.ts';
import { applyStock, lotsOf, statusesAt } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import { bookLineKey } from '../registry/book.ts';
import { bookLinesFor, booksFor } from '../registry/book-facts.ts';
import type { House } from './house.ts';
import { entryOf, loadEntries, loadStockedLists } from './stock-facts.ts';
import { inTurn, storedOf, type Taken } from './stock-papers.ts';

/**
 * What the system of a warehouse reports of goods that were moved: each movement taken or refused
 * for itself, all that are taken written as one change.
 * @returns one answer a movement in the order said; null when it is no book of the reporter's
 */
export function reportMovements(
  house: House,
  bookNo: string,
  said: readonly MovementSaid[],
  reporter: string,
): Promise<readonly Moved[] | null> {
  return inTurn(house, async (tx) => {
    const book = (await booksFor(tx, [bookNo])).get(bookNo);
    if (book === undefined || !mayKeep(book, reporter)) return null;
    const at = house.clock.now();
    const locations = locationsOf(said);
    const seen = await placesAt(tx, bookNo, locations);
    const facts = await factsOf(tx, house, bookNo, said, locations);
    const { results, accepted, change, places } = decideMovements(said, facts, movementText);
    await keepReports(tx, bookNo, accepted, at);
    await takePlaces(tx, bookNo, places, seen);
    await applyStock(tx, change, at);
    return results;
  });
}

const LIST = 'list ';

function listsOf(said: readonly MovementSaid[]): string[] {
  const named = said.flatMap(({ document }) => document ?? []);
  const lists = named.filter((name) => name.startsWith(LIST)).map((one) => one.slice(LIST.length));
  return [...new Set(lists)];
}

function locationsOf(said: readonly MovementSaid[]): string[] {
  return [
    ...new Set([...said.flatMap((one) => one.location ?? []), ...listsOf(said).map(stagingOf)]),
  ];
}

/** Papers that movements name by kind and number. */
function papersOf(said: readonly MovementSaid[]): PaperId[] {
  return [...new Set(said.flatMap(({ document }) => document ?? []))].flatMap((name) => {
    const [kind = '', paperNo = ''] = name.split(' ');
    // An unknown kind is a paper that is not there.
    return paperNo === '' || kind === 'list' ? [] : [{ kind, paperNo } as PaperId];
  });
}

async function factsOf(
  tx: Sql,
  house: House,
  bookNo: string,
  said: readonly MovementSaid[],
  locations: readonly string[],
): Promise<MovementFacts> {
  const keys = [...new Set(said.map(({ recordNo }) => bookLineKey(bookNo, recordNo)))];
  const papers = [...(await loadPapers(tx, papersOf(said))).values()].filter((paper) =>
    booksOf(paper).includes(bookNo),
  );
  const entries = papers.filter(({ kind }) => kind === 'entry').map(entryOf);
  const eventIds = said.map(({ eventId }) => eventId);
  return {
    ...{ bookNo, date: businessDate(house.clock.now()) },
    reported: await reportsWith(tx, bookNo, eventIds),
    records: new Set([...(await bookLinesFor(tx, keys)).values()].map(({ line }) => line.recordNo)),
    papers: new Map(papers.map((paper) => [documentOf(paper), paper])),
    lists: await promisedBy(tx, house, bookNo, listsOf(said)),
    lots: [...(await lotsOf(tx, keys)).values()].flat(),
    statuses: await statusesAt(tx, bookNo, locations),
    short: shortOf(entries),
    freezes: await openCounts(tx, [bookNo]),
  };
}

/** What released lists of the book take that did not leave yet. */
async function promisedBy(
  tx: Sql,
  house: House,
  bookNo: string,
  listNos: readonly string[],
): Promise<Map<string, readonly Goods[]>> {
  const lists = await loadStockedLists(tx, house, listNos);
  return new Map(
    [...lists]
      .filter(([, list]) => list.state === '800' && list.bookNo === bookNo)
      .filter(([, { promised }]) => promised.length > 0)
      .map(([listNo, { promised }]) => [listNo, promised]),
  );
}

/**
 * What a warehouse counted of an entry list that came: see `receiveEntry`. The same report again
 * changes nothing. Null when there is no such list of the reporter's.
 */
export function reportReceived(
  house: House,
  paperNo: string,
  lines: readonly ReceivedLine[],
  reporter: string,
): Promise<Result<Taken<Entry> | null, Finding[]>> {
  return inTurn(house, async (tx) => {
    const entry = (await loadEntries(tx, [paperNo])).get(paperNo);
    const book = entry && (await booksFor(tx, [entry.bookNo])).get(entry.bookNo);
    if (entry === undefined || book === undefined || !mayKeep(book, reporter)) return ok(null);
    const { received } = entry.body;
    if (received !== undefined) {
      const isSame = receivedText(received) === receivedText(lines);
      if (isSame) return ok({ paper: entry, repeated: true });
      return fail([stockFinding('BND-RECEIVED', 'lines', { paper: paperNo })]);
    }
    const keys = lines.flatMap(({ recordNo }) =>
      recordNo === null ? [] : [bookLineKey(entry.bookNo, recordNo)],
    );
    const known = [...(await bookLinesFor(tx, keys)).values()].map(({ line }) => line.recordNo);
    const findings = receivedFindings(entry, lines, new Set(known));
    if (findings.length > 0) return fail(findings);
    const at = house.clock.now();
    const done = receiveEntry(entry, lines);
    await applyStock(tx, done.change, at);
    await changePapers(tx, [storedOf(done.entry)], at);
    return ok({ paper: done.entry, repeated: false });
  });
}
