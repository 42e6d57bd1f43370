import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { checkSchema, type Migration, migrate, readMigrations } from './migrate.ts';
import { connect } from './postgres.ts';

const step = (name: string, text: string): Migration => ({ name, text, sha256: `sha of ${text}` });
const FIRST = step('0001-first', 'create table a (x int); insert into a values (1)');
const SECOND = step('0002-second', 'alter table a add y int');
const AT = 1_583_020_799_999;
const LATIN = 'latin_for_migrate_test';

let own: TestDatabase;
beforeEach(async () => {
  own = await createTestDatabase({ empty: true });
});
afterEach(() => own.drop());

test('steps are applied once, in order, with their time', async () => {
  expect(await migrate(own.db, AT, [FIRST])).toEqual({ applied: ['0001-first'] });
  expect(await migrate(own.db, AT, [FIRST, SECOND])).toEqual({ applied: ['0002-second'] });
  expect(await migrate(own.db, AT, [FIRST, SECOND])).toEqual({ applied: [] });
  const rows = await own.db.query('select x, y from a');
  expect(rows).toEqual([{ x: 1, y: null }]);
  const kept = await own.db.query<{ at: number }>(
    'select applied_at as at from onestep.migrations',
  );
  expect(kept.map(({ at }) => at)).toEqual([AT, AT]);
});

test('a step that fails leaves nothing, and those before it stay', async () => {
  const broken = step('0002-broken', 'create table b (x int); select nonsense');
  await expect(migrate(own.db, AT, [FIRST, broken])).rejects.toThrow(/nonsense/);
  const tables = await own.db.query(
    "select to_regclass('a') is not null as a, to_regclass('b') is not null as b",
  );
  expect(tables).toEqual([{ a: true, b: false }]);
  expect(await migrate(own.db, AT, [FIRST, SECOND])).toEqual({ applied: ['0002-second'] });
});

test('a newer schema and an altered step are refused in one sentence', async () => {
  await migrate(own.db, AT, [FIRST, SECOND]);
  for (const known of [[FIRST], [FIRST, step('0002-second', 'other')]]) {
    const error = await migrate(own.db, AT, known).catch((reason) => reason);
    expect(error.code).toBe('schema-mismatch');
    expect(error.message).toMatch(/^[^.]*0002-second[^\n]*\.$/);
    await expect(checkSchema(own.db, known)).rejects.toMatchObject({ code: 'schema-mismatch' });
  }
});

test('a database in another encoding is refused in one sentence, untouched', async () => {
  await own.db.query(`create database ${LATIN} encoding 'LATIN1' template template0
    locale_provider libc locale 'C'`);
  const url = new URL(own.url);
  url.pathname = `/${LATIN}`;
  const latin = connect(url.href, { max: 1 });
  try {
    await expect(migrate(latin, AT)).rejects.toThrow(
      "The database is in LATIN1: make one with encoding 'UTF8'.",
    );
    const made = await latin.query("select 1 from pg_namespace where nspname = 'onestep'");
    expect(made).toEqual([]);
  } finally {
    await latin.close();
    await own.db.query(`drop database ${LATIN}`);
  }
});

test('a program says what is missing before it works', async () => {
  await expect(checkSchema(own.db, [FIRST])).rejects.toThrow(/lacks 1 schema migration/);
  await migrate(own.db, AT, [FIRST]);
  await expect(checkSchema(own.db, [FIRST])).resolves.toBeUndefined();
  await expect(checkSchema(own.db, [FIRST, SECOND])).rejects.toThrow(/lacks 1/);
});

test('processes that start at once apply each step once', async () => {
  const others = Array.from({ length: 4 }, () => connect(own.url, { max: 1 }));
  const ended = await Promise.all(others.map((db) => migrate(db, AT, [FIRST, SECOND])));
  await Promise.all(others.map((db) => db.close()));
  expect(ended.flatMap(({ applied }) => applied).sort()).toEqual(['0001-first', '0002-second']);
});

test('migration folders are read in the order of their numbers, each number once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onestep-migrations-'));
  const make = (name: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'up.sql'), `-- ${name}`);
  };
  try {
    for (const name of ['0010-c', '0002-b', '0001-a']) make(name);
    expect(readMigrations(folder).map(({ name }) => name)).toEqual(['0001-a', '0002-b', '0010-c']);
    make('0002-again');
    expect(() => readMigrations(folder)).toThrow(/0002/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
