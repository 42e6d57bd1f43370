import { afterAll, beforeAll, expect, it } from 'vitest';
import { sheetPage } from '../../src/bonded/count-pages.ts';
import { crossingsPage } from '../../src/bonded/crossing-store.ts';
import { dueSlips, slipCalled, vehicleHolds } from '../../src/bonded/slip-store.ts';
import { pageOfLotsInTurn } from '../../src/bonded/stock-pages.ts';
import { rememberStatements } from '../plans.ts';
import { openZone, type Zone } from './zone.ts';

// Pages of gates, stock-takes and lots cost what they show, however much was reported before.
let zone: Zone;
beforeAll(async () => {
  zone = await openZone();
  await zone.db.script(`
    insert into bonded.crossings (crossing_id, gate, slip_no, passed, crossed_at, reported_at, said,
      findings)
    select 'X' || i, 'ZZ0' || i % 9, 'Z' || i, true, at, at, '{}', '[]'
    from generate_series(1, 20000) as i
    cross join lateral (select timestamptz '2020-01-01' + i * interval '10 minutes' as at) t;
    insert into bonded.papers (kind, paper_no, book_no, enterprise_code, own_no, state, made_at,
      changed_at, holds, said, body)
    select 'slip', 'Z' || i, 'B1', 'F', i::text, state, at, at,
      case state when 'approved' then '${vehicleHolds('V')}' || i end, '{}', '{}'
    from generate_series(1, 20000) as i
    cross join lateral (select timestamptz '2020-01-01' + i * interval '10 minutes' as at,
      case when i % 100 = 0 then 'approved' else 'crossed' end as state) t;
    insert into bonded.lots (book_no, record_no, lot_no, status, owner, location, document,
      opened_at, quantity)
    select 'B1', '1', 'L' || i, 'bonded', 'F', 'P' || i % 2000, 'opening B1', '2020-01-01', 5
    from generate_series(1, 20000) as i;
    insert into bonded.lots (book_no, record_no, lot_no, status, owner, location, document,
      opened_at, quantity)
    select 'B1', '1', 'L1@LIST:' || i, 'bonded', 'F', 'LIST:' || i, 'opening B1', '2020-01-01', 5
    from generate_series(1, 20000) as i;
    analyze bonded.crossings; analyze bonded.papers; analyze bonded.lots`);
});
afterAll(() => zone?.database.drop());

it('read by an index as many rows as they show', async () => {
  const { db, plans } = rememberStatements(zone.db);
  const [from, until] = ['2020-03-01T00:00:00Z', '2020-03-02T00:00:00Z'].map(Date.parse);
  const all = { gate: null, from: null, until: null, after: null, limit: 50 };
  const day = { ...all, gate: 'ZZ04', from: from!, until: until! };
  const place = { location: 'P1000', lotNo: 'L1000', recordNo: '1' };
  const lot = { inSet: false, expiresOn: null, openedAt: Date.parse('2020-01-01'), lotNo: 'L15' };
  const asked: readonly (readonly [most: number, rows: number, () => Promise<unknown[]>])[] = [
    [51, 50, () => crossingsPage(db, all)],
    [51, 50, () => crossingsPage(db, { ...all, gate: 'ZZ04' })],
    [51, 16, () => crossingsPage(db, day)],
    [
      51,
      5,
      () =>
        crossingsPage(db, { ...day, after: { at: until! - 10 * 3_600_000, name: '' }, limit: 5 }),
    ],
    [51, 50, () => dueSlips(db, { at: from!, name: '' }, 50)],
    [1, 1, async () => [await slipCalled(db, 'V100')]],
    // Lots of the last place are put in order with those of the page.
    [80, 50, () => sheetPage(db, 'B1', { records: null, locations: null }, place, 50)],
    [51, 50, () => pageOfLotsInTurn(db, { bookNo: 'B1', recordNo: '1' }, null, 50)],
    [51, 50, () => pageOfLotsInTurn(db, { bookNo: 'B1', recordNo: '1' }, lot, 50)],
  ];
  for (const [i, [most, rows, ask]] of asked.entries()) {
    expect([i, (await ask()).length]).toEqual([i, rows]);
    for (const step of await plans()) {
      expect([i, step.node, step.rows <= most]).toEqual([i, step.node, true]);
      if (step.relation !== null)
        expect([i, step.node]).toEqual([i, expect.stringMatching(/^(Index|Bitmap)/)]);
    }
  }
});
