import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { isFault } from '../../io/faults.ts';
import { connect, type Database, type Sql } from '../../io/postgres.ts';
import { type Locks, locksOf } from './locks.ts';

let database: TestDatabase;
let locks: Locks;
let processes: Database[];

beforeAll(async () => {
  database = await createTestDatabase({ empty: true });
  locks = locksOf(database.db, 'office');
  processes = ['holder', 'process', 'office'].map((name) => connect(database.url, { name }));
  await database.db.script('create table counts (key text primary key, count int8 not null)');
});

afterAll(async () => {
  for (const db of processes) await db.close();
  await database.drop();
});

const add = (db: Sql): Promise<number> =>
  db.execute(
    `insert into counts as c (key, count) values ('one', 1)
     on conflict (key) do update set count = c.count + 1`,
  );

/** Begins to add and resolves when it waits; tells later what became of it. */
async function waiting(db: Database, before: number): Promise<() => Promise<unknown>> {
  const end = add(db).catch((error: unknown) => error);
  while ((await locks.waiting()) === before) await new Promise(setImmediate);
  expect(await locks.waiting()).toBe(before + 1);
  return () => end;
}

test.each([
  [1, 2, 'the office is spared though it came last'],
  [2, 1, 'the last that came is cancelled'],
])('of the waiting %i and %i one is cancelled: %s', async (first, second) => {
  const [holder, process] = processes as [Database, Database, Database];
  expect(await locks.waiting()).toBe(0);
  const ends = await holder.transaction(async (tx) => {
    await add(tx);
    const all = [await waiting(processes[first]!, 0), await waiting(processes[second]!, 1)];
    await locks.cancelLast();
    expect(await locks.waiting()).toBe(1);
    return all;
  });
  const [one, other] = [await ends[0]!(), await ends[1]!()];
  const [kept, cancelled] = processes[first] === process ? [other, one] : [one, other];
  expect(kept).toBe(1);
  expect(isFault(cancelled, 'database-timeout')).toBe(true);
  expect(await locks.waiting()).toBe(0);
});

test('among its like the one that began to wait last is cancelled', async () => {
  const [holder, process] = processes as [Database, Database, Database];
  const ends = await holder.transaction(async (tx) => {
    await add(tx);
    const all = [await waiting(process, 0), await waiting(process, 1), await waiting(process, 2)];
    await locks.cancelLast();
    await locks.cancelLast();
    return all;
  });
  expect(await ends[0]!()).toBe(1);
  expect(isFault(await ends[1]!(), 'database-timeout')).toBe(true);
  expect(isFault(await ends[2]!(), 'database-timeout')).toBe(true);
});

test('with nobody waiting nothing is cancelled', async () => {
  await locks.cancelLast();
  expect(await locks.waiting()).toBe(0);
});
