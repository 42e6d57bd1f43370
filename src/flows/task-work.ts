import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { officeFinding } from '../inspection/office-codes.ts';
import { isReviewer, type Task, type TaskKind, workFindings } from '../inspection/task.ts';
import {
  addTrail,
  changeTask,
  findTask,
  nextTask,
  takeTask,
  type Worker,
} from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import { covers } from '../registry/dated.ts';
import type { Officer } from '../registry/officer.ts';
import type { House } from './house.ts';
import { onTask } from './on-task.ts';

/** The officer as the working queue sees the person. */
export function workerOf(officer: Officer): Worker {
  const { number, roles } = officer;
  return {
    number,
    isOfficer: roles.includes('officer'),
    isReviewer: isReviewer(officer),
    isSupervisor: roles.includes('supervisor'),
  };
}

/** How often somebody else may be faster before the queue counts as empty. */
const MOST_TRIES = 50;

/**
 * Takes the most urgent task that the officer can work on and nobody holds. Two officers who ask at
 * once get two tasks. Null when there is none.
 */
export async function claimNext(
  { db, clock }: House,
  officer: Officer,
  kind: TaskKind | null,
): Promise<Task | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const id = await nextTask(db, workerOf(officer), kind);
    if (id === null) return null;
    const taken = await db.transaction((tx) => take(tx, id, officer, clock.now()));
    if (taken) return findTask(db, id);
  }
  return null;
}

async function take(tx: Sql, id: string, { number }: Officer, at: number): Promise<boolean> {
  if (!(await takeTask(tx, id, number, at))) return false;
  await addTrail(tx, [{ task: id, officer: number, action: 'claimed', detail: {} }], at);
  return true;
}

/** Takes this task. Null when there is none that the officer may see. */
export function claimTask(
  { db, clock }: House,
  officer: Officer,
  id: string,
): Promise<Result<string | null, Finding[]>> {
  return onTask(db, id, officer, async (tx, task) => {
    const findings = workFindings(task, officer);
    if (findings.length > 0) return fail(findings);
    if (task.holder === null) await take(tx, id, officer, clock.now());
    return ok(id);
  });
}

/** Lets others have a task that the officer holds. */
export function releaseTask(
  { db, clock }: House,
  officer: Officer,
  id: string,
): Promise<Result<string | null, Finding[]>> {
  return onTask(db, id, officer, async (tx, task) => {
    const findings = heldFindings(task, officer);
    if (findings.length > 0) return fail(findings);
    await changeTask(tx, task, { holder: null }, clock.now());
    await tell(tx, task, officer, 'released', {}, clock.now());
    return ok(id);
  });
}

/** Hands a task that the officer holds to another one who may work on it. */
export function handOver(
  { db, clock, registry }: House,
  officer: Officer,
  id: string,
  to: string,
): Promise<Result<string | null, Finding[]>> {
  return onTask(db, id, officer, async (tx, task) => {
    const findings = heldFindings(task, officer);
    if (findings.length > 0) return fail(findings);
    const now = clock.now();
    const taker = registry.current().snapshot.staff.officers.get(to);
    if (taker === undefined || !covers(taker, businessDate(now))) {
      return fail([takerFinding(to, { en: 'nobody of this number works here', zh: '无此人员' })]);
    }
    const against = workFindings({ ...task, holder: null }, taker);
    if (against.length > 0) return fail(against.map((finding) => takerFinding(to, finding)));
    await changeTask(tx, task, { holder: to }, now);
    await tell(tx, task, officer, 'handed-over', { to }, now);
    return ok(id);
  });
}

function takerFinding(officer: string, { en, zh }: Pick<Finding, 'en' | 'zh'>): Finding {
  return officeFinding('OFF-TAKER', 'to', { officer, reason: en, reasonZh: zh });
}

function heldFindings({ holder, closedAt }: Task, { number }: Officer): Finding[] {
  if (closedAt !== null) return [officeFinding('OFF-CLOSED')];
  return holder === number ? [] : [officeFinding('OFF-HOLDER')];
}

/** Adds to the trail of a task that this transaction has locked. */
export async function tell(
  tx: Sql,
  { id }: Task,
  { number }: Officer,
  action: string,
  detail: Readonly<Record<string, unknown>>,
  at: number,
): Promise<void> {
  await addTrail(tx, [{ task: id, officer: number, action, detail }], at);
}
