import { declarationNumbered } from '../b2b/lookup.ts';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { StockRefusal } from '../bonded/freeze.ts';
import { standingExports } from '../export/case-lookup.ts';
import { addTakeBackWord, type TakeBackWord, takeBackWords } from '../export/take-back-store.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { roleFindings } from '../inspection/task.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import { closedDeclaration } from './b2b-take-back.ts';
import { type Closed, closedList } from './closed-list.ts';
import { failureOf } from './failure.ts';
import type { House } from './house.ts';

/**
 * Where an export list or a customs declaration stands, with all that was said of taking its
 * closings back.
 */
export type TakeBackView = {
  /** Its customs number. */
  readonly listNo: string;
  readonly status: string;
  readonly words: readonly TakeBackWord[];
};

type Done = Result<TakeBackView | null, Finding[]>;

/**
 * An export list that stands, or a customs declaration; null when there is none.
 * @param number customs number, or of a declaration the pre-entry number
 */
export async function viewTakeBack(sql: Sql, number: string): Promise<TakeBackView | null> {
  const row = (await standingExports(sql, [number])).get(number);
  if (row?.present) {
    return { listNo: number, status: row.state, words: await takeBackWords(sql, number) };
  }
  const declared = await declarationNumbered(sql, number);
  if (declared === null) return null;
  const { entryId, declSeqNo, state: status } = declared;
  // One that was returned at once has no customs number, and nothing was ever said of it.
  const listNo = entryId ?? declSeqNo;
  return { listNo, status, words: await takeBackWords(sql, listNo) };
}

/**
 * An officer or supervisor proposes to take the closing of a list or declaration back, whose
 * parcel did not leave; nothing becomes of it yet. Another proposal takes the place of the one
 * before. Null for an unknown number.
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
 * A supervisor approves what another person proposed last, by its number, and the list or
 * declaration is released again (800) in the same transaction: a list out of the sums of its month
 * or the declaration that has it, and its goods in their book; both out of the statistics. Null for
 * an unknown number.
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
  return speak(house, listNo, officer, (row, words) => {
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
  number: string,
  officer: Officer,
  say: Say,
): Promise<Spoken> {
  const closed =
    (await closedList(tx, house, number)) ?? (await closedDeclaration(tx, house, number));
  if (closed === null) return unsaid(ok(null));
  if (closed.findings.length > 0) return unsaid(fail([...closed.findings]));
  const { listNo, state: status } = closed;
  const words = await takeBackWords(tx, listNo);
  const said = say(closed, words);
  if (!said.ok) return unsaid(said);
  const word = wordOf(closed, words, officer, said.value, house.clock.now());
  await addTakeBackWord(tx, listNo, word);
  const view = { listNo, status, words: [...words, word] };
  if (word.action === 'proposed') return unsaid(ok(view));
  const receipts = await closed.undo(word);
  return { result: ok({ ...view, status: '800' }), receipts };
}

/** Clocks of processes differ: a closing is taken back after it was. */
function wordOf(
  row: Closed,
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
