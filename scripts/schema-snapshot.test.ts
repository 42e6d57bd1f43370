import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { schemaText } from './schema-text.ts';

let migrated: TestDatabase;
let empty: TestDatabase;
beforeAll(async () => {
  migrated = await createTestDatabase();
  empty = await createTestDatabase({ empty: true });
});
afterAll(async () => {
  await migrated.drop();
  await empty.drop();
});

test('db/schema.sql is what the migrations make (else: npm run schema)', async () => {
  const kept = readFileSync(new URL('../db/schema.sql', import.meta.url), 'utf8');
  expect(await schemaText(migrated.db)).toBe(kept);
});

const SAMPLE = `
  create schema books;
  comment on schema books is 'accounts';
  create type books.kind as enum ('b', 'a');
  create domain books.fen as bigint check (value >= 0);
  create sequence books.numbers;
  create table books.line (
    no text not null, day date not null, amount books.fen default 0,
    twice bigint generated always as (amount * 2) stored,
    primary key (no, day), constraint short check (length(no) < 9)
  ) partition by range (day);
  create table books.line_2026 partition of books.line
    for values from ('2026-01-01') to ('2027-01-01') with (fillfactor = 80);
  create table books.line_rest partition of books.line default;
  create index line_amount on books.line (amount) where amount > 0;
  create view books.total as select sum(amount) as total from books.line;
  comment on column books.line.no is 'it''s the number';
  create function books.stop() returns trigger language plpgsql as $$ begin return null; end $$;
  create trigger keep before delete on books.line for each row execute function books.stop();`;

test('every kind of object is in the text, and nothing that is gone', async () => {
  await empty.db.script(SAMPLE);
  const text = await schemaText(empty.db);
  for (const part of [
    "create type books.kind as enum ('b', 'a');",
    'create domain books.fen as bigint CHECK ((VALUE >= 0));',
    'create sequence books.numbers',
    'constraint short CHECK ((length(no) < 9))',
    'partition by RANGE (day)',
    "of books.line FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') with (fillfactor=80);",
    'create table books.line_rest partition of books.line DEFAULT;',
    'CREATE INDEX line_amount ON ONLY books.line',
    'create view books.total',
    'FUNCTION books.stop()',
    'CREATE TRIGGER keep',
    "comment on column books.line.no is 'it''s the number';",
  ]) {
    expect(text).toContain(part);
  }
  await empty.db.script('drop schema books cascade');
  expect(await schemaText(empty.db)).not.toContain('books');
});
