import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Desk, openDesk } from '../flows/desk.ts';
import { paperMill } from '../flows/papers.ts';
import { EVENING, openZone, type Zone } from '../flows/zone.ts';
import { employ, type OfficeDesk, openOffice, person } from '../office-desk.ts';
import { codesOf } from '../window-call.ts';

// What officers do with risk rules and watch lists over HTTP.
let zone: Zone;
let desk: Desk;
let office: OfficeDesk;

beforeAll(async () => {
  zone = await openZone();
  await employ(zone, [
    ...[person('R1'), person('R2')],
    person('A1', { roles: ['auditor'] }),
    person('P1', { roles: ['operator'] }),
  ]);
  desk = await openDesk(zone);
  const mill = paperMill(zone.profile);
  for (const papers of [mill.parcel(), mill.parcel()]) await desk.sendAll(papers);
  desk.clock.set(EVENING + 60_000);
});
beforeEach(async () => {
  office = await openOffice(desk);
});
afterEach(() => office.close());
afterAll(() => zone?.database.drop());

const RULES = '/risk/rules';
const written = { text: '审核 当 表体项数 >= 1', reason: 'a test' };

it('a rule is written, tried, and put into force by another officer', async () => {
  const { status, json } = await office.as('R1', 'POST', RULES, written);
  expect([status, json.rule, json.text]).toEqual([200, 'R1.1', 'review when list.lines >= 1']);
  expect(json).toMatchObject({ state: 'draft', action: 'review', madeBy: 'R1', trial: null });
  const early = await office.as('R2', 'POST', `${RULES}/R1.1/activate`, {});
  expect([early.status, codesOf(early)]).toEqual([422, ['RISK-TRIAL']]);
  const tried = await office.as('R1', 'POST', `${RULES}/R1.1/try`, { days: 1 });
  expect(tried.json.trial).toMatchObject({ looked: 2, selected: 2, share: '100.00 %' });
  const alone = await office.as('R1', 'POST', `${RULES}/R1.1/activate`, {});
  expect([alone.status, codesOf(alone)]).toEqual([403, ['RISK-EVERYTHING']]);
  const active = await office.as('R2', 'POST', `${RULES}/R1.1/activate`, { until: '2020-10-01' });
  expect(active.json).toMatchObject({ state: 'active', approvedBy: 'R2' });
  const again = await office.as('R2', 'POST', `${RULES}/R1.1/activate`, {});
  expect([again.status, codesOf(again)[0]]).toEqual([409, 'RISK-STATE']);
  const ended = await office.as('R2', 'POST', `${RULES}/R1.1/end`, {});
  expect(ended.json).toMatchObject({ state: 'ended', endedBy: 'R2' });
  expect((await office.as('A1', 'GET', RULES)).json).toEqual({ rules: [] });
  const all = await office.as('A1', 'GET', `${RULES}?ended=true`);
  expect(all.json.rules).toMatchObject([{ rule: 'R1.1' }]);
});

it('a watch list takes persons, and shows none', async () => {
  const path = '/risk/watch-lists/ring';
  const phones = { kind: 'phone', reason: 'a test', values: ['13800000001', '13800000002'] };
  const added = await office.as('R1', 'POST', `${path}/add`, phones);
  expect(added.json).toEqual({ name: 'ring', kind: 'phone', changed: 2 });
  const removed = await office.as('R1', 'POST', `${path}/remove`, { values: ['13800000001'] });
  expect(removed.json).toMatchObject({ changed: 1 });
  const { json } = await office.as('A1', 'GET', '/risk/watch-lists');
  expect(json.lists).toMatchObject([{ name: 'ring', kind: 'phone' }]);
  expect(JSON.stringify(json)).not.toContain('138');
});

it.each([
  ['R1', 'POST', RULES, { text: 'inspect', reason: 'x' }, 422, 'RISK-TEXT'],
  ['R1', 'POST', RULES, { ...written, number: 77 }, 404, undefined],
  ['R1', 'POST', `${RULES}/R77.1/try`, {}, 404, undefined],
  ['R1', 'POST', `${RULES}/R0.1/end`, {}, 404, undefined],
  ['R1', 'POST', `${RULES}/R77.1/end`, { until: 'noon' }, 400, undefined],
  ['A1', 'POST', RULES, written, 403, 'OFF-ROLE'],
  ['P1', 'GET', RULES, undefined, 403, 'OFF-ROLE'],
  [
    ...(['R1', 'POST', '/risk/watch-lists/x/add'] as const),
    { kind: 'hs', reason: 'x', values: ['honey'] },
    ...([422, 'RISK-ENTRY'] as const),
  ],
  ['R1', 'POST', '/risk/watch-lists/none/remove', { values: ['1'] }, 422, 'RISK-WATCH'],
] as const)('%s %s %s is refused', async (officer, method, path, body, status, code) => {
  const answer = await office.as(officer, method, path, body);
  expect(answer.status).toBe(status);
  if (code !== undefined) expect(codesOf(answer)).toContain(code);
});
