import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../src/base/dates.ts';
import { trialLines } from '../../src/cli/risk-lines.ts';
import { addRule, putIntoForce } from '../../src/flows/risk-rules.ts';
import { tryRule, tryVersion } from '../../src/flows/risk-trial.ts';
import { warmSightings } from '../../src/flows/warm-sightings.ts';
import { watch } from '../../src/flows/watch-lists.ts';
import { settableClock } from '../../src/io/clock.ts';
import { valueAt } from '../../src/registry/dated.ts';
import { completeProfile } from '../../src/registry/profile-codec.ts';
import { writeProfile } from '../../src/registry/store.ts';
import { parseRule } from '../../src/risk/rule-text.ts';
import { labelOf, type RuleVersion, type Trial, trialJson } from '../../src/risk/rule-version.ts';
import { storeSignals } from '../../src/risk/signals.ts';
import { type Desk, openDesk, senderOf } from './desk.ts';
import { paperMill } from './papers.ts';
import { EVENING, openZone, PLATFORM, START, type Zone } from './zone.ts';

let zone: Zone;
let desk: Desk;
let regular: string;
const PARCELS = 12;
const OF_REGULAR = 5;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  const mill = paperMill(zone.profile);
  const buyer = mill.person();
  regular = buyer.idNumber;
  const papers = Array.from({ length: PARCELS }, (_, i) =>
    mill.parcel(i < OF_REGULAR ? { buyer, consignee: buyer } : {}),
  );
  for (const [i, parcel] of papers.entries()) {
    desk.clock.set(EVENING - (PARCELS - i) * 1_000);
    await desk.sendAll(parcel);
  }
  desk.clock.set(EVENING);
  // One that is returned is not selected from.
  const last = mill.parcel();
  await desk.sendAll(last, 'order', 'payment', 'waybill');
  const head = { ...last.list.head, freight: '999.00' };
  await desk.send(senderOf(last, 'list'), { ...last.list, head });
});
afterAll(() => zone?.database.drop());

function tried(text: string, more: { days?: number; most?: number } = {}): Promise<Trial> {
  const parsed = parseRule(text);
  if (!parsed.ok) throw new Error(text);
  return tryRule(desk.house, parsed.value, { days: 30, ...more });
}

async function added(text: string): Promise<RuleVersion> {
  const rule = { number: null, text, reason: 'test', by: 'officer-1' };
  const done = await addRule(desk.house, rule);
  if (!done.ok) throw new Error(done.error[0]?.en);
  return done.value;
}

it('says how many of the lists of a period a rule would have selected', async () => {
  desk.clock.set(EVENING + DAY);
  const all = await tried('inspect when list.lines > 0');
  expect(all).toMatchObject({ looked: PARCELS, selected: PARCELS, every: 1 });
  expect(all.decisions).toBe(PARCELS + 1);
  expect(all.examples).toHaveLength(PARCELS);
  const classes = Object.values(all.classes).reduce((sum, { looked }) => sum + looked, 0);
  expect(classes).toBe(PARCELS);
  const nothing = await tried('inspect when list.lines > 99');
  expect(nothing).toMatchObject({ selected: 0, examples: [] });
  const resale = await tried('inspect when buyer.lists > 3');
  expect(resale).toMatchObject({ looked: PARCELS, selected: OF_REGULAR - 3 });
});

it('counts sellers by their class under the order of the day', async () => {
  desk.clock.set(EVENING + DAY);
  const text = 'inspect when seller.class = GENERAL';
  expect((await tried(text)).classes).toEqual({ GENERAL: { looked: PARCELS, selected: PARCELS } });
  const { parameters } = zone.profile;
  const always = <T>(value: T) => [{ from: '2016-04-08', until: null, value, law: 'test' }];
  const classification = always(valueAt(parameters.classification, '2021-11-01'));
  const order = { creditRegime: always('251' as const), classification };
  const law = completeProfile({ ...zone.profile, parameters: { ...parameters, ...order } });
  await zone.register((tx) => writeProfile(tx, law, EVENING));
  // The rule sees what is on file.
  expect((await tried(text)).classes).toEqual({ ROUTINE: { looked: PARCELS, selected: PARCELS } });
  await zone.register((tx) => writeProfile(tx, zone.profile, EVENING));
});

it('says how many days of the period lie in files', async () => {
  desk.clock.set(EVENING + DAY);
  const text = 'inspect when list.lines > 0';
  expect(await tried(text)).toMatchObject({ looked: PARCELS, archivedDays: 0 });
  await zone.db.execute(
    `insert into documents.archives select day, 'gone', '', 0, 0, 0, 0, '{}', now()
     from unnest('{2020-08-01,2020-09-10,2020-09-11}'::date[]) as d (day)`,
  );
  const trial = await tried(text);
  expect(trialJson(trial)).toMatchObject({ looked: PARCELS, archivedDays: 2 });
  expect(trialLines(trial)).toContain('Archived days that were not looked at: 2.');
  await zone.db.execute('delete from documents.archives');
});

it('looks at the period alone, by watch lists of now and signals of the day', async () => {
  desk.clock.set(EVENING + DAY);
  const change = { name: 'ring', reason: 'test', by: 'officer-1', until: null } as const;
  await watch(desk.house, { ...change, kind: 'buyer', values: [regular] });
  expect(await tried('stop when watch "ring" has buyer')).toMatchObject({ selected: OF_REGULAR });
  const signal = { source: 'payment-data', code: 'PULL-AMOUNT', ref: 'x', detail: {} } as const;
  const about = { enterprise: PLATFORM.code, orderNo: null, listNo: null, at: EVENING - DAY };
  await storeSignals(zone.db, [{ ...signal, ...about }]);
  expect(await tried('review when payment.false = 1')).toMatchObject({ selected: PARCELS });
  desk.clock.set(EVENING + 40 * DAY);
  expect(await tried('inspect when list.lines > 0')).toMatchObject({ looked: 0, decisions: 0 });
});

it('looks at a sample when there are more', async () => {
  desk.clock.set(EVENING + DAY);
  const progress: [number, number][] = [];
  const parsed = parseRule('inspect when list.lines > 0');
  if (!parsed.ok) throw new Error();
  const trial = await tryRule(desk.house, parsed.value, {
    ...{ days: 30, most: 4 },
    onProgress: (done, whole) => progress.push([done, whole]),
  });
  expect(trial.every).toBe(4);
  expect(trial.looked).toBeGreaterThan(0);
  expect(trial.looked).toBeLessThan(PARCELS);
  expect(progress.at(-1)).toEqual([PARCELS + 1, PARCELS + 1]);
});

it('is kept with the version, which can then be put into force', async () => {
  desk.clock.set(EVENING + DAY);
  const rule = await added('inspect when buyer.lists > 4');
  const done = await tryVersion(desk.house, rule, { days: 30 });
  if (!done.ok) throw new Error(done.error[0]?.en);
  expect(done.value).toMatchObject({ state: 'tried', trial: { looked: PARCELS, selected: 1 } });
  const time = { from: null, until: null };
  const alone = await putIntoForce(desk.house, rule, 'officer-1', time);
  expect(alone).toMatchObject({ ok: false, error: [{ code: 'RISK-CEILING' }] });
  expect(await putIntoForce(desk.house, rule, 'officer-2', time)).toMatchObject({ ok: true });
  const again = await tryVersion(desk.house, rule, { days: 30 });
  expect(again).toMatchObject({ ok: false, error: [{ code: 'RISK-STATE' }] });
  const none = await tryVersion(desk.house, { number: 99, version: 1 }, { days: 30 });
  expect(none).toMatchObject({ ok: false, error: [{ code: 'RISK-NONE' }] });
  expect(labelOf(rule)).toBe('R1.1');
});

it('lets a process that begins know who came before', async () => {
  const fresh = await openDesk(zone, { clock: settableClock(EVENING + 1_000) });
  const { house } = fresh;
  const keys = { buyer: [house.registry.current().hash('id', regular)] };
  const seen = () => {
    const parcel = { ...keys, payer: [], phone: [], address: [] };
    const { index, memory } = house.registry.current();
    const law = index.sightings(START);
    const { counts } = memory.sightings.look([parcel], EVENING + 1_000, law);
    return counts[0]!.buyer;
  };
  expect(seen()).toBe(1);
  expect(await warmSightings(house)).toBe(PARCELS);
  expect(seen()).toBe(OF_REGULAR + 1);
  fresh.clock.set(EVENING + 2 * DAY);
  expect(await warmSightings(house)).toBe(0);
  fresh.clock.set(EVENING + 1_000);
  expect(await warmSightings(house, 3)).toBe(2);
});
