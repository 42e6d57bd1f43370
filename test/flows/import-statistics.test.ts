import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { IMPORTS } from '../../src/clearance/statistics/trade.ts';
import { countImports } from '../../src/flows/count-imports.ts';
import { endRefund } from '../../src/flows/report-goods.ts';
import { publicStatistics, statistics, statisticsText } from '../../src/flows/statistics.ts';
import { settableClock } from '../../src/io/clock.ts';
import { countStatements } from '../../src/io/postgres.ts';
import { articleNamed } from '../../src/sandbox/world/sale.ts';
import { readStatistics } from '../../src/statistics/table.ts';
import type { Dimension } from '../../src/statistics/trade.ts';
import { call } from '../cli/terminal.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { refundOf } from './request-papers.ts';
import { AGENT, EVENING, openZone, type Zone } from './zone.ts';

// Released lists are counted behind clearing, each once, and what comes back is taken out of the
// month of its release. The auditor works the sums out again after every test.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
beforeEach(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  desk = await openDesk(zone, { clock: settableClock(EVENING) });
});
afterEach(async () => {
  expect(await brokenLaws(zone.db, desk.clock.now() + DAY)).toEqual([]);
  await zone.database.drop();
});

const MINUTE = 60_000;
const FORMULA = { article: articleNamed('配方奶粉1段'), quantity: 2n, price: 16_800n };

type Sold = Papers & { readonly listNo: string };

async function released(chosen: Parameters<typeof mill.parcel>[0] = {}): Promise<Sold> {
  const papers = mill.parcel(chosen);
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  expect(standing?.state).toBe('800');
  await desk.news(AGENT);
  return { ...papers, listNo: standing!.listNo! };
}

async function back({ list, listNo }: Sold, qty: string): Promise<void> {
  await desk.send(AGENT, refundOf(list, listNo, qty));
  const preNo = (await desk.news(AGENT)).at(-1)!.keys.preNo!;
  await endRefund(desk.house, { preNo, refused: null });
}

async function all(limit = 100): Promise<number> {
  let counted = 0;
  for (let some = 1; some > 0; counted += some) some = await countImports(desk.house, limit);
  return counted;
}

const rowsBy = async (...by: Dimension[]) => {
  const { rows, measures } = await readStatistics(zone.db, IMPORTS, '2020-09', by);
  return rows.map(({ keys, sums }) => ({
    keys: keys.join(' '),
    ...Object.fromEntries(measures.map((one, i) => [one, sums[i]])),
  }));
};

describe('released lists', () => {
  it('are counted ten minutes later, once, by every part of their lines', async () => {
    const sold = [await released(), await released({ bought: [FORMULA, { ...FORMULA }] })];
    expect(await all()).toBe(0);
    expect(await rowsBy('mode')).toEqual([]);
    desk.clock.advance(11 * MINUTE);
    expect([await all(1), await all()]).toEqual([2, 0]);
    const dutiable = sold.reduce((sum, one) => sum + one.dutiable, 0n);
    const vat = sold.reduce((sum, one) => sum + one.tax, 0n);
    const money = { dutiable, duty: 0n, consumption: 0n, vat };
    expect(await rowsBy('mode')).toMatchObject([
      { keys: '1210', lists: 2n, lines: 3n, packs: 2n, ...money },
    ]);
    // A list with two lines of one heading is one list of it.
    expect(await rowsBy('heading')).toEqual([{ keys: '1901', lists: 2n, lines: 3n, ...money }]);
    const origin = sold[0]!.list.lines[0]!.country!;
    expect(await rowsBy('origin')).toEqual([{ keys: origin, lists: 2n, lines: 3n, ...money }]);
    const { customsCode, portCode } = sold[0]!.list.head;
    const [row] = await rowsBy('office', 'port', 'enterprise');
    expect(row).toMatchObject({ keys: `${customsCode} ${portCode} ${sold[0]!.list.head.ebcCode}` });
  });

  it('are counted once by processes that count at the same time', async () => {
    for (let i = 0; i < 4; i += 1) {
      await released();
      desk.clock.advance(1_000);
    }
    desk.clock.advance(11 * MINUTE);
    const other = await openDesk(zone, { clock: desk.clock });
    const both = await Promise.all([all(1), countImports(other.house, 2), all(1)]);
    expect(both.reduce((sum, one) => sum + one, 0) + (await all())).toBe(4);
    expect(await rowsBy('mode')).toMatchObject([{ lists: 4n, lines: 4n }]);
  });

  it('cost no more statements when there are more', async () => {
    const db = countStatements(zone.db);
    const counter = await openDesk(zone, { clock: desk.clock, db });
    const counts: number[] = [];
    for (const size of [1, 5]) {
      for (let i = 0; i < size; i += 1) await released();
      desk.clock.advance(11 * MINUTE);
      db.reset();
      expect(await countImports(counter.house, 100)).toBe(size);
      counts.push(db.statements.length);
    }
    expect(counts[0]).toBeGreaterThan(5);
    expect(counts[1]).toBe(counts[0]);
  });
});

describe('goods that come back', () => {
  it('are taken out of the month of their release, which is then revised', async () => {
    const [half, whole] = [await released(), await released()];
    await released();
    desk.clock.advance(11 * MINUTE);
    await all();
    desk.clock.advance(13 * DAY);
    await back(half, '1');
    desk.clock.advance(11 * MINUTE);
    await all();
    const part = (half.dutiable + 1n) / 2n;
    const [row] = await rowsBy('mode');
    expect(row).toMatchObject({ lists: 3n, lines: 3n, dutiable: 3n * half.dutiable - part });
    await back(whole, '2');
    desk.clock.advance(MINUTE);
    await back(half, '1');
    desk.clock.advance(11 * MINUTE);
    await all();
    expect(await rowsBy('heading')).toMatchObject([
      { lists: 1n, lines: 1n, dutiable: half.dutiable, vat: half.tax },
    ]);
    expect(await rowsBy('port')).toMatchObject([{ lists: 1n, packs: 1n }]);
    const { table, isProvisional } = await statistics(desk.house, 'imports', '2020-09', ['mode']);
    expect([table.revisedOn, isProvisional]).toEqual(['2020-10-01', false]);
  });

  it('in two refunds of one instant leave nothing of their list', async () => {
    const [sold, other] = [await released(), await released()];
    desk.clock.advance(11 * MINUTE);
    await all();
    await back(sold, '1');
    await back(sold, '1');
    desk.clock.advance(11 * MINUTE);
    await all();
    expect(await rowsBy('mode')).toMatchObject([
      { lists: 1n, lines: 1n, packs: 1n, dutiable: other.dutiable },
    ]);
  });

  it('before their list is counted are in no sum afterwards', async () => {
    const sold = await released();
    await back(sold, '2');
    await released();
    desk.clock.advance(11 * MINUTE);
    await all();
    expect(await rowsBy('mode')).toMatchObject([{ lists: 1n, dutiable: sold.dutiable }]);
  });
});

describe('a month', () => {
  it('is for everybody when it is over and counted, without small numbers', async () => {
    await released();
    desk.clock.set(Date.parse('2020-10-01T00:05:00+08:00'));
    await all();
    expect(await publicStatistics(desk.house, 'imports', '2020-09', 'mode')).toBeNull();
    desk.clock.advance(10 * MINUTE);
    await all();
    const view = await publicStatistics(desk.house, 'imports', '2020-09', 'mode');
    expect([view?.isProvisional, view?.table.rows, view?.table.total[0]]).toEqual([
      false,
      [],
      null,
    ]);
  });

  it('is printed by the command, as a table, CSV and SDMX-JSON', async () => {
    const sold = await released();
    desk.clock.advance(11 * MINUTE);
    await all();
    const stated = (...args: string[]) =>
      call('imports', 'statistics', ...args, '--database-url', zone.database.url);
    const table = await stated('--month', '2020-09', '--by', 'origin');
    expect(table.code).toBe(0);
    expect(table.out).toContain('Country of origin');
    expect(table.out).toContain('VAT (CNY)');
    const csv = await stated('--month', '2020-09', '--by', 'enterprise,heading', '--csv');
    const rows = parse(csv.out, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([
      { enterprise: sold.list.head.ebcCode, heading: '1901', lists: '1' },
    ]);
    const { meta } = (await stated('--month', '2020-09', '--json')).json() as {
      meta: { id: string };
    };
    expect(meta.id).toBe('IMPORTS_MODE_2020-09');
    const view = await statistics(desk.house, 'imports', '2020-09', ['mode']);
    expect(statisticsText(view, 'csv').text).toContain('lists,lines,packs,gross,net,dutiable');
    expect((await stated('--month', '2020-08')).out).toBe('No lists were released in 2020-08.');
    const wrong = await stated('--by', 'channel');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('no table by channel')]);
    expect((await call('imports', 'weather')).err).toContain('takes statistics, not weather');
  });
});
