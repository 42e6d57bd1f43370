import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startOfDay } from '../src/base/dates.ts';
import { foldCounts, readCounts, storeCounts } from '../src/cockpit/count-store.ts';
import { counting } from '../src/cockpit/counts.ts';
import { connect, type Database } from '../src/io/postgres.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

// The sums of the cockpit, whatever comes in between: batches of two processes, batches that are
// undone, folds of both at once, folds that die before their commit.

const DAY = '2026-11-29';
const NOON = startOfDay(DAY) + 43_200_000;

let database: TestDatabase;
let other: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  other = connect(database.url);
});
afterAll(async () => {
  await other?.close();
  await database?.drop();
});
beforeEach(() => empty());

const empty = () =>
  database.db.script(`truncate cockpit.tallies, cockpit.days, cockpit.standing, cockpit.moments`);

class Crash extends Error {}

async function dying(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
}

/** A database whose transactions do all their work and then die. */
const crashing = (db: Database): Database => ({
  ...db,
  transaction: (work) =>
    db.transaction(async (tx) => {
      await work(tx);
      throw new Crash();
    }),
});

const NAMES = ['declared.import', 'verdict.import.800', 'latency.import.7', 'now.import.600'];

const batch = record({
  kind: constantFrom('batch', 'undone'),
  name: constantFrom(...NAMES),
  by: integer({ min: 1, max: 9 }),
  second: integer({ min: 0, max: 3 }),
  at: constantFrom(0, 1),
});
const fold = record({ kind: constantFrom('fold', 'folds', 'fold dies'), at: constantFrom(0, 1) });
const steps = array(oneof({ weight: 3, arbitrary: batch }, { weight: 1, arbitrary: fold }), {
  maxLength: 24,
});

test('sums are those of the batches that were kept', async () => {
  await assert(
    asyncProperty(steps, async (all) => {
      await empty();
      const kept = counting();
      const seconds = counting();
      for (const step of all) {
        const db = [database.db, other][step.at]!;
        if (step.kind === 'fold') await foldCounts(db, NOON, 0);
        else if (step.kind === 'folds') {
          await Promise.all([database.db, other].map((one) => foldCounts(one, NOON, 0)));
        } else if (step.kind === 'fold dies') await dying(foldCounts(crashing(db), NOON, 0));
        else if ('name' in step) {
          const counts = new Map([[step.name, BigInt(step.by)]]);
          const at = NOON + step.second * 1_000;
          const to = step.kind === 'undone' ? crashing(db) : db;
          await dying(to.transaction((tx) => storeCounts(tx, counts, at)));
          if (step.kind === 'undone') continue;
          kept.add(step.name, step.by);
          const isShown = step.name.startsWith('declared.') || step.name.endsWith('.800');
          if (isShown) seconds.add(`${at} ${step.name}`, step.by);
        }
      }
      await foldCounts(database.db, NOON, 0);
      const { day, standing, moments } = await readCounts(other, DAY, NOON);
      const found = new Map([...day, ...standing]);
      expect(new Map([...found].sort())).toEqual(new Map([...kept.counts].sort()));
      const single = moments.filter(({ span }) => span === 1);
      const shown = single.flatMap(({ at, counts }) =>
        [...counts].map(([name, count]) => [`${at} ${name}`, count] as const),
      );
      expect(new Map(shown.sort())).toEqual(new Map([...seconds.counts].sort()));
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('of many that fold in one moment one does', async () => {
  await database.db.transaction((tx) => storeCounts(tx, new Map([['gate.in', 1n]]), NOON));
  const folded = await Promise.all(
    [database.db, other, other].map((db) => foldCounts(db, NOON, 60_000)),
  );
  // A fold before this one may have been in the same minute.
  expect(folded.filter((rows) => rows > 0).length).toBeLessThanOrEqual(1);
  await foldCounts(other, NOON, 0);
  const { day } = await readCounts(database.db, DAY, NOON);
  expect(day).toEqual(new Map([['gate.in', 1n]]));
});

test('single seconds and minutes are forgotten in time', async () => {
  const store = (at: number) =>
    database.db.transaction((tx) => storeCounts(tx, new Map([['declared.import', 1n]]), at));
  await store(NOON);
  await foldCounts(database.db, NOON, 0);
  await store(NOON + 700_000);
  await foldCounts(database.db, NOON + 700_000, 0);
  const spans = async () => {
    const text = 'select span from cockpit.moments order by span';
    return (await database.db.query<{ span: number }>(text)).map(({ span }) => span);
  };
  expect(await spans()).toEqual([1, 60, 60]);
  await store(NOON + 91_000_000);
  await foldCounts(database.db, NOON + 91_000_000, 0);
  expect(await spans()).toEqual([1, 60]);
});
