import { afterAll, beforeAll, expect, it } from 'vitest';
import { endOfLook, pageOfLists } from '../../src/export/summary/view-store.ts';
import { detainedCases } from '../../src/flows/lists-in-hand.ts';
import { queueOf, TASK_FILTERS } from '../../src/inspection/task-store.ts';
import { endOfLines, pageOfBookLines } from '../../src/registry/book-pages.ts';
import { searchFiled } from '../../src/registry/goods-search.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { rememberStatements } from '../plans.ts';

// A search looks at so many rows and says where it stopped, however many there are.
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.script(`
    insert into registry.goods (enterprise_code, item_no, hs, name)
    select 'S', 'A' || lpad(i::text, 6, '0'), '3304990029',
      case when i in (5, 40000, 40001) then 'cream' else 'soap' end
    from generate_series(1, 40001) i;
    insert into registry.book_lines (book_no, record_no, item_no, hs, name, country, unit, unit1,
      per_unit1, price, currency)
    select 'B', i::text, 'A' || i, '3304990029', case when i > 20000 then 'cream' else 'soap' end,
      '116', '011', '011', 100000, 10000, '142'
    from generate_series(1, 20002) i;
    insert into export.summary_lists (group_id, list_no, logistics_no, lines, closing)
    select 1, 'L' || lpad(i::text, 6, '0'), 'W' || i, array[1, case i when 5001 then 3 else 2 end],
      1
    from generate_series(1, 5001) i;
    insert into export.cases (epoch, attempt, ebp_code, order_no, state, list_no, decided_at)
    select 1, 1, 'P', 'O' || i, case i when 4000 then '501' else '800' end, 'E' || i, '2026-11-30'
    from generate_series(1, 5000) i;
    insert into inspection.tasks (id, opened_at, due_at, closed_at, priority, serial, kind, stage,
      subject, holder)
    select md5(i::text)::uuid, at, at, case when i > 5000 then at end, i % 3, 1,
      case when i % 1000 = 1 then 'pending' else 'review' end, 'open', i,
      case when i % 1000 < 2 then 'S1' end
    from generate_series(1, 20000) i
    cross join lateral (
      select timestamptz '2026-11-30'
        + case when i % 1000 < 3 then -1 else i end * interval '1 hour' as at
    ) t;
    analyze export.cases, inspection.tasks`);
});
afterAll(() => database.drop());

it('finds articles among the first ones, and by their number among all', async () => {
  const found = async (...words: string[]) =>
    (await searchFiled(database.db, ['S', 'T'], words, 12)).map(({ itemNo }) => itemNo);
  // Of two enterprises each is looked at for half of it.
  expect(await found('cream')).toEqual(['A000005']);
  expect(await found('a04000')).toEqual(['A040000', 'A040001']);
  expect(await found('a04', 'cream')).toEqual(['A040000', 'A040001']);
  const alone = await searchFiled(database.db, ['S'], ['cream'], 12);
  expect(alone.map(({ itemNo }) => itemNo)).toEqual(['A000005', 'A040000']);
});

it('goes on in a book behind the last line that it looked at', async () => {
  const asked = { find: 'CREAM', after: '', limit: 50 };
  expect(await pageOfBookLines(database.db, 'B', asked)).toEqual([]);
  expect(await endOfLines(database.db, 'B', '')).toBe('20000');
  const rest = await pageOfBookLines(database.db, 'B', { ...asked, after: '20000' });
  expect(rest.map(({ recordNo }) => recordNo)).toEqual(['20001', '20002']);
  expect(await endOfLines(database.db, 'B', '20000')).toBeNull();
});

it('goes on in a group behind the last list that it looked at for a sum', async () => {
  expect(await pageOfLists(database.db, 1, 3, '', 50)).toEqual([]);
  expect(await endOfLook(database.db, 1, '')).toBe('L005000');
  const rest = await pageOfLists(database.db, 1, 3, 'L005000', 50);
  expect(rest).toEqual([{ listNo: 'L005001', logisticsNo: 'W5001', lineNos: [1, 3] }]);
});

it('reads of the lists that are detained no others', async () => {
  const { db, plans } = rememberStatements(database.db);
  expect(await detainedCases(db, '', 50)).toMatchObject([{ listNo: 'E4000', state: '501' }]);
  for (const { node, rows } of await plans()) expect([node, rows <= 1]).toEqual([node, true]);
});

it('reads of the tasks of a desk no others, on each page', async () => {
  const { db, plans } = rememberStatements(database.db);
  const who = { number: 'S1', isOfficer: false, isReviewer: true, isSupervisor: true };
  const now = Date.parse('2026-11-30');
  const wished = [
    ...TASK_FILTERS.map((filter) => ({ filter, kind: null })),
    { filter: 'all', kind: 'pending' } as const,
  ];
  const counts = new Map<string, number>();
  for (const wish of wished) {
    let after: string | null = null;
    let count = 0;
    for (let page = 0; page < 4; page += 1) {
      const tasks = await queueOf(db, who, { ...wish, now, after, limit: 4 });
      count += tasks.length;
      after = tasks.at(-1)?.id ?? after;
    }
    counts.set(wish.kind ?? wish.filter, count);
    for (const { node, rows, removed } of await plans()) {
      expect([wish, node, rows + removed <= 20]).toEqual([wish, node, true]);
    }
  }
  // Of 5,000 that are open ten are held, fifteen are overdue, five are alarms.
  expect(Object.fromEntries(counts)).toEqual({
    ...{ all: 16, free: 16, mine: 10, overdue: 15, pending: 5 },
  });
});
