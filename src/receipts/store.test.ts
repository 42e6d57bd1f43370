import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { connect, countStatements } from '../io/postgres.ts';
import type { AddressedReceipt, Receipt } from './receipt.ts';
import { fileReceipts, lastCursors, readReceipts } from './store.ts';

const AT = Date.UTC(2026, 10, 1);
let test1: TestDatabase;
beforeAll(async () => {
  test1 = await createTestDatabase();
});
afterAll(() => test1.drop());

const receipt = (orderNo: string): Receipt => ({
  type: 'CEB312',
  keys: { ebpCode: 'EBP', ebcCode: 'EBC', orderNo },
  status: '120',
  info: '[Code:1800;Desc:逻辑校验通过]',
  at: AT,
  findings: [],
  recordGuid: '00000000-0000-4000-8000-000000000001',
});
const addressed = (to: string, from: number, count: number): AddressedReceipt[] =>
  Array.from({ length: count }, (_, i) => ({ to, receipt: receipt(`SO${from + i}`) }));
const file = (items: AddressedReceipt[]) =>
  test1.db.transaction((tx) => fileReceipts(tx, items, AT));
const numbers = async (to: string, after: bigint, limit: number) =>
  (await readReceipts(test1.db, to, after, limit)).map(({ cursor, keys }) => [
    Number(cursor),
    keys.orderNo,
  ]);

describe('the receipt stream', () => {
  test('counts from 1 for each enterprise, in the order of filing', async () => {
    const last = await file([...addressed('A', 1, 2), ...addressed('B', 9, 1)]);
    expect(last).toEqual(
      new Map([
        ['A', 2n],
        ['B', 1n],
      ]),
    );
    expect(await file(addressed('A', 3, 2))).toEqual(new Map([['A', 4n]]));
    expect(await numbers('A', 0n, 1000)).toEqual([
      [1, 'SO1'],
      [2, 'SO2'],
      [3, 'SO3'],
      [4, 'SO4'],
    ]);
    expect(await numbers('B', 0n, 1000)).toEqual([[1, 'SO9']]);
    expect(await readReceipts(test1.db, 'A', 2n, 1)).toEqual([{ ...receipt('SO3'), cursor: 3n }]);
  });

  test('any page of any size gives the same receipts again', async () => {
    for (const size of [3, 1, 7, 2]) await file(addressed('pages', 0, size));
    const all = await numbers('pages', 0n, 1000);
    expect(all).toHaveLength(13);
    for (let after = 0; after <= 13; after += 1) {
      for (const limit of [1, 2, 5, 1000]) {
        expect(await numbers('pages', BigInt(after), limit)).toEqual(
          all.slice(after, after + limit),
        );
      }
    }
  });

  test('many at once go to several blocks without a gap', async () => {
    await file(addressed('many', 1, 2_345));
    const blocks = await test1.db.query<{ first_cursor: bigint; count: number }>(
      `select first_cursor, count from receipts.blocks where enterprise_code = 'many' order by 1`,
    );
    expect(blocks).toEqual([
      { first_cursor: 1n, count: 1000 },
      { first_cursor: 1001n, count: 1000 },
      { first_cursor: 2001n, count: 345 },
    ]);
    expect((await numbers('many', 990n, 20)).at(-1)).toEqual([1010, 'SO1010']);
  });

  test('nothing to file and nobody to read', async () => {
    expect(await file([])).toEqual(new Map());
    expect(await readReceipts(test1.db, 'nobody', 0n, 10)).toEqual([]);
    expect(await lastCursors(test1.db, ['nobody', 'pages'])).toEqual(new Map([['pages', 13n]]));
  });

  test('the number of statements does not depend on the number of receipts', async () => {
    const counted = countStatements(test1.db);
    const cost = async (items: AddressedReceipt[]) => {
      counted.reset();
      await counted.transaction((tx) => fileReceipts(tx, items, AT));
      return counted.statements.length;
    };
    const wide = Array.from({ length: 1_500 }, (_, i) => addressed(`wide${i % 40}`, i, 1)).flat();
    expect(await cost(addressed('one', 1, 1))).toBe(2);
    expect(await cost(wide)).toBe(2);
  });
});

describe('writers at the same time', () => {
  test('an undone transaction leaves no gap', async () => {
    await file(addressed('undo', 1, 1));
    const failing = test1.db.transaction(async (tx) => {
      await fileReceipts(tx, addressed('undo', 100, 5), AT);
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    await file(addressed('undo', 2, 1));
    expect(await numbers('undo', 0n, 10)).toEqual([
      [1, 'SO1'],
      [2, 'SO2'],
    ]);
  });

  test('a reader who follows the stream sees every cursor, in order, and once', async () => {
    const pools = [1, 2, 3, 4].map(() => connect(test1.url, { max: 2 }));
    const seen: bigint[] = [];
    let writing = true;
    const reader = (async () => {
      for (;;) {
        const more = writing;
        const page = await readReceipts(test1.db, 'race', seen.at(-1) ?? 0n, 7);
        seen.push(...page.map(({ cursor }) => cursor));
        if (!more && page.length === 0) return;
      }
    })();
    const writer = async (pool: (typeof pools)[number], w: number) => {
      for (let round = 0; round < 15; round += 1) {
        // Both enterprises in one transaction, named in either order: heads must not deadlock.
        const both = [...addressed('race', round, 1 + (w % 3)), ...addressed('race2', round, 1)];
        const items = w % 2 === 0 ? both : both.reverse();
        await pool.transaction((tx) => fileReceipts(tx, items, AT));
      }
    };
    await Promise.all(pools.map(writer)).finally(() => {
      writing = false;
    });
    await reader;
    await Promise.all(pools.map((pool) => pool.close()));
    const total = 15 * [1, 2, 3, 1].reduce((a, b) => a + b);
    expect(seen.map(Number)).toEqual(Array.from({ length: total }, (_, i) => i + 1));
    expect(await lastCursors(test1.db, ['race2'])).toEqual(new Map([['race2', 60n]]));
  });
});
