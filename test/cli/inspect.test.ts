import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { everyList } from '../flows/classes.ts';
import { brokenLaws, caseOf, openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { openZone, type Zone } from '../flows/zone.ts';
import { employ, person } from '../office-desk.ts';
import { call } from './terminal.ts';

let zone: Zone;
let listNo: string;
let place: string[];
let states: () => Promise<string | undefined>;

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE));
  const people = [person('O1'), person('O2'), person('S1', { roles: ['supervisor'] })];
  await employ(zone, [...people, person('G1', { until: '2020-01-01' })]);
  const desk = await openDesk(zone);
  const papers = paperMill(zone.profile).parcel();
  await desk.sendAll(papers);
  states = async () => (await caseOf(zone.db, papers))?.state;
  listNo = (await caseOf(zone.db, papers))!.listNo!;
  place = ['--database-url', zone.database.url];
});
afterAll(() => zone?.database.drop());

describe('onestep officers', () => {
  it('lists who works here by number, without names', async () => {
    const { code, json, out } = await call('officers', '--json', ...place);
    expect(code).toBe(0);
    expect(json()).toMatchObject({
      officers: [
        { number: 'O1', roles: ['officer'], works: true, capacity: 20, today: 0 },
        { number: 'O2' },
        { number: 'S1', roles: ['supervisor'] },
      ],
    });
    expect(out).not.toContain('某');
    expect((await call('officers', '--all', ...place)).out).toMatch(/^G1 +left/m);
  });
});

describe('onestep inspect', () => {
  it('shows an inspection from its selection on', async () => {
    const { json } = await call('inspect', 'list', '--state', 'selected', '--json', ...place);
    expect(json()).toMatchObject({ inspections: [{ listNo, serial: 1, label: 'random' }] });
    const none = await call('inspect', 'decide', listNo, '--officer', 'O1', '--confirm', ...place);
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining(listNo) });
  });

  it('draws officers, and releases when both say so', async () => {
    await zone.db.execute(
      "update inspection.inspections set state = 'arrived', arrived_at = selected_at",
    );
    const drawn = await call('inspect', 'assign', '--json', ...place);
    expect([drawn.code, drawn.json()]).toEqual([
      0,
      // By the clock of this machine the task of 2020 is long past its time.
      { opened: 1, assigned: 1, without: 0, waiting: 0, overdue: 1 },
    ]);
    const decide = (officer: string, ...flags: string[]) =>
      call('inspect', 'decide', listNo, '--officer', officer, ...flags, ...place);
    expect((await decide('O1', '--customs', 'free')).code).toBe(2);
    expect((await decide('O1')).code).toBe(2);
    expect((await decide('O1', '--confirm', '--customs', 'release')).code).toBe(2);
    expect(await decide('X9', '--confirm')).toMatchObject({ code: 1 });
    expect(await decide('S1', '--customs', 'release')).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('OFF-PAIR') },
    });
    const both = ['--customs', 'release', '--quarantine', 'release'];
    expect((await decide('O1', ...both)).out).toBe(
      `${listNo}: release; the second officer is next.`,
    );
    expect(await decide('O1', '--confirm')).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('OFF-ALONE') },
    });
    expect((await decide('O2', '--confirm')).out).toBe(`${listNo}: release; closed.`);
    expect(await states()).toBe('800');
    expect(await brokenLaws(zone.db, Date.now())).toEqual([]);
  });

  it('shows what became of it, with draws and results', async () => {
    const { json } = await call('inspect', 'show', listNo, '--json', ...place);
    expect(json()).toMatchObject({
      openings: [
        {
          ...{ state: 'concluded', outcome: 'release', stage: 'second' },
          draw: expect.stringMatching(/^\d{4}-\d\d-\d\d\/\d+$/),
          officersDraw: expect.stringMatching(/^\d{4}-\d\d-\d\d\/\d+$/),
          pair: expect.arrayContaining(['O1', 'O2']),
          results: [
            { part: 'first', officer: 'O1' },
            { part: 'second', officer: 'O2' },
          ],
        },
      ],
    });
    expect((await call('inspect', 'show', 'X', ...place)).code).toBe(1);
    expect((await call('inspect', 'fly', ...place)).code).toBe(2);
    expect((await call('inspect', 'list', '--state', 'lost', ...place)).code).toBe(2);
  });
});
