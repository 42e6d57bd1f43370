import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { NO_ARCHIVE } from '../documents/archive.ts';
import { countStatements } from '../io/postgres.ts';
import { readStreams, type Stretch } from './read-streams.ts';
import type { FiledReceipt } from './receipt.ts';
import { fileReceipts, readReceipts } from './store.ts';

const DAY = 86_400_000;
const AT = Date.UTC(2026, 10, 1);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  // Blocks of different sizes over three days, in two streams that grow side by side.
  for (const [i, size] of [3, 1, 7, 2, 40, 5].entries()) {
    const at = AT + Math.floor(i / 2) * DAY;
    const receipt = (to: string, n: number) => ({
      to,
      receipt: {
        ...{ type: 'CEB312', keys: {}, status: '120', info: `${to} ${i} ${n}`, at },
        ...{ findings: [], recordGuid: null },
      },
    });
    const both = Array.from({ length: size }, (_, n) => [receipt('A', n), receipt('B', n)]);
    await database.db.transaction((tx) => fileReceipts(tx, both.flat(), at));
  }
});
afterAll(() => database.drop());

it('reads many stretches as one by one, in two statements', async () => {
  const db = countStatements(database.db);
  const stretches: Stretch[] = [];
  for (const enterprise of ['A', 'B', 'nobody']) {
    for (const after of [0n, 2n, 3n, 10n, 13n, 52n, 57n]) {
      for (const limit of [1, 5, 1_000]) stretches.push({ enterprise, after, limit });
    }
  }
  const alone: FiledReceipt[][] = [];
  for (const { enterprise, after, limit } of stretches) {
    alone.push(await readReceipts(database.db, enterprise, after, limit));
  }
  const within = stretches.filter((_, i) => alone[i]!.length > 0);
  expect(await readStreams(db, within, NO_ARCHIVE)).toEqual(alone.filter((one) => one.length > 0));
  expect(db.statements).toHaveLength(2);
  expect(await readStreams(database.db, stretches, NO_ARCHIVE)).toEqual(alone);
});

it('says null of what lies in a file that is not there, and reads the others', async () => {
  const gone = { enterprise: 'A', after: 0n, limit: 5 };
  const there = { enterprise: 'B', after: 50n, limit: 5 };
  await database.db.execute("delete from receipts.blocks where enterprise_code = 'A'");
  await database.db.execute(
    `insert into documents.archives select day, 'gone', '', 0, 0, 0, 0, '{}', now()
     from receipts.days where enterprise_code = 'A'`,
  );
  const [one, two] = await readStreams(database.db, [gone, there], NO_ARCHIVE);
  expect([one, two?.length]).toEqual([null, 5]);
});
