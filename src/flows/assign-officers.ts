import { addDays, businessDate, type Instant, startOfDay } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { LIMITS } from '../base/limits.ts';
import { FIRST_PRIORITY } from '../inspection/classify.ts';
import { deriveDraw } from '../inspection/derive.ts';
import type { Target } from '../inspection/draw-file.ts';
import { inputOf } from '../inspection/draw-reader.ts';
import { abandonedDraws, settleDraw } from '../inspection/epoch-store.ts';
import {
  type Arrived,
  addPairs,
  type DrawRef,
  type OpeningKey,
  undrawn,
  type Window,
  workloadFor,
  writeDrawn,
} from '../inspection/pair-store.ts';
import { canBeManned, rosterOf } from '../inspection/roster.ts';
import { ARRIVED } from '../inspection/standing-terms.ts';
import { addTrail, changeTask, tasksOf } from '../inspection/task-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { type OpenedDraw, settledRow } from './draws.ts';
import type { House } from './house.ts';

/** Targets of one round: each enterprise of them is a line in what is declared for an officer. */
const ROUND = 200;

/** What became of the parcels that wait for officers. */
export type Assigned = {
  readonly assigned: number;
  /** Drawn, and there were too few left for the day: two persons have to send somebody. */
  readonly without: number;
  /** Not drawn: fewer than two could go at all, or the draw was void. */
  readonly waiting: number;
};

const NOBODY: Assigned = { assigned: 0, without: 0, waiting: 0 };

/**
 * Draws the pairs of parcels that lie at the place of inspection. Their registry is the staff of
 * this moment; who is left out stands in it with the reason. A parcel for which there are not two
 * officers at all waits and is not drawn; nobody learns anything of a draw that does not happen.
 */
export async function assignOfficers(house: House): Promise<Assigned> {
  await settleOpen(house);
  const arrived = await undrawn(house.db, ROUND);
  const goesFirst = ({ priority }: Arrived) => priority === FIRST_PRIORITY;
  // In one draw the order is that of the ids. What is inspected first has a draw of its own before
  // the others, so that it gets those whom the day still lets go.
  const first = await assignAll(house, arrived.filter(goesFirst));
  const others = await assignAll(
    house,
    arrived.filter((one) => !goesFirst(one)),
  );
  return {
    assigned: first.assigned + others.assigned,
    without: first.without + others.without,
    waiting: first.waiting + others.waiting,
  };
}

/** One draw for all of these; none where there is nobody to be sent. */
async function assignAll(house: House, arrived: readonly Arrived[]): Promise<Assigned> {
  const { db, clock, registry, draws } = house;
  if (arrived.length === 0) return NOBODY;
  const now = clock.now();
  const { snapshot, index } = await registry.fresh(db);
  const workload = await workloadFor(db, arrived, windowOf(index, now));
  const enterprises = arrived.map(({ enterpriseCode }) => enterpriseCode);
  const officers = rosterOf(snapshot.staff, enterprises, workload, now);
  const targets = arrived.map(targetOf).filter((target) => canBeManned(target, officers));
  const waiting = arrived.length - targets.length;
  if (targets.length === 0) return { ...NOBODY, waiting };
  const zone = index.profile.name;
  const draw = await draws.open({ series: 'officers', zone, targets, officers });
  const { assigned, without } = await settle(house, draw);
  return { assigned, without, waiting: arrived.length - assigned - without };
}

function windowOf(index: ProfileIndex, now: Instant): Window {
  const date = businessDate(now);
  const { recentDays, recentTimes } = index.office(date);
  return {
    today: startOfDay(date),
    since: recentDays === 0 ? now : startOfDay(addDays(date, 1 - recentDays)),
    times: Math.max(1, recentTimes),
  };
}

function targetOf({ listNo, enterpriseCode, needs }: Arrived): Target {
  return { id: listNo, layer: ARRIVED, enterprise: enterpriseCode, weight: 1, needs };
}

/** After this time nobody is at a draw any more that is still open. */
const LEFT_MILLISECONDS = 60_000;

/**
 * Settles draws of officers that a crash left between the seed and what follows from it. They hold:
 * who could have them drawn again by a crash could have them drawn until they please.
 */
async function settleOpen(house: House): Promise<void> {
  const { db, clock } = house;
  const now = clock.now();
  const before = now - LIMITS.drawReveal - LEFT_MILLISECONDS;
  for (const row of await abandonedDraws(db, 'officers', before, ROUND)) {
    const { day, sequence, series } = row;
    const input = inputOf(row);
    const derived = deriveDraw(input);
    const targets = input.targets.body;
    await settle(house, { ref: { day, sequence }, series, targets, derived, drawnAt: now });
  }
}

/** Writes what follows from a draw of officers, with the draw in one transaction. */
async function settle(
  { db, clock }: House,
  draw: OpenedDraw,
): Promise<Pick<Assigned, 'assigned' | 'without'>> {
  const at = clock.now();
  return db.transaction(async (tx) => {
    if (!(await settleDraw(tx, { ...settledRow(draw), facts: null }))) return NOBODY;
    const drawn = await writeDrawn(tx, draw.derived.result, draw.ref, at);
    const manned = drawn.filter(({ pair }) => pair.length === 2);
    await addPairs(tx, manned, 'drawn', at);
    await tellTasks(tx, drawn, draw.ref, at);
    return { assigned: manned.length, without: drawn.length - manned.length };
  });
}

const placeOf = ({ listNo, serial }: OpeningKey): string => keyOf(listNo, String(serial));

async function tellTasks(
  tx: Sql,
  drawn: readonly (OpeningKey & { readonly pair: readonly string[] })[],
  { day, sequence }: DrawRef,
  at: Instant,
): Promise<void> {
  const pairs = new Map(drawn.map((one) => [placeOf(one), one.pair]));
  const tasks = await tasksOf(
    tx,
    'inspection',
    drawn.map(({ listNo }) => listNo),
  );
  const own = tasks.flatMap((task) => {
    const pair = pairs.get(placeOf({ listNo: task.subject, serial: task.serial }));
    return pair === undefined ? [] : [{ task, pair }];
  });
  for (const { task, pair } of own) {
    const stage = pair.length === 2 ? 'first' : 'unassigned';
    await changeTask(tx, task, { stage, pair, holder: null }, at);
  }
  await addTrail(
    tx,
    own.map(({ task, pair }) => {
      const action = pair.length === 2 ? 'drawn' : 'pool-too-small';
      return { task: task.id, officer: null, action, detail: { day, sequence, pair } };
    }),
    at,
  );
}
