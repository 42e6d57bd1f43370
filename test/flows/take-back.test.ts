import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { viewExport } from '../../src/flows/export-view.ts';
import { findByList } from '../../src/flows/find-parcels.ts';
import { remindOfSummaries } from '../../src/flows/summaries-due.ts';
import { approveTakeBack, proposeTakeBack } from '../../src/flows/take-back.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import { call } from '../cli/terminal.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';
import { brokenLaws, countOf, type Desk, openDesk } from './desk.ts';
import { asExport, type ExportPapers, withdrawalPaper } from './export-papers.ts';
import { exportOf, exportYard } from './export-yard.ts';
import { APPROVER, officer, PROPOSER, takeBack } from './take-backs.ts';
import { AGENT, EVENING, openZone, SELLER, type Zone } from './zone.ts';

// Closed lists that officers take back, where case files cannot tell it: who may, processes side by
// side, what is told and shown. What is refused and when is in test/scenarios-export.
let zone: Zone;
let desk: Desk;
let second: Database;
const yard = () => exportYard(zone, () => desk);

beforeAll(async () => {
  zone = await openZone();
  second = connect(zone.database.url);
});
beforeEach(async () => {
  desk = await openDesk(zone);
});
afterAll(async () => {
  await second?.close();
  await zone?.database.drop();
});

type Gone = ExportPapers & { readonly listNo: string };

async function gone(): Promise<Gone> {
  const papers = await yard().parcel();
  await yard().leave(papers);
  desk.clock.advance(1_000);
  return papers;
}

const stateOf = async (parcel: Gone) => (await exportOf(zone.db, parcel))?.state;
const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

describe('two officers take a list back', () => {
  it('with a receipt that says why, out of all sums, and it may leave again', async () => {
    const parcel = await gone();
    const lists = () => countOf(zone.db, 'export.summary_groups', 'lists > 0');
    const counted = async () => {
      const sum = 'select sum(lists)::int as n from export.statistics_lists';
      return (await zone.db.query<{ n: number }>(sum))[0]!.n;
    };
    const [before, all] = [await lists(), await counted()];
    await desk.news(AGENT);
    expect(await takeBack(desk.house, parcel.listNo)).toEqual([]);
    const [told, ...more] = await desk.news(AGENT);
    expect(told).toMatchObject({
      ...{ type: 'CEB604', status: '800', info: expect.stringContaining('未实际离境') },
      findings: [{ code: 'TAKEN-BACK' }],
    });
    expect(more).toEqual([]);
    expect([await lists(), await counted()]).toEqual([before - 1, all - 1]);
    const view = await viewExport(zone.db, parcel.listNo, AGENT.code);
    expect(view?.timeline.map(({ status }) => status).slice(-3)).toEqual(['800', '899', '800']);
    expect(view?.passage?.closedAt).toBeNull();
    desk.clock.advance(1_000);
    await yard().leave(parcel);
    expect(await stateOf(parcel)).toBe('899');
    expect([await lists(), await counted()]).toEqual([before, all]);
    expect(await brokenLaws(zone.db, EVENING + DAY)).toEqual([]);
  });

  it('neither of them alone, nor who has not the role', async () => {
    const { listNo } = await gone();
    const { house } = desk;
    const propose = (by = PROPOSER, reason = 'x') => proposeTakeBack(house, by, listNo, { reason });
    const approve = (by = APPROVER, proposal = 1) =>
      approveTakeBack(house, by, listNo, { proposal });
    const refusal = async (done: ReturnType<typeof approve>) => {
      const one = await done;
      return one.ok ? [] : codes(one.error);
    };
    expect(await refusal(approve())).toEqual(['OFF-END']);
    expect(await refusal(propose(officer('3', 'auditor')))).toEqual(['OFF-ROLE']);
    expect(await refusal(propose(PROPOSER, ' '))).toEqual(['OFF-GROUNDS']);
    expect(await refusal(propose(APPROVER))).toEqual([]);
    expect(await refusal(approve(APPROVER))).toEqual(['OFF-SAME']);
    expect(await refusal(approve(officer('4', 'officer')))).toEqual(['OFF-ROLE']);
    expect(await refusal(propose())).toEqual([]);
    expect(await refusal(approve(APPROVER, 1))).toEqual(['OFF-NEWER']);
    expect(await refusal(approve(APPROVER, 2))).toEqual([]);
    // The same again changes nothing; another one finds it released.
    expect(await refusal(approve(APPROVER, 2))).toEqual([]);
    expect(await refusal(approve(officer('5', 'supervisor'), 2))).toEqual(['TBK-STATE']);
    expect(await proposeTakeBack(house, PROPOSER, 'X', { reason: 'x' })).toEqual({
      ...{ ok: true, value: null },
    });
  });

  it('once, though two approve it at the same time', async () => {
    const other = await openDesk(zone, { db: second, clock: desk.clock });
    for (let tries = 0; tries < 5; tries += 1) {
      const parcel = await gone();
      await proposeTakeBack(desk.house, PROPOSER, parcel.listNo, { reason: 'x' });
      const done = await Promise.all(
        [desk, other].map(({ house }, i) =>
          approveTakeBack(house, officer(`${7 + i}`, 'supervisor'), parcel.listNo, { proposal: 1 }),
        ),
      );
      expect(done.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await stateOf(parcel)).toBe('800');
    }
    expect(await brokenLaws(zone.db, EVENING + DAY)).toEqual([]);
  });

  it('of a month that is over, which is revised', async () => {
    const parcel = await gone();
    desk.clock.set(EVENING + 20 * DAY);
    expect(await takeBack(desk.house, parcel.listNo)).toEqual([]);
    const revised = `month = '2020-09' and revised_on = '2020-10-08' and lists = 1`;
    expect(await countOf(zone.db, 'export.statistics_revisions', revised)).toBe(1);
    expect(await brokenLaws(zone.db, EVENING + 30 * DAY)).toEqual([]);
  });
});

describe('over HTTP and from the command line', () => {
  let office: OfficeDesk;

  beforeAll(async () => {
    await employ(zone, [
      ...[person('1'), person('2', { roles: ['supervisor'] })],
      person('3', { roles: ['operator'] }),
    ]);
  });
  beforeEach(async () => {
    office = await openOffice(desk);
  });
  afterAll(() => office?.close());

  it('officers propose, approve and read', async () => {
    const { listNo } = await gone();
    const path = `/exports/take-backs/${listNo}`;
    const said = { reason: '航班取消' };
    expect((await office.as('3', 'POST', `${path}/proposal`, said)).status).toBe(403);
    const proposed = await office.as('1', 'POST', `${path}/proposal`, said);
    expect(proposed).toMatchObject({ status: 200, json: { status: '899' } });
    const approved = await office.as('2', 'POST', `${path}/approval`, { proposal: 1 });
    expect(approved).toMatchObject({
      status: 200,
      json: { status: '800', trail: [{ action: 'proposed' }, { action: 'approved', number: 2 }] },
    });
    expect((await office.as('1', 'POST', `${path}/proposal`, said)).status).toBe(409);
    expect((await office.as('1', 'GET', path)).json).toMatchObject({ status: '800' });
    const none = '/exports/take-backs/46122020E999999999';
    expect((await office.as('1', 'GET', none)).status).toBe(404);
    expect((await office.as('1', 'POST', `${none}/proposal`, said)).status).toBe(404);
  });

  it('the command does the same', async () => {
    const { listNo } = await gone();
    const run = (...more: readonly string[]) =>
      call('exports', 'take-back', listNo, ...more, '--database-url', zone.database.url);
    const proposed = await run('--officer', '1', '--reason', '航班取消');
    expect(proposed).toMatchObject({ code: 0, out: expect.stringContaining('proposal 1') });
    const refused = await run('--officer', '1', '--approve', '1');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('OFF-ROLE') });
    const approved = await run('--officer', '2', '--approve', '1');
    expect(approved).toMatchObject({ code: 0, out: expect.stringContaining('now 800') });
    const shown = await run('--json');
    expect(shown.json()).toMatchObject({ status: '800', trail: [{ number: 1 }, { number: 2 }] });
    const due = await call('exports', 'due', listNo, '--database-url', zone.database.url);
    expect(due.code).toBe(2);
  });
});

describe('what is asked of a list', () => {
  it('is found with it', async () => {
    const parcel = await yard().parcel();
    await desk.send(AGENT, withdrawalPaper(parcel.listNo));
    expect(await stateOf(parcel)).toBe('430');
    const { documents } = await findByList(zone.db, parcel.listNo);
    expect(documents.map(({ kind }) => kind)).toContain('withdrawal');
  });

  it('is stopped at a lane once it is withdrawn, and may be declared again', async () => {
    const parcel = await yard().parcel();
    await desk.send(AGENT, withdrawalPaper(parcel.listNo));
    desk.clock.advance(1_000);
    await desk.send(AGENT, asExport('1', parcel.list, { copNo: `${parcel.listNo}A` }));
    expect(await exportOf(zone.db, parcel)).toMatchObject({ state: '800', attempt: 2 });
    expect(await brokenLaws(zone.db, EVENING + 30 * DAY)).toEqual([]);
  });
});

describe('reminders', () => {
  it('are told once to the declarant, some days before the last day', async () => {
    await gone();
    const remind = () => remindOfSummaries(desk.house);
    desk.clock.set(Date.parse('2020-10-09T23:59:59+08:00'));
    expect(await remind()).toBe(0);
    desk.clock.set(Date.parse('2020-10-10T00:00:00+08:00'));
    await desk.news(AGENT);
    await desk.sweep();
    const told = (await desk.news(AGENT)).filter(({ status }) => status === 'R');
    expect(told).toMatchObject([
      {
        type: 'CEB702',
        keys: { agentCode: AGENT.code, ebcCode: SELLER.code },
        findings: [{ code: 'SUM-DUE', en: expect.stringContaining('the last day is 2020-10-15') }],
      },
    ]);
    const restarted = await openDesk(zone, { clock: desk.clock });
    expect(await remindOfSummaries(restarted.house)).toBe(0);
    expect(await brokenLaws(zone.db, EVENING + 30 * DAY)).toEqual([]);
  });
});
