import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetFiled } from '../../src/documents/partner-refusals.ts';
import type { BringDelegated } from '../../src/flows/repair-send.ts';
import { repairTurn } from '../../src/flows/repair-works.ts';
import { type Repairs, repairsOn } from '../../src/flows/repairs.ts';
import type { Correction } from '../../src/repair/correction.ts';
import type { FormKey } from '../../src/repair/forms.ts';
import type { JobCause } from '../../src/repair/job.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { exportPapers } from './export-papers.ts';
import { as, type Paper, type Papers, paperMill } from './papers.ts';
import { carryRepairs } from './repair-turns.ts';
import { CARRIER, openZone, PAYFIRM, PLATFORM, PLATFORM_2, type Zone } from './zone.ts';

// Orders, payments and waybills that were not filed: causes, trial, sending, the end.
let zone: Zone;
let desk: Desk;
let repairs: Repairs;
let mill: ReturnType<typeof paperMill>;

beforeEach(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
  desk = await openDesk(zone);
  repairs = repairsOn(desk.house);
});
afterEach(async () => {
  expect(desk.failures).toEqual([]);
  expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  await zone.database.drop();
});

const firm = ({ code }: Party) => desk.house.registry.current().snapshot.enterprises.get(code)!;
const ORDERS = { direction: 'import', document: 'order' } as const;
const CURRENCY = {
  ...{ ...ORDERS, code: 'FLD-VALUE', field: 'OrderHead/currency', value: '502' },
};
const TO_YUAN = { field: 'OrderHead/currency', from: '502', to: '142' };
const bring: BringDelegated = (bytes, sender) => desk.reception.submitFor(bytes, sender);

const parcels = (count: number) => Array.from({ length: count }, () => mill.parcel());

/** Orders of one message that are not filed for what is wrong in their heads. */
async function refusedOrders(count: number, head: Record<string, string>): Promise<Papers[]> {
  const all = parcels(count);
  await desk.send(PLATFORM, ...all.map(({ order }) => as('1', order, head)));
  return all;
}

const carryOn = (by = bring) => carryRepairs(desk, by);

async function begun(
  cause: JobCause,
  corrections: readonly Correction[],
  owner: Party = PLATFORM,
): Promise<string> {
  const begin = await repairs.begin(firm(owner), { cause, corrections, listNos: null });
  if (!begin.ok) throw new Error(JSON.stringify(begin.error));
  await carryOn();
  return begin.value;
}

const view = async (id: string, owner: Party = PLATFORM) => (await repairs.view(firm(owner), id))!;
const orders = (all: readonly Papers[]) =>
  countOf(zone.db, 'documents.orders', `order_no in (${all.map(({ orderNo }) => `'${orderNo}'`)})`);

describe('orders that were not filed', () => {
  it('stand under their causes, are tried, sent, and release what waits for them', async () => {
    const all = await refusedOrders(3, { currency: '502' });
    const [sound] = await refusedOrders(1, {});
    expect(await repairs.causes(firm(PLATFORM))).toMatchObject([
      { ...CURRENCY, lists: 3, bar: null },
    ]);
    expect(await repairs.causes(firm(PLATFORM_2))).toEqual([]);
    const first = await repairs.lists(firm(PLATFORM), CURRENCY, null, 2);
    const { at, name } = first[1]!;
    const rest = await repairs.lists(firm(PLATFORM), CURRENCY, { at, name }, 2);
    expect([...first, ...rest].map(({ listNo }) => listNo)).toEqual(
      all.map(({ orderNo }) => orderNo),
    );
    for (const papers of all) await desk.sendAll(papers, 'payment', 'waybill', 'list');

    const id = await begun(CURRENCY, [TO_YUAN]);
    expect(await view(id)).toMatchObject({
      job: { state: 'ready', lists: 3, beyond: 0 },
      progress: { outcomes: { pass: 3 }, results: {} },
    });
    expect((await view(id)).examples[0]!.changes).toEqual([
      { path: 'OrderHead/currency', before: '502', after: '142' },
    ]);
    // A trial leaves nothing behind.
    expect(await orders(all)).toBe(0);
    expect(await repairs.send(firm(PLATFORM), id)).toEqual({ ok: true, value: null });
    expect(await repairs.send(firm(PLATFORM), id)).toEqual({ ok: true, value: null });
    await carryOn();
    expect(await view(id)).toMatchObject({
      ...{ job: { state: 'done' }, progress: { results: { passed: 3 } }, again: [] },
    });
    expect(await orders([...all, sound!])).toBe(4);
    for (const papers of all) expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    expect(await repairs.causes(firm(PLATFORM))).toEqual([]);
    expect(await countOf(zone.db, 'repair.claims')).toBe(0);
  });

  it('are corrected on their lines by a table, and told why where that is not enough', async () => {
    const [one, two] = parcels(2) as [Papers, Papers];
    const wrong = ({ order }: Papers, head: Record<string, string>) => ({
      ...as('1', order, head),
      lines: order.lines.map((line) => ({ ...line, totalPrice: '1' })),
    });
    await desk.send(PLATFORM, wrong(one, {}), wrong(two, { orderType: 'X' }));
    const TOTAL = { ...ORDERS, code: 'CNT-TOTAL', field: 'OrderList/totalPrice', value: '' };
    const counted = await repairs.causes(firm(PLATFORM));
    expect(counted).toMatchObject([
      { ...TOTAL, lists: 2 },
      { code: 'CNT-VALUE', value: 'X', lists: 1 },
    ]);
    const { itemNo, totalPrice } = one.order.lines[0]!;
    const table = { [itemNo!]: totalPrice! };
    const field = 'OrderList/totalPrice';
    const id = await begun(TOTAL, [{ field, by: 'OrderList/itemNo', table }]);
    const tried = await view(id);
    expect(tried.progress.outcomes).toEqual({ pass: 1, bad: 1 });
    expect(tried.trial).toMatchObject([{ code: 'CNT-VALUE', field: 'OrderHead/orderType' }]);
    const none = await begun(TOTAL, [{ field, table: { '2': '3' } }]);
    expect((await view(none)).progress.outcomes).toEqual({ same: 2 });
    await repairs.cancel(firm(PLATFORM), none);
    await repairs.send(firm(PLATFORM), id);
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ passed: 1, left: 1 });
  });

  it('are left alone where they were sent again, whether filed or refused', async () => {
    const [filed, again, other] = await refusedOrders(3, { currency: '502' });
    const id = await begun(CURRENCY, [TO_YUAN]);
    await desk.send(PLATFORM, as('1', filed!.order));
    desk.clock.advance(1_000);
    await desk.send(PLATFORM, as('1', again!.order, { currency: '840' }));
    expect(await repairs.causes(firm(PLATFORM))).toMatchObject([
      { ...CURRENCY, lists: 1 },
      { ...CURRENCY, value: '840', lists: 1 },
    ]);
    await repairs.send(firm(PLATFORM), id);
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ moved: 2, passed: 1 });
    expect(await countOf(zone.db, 'documents.refusals')).toBe(3);
    await forgetFiled(zone.db, 1);
    const left = `number = '${again!.orderNo}'`;
    expect(await countOf(zone.db, 'documents.refusals', left)).toBe(1);
    expect(await countOf(zone.db, 'documents.refusals')).toBe(1);
    expect(await orders([filed!, other!])).toBe(2);
  });

  it('belong to one repair, and are told when they are refused again', async () => {
    const [papers] = await refusedOrders(1, { currency: '502' });
    const first = await begun(CURRENCY, [TO_YUAN]);
    const second = await begun(CURRENCY, [TO_YUAN]);
    await repairs.send(firm(PLATFORM), first);
    await repairs.send(firm(PLATFORM), second);
    expect((await view(second)).progress.results).toEqual({ taken: 1 });
    // Another order of that number slips in between the door and the look at what stands.
    const slow: BringDelegated = async (bytes, sender) => {
      await desk.send(PLATFORM, as('1', papers!.order, { goodsValue: '1.00' }));
      return bring(bytes, sender);
    };
    await carryOn(slow);
    const ended = await view(first);
    expect([ended.job.state, ended.progress.results]).toEqual(['done', { refused: 1 }]);
    expect(ended.again).toMatchObject([
      { code: '-301010', lists: 1, zh: expect.stringMatching(/编号/) },
    ]);
  });

  it('go on after a crash without doing anything twice', async () => {
    const all = await refusedOrders(4, { currency: '502' });
    const id = await begun(CURRENCY, [TO_YUAN]);
    await repairs.send(firm(PLATFORM), id);
    let calls = 0;
    const dying: BringDelegated = async (bytes, sender) => {
      calls += 1;
      if (calls > 2) throw new Error('died');
      return bring(bytes, sender);
    };
    await expect(repairTurn({ house: desk.house, bring: dying })).rejects.toThrow('died');
    await repairs.cancel(firm(PLATFORM), id);
    await carryOn();
    expect((await view(id)).progress.results).toEqual({ passed: 4 });
    const sent = `sender = '${PLATFORM.code}' and message_id in
      (select message_id from repair.items where job = '${id}')`;
    expect(await countOf(zone.db, 'documents.messages', sent)).toBe(4);
    expect(await orders(all)).toBe(4);
  });

  it('keep the time of ordering, and are given unsigned to who signs himself', async () => {
    const [papers] = await refusedOrders(1, { currency: '502' });
    const id = await begun(CURRENCY, [TO_YUAN]);
    const xml = (await repairs.document(firm(PLATFORM), id, 1))!.toString();
    expect(xml).toContain('<ceb:CEB311Message');
    expect(xml).toContain('<ceb:currency>142</ceb:currency>');
    expect(xml).toContain(`<ceb:appTime>${papers!.order.head.appTime}</ceb:appTime>`);
    expect(xml).not.toContain(papers!.order.head.guid);
    expect(xml).not.toContain('Signature');
    expect(await repairs.document(firm(PLATFORM_2), id, 1)).toBeNull();
  });
});

describe('what no correction mends', () => {
  it('is said of numbers, senders and the build, and no repair begins', async () => {
    const [one, two, three] = parcels(3) as [Papers, Papers, Papers];
    await desk.send(PLATFORM, one.order);
    desk.clock.advance(1_000);
    await desk.send(PLATFORM, as('1', one.order, { goodsValue: '1.00' }));
    await desk.send(PLATFORM_2, two.order);
    // The same again is no refusal that stands: the order is filed.
    await desk.send(PLATFORM, as('1', one.order));
    const taken = await repairs.causes(firm(PLATFORM));
    expect(taken).toMatchObject([
      { ...ORDERS, code: '-301010', lists: 1, bar: { code: 'REPAIR-IDENTITY' } },
    ]);
    const [foreign] = await repairs.causes(firm(PLATFORM_2));
    expect(foreign).toMatchObject({ code: 'ENT-SENDER', bar: { code: 'REPAIR-IDENTITY' } });
    const corrections = [{ field: 'OrderHead/ebpName', to: 'x' }];
    const wanted = { cause: foreign!, corrections, listNos: null };
    expect(await repairs.begin(firm(PLATFORM_2), wanted)).toMatchObject({
      error: [{ code: 'REPAIR-IDENTITY' }],
    });
    await sendTwice(three);
    const built = (await repairs.causes(firm(PLATFORM))).filter(({ code }) => code !== '-301010');
    expect(built.map(({ code, bar }) => [code, bar?.code ?? null])).toEqual([
      ['FLD-REPEATED', 'REPAIR-BUILD'],
      ['FLD-VALUE', null],
    ]);
    const id = await begun(built[1]!, [TO_YUAN]);
    const tried = await view(id);
    expect(tried.progress.outcomes).toEqual({ bad: 1 });
    expect(tried.trial).toMatchObject([{ code: 'FLD-REPEATED' }]);
    await repairs.cancel(firm(PLATFORM), id);
  });

  /** An order with a wrong currency whose freight stands twice. */
  async function sendTwice({ order }: Papers): Promise<void> {
    const { sign, unsigned } = await import('./papers.ts');
    const xml = unsigned([as('1', order, { currency: '502' })], { sender: PLATFORM });
    const twice = xml.replace(/<ceb:freight>.*?<\/ceb:freight>/, '$&$&');
    expect(await desk.post(sign(twice, zone.cardOf(PLATFORM)), PLATFORM)).toMatchObject({
      accepted: true,
    });
    await desk.works.idle();
  }

  it('keeps nothing of persons, and corrects nothing about them', async () => {
    const name = '张三丰';
    await refusedOrders(1, { buyerName: '', buyerIdType: '9', currency: name });
    await refusedOrders(1, { buyerIdNumber: 'x'.repeat(61), consigneeDistrict: '41' });
    const causes = await repairs.causes(firm(PLATFORM));
    expect(causes.map(({ field, value }) => [field, value])).toEqual(
      expect.arrayContaining([
        ['OrderHead/buyerName', ''],
        ['OrderHead/currency', ''],
        ['OrderHead/buyerIdNumber', ''],
      ]),
    );
    const [row] = await zone.db.query<{ all: string }>(
      'select string_agg(r::text, chr(10)) as all from documents.refusals r',
    );
    expect(row!.all).not.toContain(name);
    const field = 'OrderHead/buyerName';
    const cause = causes.find((one) => one.field === field)!;
    const corrections = [{ field, to: name }];
    const begin = await repairs.begin(firm(PLATFORM), { cause, corrections, listNos: null });
    expect(begin).toMatchObject({ error: [{ code: 'REPAIR-FIELD' }] });
  });

  it('is not asked of drafts, nor of what lacks its number', async () => {
    await refusedOrders(1, { currency: '502', appStatus: '1' });
    await refusedOrders(1, { currency: '502', orderNo: '' });
    await refusedOrders(1, { currency: '502', orderNo: 'x'.repeat(5_000) });
    expect(await countOf(zone.db, 'documents.refusals')).toBe(0);
  });
});

type Kind = FormKey & {
  readonly sender: Party;
  readonly paper: () => Paper;
  readonly table: string;
  readonly field: string;
};
const KINDS: readonly Kind[] = [
  {
    ...{ direction: 'import', document: 'payment', sender: PAYFIRM, table: 'payments' },
    ...{ field: 'PaymentHead/currency', paper: () => mill.parcel().payment },
  },
  {
    ...{ direction: 'import', document: 'waybill', sender: CARRIER, table: 'waybills' },
    ...{ field: 'LogisticsHead/currency', paper: () => mill.parcel().waybill },
  },
  {
    ...{ direction: 'export', document: 'order', sender: PLATFORM, table: 'export_orders' },
    ...{ field: 'OrderHead/currency', paper: () => exportPapers().order },
  },
  {
    ...{ direction: 'export', document: 'payment', sender: PAYFIRM, table: 'collections' },
    ...{ field: 'Receipts/currency', paper: () => exportPapers().collection },
  },
  {
    ...{ direction: 'export', document: 'waybill', sender: CARRIER, table: 'export_waybills' },
    ...{ field: 'Logistics/currency', paper: () => exportPapers().waybill },
  },
];

it('repairs payments, waybills and the documents of exports alike', async () => {
  for (const kind of KINDS) await repairTwo(kind);
});

/** Two documents of a kind without a whole currency, from refusal to filing. */
async function repairTwo({ direction, document, sender, paper, table, field }: Kind) {
  const wrong = [paper(), paper()].map(({ head, ...rest }) => ({
    ...{ ...rest, head: { ...head, currency: '14' } },
  }));
  await desk.send(sender, ...wrong);
  const causes = await repairs.causes(firm(sender), [{ direction, document }]);
  expect(causes).toMatchObject([{ direction, document, code: 'FLD-LENGTH', field, lists: 2 }]);
  expect(await repairs.causes(firm(sender), [ORDERS])).toEqual([]);
  const id = await begun(causes[0]!, [{ field, to: '142' }], sender);
  expect((await view(id, sender)).progress.outcomes).toEqual({ pass: 2 });
  await repairs.send(firm(sender), id);
  await carryOn();
  expect(await view(id, sender)).toMatchObject({
    ...{ job: { state: 'done' }, progress: { results: { passed: 2 } } },
  });
  expect(await countOf(zone.db, `documents.${table}`)).toBe(2);
  expect(await repairs.causes(firm(sender))).toEqual([]);
}
