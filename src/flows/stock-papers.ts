import { type BusinessDate, businessDate, yearOf } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { nineDigits } from '../base/ids.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import type { Entry, EntrySaid } from '../bonded/entry.ts';
import { entryBody, entryFindings, entryHolds } from '../bonded/entry.ts';
import { type Exit, type ExitSaid, exitBody, exitFindings } from '../bonded/exit.ts';
import { isFirstLineOut } from '../bonded/first-line.ts';
import { bindOutgoing, unsummedOf } from '../bonded/outgoing-store.ts';
import type { PaperKind, StoredPaper } from '../bonded/paper.ts';
import {
  changePapers,
  claimExits,
  holderOf,
  paperUnder,
  writePaper,
} from '../bonded/paper-store.ts';
import { paperText } from '../bonded/papers-codec.ts';
import { bindPapers, type Slip, type SlipSaid, slipBody, slipFindings } from '../bonded/slip.ts';
import { vehicleHolds } from '../bonded/slip-store.ts';
import { lotsOf } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import { type Book, bookLineKey } from '../registry/book.ts';
import { bookLinesFor, booksFor } from '../registry/book-facts.ts';
import { mayPass } from './failure.ts';
import type { House } from './house.ts';
import {
  type AnyPaper,
  entryOf,
  exitOf,
  loadEntries,
  loadExits,
  loadStockedLists,
  slipOf,
} from './stock-facts.ts';

/** A paper that was taken; `repeated`: it was taken before, nothing was done again. */
export type Taken<P> = { readonly paper: P; readonly repeated: boolean };

const MOST_TRIES = 8;

/** Does work in a transaction again as long as somebody else was faster. */
export function inTurn<T>({ db }: House, work: (tx: Sql) => Promise<T>): Promise<T> {
  return againAndAgain(() => db.transaction(work));
}

/** Tries again as long as somebody else was faster. */
export async function againAndAgain<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= MOST_TRIES || !mayPass(error)) throw error;
    }
  }
}

export type Said = { readonly bookNo: string; readonly ownNo: string };

/** What a kind of paper is: how it is read, judged, and written. */
export type Taking<P, S extends Said> = {
  readonly kind: PaperKind;
  readonly read: (paper: StoredPaper) => P;
  /** Body and state, or every reason against it. */
  readonly judge: (
    tx: Sql,
    said: S,
    book: Book | null,
    date: BusinessDate,
  ) => Promise<Result<Judged, Finding[]>>;
};

export type Judged = {
  readonly numberOf: (book: Book, sequence: bigint, date: BusinessDate) => string;
  readonly series: (book: Book, date: BusinessDate) => string;
  readonly body: unknown;
  /** Default `approved`. */
  readonly state?: string;
  readonly holds: string | null;
  /** What else is written with it. */
  readonly store: (tx: Sql, paperNo: string) => Promise<void>;
};

/**
 * Takes a paper in an open transaction: once under its own number, whole or not at all.
 * @throws StockRace when somebody was faster
 */
export async function takeIn<P, S extends Said>(
  tx: Sql,
  house: House,
  declarant: string,
  said: S,
  { kind, read, judge }: Taking<P, S>,
): Promise<Result<Taken<P>, Finding[]>> {
  const text = paperText(said);
  const at = house.clock.now();
  const date = businessDate(at);
  const before = await takenBefore(tx, declarant, said, text, kind);
  if (before !== null) return before.ok ? ok(repeat(before.value, read)) : before;
  const book = (await booksFor(tx, [said.bookNo])).get(said.bookNo) ?? null;
  const judged = await judge(tx, said, book, date);
  if (!judged.ok || book === null) {
    // The same paper may have taken the goods since we looked: then it is not short of them.
    const meanwhile = await takenBefore(tx, declarant, said, text, kind);
    if (meanwhile?.ok) return ok(repeat(meanwhile.value, read));
    return judged.ok ? fail([]) : judged;
  }
  const { numberOf, series, body, state = 'approved', holds, store } = judged.value;
  const [sequence] = await house.numbers.take(series(book, date), 1);
  const paper: StoredPaper = {
    ...{ kind, paperNo: numberOf(book, sequence!, date), bookNo: said.bookNo },
    ...{ enterprise: declarant, ownNo: said.ownNo, state, epoch: 1 },
    ...{ madeAt: at, changedAt: at, holds, said: text, body: paperText(body) },
  };
  // The head of the book's events is held from here on: stock is moved before.
  await store(tx, paper.paperNo);
  await writePaper(tx, paper);
  return ok({ paper: read(paper), repeated: false });
}

/** The same paper taken before, or why its number cannot be used again; null when it is free. */
async function takenBefore(
  tx: Sql,
  declarant: string,
  { ownNo }: Said,
  text: string,
  kind: PaperKind,
): Promise<Result<StoredPaper, Finding[]> | null> {
  const before = await paperUnder(tx, declarant, kind, ownNo);
  if (before === null) return null;
  const ended = before.state === 'void' || before.state === 'cancelled';
  if (before.said === text && !ended) return ok(before);
  return fail([stockFinding('BND-OWN-NO', 'ownNo', { ownNo, paper: before.paperNo })]);
}

function repeat<P>(paper: StoredPaper, read: (paper: StoredPaper) => P): Taken<P> {
  return { paper: read(paper), repeated: true };
}

/** The last two digits of a year. */
export const yy = (date: BusinessDate): string => date.slice(2, 4);

/** How entry lists and exit lists are numbered. */
export function listNumbers(way: 'I' | 'E'): Pick<Judged, 'numberOf' | 'series'> {
  return {
    // QD + customs + year + way + 9 digits (STK-3).
    numberOf: ({ customsCode }, sequence, date) =>
      `QD${customsCode}${yy(date)}${way}${nineDigits(sequence)}`,
    series: ({ customsCode }, date) => `entry-list:${customsCode}:${yearOf(date)}:${way}`,
  };
}

/** Takes an entry list: a pre-entry that counts nowhere yet (STK-4). */
export function declareEntry(
  tx: Sql,
  house: House,
  said: EntrySaid,
  declarant: string,
): Promise<Result<Taken<Entry>, Finding[]>> {
  return takeIn(tx, house, declarant, said, {
    kind: 'entry',
    read: entryOf,
    judge: async (_, __, book, date) => {
      const keys = said.lines.map(({ recordNo }) => bookLineKey(said.bookNo, recordNo));
      const { index } = await house.registry.fresh(tx);
      const holds = entryHolds(said);
      const holder = holds === null ? null : await holderOf(tx, holds);
      const facts = {
        ...{ date, declarant, book, lines: await bookLinesFor(tx, keys) },
        isPositive: (hs: string) => index.positiveAt(hs, date) !== null,
        ahead: await aheadOn(tx, said.slipNo, keys),
        formHolder: holder?.paperNo ?? null,
      };
      const findings = entryFindings(said, facts);
      if (findings.length > 0) return fail(findings);
      const body = entryBody(said, facts);
      return ok({ ...listNumbers('I'), body, holds, store: async () => {} });
    },
  });
}

/** What lies undeclared of a slip, by record number. */
async function aheadOn(
  tx: Sql,
  slipNo: string | null,
  keys: readonly string[],
): Promise<Map<string, bigint>> {
  const ahead = new Map<string, bigint>();
  if (slipNo === null) return ahead;
  for (const lot of [...(await lotsOf(tx, keys)).values()].flat()) {
    if (lot.status !== 'undeclared' || lot.document !== `slip ${slipNo}`) continue;
    ahead.set(lot.recordNo, (ahead.get(lot.recordNo) ?? 0n) + lot.quantity);
  }
  return ahead;
}

/** Takes an exit list of released parcels (STK-6), or of parcels of exports that left (EXP-8). */
export function declareExit(
  tx: Sql,
  house: House,
  said: ExitSaid,
  declarant: string,
): Promise<Result<Taken<Exit>, Finding[]>> {
  return takeIn(tx, house, declarant, said, {
    kind: 'exit',
    read: exitOf,
    judge: async (_, __, book, date) => {
      const { exitLists: mostLists } = LIMITS;
      const { bookNo, period } = said;
      const listNos =
        period === undefined ? said.lists : await unsummedOf(tx, bookNo, period, mostLists + 1);
      const meant = { ...said, lists: listNos };
      const lists = await loadStockedLists(tx, house, listNos);
      const facts = { date, declarant, book, lists, mostLists };
      const findings = exitFindings(meant, facts);
      if (findings.length > 0) return fail(findings);
      const store = (sql: Sql, paperNo: string) => claimExits(sql, paperNo, listNos);
      const body = exitBody(meant, facts);
      const state = body.lists.every(({ gone }) => gone) ? 'closed' : 'approved';
      return ok({ ...listNumbers('E'), body, state, holds: null, store });
    },
  });
}

const NO_EXITS: ReadonlyMap<string, Exit> = new Map();

/** Takes a gate slip and binds its papers to it. */
export function declareSlip(
  tx: Sql,
  house: House,
  said: SlipSaid,
  declarant: string,
): Promise<Result<Taken<Slip>, Finding[]>> {
  return takeIn(tx, house, declarant, said, {
    kind: 'slip',
    read: slipOf,
    judge: async (_, __, book, date) => {
      const holds = vehicleHolds(said.vehicleNo);
      const keys = said.goods.map(({ recordNo }) => bookLineKey(said.bookNo, recordNo));
      const exits = said.way === 'E' ? await loadExits(tx, said.papers) : NO_EXITS;
      const waiting = [...exits.values()].flatMap(({ body }) =>
        body.lists.filter(({ slipNo }) => slipNo === null).map(({ listNo }) => listNo),
      );
      const outward = isFirstLineOut(said) ? said.lists : [];
      const facts = {
        ...{ date, declarant, book, lines: await bookLinesFor(tx, keys) },
        entries: said.way === 'I' ? await loadEntries(tx, said.papers) : new Map(),
        ...{ exits, parcels: await loadStockedLists(tx, house, [...waiting, ...outward]) },
        vehicleSlip: (await holderOf(tx, holds))?.paperNo ?? null,
      };
      const findings = slipFindings(said, facts);
      if (findings.length > 0) return fail(findings);
      const body = slipBody(said, facts);
      const papers = { entries: [...facts.entries.values()], exits: [...facts.exits.values()] };
      return ok({
        ...slipNumbers(said.way),
        ...{ body, holds },
        store: async (sql: Sql, paperNo: string) => {
          const { entries, exits } = bindPapers(paperNo, body, papers, 'bind');
          await bindOutgoing(sql, { bookNo: said.bookNo, slipNo: paperNo }, outward);
          await changePapers(sql, [...entries, ...exits].map(storedOf), house.clock.now());
        },
      });
    },
  });
}

function slipNumbers(way: 'I' | 'E'): Pick<Judged, 'numberOf' | 'series'> {
  return {
    // Z + customs + way + day + 12 digits, as on real slips.
    numberOf: ({ customsCode }, sequence, date) => {
      const day = date.replaceAll('-', '').slice(2);
      return `Z${customsCode}${way}${day}${sequence.toString().padStart(12, '0')}`;
    },
    series: ({ customsCode }, date) => `slip:${customsCode}:${yearOf(date)}`,
  };
}

/** A paper with its body as it is stored. */
export function storedOf(paper: AnyPaper): StoredPaper {
  return { ...paper, body: paperText(paper.body) };
}
