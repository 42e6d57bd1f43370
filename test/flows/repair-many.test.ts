import { afterAll, beforeAll, expect, it } from 'vitest';
import { repairTurn } from '../../src/flows/repair-works.ts';
import { repairsOn } from '../../src/flows/repairs.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, type Desk, KINDS, openDesk, senderOf } from './desk.ts';
import { as, type Paper, type Papers, paperMill, signed } from './papers.ts';
import { AGENT, guaranteeOf, lodge, openZone, type Zone } from './zone.ts';

// Thousands of lists that were returned for one reason, corrected at once: tried, sent, released.
// Two thousand in every run; ONESTEP_REPAIR_LISTS=10000 takes as many (two and a half minutes on
// two busy cores).
const MANY = Number(process.env.ONESTEP_REPAIR_LISTS ?? 2_000);
const UNIT = { code: 'CODE-UNIT', field: 'InventoryList/unit1', value: '9XX' };
const CAUSE = { direction: 'import' as const, document: 'list' as const, ...UNIT };
let zone: Zone;
let desk: Desk;

beforeAll(async () => {
  zone = await openZone();
  await zone.register((tx) => lodge(tx, [guaranteeOf(AGENT.code, 10n ** 13n)]));
  desk = await openDesk(zone);
}, 60_000);
afterAll(() => zone?.database.drop());

/** Sends records of one sender as messages of a hundred. */
async function post(records: readonly Paper[], sender: Party): Promise<void> {
  for (let i = 0; i < records.length; i += 100) {
    const message = signed(records.slice(i, i + 100), { sender, card: zone.cardOf(sender) });
    expect(await desk.post(message, sender)).toMatchObject({ accepted: true });
  }
}

function spoiled({ list }: Papers): Paper {
  const lines = list.lines.map((line) => ({ ...line, unit1: CAUSE.value }));
  return { ...as('1', list), lines };
}

it('corrects thousands of lists in one repair', async () => {
  const mill = paperMill(zone.profile);
  const all = Array.from({ length: MANY }, () => mill.parcel());
  for (const kind of KINDS) {
    const records = all.map((papers) => (kind === 'list' ? spoiled(papers) : papers[kind]));
    await post(records, senderOf(all[0]!, kind));
  }
  await desk.works.idle();
  const repairs = repairsOn(desk.house);
  const agent = desk.house.registry.current().snapshot.enterprises.get(AGENT.code)!;
  expect(await repairs.causes(agent)).toMatchObject([{ ...CAUSE, lists: MANY }]);

  const corrections = [{ field: CAUSE.field, from: CAUSE.value, to: '035' }];
  const begun = await repairs.begin(agent, { cause: CAUSE, corrections, listNos: null });
  const id = begun.ok ? begun.value : '';
  const parts = { house: desk.house, bring: desk.reception.submitFor };
  const view = async () => (await repairs.view(agent, id))!;
  while (await repairTurn(parts));
  expect(await view()).toMatchObject({
    ...{ job: { state: 'ready', lists: MANY }, progress: { outcomes: { pass: MANY } } },
  });

  expect(await repairs.send(agent, id)).toMatchObject({ ok: true });
  while (await repairTurn(parts));
  await desk.works.idle();
  desk.clock.set(desk.clock.now() + 60_000);
  await repairTurn(parts);
  expect(await view()).toMatchObject({
    ...{ job: { state: 'done' }, progress: { results: { passed: MANY } } },
  });
  expect(await repairs.causes(agent)).toEqual([]);
  expect(desk.failures).toEqual([]);
  const broken = await brokenLaws(zone.db, desk.clock.now());
  expect(broken).toEqual([]);
}, 300_000);
