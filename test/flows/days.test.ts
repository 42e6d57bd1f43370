import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, startOfDay } from '../../src/base/dates.ts';
import { readFacts, storeFacts } from '../../src/clearance/facts-store.ts';
import { makeSegment, newChain, readEvidence, storeSegment } from '../../src/documents/evidence.ts';
import { messageIdOf } from '../../src/documents/message-id.ts';
import { storeMessages } from '../../src/documents/message-store.ts';
import { packTerms } from '../../src/documents/terms-block.ts';
import { DAYS_AHEAD, ensureDays, tryEnsureDays } from '../../src/flows/days.ts';
import { DAY_PARTS, partitionOf } from '../../src/io/day-tables.ts';
import { migrate, readMigrations } from '../../src/io/migrate.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import { encodeReceipts } from '../../src/receipts/codec.ts';
import type { Receipt } from '../../src/receipts/receipt.ts';
import { fileReceipts, readReceipts } from '../../src/receipts/store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { relationsOf, rememberStatements } from '../plans.ts';

const DAY = '2026-11-24';
const NOON = startOfDay(DAY) + 12 * 3_600_000;
const STREAM = '11111111-1111-4111-8111-111111111111';

let own: TestDatabase;
let db: Database;
beforeAll(async () => {
  own = await createTestDatabase();
  db = own.db;
});
afterAll(() => own?.drop());

const message = (text: string): Uint8Array => Buffer.from(`<m>${text}</m>`);
const receipt = (no: string): Receipt => ({
  ...{ type: 'CEB312', keys: { ebpCode: 'P', ebcCode: 'S', orderNo: no }, status: '120' },
  ...{ info: 'ok', at: NOON, findings: [], recordGuid: null },
});

async function storeDay(day: number, text: string): Promise<string> {
  const at = NOON + day * 86_400_000;
  const bytes = message(text);
  const head = { ...newChain(STREAM), sequence: 10 + day };
  const segment = makeSegment(head, [bytes]);
  await db.transaction(async (tx) => {
    await storeSegment(tx, segment, packTerms([null]), at);
    const row = { messageId: messageIdOf(bytes), sender: 'P', type: 'CEB311', records: 1 };
    await storeMessages(tx, [{ ...row, certificate: null, signature: null }], segment, at);
    await storeFacts(tx, { stream: STREAM, sequence: 10 + day }, [`facts ${text}`], at);
    await fileReceipts(tx, [{ to: 'P', receipt: receipt(text) }], at);
  });
  return messageIdOf(bytes);
}

const partitions = async (): Promise<string[]> => {
  const rows = await db.query<{ name: string }>(
    'select inhrelid::regclass::text as name from pg_inherits order by 1',
  );
  return rows.map(({ name }) => name).filter((name) => /_\d{8}$/.test(name));
};

describe('partitions of days', () => {
  it('are made for today and a week ahead, by any number of processes at once', async () => {
    const others = [connect(own.url), connect(own.url), connect(own.url)];
    const made = await Promise.all(others.map((one) => ensureDays(one, DAY)));
    await Promise.all(others.map((one) => one.close()));
    const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, i) => addDays(DAY, i));
    const names = DAY_PARTS.flatMap((part) => days.map((day) => partitionOf(part, day))).sort();
    expect(made.flat().sort()).toEqual(names);
    expect(await partitions()).toEqual(names);
    expect(await ensureDays(db, DAY)).toEqual([]);
    expect(await ensureDays(db, addDays(DAY, 1))).toHaveLength(DAY_PARTS.length);
  });

  it('that nobody foresaw lie in the default one, until they are made', async () => {
    const id = await storeDay(-400, 'long ago');
    const count = async (name: string) =>
      (await db.query<{ n: bigint }>(`select count(*) as n from ${name}`))[0]!.n;
    expect(await count('documents.segments_default')).toBe(1n);
    await ensureDays(db, addDays(DAY, -402));
    expect(await count('documents.segments_default')).toBe(0n);
    expect(await count(partitionOf('evidence', addDays(DAY, -400)))).toBe(1n);
    expect(await count(partitionOf('receipts', addDays(DAY, -400)))).toBe(1n);
    expect((await readEvidence(db, [id])).get(id)).toEqual(message('long ago'));
  });

  it('are made while others write, and put off while somebody reads everything', async () => {
    const next = addDays(DAY, 30);
    await db.transaction(async (tx) => {
      await tx.query('select count(*) from documents.segments');
      expect(await tryEnsureDays(db, next)).toBe(false);
      await storeDay(1, 'meanwhile');
    });
    expect(await tryEnsureDays(db, next)).toBe(true);
  });
});

describe('what is read of one day', () => {
  it('touches the partition of that day and no other', async () => {
    const id = await storeDay(0, 'today');
    await storeDay(2, 'later');
    const watched = rememberStatements(db);
    await readEvidence(watched.db, [id]);
    const evidence = partitionOf('evidence', DAY).split('.')[1]!;
    expect(relationsOf(await watched.plans())).toEqual(['messages', evidence]);
    await readFacts(watched.db, [{ stream: STREAM, sequence: 10, position: 0, decidedAt: NOON }]);
    const facts = partitionOf('facts', DAY).split('.')[1]!;
    expect(relationsOf(await watched.plans())).toEqual([facts]);
    const [first] = await readReceipts(db, 'P', 2n, 1);
    expect(first?.keys.orderNo).toBe('today');
    await readReceipts(watched.db, 'P', 2n, 1);
    expect(relationsOf(await watched.plans())).toContain(
      partitionOf('receipts', addDays(DAY, 1)).split('.')[1]!,
    );
  });

  it('is nothing at all for a reader of receipts who has read everything', async () => {
    const watched = rememberStatements(db);
    expect(await readReceipts(watched.db, 'P', 4n, 100)).toEqual([]);
    const read = relationsOf(await watched.plans());
    expect(read.filter((name) => name.startsWith('blocks'))).toEqual([]);
  });

  it('is found by cursor over all days, in order', async () => {
    const all = await readReceipts(db, 'P', 0n, 100);
    expect(all.map(({ keys }) => keys.orderNo)).toEqual([
      'long ago',
      'meanwhile',
      'today',
      'later',
    ]);
    expect(all.map(({ cursor }) => cursor)).toEqual([1n, 2n, 3n, 4n]);
    for (const [i, one] of all.entries()) {
      expect(await readReceipts(db, 'P', BigInt(i), 1)).toEqual([one]);
    }
  });
});

describe('the days of a stream of receipts', () => {
  it('never go back, whatever the clocks of the writers say', async () => {
    const days = await db.query(
      `select first_cursor, day from receipts.days where enterprise_code = 'P' order by 1`,
    );
    // "today" was filed behind "meanwhile", which is dated a day later: it joins that day.
    expect(days).toEqual([
      { first_cursor: 1n, day: addDays(DAY, -400) },
      { first_cursor: 2n, day: addDays(DAY, 1) },
      { first_cursor: 4n, day: addDays(DAY, 2) },
    ]);
  });
});

describe('the migration of a filled database', () => {
  it('moves every row into the partition of its day', async () => {
    const old = await createTestDatabase({ empty: true });
    try {
      const steps = readMigrations();
      const before = steps.slice(
        0,
        steps.findIndex(({ name }) => name === '0007-days'),
      );
      await migrate(old.db, NOON, before);
      const id = messageIdOf(message('old'));
      await fillOld(old.db, id);
      await migrate(old.db, NOON);
      expect((await readEvidence(old.db, [id])).get(id)).toEqual(message('old'));
      const place = { stream: STREAM, sequence: 1, position: 0, decidedAt: MIDNIGHT };
      expect(await readFacts(old.db, [place])).toEqual(['old facts']);
      const read = await readReceipts(old.db, 'P', 0n, 10);
      expect(read.map(({ keys }) => keys.orderNo)).toEqual(['a', 'b', 'c']);
      const rows = await old.db.query(`
        select tableoid::regclass::text as name, count(*)::int as n from receipts.blocks
        group by 1 order by 1`);
      expect(rows).toEqual([
        { name: 'receipts.blocks_20261123', n: 1 },
        { name: 'receipts.blocks_20261124', n: 2 },
      ]);
      await old.db.transaction((tx) =>
        fileReceipts(tx, [{ to: 'P', receipt: receipt('d') }], NOON),
      );
      expect((await readReceipts(old.db, 'P', 2n, 10)).map(({ cursor }) => cursor)).toEqual([
        3n,
        4n,
      ]);
    } finally {
      await old.drop();
    }
  });
});

/** The first moment of the day, which is still the day before in UTC. */
const MIDNIGHT = startOfDay(DAY);

async function fillOld(db: Database, id: string): Promise<void> {
  const { body, digest, rawLength } = makeSegment(newChain(STREAM), [message('old')]);
  const at = new Date(MIDNIGHT).toISOString();
  await db.execute(
    `insert into documents.segments
       (stream, sequence, raw_length, body, digest, previous_digest, stored_at)
     values ($1, 1, $2, $3, $4, $4, $5)`,
    [STREAM, rawLength, body, digest, at],
  );
  await db.execute(
    `insert into documents.messages (message_id, sender, type, records, stream, sequence, start_at,
       length, first_record, received_at)
     values ($1, 'P', 'CEB311', 1, $2, 1, 0, $3, 0, $4)`,
    [id, STREAM, rawLength, at],
  );
  const facts = zstdCompressSync('old facts');
  await db.execute(
    `insert into clearance.segments (stream, sequence, count, body, decided_at)
     values ($1, 1, 1, $2, $3)`,
    [STREAM, facts, at],
  );
  // The last block is dated back, as by a process whose clock is slow.
  for (const [i, [no, filed]] of [
    ['a', MIDNIGHT - 1],
    ['b', MIDNIGHT],
    ['c', MIDNIGHT - 2],
  ].entries()) {
    await db.execute(
      `insert into receipts.blocks (enterprise_code, first_cursor, count, filed_at, body)
       values ('P', $1, 1, $2, $3)`,
      [i + 1, new Date(Number(filed)).toISOString(), encodeReceipts([receipt(String(no))])],
    );
  }
  await db.execute(`insert into receipts.heads (enterprise_code, next_cursor) values ('P', 4)`);
}
