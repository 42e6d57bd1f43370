import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withdrawDeclaration } from '../../src/flows/b2b-move.ts';
import type { BringDelegated } from '../../src/flows/repair-send.ts';
import { repairTurn } from '../../src/flows/repair-works.ts';
import { type Repairs, repairsOn } from '../../src/flows/repairs.ts';
import type { Correction } from '../../src/repair/correction.ts';
import type { JobCause } from '../../src/repair/job.ts';
import { b2bPapers } from './b2b-papers.ts';
import { b2bYard } from './b2b-yard.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { type ExportPapers, exportPapers, firmPapers } from './export-papers.ts';
import { exportOf, exportYard } from './export-yard.ts';
import { as, type Papers, paperMill, signed } from './papers.ts';
import { carryRepairs } from './repair-turns.ts';
import { AGENT, AGENT_2, openZone, type Zone } from './zone.ts';

// Bulk repair: refusals by cause, a correction tried on all of them, sent and followed to the end.
let zone: Zone;
let desk: Desk;
let repairs: Repairs;
let mill: ReturnType<typeof paperMill>;
const made: Papers[] = [];

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  repairs = repairsOn(desk.house);
});
afterEach(async () => {
  expect(desk.failures).toEqual([]);
  // Whatever a test left returned is declared rightly, so that the next one begins with nothing.
  for (const papers of made.splice(0)) {
    if ((await caseOf(zone.db, papers))?.state !== '100') continue;
    await desk.sendAll(papers, 'list');
  }
});
afterAll(() => zone?.database.drop());

const agent = () => desk.house.registry.current().snapshot.enterprises.get(AGENT.code)!;
const other = () => desk.house.registry.current().snapshot.enterprises.get(AGENT_2.code)!;

/** A list with other elements in its head and on all of its lines. */
function spoiled({ list }: Papers, head: Record<string, string>, line: Record<string, string>) {
  const lines = list.lines.map((one) => ({ ...one, ...line }));
  return { ...as('1', list, head), lines };
}

/** Parcels whose lists are returned for what is wrong in them. */
async function returnedLists(
  count: number,
  head: Record<string, string>,
  line: Record<string, string> = {},
): Promise<Papers[]> {
  const all = Array.from({ length: count }, () => mill.parcel());
  made.push(...all);
  for (const papers of all) {
    await desk.sendAll(papers, 'order', 'payment', 'waybill');
    await desk.send(AGENT, spoiled(papers, head, line));
    expect(await caseOf(zone.db, papers)).toMatchObject({ state: '100', attempt: 1 });
  }
  return all;
}

const bring: BringDelegated = (bytes, sender) => desk.reception.submitFor(bytes, sender);

const carryOn = (by = bring) => carryRepairs(desk, by);

async function begun(
  cause: JobCause,
  corrections: readonly Correction[],
  listNos: readonly string[] | null = null,
): Promise<string> {
  const begin = await repairs.begin(agent(), { cause, corrections, listNos });
  if (!begin.ok) throw new Error(JSON.stringify(begin.error));
  await carryOn();
  return begin.value;
}

const view = async (id: string) => (await repairs.view(agent(), id))!;
const kind = { direction: 'import', document: 'list' } as const;
const UNIT = { ...kind, code: 'CODE-UNIT', field: 'InventoryList/unit1', value: '9XX' };
const PACKS = { ...kind, code: 'DOC-PACK-NO', field: 'InventoryHead/packNo', value: '' };
const TO_KILOGRAM = { field: 'InventoryList/unit1', from: '9XX', to: '035' };

describe('causes', () => {
  it('group lists by code, element and what stood there, and end with them', async () => {
    const all = await returnedLists(3, {}, { unit1: '9XX' });
    const packs = await returnedLists(2, { packNo: '7' });
    const causes = await repairs.causes(agent());
    expect(causes).toMatchObject([
      { ...UNIT, lists: 3, en: expect.stringContaining('9XX') },
      { ...PACKS, lists: 2 },
    ]);
    expect(await repairs.causes(other())).toEqual([]);
    const first = await repairs.lists(agent(), UNIT, null, 2);
    expect(first.map(({ orderNo }) => orderNo)).toEqual([all[0]!.orderNo, all[1]!.orderNo]);
    expect(first[0]!.path).toBe('InventoryList[1]/unit1');
    const { at, listNo: name } = first[1]!;
    const rest = await repairs.lists(agent(), UNIT, { at, name }, 2);
    expect(rest.map(({ orderNo }) => orderNo)).toEqual([all[2]!.orderNo]);
    expect(await repairs.lists(other(), UNIT, null, 2)).toEqual([]);
    for (const papers of [...all, ...packs]) await desk.send(AGENT, as('1', papers.list));
    expect(await repairs.causes(agent())).toEqual([]);
  });
});

describe('a repair', () => {
  it('is tried, sent in the name of its owner, and followed to the end', async () => {
    const all = await returnedLists(3, {}, { unit1: '9XX' });
    const id = await begun(UNIT, [TO_KILOGRAM]);
    const tried = await view(id);
    expect(tried).toMatchObject({
      job: { state: 'ready', lists: 3, beyond: 0 },
      progress: { outcomes: { pass: 3 }, results: {} },
      maySend: true,
    });
    expect(tried.examples[0]!.changes).toEqual([
      { path: 'InventoryList[1]/unit1', before: '9XX', after: '035' },
    ]);
    // A trial leaves nothing behind.
    for (const papers of all) expect((await caseOf(zone.db, papers))!.attempt).toBe(1);

    expect(await repairs.send(agent(), id)).toEqual({ ok: true, value: null });
    expect(await repairs.send(agent(), id)).toEqual({ ok: true, value: null });
    await carryOn();
    expect(await view(id)).toMatchObject({
      job: { state: 'done' },
      progress: { results: { passed: 3 } },
      again: [],
    });
    for (const papers of all) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
    }
    expect(await repairs.causes(agent())).toEqual([]);
    expect(await countOf(zone.db, 'repair.claims')).toBe(0);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });

  it('says what it would not mend, and sends none of that', async () => {
    await returnedLists(2, { packNo: '7' }, { unit1: '9XX' });
    const id = await begun(UNIT, [TO_KILOGRAM]);
    const tried = await view(id);
    expect(tried.progress.outcomes).toEqual({ fail: 2 });
    expect(tried.trial).toMatchObject([{ code: PACKS.code, field: PACKS.field, lists: 2 }]);
    const refused = await repairs.send(agent(), id);
    expect(refused).toMatchObject({ ok: false, error: [{ code: 'REPAIR-NOTHING' }] });
    expect(await repairs.cancel(agent(), id)).toEqual({ ok: true, value: null });
    expect(await view(id)).toMatchObject({
      job: { state: 'done' },
      progress: { results: { canceled: 2 } },
    });
    const both = [TO_KILOGRAM, { field: 'InventoryHead/packNo', to: '1' }];
    const second = await begun(UNIT, both);
    expect((await view(second)).progress.outcomes).toEqual({ pass: 2 });
    await repairs.send(agent(), second);
    await carryOn();
    expect((await view(second)).progress.results).toEqual({ passed: 2 });
  });

  it('corrects by a table, and leaves alone what the table does not name', async () => {
    const [one, two] = await returnedLists(2, {}, { unit1: '9XX' });
    const itemNo = one!.list.lines[0]!.itemNo!;
    const table = { [itemNo]: '035', nothing: '011' };
    const id = await begun(UNIT, [
      { field: 'InventoryList/unit1', by: 'InventoryList/itemNo', table },
    ]);
    expect((await view(id)).progress.outcomes).toEqual({ pass: 2 });
    const none = await begun(UNIT, [{ field: 'InventoryList/unit1', table: { '011': '035' } }]);
    expect((await view(none)).progress.outcomes).toEqual({ same: 2 });
    await repairs.cancel(agent(), none);
    // Declared again meanwhile by its owner's own system: left alone.
    await desk.send(AGENT, as('1', one!.list));
    await repairs.send(agent(), id);
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ moved: 1, passed: 1 });
    expect(await caseOf(zone.db, two!)).toMatchObject({ state: '800', attempt: 2 });
    expect(await caseOf(zone.db, one!)).toMatchObject({ state: '800', attempt: 2 });
  });

  it('leaves a list that another one has under way, and follows what is refused', async () => {
    await returnedLists(2, {}, { unit1: '9XX' });
    const first = await begun(UNIT, [TO_KILOGRAM]);
    const second = await begun(UNIT, [TO_KILOGRAM]);
    await repairs.send(agent(), first);
    await repairs.send(agent(), second);
    await carryOn();
    expect((await view(first)).progress.results).toEqual({ passed: 2 });
    expect((await view(second)).progress.results).toEqual({ taken: 2 });
    expect((await view(second)).job.state).toBe('done');

    const [lost] = await returnedLists(1, {}, { unit1: '9XX' });
    const third = await begun(UNIT, [TO_KILOGRAM]);
    // Its order changes after the trial, so that the list does not agree with it any more.
    const { sale, order } = lost!;
    await desk.send(sale.platform, as('2', order, { taxTotal: '999.00', acturalPaid: '1347.00' }));
    await repairs.send(agent(), third);
    await carryOn();
    const ended = await view(third);
    expect([ended.job.state, ended.progress.results]).toEqual(['done', { refused: 1 }]);
    expect(ended.again[0]).toMatchObject({ lists: 1, zh: expect.not.stringMatching(/^[-\w]+$/) });
  });

  it('goes on after a crash without doing anything twice', async () => {
    const all = await returnedLists(4, {}, { unit1: '9XX' });
    const id = await begun(UNIT, [TO_KILOGRAM]);
    await repairs.send(agent(), id);
    let calls = 0;
    const dying: BringDelegated = async (bytes, sender) => {
      calls += 1;
      if (calls > 2) throw new Error('died');
      const answer = await bring(bytes, sender);
      expect(answer.accepted).toBe(true);
      return answer;
    };
    await expect(repairTurn({ house: desk.house, bring: dying })).rejects.toThrow('died');
    expect(await countOf(zone.db, 'repair.items', `job = '${id}' and state = 'queued'`)).toBe(4);
    // What was on its way when it died cannot be canceled any more: it ends like the others.
    await repairs.cancel(agent(), id);
    const fresh = await openDesk(zone, { clock: desk.clock });
    await fresh.sweep();
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ passed: 4 });
    for (const papers of all) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
    }
    const orders = all.map(({ orderNo }) => `'${orderNo}'`).join();
    const third = `attempt > 2 and order_no in (${orders})`;
    expect(await countOf(zone.db, 'documents.lists', third)).toBe(0);
  });

  it('waits while the door turns it away', async () => {
    await returnedLists(1, {}, { unit1: '9XX' });
    const id = await begun(UNIT, [TO_KILOGRAM]);
    await repairs.send(agent(), id);
    const full: BringDelegated = async () => {
      return { accepted: false, status: 429, findings: [], retryAfterSeconds: 1 };
    };
    expect(await repairTurn({ house: desk.house, bring: full })).toBe(false);
    expect((await view(id)).progress.results).toEqual({ queued: 1 });
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ passed: 1 });
  });

  it('is given to its owner as unsigned messages where he signs himself', async () => {
    const [papers] = await returnedLists(1, {}, { unit1: '9XX' });
    const id = await begun(UNIT, [TO_KILOGRAM]);
    const bytes = await repairs.document(agent(), id, 1);
    expect(await repairs.document(agent(), id, 2)).toBeNull();
    expect(await repairs.document(other(), id, 1)).toBeNull();
    const xml = bytes!.toString();
    expect(xml).toContain('<ceb:unit1>035</ceb:unit1>');
    expect(xml).not.toContain('Signature');
    const { signDocument } = await import('../../src/xml/sign.ts');
    const { key, certificate } = zone.cardOf(AGENT);
    const ready = signDocument(xml, {
      key: key.privateKey,
      keyName: certificate.serial,
      certificateBase64: Buffer.from(certificate.der).toString('base64'),
      algorithm: 'rsa-sha256',
    });
    expect(await desk.post(ready, AGENT)).toMatchObject({ accepted: true });
    await desk.works.idle();
    expect(await caseOf(zone.db, papers!)).toMatchObject({ state: '800', attempt: 2 });
  });
});

describe('exports', () => {
  const OUT = { code: 'EXP-UNIT', field: 'InventoryList/unit1', value: '035' };
  const EXPORTS = { direction: 'export', document: 'list' } as const;
  const CAUSE = { ...EXPORTS, ...OUT };
  const TO_PIECES = { field: OUT.field, from: '035', to: '011' };
  const yard = exportYard(zone, () => desk);

  const outward = () => repairs.causes(agent(), [EXPORTS]);

  /** Parcels that leave whose lists are returned for a unit. */
  async function returnedExports<P extends ExportPapers>(...all: readonly P[]): Promise<P[]> {
    for (const papers of all) {
      const lines = papers.list.lines.map((one) => ({ ...one, unit1: '035' }));
      await yard.declare({ ...papers, list: { ...papers.list, lines } });
      expect(await exportOf(zone.db, papers)).toMatchObject({ state: '100', attempt: 1 });
    }
    return [...all];
  }

  it('are tried by what decides on them, sent, and followed over their arrival', async () => {
    const all = await returnedExports(exportPapers(), firmPapers());
    expect(await outward()).toMatchObject([{ ...CAUSE, lists: 2 }]);
    const inward = await repairs.causes(agent(), [kind]);
    expect((await repairs.causes(agent())).length).toBe(inward.length + 1);
    const field = 'InventoryHead/assureCode';
    const wrong = await repairs.begin(agent(), {
      ...{ cause: CAUSE, corrections: [{ field, to: 'x' }], listNos: null },
    });
    expect(wrong).toMatchObject({ ok: false, error: [{ code: 'REPAIR-FIELD' }] });
    const id = await begun(CAUSE, [TO_PIECES]);
    expect((await view(id)).progress.outcomes).toEqual({ hold: 2 });
    const document = (await repairs.document(agent(), id, 1))!.toString();
    expect(document).toContain('<ceb:CEB603Message');
    expect(document).toContain('<ceb:unit1>011</ceb:unit1>');
    await repairs.send(agent(), id);
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ held: 2 });
    await yard.ship('CEB507', all);
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ passed: 2 });
    for (const papers of all) {
      expect(await exportOf(zone.db, papers)).toMatchObject({ state: '800', attempt: 2 });
    }
    expect(await outward()).toEqual([]);
    expect(await repairs.page(agent(), null, 9, [EXPORTS])).toHaveLength(1);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });

  it('leave their causes where a customs declaration takes the order', async () => {
    const b2b = b2bYard(() => desk);
    const papers = await b2b.file(b2bPapers({ qty: 4 }));
    const lines = papers.list.lines.map((one) => ({ ...one, unit1: '035' }));
    await desk.send(AGENT, { ...papers.list, lines });
    const id = await begun(CAUSE, [TO_PIECES]);
    expect((await view(id)).progress.outcomes).toEqual({ hold: 1 });
    await repairs.send(agent(), id);
    let number = '';
    // While the list is on its way to the door.
    await carryOn(async (bytes, sender) => {
      number = (await b2b.declared(papers)).declared.declSeqNo;
      expect(await outward()).toEqual([]);
      return bring(bytes, sender);
    });
    expect(await view(id)).toMatchObject({
      ...{ job: { state: 'done' }, progress: { results: { refused: 1 } } },
      again: [{ code: 'EXP-DECLARED', lists: 1, zh: expect.stringContaining('报关单') }],
    });
    expect(await withdrawDeclaration(desk.house, number, AGENT.code)).toMatchObject({ ok: true });
    expect(await outward()).toEqual([]);
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});

describe('what may not be repaired', () => {
  it('is refused with where and why', async () => {
    await returnedLists(1, {}, { unit1: '9XX' });
    const codesOf = async (...corrections: Correction[]) => {
      const begin = await repairs.begin(agent(), { cause: UNIT, corrections, listNos: null });
      return begin.ok ? begin : begin.error.map(({ code, path }) => `${code} ${path}`);
    };
    for (const field of ['InventoryHead/buyerName', 'InventoryHead/orderNo', '__proto__', '']) {
      expect(await codesOf({ field, to: 'x' })).toEqual(['REPAIR-FIELD /corrections/0/field']);
    }
    const field = 'InventoryList/unit1';
    expect(await codesOf({ field })).toEqual(['REPAIR-SHAPE /corrections/0']);
    expect(await codesOf({ field, to: '1', table: {} })).toEqual(['REPAIR-SHAPE /corrections/0']);
    expect(await codesOf({ field, table: {}, by: 'InventoryHead/country' })).toEqual([
      'REPAIR-BY /corrections/0/by',
    ]);
    expect(await codesOf({ field, to: 'a\u0000b' })).toEqual(['REPAIR-VALUE /corrections/0/to']);
    expect(await codesOf({ field, to: 'x'.repeat(600) })).toEqual([
      'REPAIR-VALUE /corrections/0/to',
    ]);
    expect(await codesOf({ field, to: '1' }, { field, to: '2' })).toEqual([
      'REPAIR-TWICE /corrections/1/field',
    ]);
    const none = {
      cause: { ...UNIT, value: "'; drop" },
      corrections: [TO_KILOGRAM],
      listNos: null,
    };
    expect(await repairs.begin(agent(), none)).toMatchObject({
      ok: false,
      error: [{ code: 'REPAIR-CAUSE' }],
    });
    expect(await repairs.begin(other(), { ...none, cause: UNIT })).toMatchObject({ ok: false });
  });

  it('is found by the trial where only the schema tells, whatever the text', async () => {
    await returnedLists(1, {}, { unit1: '9XX' });
    const hostile = '<script>&"\u202e]]>';
    const id = await begun(UNIT, [{ field: 'InventoryList/unit1', to: hostile }]);
    const tried = await view(id);
    expect(tried.progress.outcomes).toEqual({ bad: 1 });
    expect(tried.examples[0]!.changes[0]!.after).toBe(hostile);
    const named = await begun(UNIT, [TO_KILOGRAM, { field: 'InventoryList/gname', to: hostile }]);
    await repairs.send(agent(), named);
    await carryOn();
    expect((await view(named)).progress.results.passed ?? 0).toBe(
      (await view(named)).progress.outcomes.pass ?? 0,
    );
    await repairs.cancel(agent(), id);
    await repairs.cancel(agent(), named);
  });

  it('is not sent where the law of the day asks for signatures, nor in a wrong state', async () => {
    const strict = await openZone({ delegatedUnsigned: [] });
    try {
      const there = await openDesk(strict, { clock: desk.clock });
      const papers = paperMill(strict.profile).parcel();
      await there.sendAll(papers, 'order', 'payment', 'waybill');
      const wrong = spoiled(papers, {}, { unit1: '9XX' });
      await there.post(signed([wrong], { sender: AGENT, card: strict.cardOf(AGENT) }), AGENT);
      await there.works.idle();
      const own = repairsOn(there.house);
      const begin = await own.begin(agent(), {
        ...{ cause: UNIT, corrections: [TO_KILOGRAM], listNos: null },
      });
      const id = begin.ok ? begin.value : '';
      while (await repairTurn({ house: there.house, bring: there.reception.submitFor }));
      expect(await own.view(agent(), id)).toMatchObject({
        ...{ maySend: false, progress: { outcomes: { pass: 1 } } },
      });
      expect(await own.send(agent(), id)).toMatchObject({ error: [{ code: 'REPAIR-UNSIGNED' }] });
      expect(await own.document(agent(), id, 1)).not.toBeNull();
    } finally {
      await strict.database.drop();
    }
    await returnedLists(1, {}, { unit1: '9XX' });
    const begin = await repairs.begin(agent(), {
      ...{ cause: UNIT, corrections: [TO_KILOGRAM], listNos: null },
    });
    if (begin.ok) {
      const early = await repairs.send(agent(), begin.value);
      expect(early).toMatchObject({ error: [{ code: 'REPAIR-STATE' }] });
      expect(await repairs.send(other(), begin.value)).toBeNull();
      expect(await repairs.cancel(other(), begin.value)).toBeNull();
      expect(await repairs.view(other(), begin.value)).toBeNull();
    }
    expect(begin.ok).toBe(true);
  });

  it('is bounded: so many under way at once', async () => {
    await returnedLists(1, {}, { unit1: '9XX' });
    const wanted = { cause: UNIT, corrections: [TO_KILOGRAM], listNos: null };
    let last = await repairs.begin(agent(), wanted);
    for (let i = 0; last.ok && i < 20; i += 1) last = await repairs.begin(agent(), wanted);
    expect(last).toMatchObject({ error: [{ code: 'REPAIR-MANY' }] });
  });
});
