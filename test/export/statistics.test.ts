import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CountedList } from '../../src/export/statistics/counted.ts';
import { countClosed, uncountClosed } from '../../src/export/statistics/store.ts';
import { EXPORTS } from '../../src/export/statistics/trade.ts';
import { connect, countStatements, type Database } from '../../src/io/postgres.ts';
import { monthOf } from '../../src/statistics/sums.ts';
import { cubeFor, readStatistics, type StatisticsTable } from '../../src/statistics/table.ts';
import { type Dimension, dimensionsOf, type Measure, tableOf } from '../../src/statistics/trade.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { countedList, type Sketch, sketches } from './counted-lists.ts';

let database: TestDatabase;
let other: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  other = connect(database.url);
});

afterAll(async () => {
  await other?.close();
  await database?.drop();
});

beforeEach(async () => {
  const tables = [...TABLES, 'export.statistics_revisions'];
  await database.db.script(`truncate ${tables.join(', ')}`);
});

const TABLES = EXPORTS.cubes.map((cube) => tableOf(EXPORTS, cube));
const DIMENSION_NAMES = dimensionsOf(EXPORTS);

const at = (time: string) => Date.parse(`${time}+08:00`);
const OCTOBER = at('2026-10-31T12:00:00');

const count = (db: Database, lists: readonly CountedList[], when: number) =>
  db.transaction((tx) => countClosed(tx, lists, when));

const numbered = (some: readonly Sketch[], from = 0) =>
  some.map((one, i) => countedList(`46122026E${String(from + i).padStart(9, '0')}`, one));

/** What a line has for a dimension, said once more and by itself. */
const CODE_OF: Readonly<Record<string, (list: Sketch, line: number) => string>> = {
  mode: (list) => list.mode,
  channel: (list) => list.channel,
  office: (list) => list.office,
  country: (list) => list.country,
  enterprise: (list) => list.seller,
  chapter: (list, i) => list.lines[i]!.gcode.substring(0, 2),
  heading: (list, i) => list.lines[i]!.gcode.substring(0, 4),
  destination: (list, i) => list.lines[i]!.destination,
  unit: (list, i) => list.lines[i]!.unit,
  currency: (list, i) => list.lines[i]!.currency,
};

/** Every table by hand: lists and lines under each key, then added up measure by measure. */
function tableByHand(lists: readonly Sketch[], by: readonly Dimension[]) {
  const rows = new Map<string, { lists: Set<Sketch>; lines: Sketch['lines'][number][] }>();
  for (const list of lists) {
    for (const [i, line] of list.lines.entries()) {
      const key = by.map((one) => CODE_OF[one]!(list, i)).join('/');
      const row = rows.get(key) ?? { lists: new Set(), lines: [] };
      row.lists.add(list);
      row.lines.push(line);
      rows.set(key, row);
    }
  }
  const sum = <T>(some: Iterable<T>, of: (one: T) => bigint) =>
    [...some].reduce((all, one) => all + of(one), 0n);
  return (measure: Measure) =>
    Object.fromEntries(
      [...rows].map(([key, row]): [string, bigint] => {
        const sums: Partial<Record<Measure, bigint>> = {
          lists: BigInt(row.lists.size),
          lines: BigInt(row.lines.length),
          packs: sum(row.lists, ({ packs }) => BigInt(packs)),
          gross: sum(row.lists, ({ gross }) => gross),
          net: sum(row.lists, ({ net }) => net),
          quantity: sum(row.lines, ({ quantity }) => quantity),
          amount: sum(row.lines, ({ amount }) => amount),
          fob: sum(row.lines, ({ fob }) => fob),
        };
        return [key, sums[measure]!];
      }),
    );
}

/** Every set of up to three dimensions that some cube has. */
const ALL_TABLES: readonly (readonly Dimension[])[] = DIMENSION_NAMES.flatMap((a, i) => [
  [a],
  ...DIMENSION_NAMES.slice(i + 1).flatMap((b, j) => [
    [a, b],
    ...DIMENSION_NAMES.slice(i + j + 2).map((c) => [a, b, c]),
  ]),
]).filter((by) => cubeFor(EXPORTS, by) !== null);

const columnOf = (table: StatisticsTable, measure: Measure) => {
  const place = table.measures.indexOf(measure);
  return Object.fromEntries(table.rows.map(({ keys, sums }) => [keys.join('/'), sums[place]!]));
};

async function expectTables(lists: readonly Sketch[]): Promise<void> {
  const fob = lists.flatMap(({ lines }) => lines).reduce((all, line) => all + line.fob, 0n);
  for (const by of ALL_TABLES) {
    const table = await readStatistics(database.db, EXPORTS, '2026-10', by);
    const byHand = tableByHand(lists, by);
    for (const measure of table.measures) {
      expect([by, measure, columnOf(table, measure)]).toEqual([by, measure, byHand(measure)]);
    }
    expect(table.total[table.measures.indexOf('fob')]).toBe(fob);
    expect(table.measures).toContain('fob');
  }
}

describe('the sums of any table', () => {
  it('are those of the lists, whatever batches and processes they come from', async () => {
    expect(ALL_TABLES.length).toBeGreaterThan(60);
    await fc.assert(
      fc.asyncProperty(sketches(40), fc.integer({ min: 1, max: 9 }), async (some, size) => {
        await database.db.script(`truncate ${TABLES.join(', ')}`);
        const lists = numbered(some);
        const batches = Array.from({ length: Math.ceil(lists.length / size) }, (_, i) =>
          lists.slice(i * size, (i + 1) * size),
        );
        const ways = [database.db, other];
        await Promise.all(batches.map((batch, i) => count(ways[i % 2]!, batch, OCTOBER)));
        await expectTables(some);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('are those of the lists that are left when some are taken out again', async () => {
    await fc.assert(
      fc.asyncProperty(sketches(20), sketches(10), async (left, wrong) => {
        await database.db.script(`truncate ${TABLES.join(', ')}`);
        await count(database.db, numbered(left), OCTOBER);
        await count(other, numbered(wrong, 100), OCTOBER);
        const gone = numbered(wrong, 100).map((list) => ({ ...list, closedAt: OCTOBER }));
        await database.db.transaction((tx) => uncountClosed(tx, gone, OCTOBER + 1_000));
        await expectTables(left);
      }),
      { numRuns: 5 },
    );
  }, 120_000);
});

const SIMPLE: Sketch = {
  ...{ office: '4612', mode: '9610', channel: 'A', country: '502', seller: '4101960001' },
  ...{ packs: 1, gross: 50_000n, net: 40_000n },
  lines: [
    {
      ...{ gcode: '6109100021', destination: '502', currency: '502', unit: '011' },
      ...{ quantity: 200_000n, amount: 1_999n, fob: 14_193n },
    },
  ],
};

describe('a list', () => {
  it('belongs to the month in which it was closed in Shanghai, to the millisecond', async () => {
    const times = ['2026-10-31T23:59:59.999', '2026-11-01T00:00:00.000'].map(at);
    expect(times.map(monthOf)).toEqual(['2026-10', '2026-11']);
    // Both are on the same day in UTC.
    expect(times.map((time) => new Date(time).toISOString().slice(0, 10))).toEqual([
      '2026-10-31',
      '2026-10-31',
    ]);
    for (const [i, time] of times.entries()) await count(database.db, numbered([SIMPLE], i), time);
    for (const month of ['2026-10', '2026-11']) {
      const { rows, total } = await readStatistics(database.db, EXPORTS, month, ['mode']);
      expect(rows).toEqual([{ keys: ['9610'], sums: [1n, 1n, 1n, 50_000n, 40_000n, 14_193n] }]);
      expect(total).toEqual(rows[0]?.sums);
    }
  });

  it('with lines of two headings is one of both, and one of all', async () => {
    const [line] = SIMPLE.lines;
    const lines = ['6109100021', '61099000', '9503'].map((gcode) => ({ ...line!, gcode }));
    await count(database.db, numbered([{ ...SIMPLE, lines }]), OCTOBER);
    const table = await readStatistics(database.db, EXPORTS, '2026-10', ['heading']);
    expect(table.measures).toEqual(['lists', 'lines', 'fob']);
    expect(table.rows).toEqual([
      { keys: ['6109'], sums: [1n, 2n, 28_386n] },
      { keys: ['9503'], sums: [1n, 1n, 14_193n] },
    ]);
    expect(table.total).toEqual([1n, 3n, 42_579n]);
  });

  it('is taken out of its own month, which is then revised', async () => {
    await count(database.db, numbered([SIMPLE, SIMPLE]), OCTOBER);
    const gone = { ...numbered([SIMPLE])[0]!, closedAt: OCTOBER };
    await database.db.transaction((tx) => uncountClosed(tx, [gone], at('2026-12-03T08:00:00')));
    const table = await readStatistics(database.db, EXPORTS, '2026-10', ['mode']);
    expect([table.rows[0]?.sums[0], table.revisedOn]).toEqual([1n, '2026-12-03']);
    const december = await readStatistics(database.db, EXPORTS, '2026-12', ['mode']);
    expect([december.rows, december.revisedOn]).toEqual([[], null]);
    const [revision] = await database.db.query('select * from export.statistics_revisions');
    expect(revision).toMatchObject({ lists: 1n, lines: 1n, fob: '14193' });
  });

  it('that is taken out within its month leaves nothing behind', async () => {
    await count(database.db, numbered([SIMPLE]), OCTOBER);
    const gone = { ...numbered([SIMPLE])[0]!, closedAt: OCTOBER };
    await database.db.transaction((tx) => uncountClosed(tx, [gone], OCTOBER));
    for (const by of ALL_TABLES) {
      const { rows, revisedOn } = await readStatistics(database.db, EXPORTS, '2026-10', by);
      expect([by, rows, revisedOn]).toEqual([by, [], null]);
    }
  });
});

describe('counting', () => {
  it('takes the same statements for one list and for many', async () => {
    const db = countStatements(database.db);
    const texts = [];
    for (const [i, size] of [1, 300].entries()) {
      db.reset();
      const some = Array.from({ length: size }, () => SIMPLE);
      await db.transaction((tx) => countClosed(tx, numbered(some, i * 1_000), OCTOBER));
      texts.push([...db.statements]);
    }
    expect(texts[0]).toHaveLength(EXPORTS.cubes.length);
    expect(texts[1]).toEqual(texts[0]);
    db.reset();
    await db.transaction((tx) => countClosed(tx, [], OCTOBER));
    expect(db.statements).toEqual([]);
  });

  it('is a bug of lists that come twice or are not worth their lines', async () => {
    const [list] = numbered([SIMPLE]);
    const { value } = list!;
    const wrong: readonly (readonly CountedList[])[] = [
      [list!, list!],
      [{ ...list!, value: { ...value, fob: value.fob + 1n } }],
      [{ ...list!, value: { ...value, lines: [{ gnum: 2, fob: value.fob }] } }],
      [{ ...list!, value: { ...value, fob: 0n, lines: [] } }],
    ];
    for (const lists of wrong) {
      await expect(count(database.db, lists, OCTOBER)).rejects.toThrow(/list|lines/);
    }
    expect((await readStatistics(database.db, EXPORTS, '2026-10', ['mode'])).rows).toEqual([]);
  });

  it('is a bug of more taken out than was counted, which then changes nothing', async () => {
    const [one, two] = numbered([SIMPLE, SIMPLE]);
    await count(database.db, [one!], OCTOBER);
    const gone = [one!, two!].map((list) => ({ ...list, closedAt: OCTOBER }));
    const done = database.db.transaction((tx) => uncountClosed(tx, gone, OCTOBER));
    await expect(done).rejects.toThrow('more is taken out');
    const { rows } = await readStatistics(database.db, EXPORTS, '2026-10', ['mode']);
    expect(rows[0]?.sums[0]).toBe(1n);
  });

  it('keeps fewer rows than lists: sellers meet headings and countries, not both', () => {
    for (const cube of EXPORTS.cubes) {
      const own: readonly Dimension[] = cube.dimensions;
      const wide = (['enterprise', 'heading', 'country', 'destination'] as const).filter((one) => {
        return own.includes(one);
      });
      expect(wide.length).toBeLessThanOrEqual(2);
    }
  });
});
