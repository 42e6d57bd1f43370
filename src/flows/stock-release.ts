import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { isExportNo } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import { pledge } from '../bonded/deed.ts';
import type { Entry } from '../bonded/entry.ts';
import type { Exit } from '../bonded/exit.ts';
import { isFirstLineOut } from '../bonded/first-line.ts';
import { holdFindings } from '../bonded/hold.ts';
import { isAhead } from '../bonded/lot.ts';
import { freeOutgoing } from '../bonded/outgoing-store.ts';
import type { PaperId } from '../bonded/paper.ts';
import { changePapers, freeExits, loadPapers } from '../bonded/paper-store.ts';
import { releaseEntry } from '../bonded/release.ts';
import { bindPapers, type Slip } from '../bonded/slip.ts';
import { NO_CHANGE } from '../bonded/stock.ts';
import { applyStock, lotsOf } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import { fileReceipts } from '../receipts/store.ts';
import { bookLineKey } from '../registry/book.ts';
import type { House } from './house.ts';
import { type AnyPaper, loadEntries, loadExits, paperOf } from './stock-facts.ts';
import { inTurn, storedOf } from './stock-papers.ts';
import { crossedReceipts } from './zone-receipts.ts';

/** A paper after something was done with it; `changed` is false when it was done before. */
export type Changed<P> = { readonly paper: P; readonly changed: boolean };

/**
 * The authority releases an entry list: what of it is through the gate counts in the book now, the
 * rest when it comes (STK-4). Null when there is none.
 */
export async function releaseEntryList(
  house: House,
  paperNo: string,
): Promise<Result<Changed<Entry> | null, Finding[]>> {
  let told: ReadonlyMap<string, bigint> = new Map();
  const done = await inTurn(
    house,
    async (tx): Promise<Result<Changed<Entry> | null, Finding[]>> => {
      const entry = (await loadEntries(tx, [paperNo])).get(paperNo);
      if (entry === undefined) return ok(null);
      if (entry.state === 'released' || entry.state === 'closed') {
        return ok({ paper: entry, changed: false });
      }
      if (entry.state !== 'approved') return fail([notNow(entry)]);
      const at = house.clock.now();
      const released = releaseEntry(entry, await aheadOf(tx, entry));
      await applyStock(tx, released.change, at);
      await changePapers(tx, [storedOf(released.entry)], at);
      const receipts = await crossedReceipts(tx, house, [released.entry], null, at);
      told = await fileReceipts(tx, receipts, at);
      return ok({ paper: released.entry, changed: true });
    },
  );
  house.news.announce(told);
  return done;
}

/**
 * The authority releases the goods of an exit list for an overseas warehouse: the gate may let them
 * go. Null when there is none; parcels are released by their own lists.
 */
export function releaseExitList(
  house: House,
  paperNo: string,
): Promise<Result<Changed<Exit> | null, Finding[]>> {
  return inTurn(house, async (tx): Promise<Result<Changed<Exit> | null, Finding[]>> => {
    const exit = (await loadExits(tx, [paperNo])).get(paperNo);
    if (exit?.body.overseas === undefined) return ok(null);
    if (exit.state === 'released' || exit.state === 'closed') {
      return ok({ paper: exit, changed: false });
    }
    if (exit.state !== 'approved') return fail([notNow(exit)]);
    const released: Exit = { ...exit, state: 'released' };
    await changePapers(tx, [storedOf(released)], house.clock.now());
    return ok({ paper: released, changed: true });
  });
}

/** The authority releases an entry or exit list, as its number says. */
export function releaseList(
  house: House,
  paperNo: string,
): Promise<Result<Changed<Entry | Exit> | null, Finding[]>> {
  return isExitNo(paperNo) ? releaseExitList(house, paperNo) : releaseEntryList(house, paperNo);
}

/** QD, four digits of the customs and two of the year come before the way (STK-3). */
const isExitNo = (paperNo: string): boolean => paperNo[8] === 'E';

/**
 * In a sandbox nobody sits at the authority's desk: a list is released when it is declared. Null
 * elsewhere, when it was released before, and for papers that nobody has to release.
 */
export async function releaseInSandbox<P extends AnyPaper>(
  house: House,
  { kind, paperNo, state }: P,
): Promise<P | null> {
  const { forcedOutcomes } = house.registry.current().index.at(businessDate(house.clock.now()));
  const isList = kind === 'entry' || kind === 'exit';
  if (!forcedOutcomes || !isList || state !== 'approved') return null;
  const released = await releaseList(house, paperNo);
  return released.ok ? ((released.value?.paper ?? null) as P | null) : null;
}

/** The lots that came ahead of the release of an entry list. */
async function aheadOf(tx: Sql, { bookNo, paperNo, body }: Entry) {
  const keys = body.lines.map(({ recordNo }) => bookLineKey(bookNo, recordNo));
  const lots = [...(await lotsOf(tx, keys)).values()].flat();
  const document = body.slipNo === null ? `entry ${paperNo}` : `slip ${body.slipNo}`;
  return lots.filter((lot) => isAhead(lot) && lot.document === document);
}

function notNow({ paperNo, state }: AnyPaper): Finding {
  return stockFinding('BND-STATE', 'paperNo', { paper: paperNo, state });
}

/**
 * The declarant takes a paper back before anything has moved: a slip before it crosses, an entry or
 * exit list while it is on no slip (GATE-3), a count while it is open and customs was not asked. An
 * exit list of exports at any time: they are then to be summed up again (EXP-8). Null when there is
 * none of his.
 */
export async function cancelPaper(
  tx: Sql,
  id: PaperId,
  declarant: string,
  at: Instant,
): Promise<Result<Changed<AnyPaper> | null, Finding[]>> {
  const [stored] = (await loadPapers(tx, [id])).values();
  if (stored === undefined || stored.enterprise !== declarant) return ok(null);
  const paper = paperOf(stored);
  if (paper.state === 'void' || paper.state === 'cancelled') {
    return ok({ paper, changed: false });
  }
  const mayEnd = isOpen(paper) && !isBound(paper) && !isRefused(paper);
  if (!mayEnd && !isSummary(paper)) return fail([notNow(paper)]);
  const held = paper.kind === 'slip' ? holdFindings(paper) : [];
  if (held.length > 0) return fail(held);
  if (paper.kind === 'exit') await freeExit(tx, paper, at);
  const freed = paper.kind === 'slip' ? await takenOff(tx, paper) : [];
  const ended = { ...paper, holds: null, state: paper.kind === 'slip' ? 'cancelled' : 'void' };
  await changePapers(tx, [...freed, ended as AnyPaper].map(storedOf), at);
  return ok({ paper: ended as AnyPaper, changed: true });
}

/** Goods for an overseas warehouse may stay though customs would let them go. */
function isOpen({ kind, state }: AnyPaper): boolean {
  return state === 'approved' || (kind === 'exit' && state === 'released');
}

/** The parcels or the goods of an exit list that comes to nothing are free for another one. */
async function freeExit(tx: Sql, exit: Exit, at: Instant): Promise<void> {
  if (exit.body.overseas === undefined) return freeExits(tx, exit.paperNo);
  const goods = { bookNo: exit.bookNo, status: 'bonded', goods: exit.body.lines } as const;
  await applyStock(tx, { ...NO_CHANGE, transfers: pledge(exit, 'void', goods) }, at);
}

function isBound(paper: AnyPaper): boolean {
  if (paper.kind === 'entry') {
    return paper.body.lines.some(({ bound, crossed }) => bound + crossed > 0n);
  }
  if (paper.kind !== 'exit') return false;
  const { lists, overseas } = paper.body;
  return [...lists, ...(overseas ? [overseas] : [])].some(({ slipNo }) => slipNo !== null);
}

/** An exit list of exports moves nothing: its parcels left before, and others may sum them up. */
function isSummary({ kind, body }: AnyPaper): boolean {
  return kind === 'exit' && isExportNo(body.lists[0]?.listNo ?? '');
}

/** What customs would not have explained is settled otherwise, and not forgotten. */
function isRefused({ kind, body }: AnyPaper): boolean {
  return kind === 'count' && body.refused !== null;
}

async function takenOff(tx: Sql, slip: Slip): Promise<AnyPaper[]> {
  if (isFirstLineOut(slip.body)) await freeOutgoing(tx, slip.paperNo);
  const isIn = slip.body.way === 'I';
  const papers = {
    entries: isIn ? [...(await loadEntries(tx, slip.body.papers)).values()] : [],
    exits: isIn ? [] : [...(await loadExits(tx, slip.body.papers)).values()],
  };
  const { entries, exits } = bindPapers(slip.paperNo, slip.body, papers, 'free');
  return [...entries, ...exits];
}
