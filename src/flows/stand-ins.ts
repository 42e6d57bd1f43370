import { MINUTES_FORM, STAND_IN_SECONDS, standInOutcome } from '../clearance/forced.ts';
import { addPairs, setManned } from '../inspection/pair-store.ts';
import { bringForced, type Due, forcedTasks } from '../inspection/stand-in-store.ts';
import { REVIEW_TAG, type Task } from '../inspection/task.ts';
import { addTrail, changeTask, findTask, lockTask, tasksOf } from '../inspection/task-store.ts';
import type { Officer } from '../registry/officer.ts';
import type { House } from './house.ts';
import { forced300 } from './lists-in-hand.ts';
import { openingOf } from './on-task.ts';
import { reviewList, sayResult } from './task-results.ts';

/*
 * Stand-ins do the work of officers for what an order number of a sandbox asked for, and for
 * nothing else: inspections with the label `forced`, lists at 300 with the code SBX-REVIEW.
 * Selection makes these only under a law with `forcedOutcomes`, and only of lists that no class,
 * rule or draw has chosen. They speak through the same calls as officers, so that results, trails,
 * receipts and publication are what they always are; their numbers are none that an officer can
 * have.
 */

const ROUND = 100;

const [FIRST, SECOND] = ['SBX/1', 'SBX/2'].map((number): Officer => {
  const tags = ['customs', 'quarantine', REVIEW_TAG];
  const person = { number, name: '沙箱替身', roles: ['officer'] as const, tags };
  return { ...person, weight: 0, capacity: 0, from: '2016-04-08' as Officer['from'], until: null };
}) as [Officer, Officer];

/** What a declarant reads as the reason. */
const REASON = '沙箱替身按订单编号办理 (stand-ins of the sandbox, as the order number asked)';

/**
 * One step of the office: brings forced parcels to the place of inspection, sends the stand-ins to
 * those that have a task, and has them say what was asked for. What a crash leaves, the next step
 * takes up where it stands.
 */
export async function standIn(house: House): Promise<void> {
  const { db, clock } = house;
  const due: Due = { at: clock.now(), minutesForm: MINUTES_FORM, seconds: STAND_IN_SECONDS };
  for (const { id, orderNo } of await forcedTasks(db, due, ROUND)) {
    await inspect(house, id, orderNo);
  }
  await bringForced(db, due);
  const reviews = await forced300(db, due, ROUND);
  if (reviews.length === 0) return;
  const orderNos = new Map(reviews.map(({ listNo, orderNo }) => [listNo, orderNo]));
  const tasks = await tasksOf(db, 'review', [...orderNos.keys()]);
  for (const { id, subject } of tasks.filter(({ closedAt }) => closedAt === null)) {
    const isKept = standInOutcome(orderNos.get(subject) ?? '') === 'release';
    const decision = isKept ? 'accept' : 'return';
    await reviewList(house, FIRST, id, { decision, reason: isKept ? '' : REASON });
  }
}

/** As far as the task lets them: one that a person holds meanwhile waits for the next step. */
async function inspect(house: House, id: string, orderNo: string): Promise<void> {
  await send(house, id);
  const outcome = standInOutcome(orderNo);
  const said = { customs: outcome, quarantine: outcome };
  const findings = outcome === 'release' ? '' : REASON;
  const stage = async (): Promise<Task['stage'] | undefined> =>
    (await findTask(house.db, id))?.stage;
  if ((await stage()) === 'first') await sayResult(house, FIRST, id, { ...said, findings });
  if ((await stage()) === 'second') {
    await sayResult(house, SECOND, id, { customs: null, quarantine: null, findings: '' });
  }
}

/** Sends both to a parcel that has nobody. */
async function send({ db, clock }: House, id: string): Promise<void> {
  const pair = [FIRST.number, SECOND.number];
  await db.transaction(async (tx) => {
    const task = await lockTask(tx, id);
    if (task === null || task.closedAt !== null || task.stage !== 'unassigned') return;
    const at = clock.now();
    await addPairs(tx, [{ ...openingOf(task), pair }], 'stand-in', at);
    await setManned(tx, openingOf(task), true, at);
    await changeTask(tx, task, { stage: 'first', pair, holder: null }, at);
    await addTrail(tx, [{ task: id, officer: null, action: 'stand-ins', detail: { pair } }], at);
  });
}
