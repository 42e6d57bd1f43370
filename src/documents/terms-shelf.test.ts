import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { countStatements } from '../io/postgres.ts';
import { makeSegment, newChain, storeSegment } from './evidence.ts';
import { storeMessages } from './message-store.ts';
import { type KeptTerms, packTerms } from './terms-block.ts';
import { termsShelf } from './terms-shelf.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase();
});
afterAll(() => own.drop());

const STREAM = '00000000-0000-4000-8000-000000000001';
const idOf = (n: number): string => `10000000-0000-4000-8000-00000000000${n}`;
const termsOf = (n: number): KeptTerms => ({
  text: `1terms ${n}`,
  digest: new Uint8Array(16).fill(n),
});

/** Two messages, of two records and of one; the second record was not filed. */
const MESSAGES = [
  { messageId: idOf(1), records: 2 },
  { messageId: idOf(2), records: 1 },
];
const BLOCK = packTerms([termsOf(1), null, termsOf(3)]);
const REFS = [
  { messageId: idOf(2), record: 0 },
  { messageId: idOf(1), record: 0 },
];
const WANTED = [termsOf(3), termsOf(1)];

async function store(): Promise<void> {
  const segment = makeSegment(newChain(STREAM), [Buffer.from('one'), Buffer.from('two')]);
  const common = { sender: 'S', type: 'CEB311', certificate: null, signature: null };
  await own.db.transaction(async (tx) => {
    await storeSegment(tx, segment, BLOCK, 0);
    await storeMessages(
      tx,
      MESSAGES.map((one) => ({ ...one, ...common })),
      segment,
      0,
    );
  });
}

test('what is at hand costs no statement, what is not is read from the evidence', async () => {
  await store();
  const counted = countStatements(own.db);
  const near = termsShelf();
  near.put(BLOCK, MESSAGES);
  expect(await near.read(counted, REFS)).toEqual(WANTED);
  expect(counted.statements).toEqual([]);
  expect(await termsShelf().read(counted, REFS)).toEqual(WANTED);
  expect(counted.statements.length).toBe(2);
});

test('the oldest batch leaves a shelf that is full', async () => {
  const shelf = termsShelf(BLOCK.length);
  shelf.put(BLOCK, MESSAGES);
  shelf.put(packTerms([termsOf(9)]), [{ messageId: idOf(9), records: 1 }]);
  const counted = countStatements(own.db);
  expect(await shelf.read(counted, REFS)).toEqual(WANTED);
  expect(counted.statements.length).toBe(2);
  expect(await shelf.read(counted, [{ messageId: idOf(9), record: 0 }])).toEqual([termsOf(9)]);
  expect(counted.statements.length).toBe(2);
});

test('terms from before there were blocks are found as well', async () => {
  const [stream, id] = ['00000000-0000-4000-8000-000000000002', idOf(7)];
  const segment = makeSegment(newChain(stream), [Buffer.from('old')]);
  await own.db.transaction(async (tx) => {
    await storeSegment(tx, segment, BLOCK, 0);
    await tx.execute('update documents.segments set terms = null where stream = $1', [stream]);
    const common = { sender: 'S', type: 'CEB311', certificate: null, signature: null };
    await storeMessages(tx, [{ messageId: id, records: 1, ...common }], segment, 0);
    await tx.execute(
      `insert into documents.early_terms (message_id, record, digest, terms)
       values ($1, 0, $2, $3)`,
      [id, termsOf(7).digest, termsOf(7).text],
    );
  });
  const [found] = await termsShelf().read(own.db, [{ messageId: id, record: 0 }]);
  expect(found).toEqual(termsOf(7));
});
