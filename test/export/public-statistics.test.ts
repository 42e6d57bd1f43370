import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countClosed } from '../../src/export/statistics/store.ts';
import { EXPORTS } from '../../src/export/statistics/trade.ts';
import { readStatistics } from '../../src/statistics/table.ts';
import { tableOf } from '../../src/statistics/trade.ts';
import { FEWEST_ENTERPRISES, OTHERS, readPublicStatistics } from '../../src/statistics/veil.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { countedList, type Sketch, sketches } from './counted-lists.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database?.drop());

const OCTOBER = Date.parse('2026-10-31T12:00:00+08:00');

async function counted(lists: readonly Sketch[]): Promise<void> {
  await database.db.script(
    `truncate ${EXPORTS.cubes.map((cube) => tableOf(EXPORTS, cube)).join(', ')}`,
  );
  const all = lists.map((one, i) => countedList(`L${i}`, one));
  await database.db.transaction((tx) => countClosed(tx, all, OCTOBER));
}

const PUBLIC_DIMENSIONS = ['mode', 'channel', 'country', 'chapter', 'heading'] as const;
type PublicDimension = (typeof PUBLIC_DIMENSIONS)[number];

it('knows each dimension that is public', () => {
  expect(EXPORTS.open).toEqual(PUBLIC_DIMENSIONS);
});

/** The sellers of each code, by hand. */
function sellersBy(lists: readonly Sketch[], by: PublicDimension): Map<string, Set<string>> {
  const sellers = new Map<string, Set<string>>();
  const codesOf = (list: Sketch): string[] => {
    if (by === 'chapter') return list.lines.map(({ gcode }) => gcode.slice(0, 2));
    if (by === 'heading') return list.lines.map(({ gcode }) => gcode.slice(0, 4));
    return [list[by]];
  };
  for (const list of lists) {
    for (const code of codesOf(list)) {
      sellers.set(code, (sellers.get(code) ?? new Set()).add(list.seller));
    }
  }
  return sellers;
}

const union = (sets: readonly (Set<string> | undefined)[]) =>
  new Set(sets.flatMap((set) => [...(set ?? [])]));

/** Codes that a row of others stands for: those that are not shown. */
function hiddenIn(row: string, shown: readonly string[], codes: readonly string[]): string[] {
  const chapter = row.slice(0, -OTHERS.length);
  const chapters = shown.filter((code) => code.endsWith(OTHERS)).map((code) => code.slice(0, 2));
  const isShownChapter = (code: string) =>
    shown.some((one) => one.startsWith(code.slice(0, 2))) || chapters.includes(code.slice(0, 2));
  return codes.filter((code) => {
    if (shown.includes(code)) return false;
    return chapter === '' ? code.length < 4 || !isShownChapter(code) : code.startsWith(chapter);
  });
}

it('shows nothing of fewer than three enterprises, apart or by taking away', async () => {
  let others = 0;
  await fc.assert(
    fc.asyncProperty(sketches(14), async (lists) => {
      await counted(lists);
      for (const by of PUBLIC_DIMENSIONS) {
        const table = await readPublicStatistics(database.db, EXPORTS, '2026-10', by);
        const sellers = sellersBy(lists, by);
        const shown = table.rows.map(({ keys }) => keys[0]!);
        for (const key of shown) {
          const codes = key.endsWith(OTHERS) ? hiddenIn(key, shown, [...sellers.keys()]) : [key];
          const own = union(codes.map((code) => sellers.get(code)));
          expect([by, key, own.size >= FEWEST_ENTERPRISES]).toEqual([by, key, true]);
          if (key.endsWith(OTHERS)) others += 1;
        }
        const all = await readStatistics(database.db, EXPORTS, '2026-10', [by]);
        if (union([...sellers.values()]).size < FEWEST_ENTERPRISES) {
          expect([table.rows, table.total]).toEqual([[], table.measures.map(() => null)]);
          continue;
        }
        for (const [i, measure] of table.measures.entries()) {
          const sum = table.rows.reduce((total, { sums }) => total + sums[i]!, 0n);
          expect([by, measure, sum]).toEqual([by, measure, table.total[i]]);
          expect(sum).toBe(all.total[all.measures.indexOf(measure)]);
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(others).toBeGreaterThan(20);
}, 120_000);

const sold = (seller: string, country: string, fob: bigint, gcode = '6109'): Sketch => ({
  ...{ office: '4612', mode: '9610', channel: 'A', country, seller },
  ...{ packs: 1, gross: 1n, net: 1n },
  lines: [
    { gcode, destination: country, currency: '142', unit: '011', quantity: 1n, amount: fob, fob },
  ],
});

it('hides the next smallest row with one that would be found by taking away', async () => {
  const lists = ['1', '2', '3'].flatMap((seller) => [
    sold(seller, '502', 900n),
    sold(seller, '116', 500n),
  ]);
  await counted([...lists, sold('1', '304', 7_000n)]);
  const table = await readPublicStatistics(database.db, EXPORTS, '2026-10', 'country');
  const fob = table.measures.indexOf('fob');
  expect(table.rows.map(({ keys, sums }) => [keys[0], sums[fob]])).toEqual([
    ['502', 2_700n],
    [OTHERS, 8_500n],
  ]);
  expect(table.total[fob]).toBe(11_200n);
});

it('hides a heading within its chapter, which is shown elsewhere', async () => {
  const lists = ['1', '2', '3'].flatMap((seller) => [
    sold(seller, '502', 900n, '6109'),
    sold(seller, '502', 800n, '6110'),
    sold(seller, '502', 100n, '9503'),
  ]);
  await counted([...lists, sold('1', '502', 50n, '6101')]);
  const table = await readPublicStatistics(database.db, EXPORTS, '2026-10', 'heading');
  expect(table.rows.map(({ keys, sums }) => [keys[0], ...sums])).toEqual([
    ['6109', 3n, 2_700n],
    ['61_O', 4n, 2_450n],
    ['9503', 3n, 300n],
  ]);
});
