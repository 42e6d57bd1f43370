import { businessDate, DAY } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { alarmName, tasklessAlarms } from '../inspection/alarm-store.ts';
import { combine } from '../inspection/combine.ts';
import { taskless } from '../inspection/pair-store.ts';
import { reviewsOf, unconcluded } from '../inspection/result-store.ts';
import {
  addTrail,
  changeTask,
  countTasks,
  lockTask,
  markOverdue,
  type NewTask,
  openTasks,
  staleTasks,
  type TaskCount,
} from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import { type Assigned, assignOfficers } from './assign-officers.ts';
import { concludeLists, type ToConclude } from './conclude.ts';
import { mayPass } from './failure.ts';
import type { House } from './house.ts';
import {
  decidedDetained,
  leftDetained,
  listsAt300,
  reviewed300,
  taskless300,
  tasklessDetained,
} from './lists-in-hand.ts';

/** Rows of one kind in one round; what is left comes with the next. */
const ROUND = 500;
const MINUTE = 60_000;
/** Reviews have no class of their own: between the first and the last priority. */
const REVIEW_PRIORITY = 5;
/** What a lane did wrong may go on. */
const ALARM_PRIORITY = 1;
/** Its term is one of days: what waits for hours goes first. */
const DETAINED_PRIORITY = 9;

/** What one round did. */
export type OfficeRound = Assigned & {
  readonly opened: number;
  /** Tasks whose time was found to be over. */
  readonly overdue: number;
  /** What is open now. */
  readonly tasks: readonly TaskCount[];
};

/**
 * What the office does by itself: moves lists whose officers have spoken, closes what is over,
 * opens tasks for parcels that have arrived, lists at 300, alarms of lanes and what is detained,
 * draws officers, and gives alarm. Each part takes up what a crash or another process left.
 */
export async function officeRound(house: House): Promise<OfficeRound> {
  await concludeDecided(house);
  await closeStale(house);
  const opened = await openDue(house);
  const assigned = await assignOfficers(house);
  const overdue = await giveAlarm(house);
  return { ...assigned, opened, overdue, tasks: await countTasks(house.db) };
}

async function openDue({ db, clock, entropy, registry }: House): Promise<number> {
  const [arrived, lists] = [await taskless(db, ROUND), await taskless300(db, ROUND)];
  const alarms = await tasklessAlarms(db, ROUND);
  const detained = await tasklessDetained(db, ROUND);
  if (arrived.length + lists.length + alarms.length + detained.length === 0) return 0;
  const now = clock.now();
  const { index } = await registry.fresh(db);
  const { taskMinutes, detainedDays } = index.office(businessDate(now));
  const time = taskMinutes * MINUTE;
  const tasks = [
    ...arrived.map(({ listNo, serial, priority, arrivedAt }): NewTask => {
      const times = { openedAt: arrivedAt, dueAt: arrivedAt + time };
      const what = { kind: 'inspection', stage: 'unassigned', subject: listNo } as const;
      return { id: entropy.uuid(), ...what, serial, priority, ...times };
    }),
    ...lists.map(({ listNo, decidedAt }): NewTask => {
      const times = { openedAt: decidedAt, dueAt: decidedAt + time };
      const what = { kind: 'review', stage: 'open', subject: listNo } as const;
      return { id: entropy.uuid(), ...what, serial: 1, priority: REVIEW_PRIORITY, ...times };
    }),
    ...alarms.map((alarm): NewTask => {
      const times = { openedAt: alarm.raisedAt, dueAt: alarm.raisedAt + time };
      const what = { kind: 'pending', stage: 'open', subject: alarmName(alarm) } as const;
      return { id: entropy.uuid(), ...what, serial: 1, priority: ALARM_PRIORITY, ...times };
    }),
    ...detained.map(({ listNo, since, proposed }): NewTask => {
      const times = { openedAt: since, dueAt: since + detainedDays * DAY };
      const stage = proposed ? 'supervisor' : 'open';
      const what = { kind: 'detained', stage, subject: listNo } as const;
      return { id: entropy.uuid(), ...what, serial: 1, priority: DETAINED_PRIORITY, ...times };
    }),
  ];
  return db.transaction(async (tx) => {
    const ids = await openTasks(tx, tasks);
    await addTrail(tx, ids.map(byItself('opened')), now);
    return ids.length;
  });
}

function byItself(action: string) {
  return (task: string) => ({ task, officer: null, action, detail: {} });
}

/** Moves the lists of which officers have said the last word. */
export async function concludeDecided(house: House): Promise<void> {
  const { db } = house;
  const inspected = (await unconcluded(db, ROUND)).flatMap((one): ToConclude[] => {
    const outcome = combine(one.customs, one.quarantine);
    if (outcome === 'hold' || outcome === 'again') return [];
    return [{ listNo: one.listNo, outcome, reason: one.findings }];
  });
  const reviewed = await reviewsOf(db, await reviewed300(db, ROUND));
  const decided = [
    ...inspected,
    ...(await decidedDetained(db, ROUND)),
    ...reviewed.map(({ listNo, decision, reason }): ToConclude => {
      return { listNo, outcome: decision === 'accept' ? 'release' : 'amend', reason };
    }),
  ];
  for (let tries = 1; decided.length > 0; tries += 1) {
    try {
      await concludeLists(house, decided);
      return;
    } catch (error) {
      if (tries >= LIMITS.transactionTries || !mayPass(error)) throw error;
    }
  }
}

/** Closes tasks whose list has moved without them, for example because it was withdrawn. */
async function closeStale({ db, clock }: House): Promise<void> {
  const { ended, reviews } = await staleTasks(db, ROUND);
  const waiting = await listsAt300(
    db,
    reviews.map(({ subject }) => subject),
  );
  const gone = reviews.filter(({ subject }) => !waiting.has(subject)).map(({ id }) => id);
  for (const id of [...ended, ...gone, ...(await leftDetained(db, ROUND))]) {
    await db.transaction((tx) => closeTask(tx, id, clock.now()));
  }
}

async function closeTask(tx: Sql, id: string, at: number): Promise<void> {
  const task = await lockTask(tx, id);
  if (task === null || task.closedAt !== null) return;
  await changeTask(tx, task, { holder: null, closed: true }, at);
  await addTrail(tx, [byItself('moved-on')(id)], at);
}

async function giveAlarm({ db, clock }: House): Promise<number> {
  const now = clock.now();
  return db.transaction(async (tx) => {
    const overdue = await markOverdue(tx, now);
    await addTrail(
      tx,
      overdue.map(({ id }) => byItself('overdue')(id)),
      now,
    );
    return overdue.length;
  });
}
