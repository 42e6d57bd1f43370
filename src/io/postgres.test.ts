import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { Bug } from '../base/assert.ts';
import { FAULTS, Fault, isFault } from './faults.ts';
import { connect, countStatements, instantText } from './postgres.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase({ empty: true });
  await own.db.script(
    'create table t (a text primary key, b bigint, c bytea, d text, at timestamptz, day date)',
  );
});
afterAll(() => own.drop());

const fault = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

test('a batch of thousand rows goes in and comes back as it was', async () => {
  const rows = Array.from({ length: 1000 }, (_, i) => ({
    a: `GWNO${i}`,
    b: BigInt(i) * 9_007_199_254_740_993n,
    c: Buffer.from([i & 255, 0, 92, 34]),
    d: i % 3 === 0 ? null : `"${i}" \\ {中文,} null`,
  }));
  await own.db.query(
    `insert into t (a, b, c, d)
     select * from unnest($1::text[], $2::bigint[], $3::bytea[], $4::text[])`,
    [rows.map((r) => r.a), rows.map((r) => r.b), rows.map((r) => r.c), rows.map((r) => r.d)],
  );
  const back = await own.db.query<(typeof rows)[number]>(
    'select a, b, c, d from t where a = any($1) order by b',
    [rows.map((r) => r.a)],
  );
  expect(back).toEqual(rows);
});

test('awkward elements survive an array', async () => {
  const texts = ['', 'null', 'NULL', null, '{}', ',', ' x ', '\\', '"', 'a\nb', '1.5', '中'];
  const [row] = await own.db.query<{ texts: (string | null)[] }>('select $1::text[] as texts', [
    texts,
  ]);
  expect(row?.texts).toEqual(texts);
});

test('bytes, also missing and empty ones, survive an array', async () => {
  const bytes = [Buffer.from([0, 255]), null, Buffer.alloc(0), Buffer.from('"\\x')];
  const [row] = await own.db.query<{ bytes: (Buffer | null)[] }>('select $1::bytea[] as bytes', [
    bytes,
  ]);
  expect(row?.bytes).toEqual(bytes);
});

test('empty arrays of every kind are empty', async () => {
  const [row] = await own.db.query(
    'select $1::text[] as a, $2::bigint[] as b, $3::bytea[] as c, $4::boolean[] as d',
    [[], [], [], [true, false, null]],
  );
  expect(row).toEqual({ a: [], b: [], c: [], d: [true, false, null] });
});

test('instants are epoch milliseconds, dates and numerics text, whatever the zone', async () => {
  const at = 1_583_020_799_999;
  const [row] = await own.db.query(
    `select $1::timestamptz as at, array[$1::timestamptz, null] as ats, $2::date as day,
            array[$2::date] as days, 1.10::numeric as n, 'infinity'::timestamptz as never`,
    [instantText(at), '2020-02-29'],
  );
  expect(row).toEqual({
    at,
    ats: [at, null],
    day: '2020-02-29',
    days: ['2020-02-29'],
    n: '1.10',
    never: Number.POSITIVE_INFINITY,
  });
});

test('undefined, objects, mixed arrays and NaN are bugs, not NULL', async () => {
  const mixed = [Buffer.from('a'), 'a'];
  for (const value of [undefined, {}, new Date(0), Number.NaN, mixed, [undefined]]) {
    expect(await fault(own.db.query('select $1::text', [value]))).toBeInstanceOf(Bug);
  }
});

test('a row whose day got a partition meanwhile may be tried again', async () => {
  await own.db.script(`
    create table days (day date, n integer check (n > 0)) partition by list (day);
    create table days_default partition of days default;
    create table days_1 partition of days for values in ('2026-11-28')`);
  const late = await fault(own.db.query(`insert into days_default values ('2026-11-28', 1)`));
  expect(late).toMatchObject({ code: 'database-conflict', retryable: true });
  const broken = await fault(own.db.query(`insert into days values ('2026-11-29', 0)`));
  expect(broken).toBeInstanceOf(Bug);
});

test('a second row under a key is the fault duplicate-key with the constraint', async () => {
  const insert = 'insert into t (a, d) values ($1, $2)';
  await own.db.query(insert, ['twice', 'secret']);
  const error = (await fault(own.db.query(insert, ['twice', 'secret']))) as Fault;
  expect([error.code, error.origin.constraint]).toEqual(['duplicate-key', 't_pkey']);
  expect(JSON.stringify(error) + error.message).not.toMatch(/secret|twice/);
});

test('a wrong statement is a bug that quotes no value', async () => {
  const error = await fault(own.db.query('select $1::bigint', ['41152519900101123X']));
  expect(error).toBeInstanceOf(Bug);
  expect(String(error)).toMatch(/invalid input syntax for type bigint.*22P02/);
  expect(String(error)).not.toContain('41152519900101123X');
});

test('a transaction is kept whole or not at all', async () => {
  const insert = 'insert into t (a) values ($1)';
  await expect(
    own.db.transaction(async (tx) => {
      await tx.query(insert, ['undone']);
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  const kept = await own.db.transaction(async (tx) => {
    expect(await tx.execute(insert, ['kept'])).toBe(1);
    return 'result';
  });
  const rows = await own.db.query("select a from t where a in ('undone', 'kept')");
  expect([kept, rows]).toEqual(['result', [{ a: 'kept' }]]);
});

test('statements of one turn run in order, each seeing what the earlier ones did', async () => {
  const add = 'insert into t (a) select $1::text';
  const count = `select count(*) as n from t where a like 'turn-%'`;
  const seen = await own.db.transaction(async (tx) => {
    const [, one, , two] = await Promise.all([
      tx.execute(add, ['turn-1']),
      tx.query<{ n: bigint }>(count),
      tx.execute(add, ['turn-2']),
      tx.query<{ n: bigint }>(count),
    ]);
    return [one[0]?.n, two[0]?.n];
  });
  expect(seen).toEqual([1n, 2n]);
});

test('of statements of one turn the first that fails tells why, and all are undone', async () => {
  const add = 'insert into t (a) select $1::text';
  const failed = await fault(
    own.db.transaction((tx) =>
      Promise.all([
        tx.execute(add, ['undone-1']),
        tx.execute(add, ['undone-1']),
        tx.execute(add, ['undone-2']),
      ]),
    ),
  );
  expect(failed).toMatchObject({ code: 'duplicate-key' });
  expect(await own.db.query(`select a from t where a like 'undone-%'`)).toEqual([]);
});

test('statements behind one that fails have its error, however they are asked for', async () => {
  const add = 'insert into t (a) select $1::text';
  const failed = await fault(
    own.db.transaction(async (tx) => {
      const deep = async (): Promise<void> => {
        const twice = async () => [await tx.execute(`${add} union all select $1`, ['undone-3'])];
        await Promise.all([twice().then((counts) => counts.length)]);
      };
      await Promise.all([deep(), tx.execute(add, ['undone-4'])]);
    }),
  );
  expect(failed).toMatchObject({ code: 'duplicate-key' });
});

test('work that goes on after its transaction has ended writes nothing', async () => {
  const add = 'insert into t (a) select $1::text';
  let late: Promise<unknown> = Promise.resolve();
  const ended = own.db.transaction(async (tx) => {
    late = tx.query('select 1').then(() => tx.execute(add, ['late']));
    await Promise.all([tx.query('select 1 / 0'), late]);
  });
  expect(await fault(ended)).toBeInstanceOf(Bug);
  expect(await fault(late)).toBeInstanceOf(Error);
  expect(await own.db.query(`select a from t where a = 'late'`)).toEqual([]);
  let kept: Promise<unknown> = Promise.resolve();
  await own.db.transaction(async (tx) => {
    await tx.query('select 1');
    kept = new Promise((done) => setTimeout(done, 20)).then(() => tx.execute(add, ['late']));
    kept.catch(() => {});
  });
  expect(await fault(kept)).toBeInstanceOf(Bug);
  expect(await own.db.query(`select a from t where a = 'late'`)).toEqual([]);
});

test('a deadlock undoes one of the two with a retryable fault', async () => {
  await own.db.query("insert into t (a) values ('x'), ('y')");
  const update = 'update t set d = $2 where a = $1';
  let ready = 0;
  const cross = (first: string, second: string) =>
    own.db.transaction(async (tx) => {
      await tx.query(update, [first, 'd']);
      for (ready += 1; ready < 2; ) await new Promise((done) => setTimeout(done, 5));
      await tx.query(update, [second, 'd']);
    });
  const ended = await Promise.allSettled([cross('x', 'y'), cross('y', 'x')]);
  const lost = ended.filter((end) => end.status === 'rejected');
  expect(lost).toHaveLength(1);
  expect([lost[0]?.reason.code, lost[0]?.reason.retryable]).toEqual(['database-conflict', true]);
});

test('nobody at the port, and a wrong password, are told apart', async () => {
  const nowhere = connect('postgres://onestep:x@127.0.0.1:1/onestep');
  expect(isFault(await fault(nowhere.query('select 1')), 'database-unreachable')).toBe(true);
  const url = new URL(own.url);
  url.password = 'wrong';
  const stranger = connect(url.href);
  expect(isFault(await fault(stranger.query('select 1')), 'database-refused')).toBe(true);
  await Promise.all([nowhere.close(), stranger.close()]);
});

test('a connection cut inside a transaction is a fault and the pool goes on', async () => {
  const cut = own.db.transaction(async (tx) => {
    const [self] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await own.db.query('select pg_terminate_backend($1)', [self?.pid]);
    await tx.query('select 1');
  });
  expect(isFault(await fault(cut), 'database-unreachable')).toBe(true);
  expect(await own.db.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('statements are counted, inside transactions too', async () => {
  const db = countStatements(own.db);
  await db.query('select 1');
  await db.transaction((tx) => tx.execute('select 2'));
  expect(db.statements).toEqual(['select 1', 'select 2']);
  db.reset();
  expect(db.statements).toEqual([]);
});

test('every fault has a sentence and an HTTP status of its kind', () => {
  for (const [code, { status, text }] of Object.entries(FAULTS)) {
    expect(`${code} ${status}`).toMatch(/ (409|410|429|5\d\d)$/);
    expect(text).toMatch(/\.$/);
  }
  expect(new Fault('overload')).toMatchObject({ status: 429, retryable: true });
});
