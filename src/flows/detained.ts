import { declarationNumbered } from '../b2b/lookup.ts';
import type { Finding } from '../base/finding.ts';
import { wayOf } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { standingDecisions } from '../clearance/case-lookup.ts';
import type { Status } from '../clearance/verdict.ts';
import { standingExports } from '../export/case-lookup.ts';
import type { ExportStatus } from '../export/states.ts';
import {
  addDetainedWord,
  type DetainedEnd,
  type DetainedWord,
  detainedWords,
} from '../inspection/detained-store.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { publishEnd } from '../inspection/publication-store.ts';
import { roleFindings, type Task } from '../inspection/task.ts';
import { changeTask, lockTask, tasksOf } from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { Officer } from '../registry/officer.ts';
import type { House } from './house.ts';
import { concludeDecided } from './office-round.ts';
import { inTurn } from './on-task.ts';
import { tell } from './task-work.ts';

/** Which proposal a supervisor has read, and how it ends the list. */
export type EndApproval = {
  /** The position of the proposal. */
  readonly proposal: number;
  readonly outcome: DetainedEnd;
};

/** Where a list that was detained stands, with all that was said of its end. */
export type DetainedView = {
  readonly listNo: string;
  readonly status: Status | ExportStatus;
  readonly words: readonly DetainedWord[];
};

/** A list that is or was detained; null when there is none of the number. */
export async function viewDetained(sql: Sql, listNo: string): Promise<DetainedView | null> {
  const status = await statusOf(sql, listNo);
  return status === null ? null : { listNo, status, words: await detainedWords(sql, listNo) };
}

async function statusOf(sql: Sql, listNo: string): Promise<DetainedView['status'] | null> {
  const way = wayOf(listNo);
  if (way === 'declaration') return (await declarationNumbered(sql, listNo))?.state ?? null;
  const standing = way === 'export' ? standingExports : standingDecisions;
  return (await standing(sql, [listNo])).get(listNo)?.state ?? null;
}

type Ended = Result<DetainedView | null, Finding[]>;

/**
 * An officer or supervisor proposes how a list at 501 or 502 ends; it stays where it is. Another
 * proposal takes the place of the one before. Null for an unknown list.
 */
export function proposeEnd(
  house: House,
  officer: Officer,
  listNo: string,
  end: { readonly outcome: DetainedEnd; readonly reason: string },
): Promise<Ended> {
  return speak(house, officer, listNo, (words) => {
    const findings = roleFindings(officer, 'officer', 'supervisor');
    if (findings.length > 0) return fail(findings);
    const reason = end.reason.trim();
    if (reason === '') return fail([officeFinding('OFF-GROUNDS', 'reason')]);
    const decided = words.find(({ action }) => action === 'approved');
    if (decided !== undefined) return fail([endedFinding(decided)]);
    return ok({ action: 'proposed', outcome: end.outcome, reason });
  });
}

/**
 * A supervisor approves what another person proposed last, and the list ends so: with receipts,
 * postings and stock, as after an inspection. Null for an unknown list. Nobody approves what came
 * after the proposal that was read, even where it ends the list the same way for another reason.
 */
export async function approveEnd(
  house: House,
  officer: Officer,
  listNo: string,
  { proposal, outcome }: EndApproval,
): Promise<Ended> {
  const done = await speak(house, officer, listNo, (words) => {
    const findings = roleFindings(officer, 'supervisor');
    if (findings.length > 0) return fail(findings);
    const last = words.at(-1);
    if (last?.action === 'approved') return fail([endedFinding(last)]);
    if (last !== undefined && last.position !== proposal) {
      return fail([officeFinding('OFF-NEWER', 'proposal', { proposal, last: last.position })]);
    }
    if (last?.outcome !== outcome) return fail([officeFinding('OFF-END', 'outcome', { outcome })]);
    if (last.officer === officer.number) {
      return fail([officeFinding('OFF-SAME', null, { officer: officer.number })]);
    }
    return ok({ action: 'approved', outcome, reason: last.reason });
  });
  if (!done.ok || done.value === null) return done;
  await concludeDecided(house);
  return ok(await viewDetained(house.db, listNo));
}

const HERE: readonly string[] = ['501', '502'];

type Word = Pick<DetainedWord, 'action' | 'outcome' | 'reason'>;

/** Adds a word behind those that stand, and moves the task of the list with it. */
async function speak(
  { db, clock }: House,
  officer: Officer,
  listNo: string,
  say: (words: readonly DetainedWord[]) => Result<Word, Finding[]>,
): Promise<Ended> {
  const { number } = officer;
  return inTurn(db, async (tx): Promise<Ended> => {
    const task = await openTaskOf(tx, listNo);
    const view = await viewDetained(tx, listNo);
    if (view === null) return ok(null);
    const said = say(view.words);
    if (!said.ok) return said;
    if (!HERE.includes(view.status)) {
      return fail([officeFinding('OFF-DETAINED', null, { listNo, status: view.status })]);
    }
    const holder = task?.holder ?? number;
    if (holder !== number) return fail([officeFinding('OFF-TAKEN', null, { holder })]);
    const at = clock.now();
    const word = { ...said.value, position: view.words.length + 1, at, officer: number };
    await addDetainedWord(tx, listNo, word);
    if (word.action === 'approved') await publishEnd(tx, listNo);
    if (task !== null) await moveTask(tx, task, officer, word);
    return ok({ ...view, words: [...view.words, word] });
  });
}

/** The task of a list, which nobody else changes meanwhile; null where no round has opened one. */
async function openTaskOf(tx: Sql, listNo: string): Promise<Task | null> {
  const [one] = await tasksOf(tx, 'detained', [listNo]);
  const task = one === undefined ? null : await lockTask(tx, one.id);
  return task === null || task.closedAt !== null ? null : task;
}

async function moveTask(tx: Sql, task: Task, officer: Officer, word: DetainedWord): Promise<void> {
  const { action, outcome, position, at } = word;
  const change = action === 'approved' ? { closed: true } : ({ stage: 'supervisor' } as const);
  await changeTask(tx, task, { ...change, holder: null }, at);
  await tell(tx, task, officer, action, { outcome, position }, at);
}

function endedFinding({ outcome }: DetainedWord): Finding {
  return officeFinding('OFF-ENDED', null, { outcome });
}
