import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { countAttempts, forgetAttempts } from './attempts.ts';

const MINUTE = 60_000;
const secret = Buffer.alloc(32, 1);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const counting = (what: string, times: number) =>
  countAttempts({ sql: database.db, secret }, what, { times, within: MINUTE });

it('lets so many through within the time, and says for how long the next one waits', async () => {
  const attempts = counting('a', 2);
  const waits: number[] = [];
  for (const at of [0, 10_000, 20_000]) waits.push(await attempts.count('a', at));
  expect(waits).toEqual([0, 0, 40]);
  expect(await attempts.count('b', 20_000)).toBe(0);
  // What came too soon was not counted: the first is forgotten, the second is not.
  expect(await attempts.count('a', MINUTE)).toBe(0);
  expect(await attempts.count('a', MINUTE + 1)).toBe(10);
});

it('forgets who came in, or the last attempt alone', async () => {
  const attempts = counting('c', 1);
  await attempts.count('a', 0);
  await attempts.clear('a');
  expect(await attempts.count('a', 1)).toBe(0);
  await attempts.forgive('a');
  expect(await attempts.count('a', 2)).toBe(0);
  expect(await attempts.count('a', 3)).toBe(60);
  const two = counting('d', 2);
  for (const at of [0, 10_000]) await two.count('a', at);
  await two.forgive('a');
  expect([await two.count('a', 20_000), await two.count('a', 20_000)]).toEqual([0, 40]);
});

it('lets no more through of many at once, of several processes together', async () => {
  const processes = [counting('e', 5), counting('e', 5)];
  const waits = await Promise.all(
    Array.from({ length: 20 }, (_, i) => processes[i % 2]!.count('a', 0)),
  );
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
});

it('keeps no name, and nothing when the time is over', async () => {
  const attempts = counting('f', 1);
  await attempts.count('somebody', 10 * MINUTE);
  const kept = await database.db.query<{ key: string }>('select key from access.attempts');
  expect(kept.filter(({ key }) => key.includes('somebody'))).toEqual([]);
  await forgetAttempts(database.db, 11 * MINUTE);
  expect(await attempts.count('somebody', 11 * MINUTE - 1)).toBe(1);
  await forgetAttempts(database.db, 11 * MINUTE + 1);
  const left = 'select count(*)::integer as n from access.attempts';
  expect(await database.db.query(left)).toEqual([{ n: 0 }]);
});
