import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDays } from '../../src/audit/days.ts';
import { type LawResult, newTally } from '../../src/audit/law.ts';
import { STATISTICS } from '../../src/audit/laws/statistics.ts';
import { inSnapshot } from '../../src/audit/snapshot.ts';
import { present } from '../../src/base/assert.ts';
import { EXPORTS } from '../../src/export/statistics/trade.ts';
import type { Sql } from '../../src/io/postgres.ts';
import { readStatistics } from '../../src/statistics/table.ts';
import { STATISTICS_BREAKS } from '../audit/statistics-breaks.ts';
import type { Zone } from '../flows/zone.ts';
import { openExportZone, openStage } from '../scenario-export/stage.ts';
import { WORDS } from '../scenario-export/words.ts';

// Parcels leave through the real flows; then the statistics are those of their lists, and the
// auditor sees each thing that is altered behind the platform's back.
const PLAY = `
  parcel P channel B currency 502 sold 6109100021 2 39.33 sold 3926400000 1 7.77
  parcel Q channel B currency 300 sold 6109100021 3 12.34
  parcel R channel A
  declare P
  declare Q
  declare R
  arrival A of P Q R
  at 2020-09-30T23:59:59
  master M of P Q R
  departure D of P Q
  at 2020-10-01T00:00:00
  departure E of R`;

let zone: Zone;

beforeAll(async () => {
  zone = await openExportZone();
  const stage = await openStage(zone);
  for (const line of PLAY.trim().split('\n')) {
    const [word = '', ...rest] = line.trim().split(' ');
    expect([line, await WORDS[word]?.(stage, rest)]).toEqual([line, []]);
  }
  expect(stage.desk.failures).toEqual([]);
}, 60_000);
afterAll(() => zone?.database.drop());

it('has the value of the cases and the lines of the lists, each in its month', async () => {
  const closed = await zone.db.query<{ fob: bigint; channel: string }>(
    `select fob, channel from export.cases where state = '899' order by closed_at, fob`,
  );
  // 37.02 euro at 7.9, (78.66 + 7.77) dollars at 6.8, each line rounded by itself.
  expect(closed.slice(0, 2).map(({ fob }) => fob)).toEqual([29_246n, 53_489n + 5_284n]);
  const september = await readStatistics(zone.db, EXPORTS, '2020-09', ['currency']);
  expect(september.rows).toEqual([
    { keys: ['300'], sums: [1n, 3_702n, 29_246n] },
    { keys: ['502'], sums: [2n, 8_643n, 58_773n] },
  ]);
  const headings = await readStatistics(zone.db, EXPORTS, '2020-09', ['heading']);
  expect(headings.rows).toEqual([
    { keys: ['3926'], sums: [1n, 1n, 5_284n] },
    { keys: ['6109'], sums: [2n, 2n, 29_246n + 53_489n] },
  ]);
  expect(headings.total).toEqual([2n, 3n, 29_246n + 58_773n]);
  const october = await readStatistics(zone.db, EXPORTS, '2020-10', ['channel']);
  expect(october.rows.map(({ keys, sums }) => [keys[0], sums[0], sums.at(-1)])).toEqual([
    ['A', 1n, closed[2]?.fob],
  ]);
});

async function audited(sql: Sql, sampleOf = 1): Promise<LawResult> {
  const tally = newTally(STATISTICS.id, STATISTICS.title);
  const days = await openDays(sql, null);
  await STATISTICS.watch(tally, { sql, days, now: 0, sampleOf, witness: null }).finish?.();
  return tally.result();
}

class Undo extends Error {}

async function auditedAfter(change: string): Promise<LawResult> {
  let result: LawResult | undefined;
  const done = zone.db.transaction(async (tx) => {
    await tx.script(change);
    result = await audited(tx);
    throw new Undo();
  });
  await expect(done).rejects.toThrow(Undo);
  return present(result, 'result');
}

describe('the auditor', () => {
  it('finds nothing wrong', async () => {
    const { broken, examples, checked, notes } = await inSnapshot(zone.db, (sql) => audited(sql));
    expect([broken, examples, notes]).toEqual([0, [], []]);
    expect(checked).toBeGreaterThan(10);
  });

  it('says what it leaves out of a sample', async () => {
    const { broken, notes } = await inSnapshot(zone.db, (sql) => audited(sql, 2));
    expect([broken, notes]).toEqual([0, [expect.stringContaining('not worked out again')]]);
  });

  it.each(STATISTICS_BREAKS)('sees that %s', async (_, __, change) => {
    const { broken, examples } = await auditedAfter(change);
    expect([broken > 0, examples.length]).toEqual([true, Math.min(broken, 20)]);
  });
});
