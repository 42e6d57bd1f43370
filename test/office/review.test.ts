import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ONE } from '../../src/base/rate.ts';
import { openAlarms, raiseAlarms, settleAlarm } from '../../src/inspection/alarm-store.ts';
import { everyList } from '../flows/classes.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from '../flows/desk.ts';
import { type Papers, paperMill } from '../flows/papers.ts';
import { requestOf } from '../flows/request-papers.ts';
import { AGENT, openZone, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';
import { codesOf } from '../window-call.ts';

// Lists whose documents a person looks at (300), and the doors of the office.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, ONE, 'person'));
  mill = paperMill(zone.profile);
  await employ(zone, [
    ...['R1', 'R2'].map((number) => person(number)),
    person('C1', { tags: ['customs'] }),
    person('S1', { roles: ['supervisor'], tags: [] }),
    person('A1', { roles: ['auditor'] }),
    person('P1', { roles: ['operator'] }),
  ]);
});
beforeEach(async () => {
  await zone.db.script('truncate inspection.tasks, inspection.trail');
  desk = await openDesk(zone);
  office = await openOffice(desk);
});
afterEach(async () => {
  await workOff();
  await office.close();
});
afterAll(() => zone?.database.drop());

/** What a test leaves at 300 would be the next one's. */
async function workOff(): Promise<void> {
  await office.round();
  const { json } = await office.as('R1', 'GET', '/queue');
  for (const { id, holder } of json.tasks) {
    const officer = holder ?? 'R1';
    const answer = await office.as(officer, 'POST', `/tasks/${id}/review`, { decision: 'accept' });
    expect(answer.status).toBe(200);
  }
}

async function held(): Promise<{ papers: Papers; listNo: string; id: string }> {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  const { state, listNo } = (await caseOf(zone.db, papers))!;
  expect(state).toBe('300');
  await office.round();
  const [row] = await zone.db.query<{ id: string }>(
    'select id from inspection.tasks where subject = $1',
    [listNo],
  );
  return { papers, listNo: listNo!, id: row!.id };
}

describe('a list at 300', () => {
  it('is seen by those who review, with its declaration', async () => {
    const { listNo, id } = await held();
    const { json } = await office.as('R1', 'GET', '/queue?kind=review&filter=free');
    expect(json.tasks).toContainEqual(
      expect.objectContaining({ id, stage: 'open', subject: listNo, holder: null }),
    );
    expect((await office.as('C1', 'GET', '/queue')).json.tasks).toEqual([]);
    expect((await office.as('C1', 'GET', `/tasks/${id}`)).status).toBe(404);
    const view = await office.as('R1', 'GET', `/tasks/${id}`);
    expect(view.json).toMatchObject({
      declaration: { status: '300', findings: [{ code: 'REVIEW' }] },
      ...{ opening: null, results: [], review: null },
    });
    // No name, number or address of the buyer is in it.
    expect(JSON.stringify(view.json)).not.toMatch(/buyer|idNumber|consignee/i);
  });

  it('is accepted, and then left to chance as any other', async () => {
    const { papers, id } = await held();
    const done = await office.as('R1', 'POST', `/tasks/${id}/review`, { decision: 'accept' });
    expect([done.status, done.json]).toEqual([200, { decision: 'accept' }]);
    expect((await caseOf(zone.db, papers))?.state).toBe('500');
    const late = await office.as('R2', 'POST', `/tasks/${id}/review`, { decision: 'accept' });
    expect([late.status, codesOf(late)]).toEqual([409, ['OFF-CLOSED']]);
  });

  it('is returned with a reason, and not without', async () => {
    const { papers, id } = await held();
    const silent = await office.as('R1', 'POST', `/tasks/${id}/review`, { decision: 'return' });
    expect([silent.status, codesOf(silent)]).toEqual([422, ['OFF-TEXT']]);
    const word = { decision: 'return', reason: '品名与税号不符' };
    for (const [officer, status] of [
      ['S1', 403],
      ['C1', 404],
      ['R1', 200],
    ] as const) {
      const answer = await office.as(officer, 'POST', `/tasks/${id}/review`, word);
      expect([officer, answer.status]).toEqual([officer, status]);
    }
    expect((await caseOf(zone.db, papers))?.state).toBe('100');
    expect((await desk.news(AGENT)).at(-1)?.info).toContain('品名与税号不符');
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });

  it('that is withdrawn meanwhile closes its task', async () => {
    const { papers, listNo, id } = await held();
    await desk.send(AGENT, requestOf('CEB623', papers.list.head, listNo));
    expect((await caseOf(zone.db, papers))?.state).toBe('430');
    const late = await office.as('R1', 'POST', `/tasks/${id}/review`, { decision: 'accept' });
    expect([late.status, codesOf(late)]).toEqual([409, ['OFF-CLOSED']]);
    await office.round();
    const view = await office.as('R1', 'GET', `/tasks/${id}`);
    expect(view.json).toMatchObject({ trail: [{}, { action: 'moved-on', officer: null }] });
  });

  it('raises an alarm once when its time is over', async () => {
    const { id } = await held();
    desk.clock.advance(120 * 60_000 - 1);
    expect(await office.round()).toMatchObject({ overdue: 0 });
    desk.clock.advance(1);
    expect(await office.round()).toMatchObject({
      ...{ overdue: 1, tasks: [{ kind: 'review', stage: 'open', open: 1, overdue: 1 }] },
    });
    expect(await office.round()).toMatchObject({ overdue: 0 });
    const { json } = await office.as('R1', 'GET', '/queue?filter=overdue');
    expect(json.tasks).toMatchObject([{ id, overdue: true }]);
    const view = await office.as('R1', 'GET', `/tasks/${id}`);
    expect(view.json.trail).toMatchObject([{ action: 'opened' }, { action: 'overdue' }]);
  });

  it('is taken by one of many who ask at once, page by page', async () => {
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push((await held()).id);
    const taken = await Promise.all(
      ['R1', 'R2', 'R1', 'R2'].map((one) => office.as(one, 'POST', '/queue/claim', {})),
    );
    const got = taken.flatMap(({ json }) => (json.task === null ? [] : [json.task.id as string]));
    expect(got.toSorted()).toEqual(ids.toSorted());
    const first = await office.as('R1', 'GET', '/queue?limit=2');
    const { id: after } = first.json.tasks[1];
    const rest = await office.as('R1', 'GET', `/queue?limit=2&after=${after}`);
    const all = [...first.json.tasks, ...rest.json.tasks].map(({ id }: { id: string }) => id);
    expect(all.toSorted()).toEqual(ids.toSorted());
    const mine = await office.as('R1', 'GET', '/queue?filter=mine');
    for (const { holder } of mine.json.tasks) expect(holder).toBe('R1');
  });
});

describe('an alarm of a lane', () => {
  const scan = { site: '4101W60001', scanId: 'a/1', kind: 'offline' as const };

  it('is a task that one officer settles with a note', async () => {
    const alarm = { ...scan, listNo: null, logisticsNo: 'W1', detail: '03' };
    await raiseAlarms(zone.db, [alarm], desk.clock.now());
    await office.round();
    const { json } = await office.as('C1', 'POST', '/queue/claim', { kind: 'pending' });
    expect(json.task).toMatchObject({ subject: 'offline/4101W60001/a/1', stage: 'open' });
    const { id } = json.task;
    const view = await office.as('C1', 'GET', `/tasks/${id}`);
    expect(view.json).toMatchObject({
      ...{ declaration: null, scans: [], alarm: { kind: 'offline', logisticsNo: 'W1' } },
    });
    const path = `/tasks/${id}/settle`;
    expect((await office.as('C1', 'POST', path, { note: ' ' })).status).toBe(422);
    expect((await office.as('R1', 'POST', path, { note: 'x' })).status).toBe(409);
    expect((await office.as('C1', 'POST', path, { note: '包裹已找到' })).status).toBe(200);
    expect(await openAlarms(zone.db, 10)).toEqual([]);
    expect((await office.as('C1', 'GET', `/tasks/${id}`)).json).toMatchObject({
      ...{ alarm: { settledBy: 'C1', note: '包裹已找到' }, closedAt: expect.any(String) },
    });
  });

  it('that is settled elsewhere is no task any more', async () => {
    const alarm = { ...scan, scanId: 'b', listNo: null, logisticsNo: 'W1', detail: '03' };
    await raiseAlarms(zone.db, [alarm], desk.clock.now());
    expect(await office.round()).toMatchObject({ opened: 1 });
    await settleAlarm(zone.db, alarm, { name: 'lane', note: 'seen' }, desk.clock.now());
    await office.round();
    expect((await office.as('C1', 'GET', '/queue?kind=pending')).json.tasks).toEqual([]);
  });
});

describe('the doors of the office', () => {
  const SOME = '00000000-0000-4000-8000-000000000000';

  it('open to nobody without the token of an officer', async () => {
    const doors = office.addresses.filter(({ url }) => url.startsWith('/v1/office'));
    expect(doors.length).toBeGreaterThan(12);
    for (const { method, url } of doors) {
      const path = url.replace(':id', SOME).replace(':name', 'a.jpg');
      const bad = [undefined, 'Bearer wrong', `Bearer ${zone.cardOf(AGENT).token}`];
      for (const authorization of bad) {
        const headers = authorization === undefined ? {} : { authorization };
        const answer = await fetch(`${office.url}${path}`, { method, headers });
        expect([method, url, answer.status]).toEqual([method, url, 401]);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="onestep"');
      }
    }
  });

  it('are the only ones that an officer opens', async () => {
    const headers = { authorization: 'Bearer token-of-R1' };
    const answer = await fetch(`${office.url}/v1/receipts`, { headers });
    expect(answer.status).toBe(401);
    expect((await office.as('R1', 'GET', '/me')).json).toMatchObject({ number: 'R1' });
  });

  it('open to those alone whose role it is', async () => {
    for (const officer of ['A1', 'P1']) {
      const answer = await office.as(officer, 'GET', '/queue');
      expect([answer.status, codesOf(answer)]).toEqual([403, ['OFF-ROLE']]);
      expect((await office.as(officer, 'POST', '/queue/claim', {})).status).toBe(403);
    }
  });

  // Pages of the console read lists, books and the like, where nothing can stand in the way of
  // anybody; what is changed there may be refused.
  const PAGES = [
    ...['actions', 'certificates', 'declarations', 'enterprises', 'exports/summaries', 'gate'],
    ...['messages', 'stock'],
  ].map((name) => `/v1/office/${name}`);
  const answersOf = (method: string, path: string): string[] => {
    if (!PAGES.some((one) => path.startsWith(one)))
      return ['200', '401', '403', '404', '409', '422'];
    const isRead = method === 'get' || path.endsWith('/search');
    const missing = path.includes('{') ? ['404'] : [];
    return ['401', '403', ...missing, ...(isRead ? ['200'] : ['422'])];
  };

  it('are described, each with what may go wrong', async () => {
    const { paths } = (await (await fetch(`${office.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { responses: object; security: unknown }>>;
    };
    const own = Object.entries(paths).filter(([path]) => path.startsWith('/v1/office'));
    for (const [path, methods] of own) {
      for (const [method, { responses, security }] of Object.entries(methods)) {
        expect(security).toEqual([{ token: [] }]);
        expect(Object.keys(responses), path).toEqual(
          expect.arrayContaining(answersOf(method, path)),
        );
      }
    }
    expect(own.length).toBeGreaterThan(11);
  });

  it.each([
    ['GET', '/queue?limit=0', undefined],
    ['GET', '/queue?filter=other', undefined],
    ['POST', '/queue/claim', { kind: 'other' }],
    ['GET', '/tasks/17', undefined],
    ['POST', `/tasks/${SOME}/result`, { customs: 'free' }],
    ['POST', `/tasks/${SOME}/review`, {}],
    ['POST', `/tasks/${SOME}/hand-over`, { to: 'a b' }],
    ['POST', `/tasks/${SOME}/recuse`, { reason: 'tired' }],
    ['POST', `/tasks/${SOME}/assignment`, { pair: ['R1'], grounds: 'x' }],
    ['POST', `/tasks/${SOME}/assignment`, { pair: ['R1', 'R2'], grounds: 'a\nb' }],
  ])('%s %s is not as described', async (method, path, body) => {
    const answer = await office.as('S1', method, path, body);
    expect([answer.status, codesOf(answer)[0]]).toEqual([400, 'REQ-VALUE']);
  });
});

it('a law under which nothing is drawn gives the office nothing to do', async () => {
  const quiet = await openZone({ classification: [] });
  try {
    const own = await openDesk(quiet);
    await own.sendAll(mill.parcel());
    const empty = await openOffice(own);
    expect(await empty.round()).toMatchObject({ opened: 0, assigned: 0, waiting: 0, overdue: 0 });
    await empty.close();
  } finally {
    await quiet.database.drop();
  }
});
