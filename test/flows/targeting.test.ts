import { afterAll, beforeAll, expect, it } from 'vitest';
import { audit, auditSnapshot } from '../../src/audit/audit.ts';
import { rate } from '../../src/base/rate.ts';
import { concludeLists } from '../../src/flows/conclude.ts';
import { explain } from '../../src/flows/explain.ts';
import { addRule, putIntoForce, takeOutOfForce } from '../../src/flows/risk-rules.ts';
import { tryRule, tryVersion } from '../../src/flows/risk-trial.ts';
import { standingStops } from '../../src/inspection/stop-store.ts';
import { parseRule } from '../../src/risk/rule-text.ts';
import { labelOf, type RuleVersion } from '../../src/risk/rule-version.ts';
import { everyList } from './classes.ts';
import { brokenLaws, caseOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { EVENING, openZone, type Zone } from './zone.ts';

// Chance draws next to nothing here: what is looked at, a rule has chosen.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
const MINUTE = 60_000;
let now = EVENING;

beforeAll(async () => {
  zone = await openZone((law) => everyList(law, rate(1n, 1_000_000n)));
  desk = await openDesk(zone);
  mill = paperMill(zone.profile);
});
afterAll(() => zone?.database.drop());

function later(minutes: number): void {
  now += minutes * MINUTE;
  desk.clock.set(now);
}

/** A rule in force from now on. */
async function ruled(text: string): Promise<RuleVersion> {
  const { house } = desk;
  const rule = await addRule(house, { number: null, text, reason: 'test', by: 'officer-1' });
  if (!rule.ok) throw new Error(rule.error[0]?.en);
  await tryVersion(house, rule.value, { days: 1 });
  const active = await putIntoForce(house, rule.value, 'officer-2', { from: null, until: null });
  if (!active.ok) throw new Error(active.error[0]?.en);
  later(1);
  return active.value;
}

async function ended(rule: RuleVersion): Promise<void> {
  await takeOutOfForce(desk.house, rule, 'officer-1', null);
  later(1);
}

async function declared(chosen: Parameters<typeof mill.parcel>[0] = {}) {
  const papers = mill.parcel(chosen);
  await desk.sendAll(papers);
  return { papers, row: await caseOf(zone.db, papers) };
}

async function selectionOf(papers: Papers) {
  const listNo = (await caseOf(zone.db, papers))!.listNo!;
  const { hash } = desk.house.registry.current();
  const explained = await explain(zone.db, hash, listNo);
  return explained?.decisions.at(-1)?.selected;
}

it('a rule has the parcels opened that it selects, and says so', async () => {
  const rule = await ruled('inspect when buyer.lists > 1 and goods.name contains "奶粉"');
  const buyer = mill.person();
  expect((await declared({ buyer, consignee: buyer })).row).toMatchObject({ state: '800' });
  const { papers, row } = await declared({ buyer, consignee: buyer });
  expect(row).toMatchObject({ state: '500', codes: ['INSPECT'] });
  const [inspection] = await zone.db.query(
    'select label, rules, drawn_day from inspection.inspections where list_no = $1',
    [row!.listNo],
  );
  expect(inspection).toEqual({ label: 'targeted', rules: [labelOf(rule)], drawn_day: null });
  await ended(rule);
  // Assessed again, it has the same answer, by the rules of its time.
  const again = await selectionOf(papers);
  expect(again).toMatchObject({ sameRules: true, selection: { rules: [labelOf(rule)] } });
  expect((await declared({ buyer, consignee: buyer })).row).toMatchObject({ state: '800' });
});

it('a rule has documents seen by a person, once', async () => {
  const rule = await ruled('review when list.value > 0 and identity in (match, unknown)');
  const { papers, row } = await declared();
  expect(row).toMatchObject({ state: '300', codes: ['REVIEW'] });
  const listNo = row!.listNo!;
  await concludeLists(desk.house, [{ listNo, outcome: 'release', reason: '' }]);
  expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
  await ended(rule);
});

it('the strictest of several rules holds, and all are named', async () => {
  const review = await ruled('review when list.lines > 0');
  const stop = await ruled('stop when list.lines > 0');
  const { papers, row } = await declared();
  expect(row).toMatchObject({ state: '500' });
  const selection = await selectionOf(papers);
  expect(selection?.selection.rules).toEqual([labelOf(review), labelOf(stop)]);
  for (const rule of [review, stop]) await ended(rule);
});

it('what a rule stops every lane stops, until officers release it', async () => {
  const rule = await ruled('stop when list.lines > 0');
  const { papers, row } = await declared();
  await ended(rule);
  const { logisticsNo } = papers.waybill.head;
  const standing = async () => (await standingStops(zone.db, 100)).map((one) => one.logisticsNo);
  expect(await standing()).toContain(logisticsNo);
  const listNo = row!.listNo!;
  await concludeLists(desk.house, [{ listNo, outcome: 'release', reason: '' }]);
  expect(await standing()).not.toContain(logisticsNo);
});

it('a trial counts what rules and officers have looked at once each', async () => {
  const parsed = parseRule('inspect when list.lines > 0');
  if (!parsed.ok) throw new Error();
  const [{ passed }] = (await zone.db.query(
    `select count(*)::int as passed from clearance.cases where state in ('500', '800')`,
  )) as [{ passed: number }];
  expect(await tryRule(desk.house, parsed.value, { days: 1 })).toMatchObject({ looked: passed });
});

it('the books agree', async () => {
  expect(await brokenLaws(zone.db, now)).toEqual([]);
  const { laws } = await audit(zone.db, { now, full: true });
  const targets = laws.find(({ id }) => id === 'targets');
  expect(targets?.checked).toBeGreaterThan(8);
});

class Undo extends Error {}

/** What the auditor says of the rules after the database was altered, which is undone. */
async function targetsAfter(sql: string): Promise<readonly string[]> {
  let examples: readonly string[] = [];
  const done = zone.db.transaction(async (tx) => {
    await tx.script(sql);
    const { laws } = await auditSnapshot(tx, { now, full: true });
    const broken = laws.filter((law) => law.broken > 0);
    expect(broken.map(({ id }) => id)).toEqual(['targets']);
    examples = broken[0]!.examples;
    throw new Undo();
  });
  await expect(done).rejects.toThrow(Undo);
  return examples;
}

const PASSED_OVER = `
  insert into risk.rules (number, version, state, text, reason, made_by, made_at, activated_at,
    from_at) select 90, 1, 'active', 'inspect when list.lines > 0', 'test', 'x', t, t, t
  from (select timestamptz '2020-09-17' as t) s`;

it.each([
  ['a rule says something else', `update risk.rules set text = 'stop when list.lines > 99'`, / ch/],
  ['a rule cannot be read', `update risk.rules set text = 'stop when'`, /is not one that/],
  ['a rule is gone', 'delete from risk.rules', /names R1\.1, not in force/],
  [
    'a rule was in force at another time',
    `update risk.rules set from_at = from_at + interval '1 day', until_at = null`,
    /names R1\.1, not in force/,
  ],
  ['lists were passed over', PASSED_OVER, /was passed over by R90\.1/],
])('the auditor finds that %s', async (_, sql, pattern) => {
  expect((await targetsAfter(sql)).join()).toMatch(pattern);
});
