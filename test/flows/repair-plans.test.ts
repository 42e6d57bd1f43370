import { afterAll, beforeAll, expect, it } from 'vitest';
import { partnerRefusals } from '../../src/documents/partner-refusals.ts';
import { PARTNERS } from '../../src/documents/partners.ts';
import type { RefusalPlace } from '../../src/documents/refusal-store.ts';
import { EXPORT_REFUSALS } from '../../src/export/refusals.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { relationsOf, rememberStatements } from '../plans.ts';

// What causes and their lists cost among many: a range of an index each, whatever else there is.
const AGENT = '4101960002';
const OWN = 30_000;
const CAUSES = 40;
let database: TestDatabase;

const FILL = `
  insert into export.refusals (ebp_code, order_no, code, field, value, agent_code, list_no,
      decided_at, zh, en)
    select 'P', 'o' || i, 'CODE-UNIT', 'InventoryList/unit1', (i % ${CAUSES})::text,
      case when i <= ${OWN} then '${AGENT}' else 'X' || (i % 7) end, 'l' || lpad(i::text, 8, '0'),
      timestamptz '2020-01-01' + (i / 500) * interval '1 second', 'zh' || i, 'en' || i
    from generate_series(1, ${2 * OWN}) i;
  vacuum analyze export.refusals;
  insert into documents.refusals (sender, direction, document, firm, number, message_id, record,
      code, field, value, refused_at, zh, en)
    select case when i <= ${OWN} then '${AGENT}' else 'X' || (i % 7) end, 'import', 'order', 'P',
      'o' || i, gen_random_uuid(), 0, 'FLD-VALUE', 'OrderHead/currency', (i % ${CAUSES})::text,
      timestamptz '2020-01-01' + (i / 500) * interval '1 second', 'zh' || i, 'en' || i
    from generate_series(1, ${2 * OWN}) i;
  insert into documents.orders (ebp_code, order_no, version, message_id, record, deleted,
      accepted_at)
    select 'P', 'o' || i, 1, gen_random_uuid(), 0, false,
      timestamptz '2020-01-01' + case i % 3 when 0 then interval '1 day' else interval '-1 day' end
    from generate_series(1, ${2 * OWN}) i;
  vacuum analyze documents.refusals;
  vacuum analyze documents.orders`;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const part of FILL.split(';')) await database.db.script(part);
}, 60_000);
afterAll(() => database?.drop());

it('counts causes from one range of an index, and reads the words of those shown', async () => {
  const { db, plans } = rememberStatements(database.db);
  const causes = await EXPORT_REFUSALS.causes(db, AGENT, 10);
  expect(causes.map(({ lists }) => lists)).toEqual(Array(10).fill(OWN / CAUSES));
  const steps = await plans();
  expect(relationsOf(steps)).toEqual(['refusals']);
  const read = steps.filter(({ relation }) => relation !== null);
  expect(read.map(({ node, rows }) => [node, rows])).toEqual([
    ['Index Only Scan', OWN],
    ['Index Scan', 10],
  ]);
});

it('pages through the lists of a cause with as many rows as it shows', async () => {
  const { db, plans } = rememberStatements(database.db);
  const cause = { code: 'CODE-UNIT', field: 'InventoryList/unit1', value: '7' };
  let after: RefusalPlace | null = null;
  const seen: string[] = [];
  for (let pages = 0; pages < 4; pages += 1) {
    const rows = await EXPORT_REFUSALS.lists(db, AGENT, cause, after, 50);
    seen.push(...rows.map(({ listNo }) => listNo));
    const last = rows.at(-1)!;
    after = { at: last.at, name: last.listNo };
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen).toHaveLength(200);
  const steps = await plans();
  expect(steps.some(({ node }) => node === 'Seq Scan' || node === 'Sort')).toBe(false);
  for (const { relation, rows } of steps) if (relation !== null) expect(rows).toBe(50);
});

it('counts orders that were not filed from a range, with a look at each key', async () => {
  const { db, plans } = rememberStatements(database.db);
  const refusals = partnerRefusals(PARTNERS[0]!);
  const causes = await refusals.causes(db, AGENT, 10);
  expect(causes.map(({ lists }) => lists)).toEqual(Array(10).fill((OWN / CAUSES / 3) * 2));
  const steps = await plans();
  const read = steps.filter(({ relation }) => relation !== null);
  expect(read.map(({ node, relation, rows }) => [node, relation, rows])).toEqual([
    ['Index Only Scan', 'refusals', (OWN / 3) * 2],
    ['Index Scan', 'orders', OWN],
    ['Index Scan', 'refusals', 10],
  ]);
  const cause = { code: 'FLD-VALUE', field: 'OrderHead/currency', value: '7' };
  const seen = await refusals.lists(db, AGENT, cause, null, 50);
  expect(new Set(seen.map(({ name }) => name)).size).toBe(50);
  const listed = await plans();
  expect(listed.some(({ node }) => node === 'Seq Scan' || node === 'Sort')).toBe(false);
  for (const { relation, rows } of listed) if (relation !== null) expect(rows).toBeLessThan(100);
});
