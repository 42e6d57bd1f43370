import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ReceiptsAsked, searchReceipts } from '../../src/flows/receipt-search.ts';
import type { AddressedReceipt } from '../../src/receipts/receipt.ts';
import { fileReceipts } from '../../src/receipts/store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

// Receipts as a person looks for them, in a stream of several thousand.
const COUNT = 9_000;
const FIRM = '4101960A01';
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const receipts = Array.from({ length: COUNT }, (_, i): AddressedReceipt => {
    const [type, status] = i % 3_000 === 7 ? ['CEB816', '1'] : ['CEB622', i % 2 ? '800' : '120'];
    const keys = { invtNo: `46122020I${String(i + 1).padStart(9, '0')}` };
    const receipt = { type: type!, keys, status: status!, info: '', at: i, findings: [] };
    return { to: FIRM, receipt: { ...receipt, recordGuid: null } };
  });
  await fileReceipts(database.db, receipts, 0);
});
afterAll(() => database?.drop());

const ALL: ReceiptsAsked = { type: '', status: '', number: '', before: null, limit: 100 };

/** Everything that is found, with how many calls it took. */
async function whole(asked: Partial<ReceiptsAsked>, firm = FIRM) {
  const found: number[] = [];
  let before: bigint | null = null;
  for (let calls = 1; ; calls++) {
    const page = await searchReceipts(database.db, firm, { ...ALL, ...asked, before });
    found.push(...page.receipts.map(({ cursor }) => Number(cursor)));
    if (page.next === null) return { found, calls };
    before = page.next;
  }
}

it('shows the newest first, page by page, each once', async () => {
  const { found, calls } = await whole({});
  expect(found).toEqual(Array.from({ length: COUNT }, (_, i) => COUNT - i));
  expect(calls).toBe(90);
});

it('finds by type, by status and by a part of a number, in bounded calls', async () => {
  expect(await whole({ type: 'CEB816' })).toEqual({ found: [6_008, 3_008, 8], calls: 3 });
  expect((await whole({ number: '000004711' })).found).toEqual([4_711]);
  const { found } = await whole({ type: 'CEB622', status: '800', limit: 200 });
  expect(found.length).toBe(COUNT / 2 - 3);
  expect(new Set(found).size).toBe(found.length);
});

it('finds nothing of another firm, and nothing where there is nothing', async () => {
  expect(await whole({}, '4101960A09')).toEqual({ found: [], calls: 1 });
  expect((await whole({ number: 'nowhere' })).found).toEqual([]);
  const old = await searchReceipts(database.db, FIRM, { ...ALL, before: 99_999n, limit: 1 });
  expect(old.receipts.map(({ cursor }) => cursor)).toEqual([9_000n]);
});
