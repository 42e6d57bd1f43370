import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { StockRefusal } from '../bonded/freeze.ts';
import { departedMoves } from '../bonded/outgoing-store.ts';
import { exitsOf } from '../bonded/paper-store.ts';
import { type FiledExportList, loadLatestExportLists } from '../documents/export-list-store.ts';
import { type ExportClosing, holdClosing, standingExports } from '../export/case-lookup.ts';
import { returnsOf } from '../export/return-store.ts';
import type { ExportStatus } from '../export/states.ts';
import { takeBackFindings, takenBackFinding } from '../export/take-back.ts';
import {
  addTakeBackWord,
  type TakeBackWord,
  takeBackRef,
  takeBackWords,
} from '../export/take-back-store.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { roleFindings } from '../inspection/task.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import { encodeKeptExport } from './export-codec.ts';
import { uncountDeparted } from './export-counted.ts';
import { type MovingExport, storeMovedExports } from './export-move.ts';
import { failureOf } from './failure.ts';
import type { House } from './house.ts';
import { correctSummaries } from './summary-correction.ts';

/** Where an export list stands, with all that was said of taking its closings back. */
export type TakeBackView = {
  readonly listNo: string;
  readonly status: ExportStatus;
  readonly words: readonly TakeBackWord[];
};

type Done = Result<TakeBackView | null, Finding[]>;

/** An export list that stands; null when there is none of the number. */
export async function viewTakeBack(sql: Sql, listNo: string): Promise<TakeBackView | null> {
  const row = (await standingExports(sql, [listNo])).get(listNo);
  if (row === undefined || !row.present) return null;
  return { listNo, status: row.state, words: await takeBackWords(sql, listNo) };
}

/**
 * An officer or supervisor proposes to take the closing of a list back, whose parcel did not leave;
 * nothing becomes of it yet. Another proposal takes the place of the one before. Null for an
 * unknown list.
 */
export async function proposeTakeBack(
  house: House,
  officer: Officer,
  listNo: string,
  said: { readonly reason: string },
): Promise<Done> {
  const reason = said.reason.trim();
  const findings = roleFindings(officer, 'officer', 'supervisor');
  if (findings.length === 0 && reason === '') findings.push(officeFinding('OFF-GROUNDS', 'reason'));
  if (findings.length > 0) return fail(findings);
  return speak(house, listNo, officer, () => ok({ action: 'proposed', reason }));
}

/**
 * A supervisor approves what another person proposed last, by its number, and the list is released
 * again (800) in the same transaction: out of the sums of its month or the declaration that has it,
 * out of the statistics, its goods in their book. Null for an unknown list.
 */
export async function approveTakeBack(
  house: House,
  officer: Officer,
  listNo: string,
  { proposal }: { readonly proposal: number },
): Promise<Done> {
  const findings = roleFindings(officer, 'supervisor');
  if (findings.length > 0) return fail(findings);
  const before = await viewTakeBack(house.db, listNo);
  if (before !== null && isSaid(before.words, officer, proposal)) return ok(before);
  return speak(house, listNo, officer, ({ row }, words) => {
    const last = words.at(-1);
    if (last?.action !== 'proposed' || last.closedAt !== row.closedAt) {
      return fail([officeFinding('OFF-END', 'proposal', { outcome: 'take-back' })]);
    }
    if (last.position !== proposal) {
      return fail([officeFinding('OFF-NEWER', 'proposal', { proposal, last: last.position })]);
    }
    if (last.officer === officer.number) {
      return fail([officeFinding('OFF-SAME', null, { officer: officer.number })]);
    }
    return ok({ action: 'approved', reason: last.reason });
  });
}

/** Whether the officer has said this already; then the same again changes nothing. */
function isSaid(words: readonly TakeBackWord[], { number }: Officer, proposal: number): boolean {
  const last = words.at(-1);
  return last?.action === 'approved' && last.officer === number && last.position === proposal + 1;
}

/** A closed list with its document. */
type Closed = { readonly row: ExportClosing; readonly list: FiledExportList };

type Said = Pick<TakeBackWord, 'action' | 'reason'>;
type Say = (closed: Closed, words: readonly TakeBackWord[]) => Result<Said, Finding[]>;

const MOST_TRIES = 8;

/** Adds a word behind those that stand, with all that it does, in one transaction. */
async function speak(house: House, listNo: string, officer: Officer, say: Say): Promise<Done> {
  for (let tries = 1; ; tries += 1) {
    try {
      const done = await house.db.transaction((tx) => speakIn(tx, house, listNo, officer, say));
      house.news.announce(done.receipts);
      return done.result;
    } catch (error) {
      // A stock-take has in hand where the goods go back to.
      if (error instanceof StockRefusal) return fail([...error.findings]);
      if (tries >= MOST_TRIES || failureOf(error) !== 'race') throw error;
    }
  }
}

type Spoken = {
  readonly result: Done;
  readonly receipts: ReadonlyMap<string, bigint>;
};

const unsaid = (result: Done): Spoken => ({ result, receipts: new Map() });

async function speakIn(
  tx: Sql,
  house: House,
  listNo: string,
  officer: Officer,
  say: Say,
): Promise<Spoken> {
  const row = await holdClosing(tx, listNo);
  if (row === null) return unsaid(ok(null));
  const findings = takeBackFindings({
    ...{ listNo, state: row.state, returns: await returnsOf(tx, [listNo]) },
    exitNo: await exitOf(tx, listNo),
  });
  if (findings.length > 0) return unsaid(fail(findings));
  const key = keyOf(row.ebpCode, row.orderNo);
  const list = present(
    (await loadLatestExportLists(tx, house.terms, [key])).get(key),
    'the document of a closed list',
  );
  const words = await takeBackWords(tx, listNo);
  const said = say({ row, list }, words);
  if (!said.ok) return unsaid(said);
  const word = wordOf(row, words, officer, said.value, house.clock.now());
  await addTakeBackWord(tx, listNo, word);
  const view = { listNo, status: row.state, words: [...words, word] };
  if (word.action === 'proposed') return unsaid(ok(view));
  const receipts = await takeBack(tx, house, { row, list }, word);
  return { result: ok({ ...view, status: '800' }), receipts };
}

/** The exit list that has goods which would be put back into their book. */
async function exitOf(tx: Sql, listNo: string): Promise<string | null> {
  const moves = await departedMoves(tx, [listNo]);
  return moves.size === 0 ? null : ((await exitsOf(tx, [listNo])).get(listNo) ?? null);
}

/** Clocks of processes differ: a closing is taken back after it was. */
function wordOf(
  row: ExportClosing,
  words: readonly TakeBackWord[],
  officer: Officer,
  { action, reason }: Said,
  now: Instant,
): TakeBackWord {
  const closedAt = present(row.closedAt, 'when a list was closed');
  const approved = words.filter((word) => word.action === 'approved').length;
  return {
    ...{ position: words.length + 1, at: Math.max(now, closedAt + 1), action, reason, closedAt },
    officer: officer.number,
    departureCode: present(row.departureCode, 'a departure'),
    departureName: present(row.departureName, 'a departure'),
    serial: action === 'approved' ? approved + 1 : null,
  };
}

/** All that a closing did, undone. Whoever holds sums files receipts behind them. */
async function takeBack(
  tx: Sql,
  house: House,
  { row, list }: Closed,
  { at, reason, closedAt, serial }: TakeBackWord,
): Promise<ReadonlyMap<string, bigint>> {
  const registry = await house.registry.fresh(tx);
  const { listNo } = row;
  const takenBack = present(serial, 'the number of an approved word');
  const reference = `take-back ${takeBackRef(listNo, takenBack)}`;
  const { terms } = list;
  const also = await correctSummaries(tx, [{ listNo, terms, reference, reason, goods: null }], at);
  const findings = [takenBackFinding(reason)];
  const verdict = { status: '800', findings, value: null } as const;
  const moving: MovingExport = {
    ...{ orderKey: keyOf(row.ebpCode, row.orderNo), list, row, verdict, chosen: null },
    ...{ takenBack, also },
    waybillKey: keyOf(row.logisticsCode, row.logisticsNo),
    record: encodeKeptExport({ refs: { list: list.ref }, record: null, verdict }),
  };
  const receipts = await storeMovedExports(tx, house, [moving], registry, at);
  await uncountDeparted(tx, house, { listNo, terms, closedAt }, at);
  return receipts;
}
