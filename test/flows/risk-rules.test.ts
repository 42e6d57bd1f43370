import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addRule,
  putIntoForce,
  type RuleDone,
  takeOutOfForce,
} from '../../src/flows/risk-rules.ts';
import { unwatch, watch, watchLists } from '../../src/flows/watch-lists.ts';
import { assess } from '../../src/risk/evaluate.ts';
import { listRules, storeTrial } from '../../src/risk/rule-store.ts';
import { labelOf, type RuleId, type RuleVersion } from '../../src/risk/rule-version.ts';
import type { RiskSubject } from '../../src/risk/subject.ts';
import { riskSubject } from '../risk-subject.ts';
import { type Desk, openDesk } from './desk.ts';
import { EVENING, openZone, type Zone } from './zone.ts';

const LEAD = 2_000;
const HOUR = 3_600_000;

let zone: Zone;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

const OFFICER = 'officer-1';
const OTHER = 'officer-2';

function add(text: string, number: number | null = null): Promise<RuleDone> {
  return addRule(desk.house, { number, text, reason: 'a test', by: OFFICER });
}

function sound(done: RuleDone): RuleVersion {
  if (!done.ok) throw new Error(done.error.map(({ code, en }) => `${code} ${en}`).join('\n'));
  return done.value;
}

function codes(done: { ok: boolean; error?: readonly { code: string }[] }): string[] {
  return (done.error ?? []).map(({ code }) => code);
}

async function tried(text: string, selected = 1, number: number | null = null) {
  const rule = sound(await add(text, number));
  const times = { at: desk.clock.now(), from: 0, until: desk.clock.now() };
  const counts = { decisions: 100, every: 1, looked: 100, selected, classes: {}, examples: [] };
  await storeTrial(zone.db, rule, { ...times, ...counts });
  return rule;
}

function activate(id: RuleId, by = OFFICER, from: number | null = null): Promise<RuleDone> {
  return putIntoForce(desk.house, id, by, { from, until: null });
}

/** What the rules of a process say of a parcel, as they are at an instant. */
async function selectedBy(subject: RiskSubject): Promise<readonly string[]> {
  const { risk } = await desk.house.registry.fresh(zone.db);
  return assess(risk.imports(subject.at), subject).rules;
}

describe('a rule', () => {
  it('is a draft, is tried, is in force for a time, and has ended', async () => {
    const rule = await tried('inspect when list.lines>0');
    expect(rule).toMatchObject({ version: 1, state: 'draft', text: 'inspect when list.lines > 0' });
    const active = sound(await activate(rule));
    expect(active).toMatchObject({ state: 'active', from: EVENING + LEAD, approvedBy: OFFICER });
    const label = labelOf(rule);
    const subject = { ...riskSubject(), at: EVENING + LEAD };
    expect(await selectedBy({ ...subject, at: EVENING + LEAD - 1 })).toEqual([]);
    expect(await selectedBy(subject)).toEqual([label]);
    const until = EVENING + HOUR;
    const ended = sound(await takeOutOfForce(desk.house, rule, OTHER, until));
    expect(ended).toMatchObject({ state: 'ended', until, endedBy: OTHER });
    expect(await selectedBy({ ...subject, at: until - 1 })).toEqual([label]);
    expect(await selectedBy({ ...subject, at: until })).toEqual([]);
    // An old decision is assessed by the rules of its time.
    expect(await selectedBy(subject)).toEqual([label]);
  });

  it('that does not parse, or asks for a list that is not there, is refused', async () => {
    const before = (await listRules(zone.db, true, 1_000)).length;
    expect(codes(await add('inspect when'))).toEqual(['RISK-TEXT']);
    const text = 'stop when watch "nobody" has buyer and not (watch "none" has goods)';
    expect(codes(await add(text))).toEqual(['RISK-WATCH', 'RISK-WATCH']);
    expect(codes(await add('inspect when list.lines > 0', 999))).toEqual(['RISK-NONE']);
    const nameless = { number: null, text: 'inspect when list.lines > 0', reason: ' ', by: '' };
    expect(codes(await addRule(desk.house, nameless))).toEqual(['RISK-PERSON']);
    expect(await listRules(zone.db, true, 1_000)).toHaveLength(before);
  });

  it('is not put into force without a trial, nor above the ceiling by one person', async () => {
    const untried = sound(await add('inspect when list.lines > 1'));
    expect(codes(await activate(untried))).toEqual(['RISK-TRIAL']);
    const wide = await tried('inspect when list.lines > 1', 6);
    expect(codes(await activate(wide))).toEqual(['RISK-CEILING']);
    expect(sound(await activate(wide, OTHER))).toMatchObject({ approvedBy: OTHER });
    expect(codes(await activate(wide, OTHER))).toEqual(['RISK-STATE', 'RISK-PERIOD']);
    expect(codes(await activate({ number: 999, version: 1 }))).toEqual(['RISK-NONE']);
  });

  it('never changes: another text is another version, in force in another time', async () => {
    const first = await tried('review when list.lines > 5');
    sound(await activate(first));
    const second = await tried('review when list.lines > 6', 1, first.number);
    expect(second).toMatchObject({ number: first.number, version: 2, state: 'draft' });
    expect(codes(await activate(second))).toEqual(['RISK-PERIOD']);
    const change = EVENING + 2 * HOUR;
    sound(await takeOutOfForce(desk.house, first, OFFICER, change));
    expect(codes(await activate(second, OFFICER, change - 1))).toEqual(['RISK-PERIOD']);
    expect(sound(await activate(second, OFFICER, change))).toMatchObject({ from: change });
    expect(codes(await takeOutOfForce(desk.house, first, OFFICER, null))).toEqual(['RISK-STATE']);
  });

  it('does not begin or end in the past', async () => {
    const rule = await tried('review when list.lines > 7');
    expect(codes(await activate(rule, OFFICER, EVENING))).toEqual(['RISK-PERIOD']);
    sound(await activate(rule));
    const past = await takeOutOfForce(desk.house, rule, OFFICER, EVENING);
    expect(codes(past)).toEqual(['RISK-PERIOD']);
  });

  it('is numbered once when many are written at the same time', async () => {
    const many = await Promise.all(
      Array.from({ length: 8 }, () => add('review when list.lines > 8')),
    );
    expect(new Set(many.map((one) => labelOf(sound(one)))).size).toBe(8);
  });
});

describe('a watch list', () => {
  const put = {
    name: 'ring-7',
    kind: 'buyer',
    reason: 'resale',
    by: OFFICER,
    until: null,
  } as const;

  it('holds persons as keyed hashes alone, from soon on until they leave it', async () => {
    const { house, clock } = desk;
    const idNumber = '110101199003070003';
    const done = await watch(house, { ...put, values: [idNumber, ' 110101199003070003 '] });
    expect(done).toMatchObject({ ok: true, value: { changed: 1 } });
    const rule = await tried('stop when watch "ring-7" has buyer');
    sound(await activate(rule));
    const label = labelOf(rule);
    const { hash } = house.registry.current();
    const plain = riskSubject();
    const buyer = { ...plain.list.buyer, idKey: hash('id', idNumber) };
    const at = EVENING + LEAD;
    const subject = { ...plain, at, list: { ...plain.list, buyer } };
    expect(await selectedBy(subject)).toContain(label);
    expect(await selectedBy({ ...plain, at })).not.toContain(label);
    const rows = await zone.db.query('select * from risk.watch_entries');
    expect(JSON.stringify(rows)).not.toContain(idNumber);
    clock.set(EVENING + HOUR);
    const off = await unwatch(house, { name: 'ring-7', values: [idNumber], by: OTHER });
    expect(off).toMatchObject({ ok: true, value: { changed: 1 } });
    expect(await selectedBy({ ...subject, at: EVENING + HOUR + LEAD })).not.toContain(label);
    expect(await selectedBy({ ...subject, at: EVENING + HOUR })).toContain(label);
    const again = await watch(house, { ...put, values: [idNumber] });
    expect(again).toMatchObject({ ok: true, value: { changed: 1 } });
    expect(await selectedBy({ ...subject, at: EVENING + HOUR + LEAD })).toContain(label);
    expect(await watchLists(house)).toMatchObject([{ name: 'ring-7', kind: 'buyer', entries: 1 }]);
    clock.set(EVENING);
  });

  it('takes no entry of another kind, and a list keeps its kind', async () => {
    const { house } = desk;
    const other = await watch(house, { ...put, kind: 'hs', values: ['2106'] });
    expect(codes(other)).toEqual(['RISK-WATCH']);
    const goods = { ...put, name: 'goods', kind: 'hs' as const };
    const bad = await watch(house, { ...goods, values: ['2106', 'honey', '210'] });
    expect(codes(bad)).toEqual(['RISK-ENTRY', 'RISK-ENTRY']);
    expect(codes(await watch(house, { ...goods, name: '"; drop', values: ['2106'] }))).toEqual([
      'RISK-ENTRY',
    ]);
    const past = await watch(house, { ...goods, values: ['2106'], until: EVENING });
    expect(codes(past)).toEqual(['RISK-PERIOD']);
    expect(codes(await unwatch(house, { name: 'goods', values: ['2106'], by: OFFICER }))).toEqual([
      'RISK-WATCH',
    ]);
  });
});
