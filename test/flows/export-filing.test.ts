import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyOf } from '../../src/base/keys.ts';
import { loadExportDocuments } from '../../src/documents/export-facts.ts';
import { findExportListByPreNo } from '../../src/documents/export-list-store.ts';
import { loadShipments } from '../../src/documents/shipment-store.ts';
import { storeExportDecisions } from '../../src/export/case-store.ts';
import type { ExportStatus } from '../../src/export/states.ts';
import { storeWaitingExports, strandedExports } from '../../src/export/waiting-store.ts';
import { quarantineLook } from '../../src/flows/quarantine.ts';
import type { Party } from '../../src/sandbox/world/parties.ts';
import { countOf, type Desk, openDesk } from './desk.ts';
import {
  asExport,
  EXPORT_KINDS,
  EXPORT_SENDERS,
  type ExportPapers,
  exportPapers,
  SHIPMENT_SENDERS,
  shipmentPaper,
} from './export-papers.ts';
import type { Paper } from './papers.ts';
import { AGENT, CARRIER, EVENING, openZone, PAYFIRM, PLATFORM, SITE, type Zone } from './zone.ts';

// What becomes of a document of exports whose key is known, and what is loaded of it.
let zone: Zone;
let desk: Desk;
beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
});
afterAll(() => zone?.database.drop());

async function told(sender: Party, ...records: readonly Paper[]): Promise<string[]> {
  await desk.statuses(sender);
  await desk.send(sender, ...records);
  return desk.statuses(sender);
}

const keysOf = ({ orderNo, logisticsNo }: ExportPapers) => ({
  order: keyOf(PLATFORM.code, orderNo),
  waybill: keyOf(CARRIER.code, logisticsNo),
});

let sequence = 0;

/** As if customs had decided the latest attempt: who decides is not the matter here. */
async function decided(papers: ExportPapers, state: ExportStatus, attempt = 1): Promise<void> {
  sequence += 1;
  const { order } = keysOf(papers);
  await storeExportDecisions(
    zone.db,
    [
      {
        ...{ orderKey: order, seenEpoch: 0, attempt, state, preNo: 'B1', listNo: `E${sequence}` },
        ...{ logisticsCode: CARRIER.code, logisticsNo: papers.logisticsNo, ebcCode: 'S' },
        ...{ agentCode: AGENT.code, ownerCode: 'S', customsCode: '4612', tradeMode: '9610' },
        ...{ channel: 'B', country: '502', fob: 1n, gross: 1n, codes: [], acceptedAt: null },
        releasedAt: null,
      },
    ],
    {
      ...{ stream: '00000000-0000-4000-8000-000000000001', sequence, profileVersion: 'v' },
      at: EVENING,
    },
  );
}

/** Binds the waybill of a parcel to its list. */
async function claimed({ logisticsNo }: ExportPapers, at: number): Promise<void> {
  await zone.db.execute(
    `insert into export.waybill_claims (logistics_code, logistics_no, epoch, list_no, claimed_at)
    values ($1, $2, 0, 'E', to_timestamp($3::double precision / 1000))`,
    [CARRIER.code, logisticsNo, at],
  );
}

const CODES = [
  { kind: 'order', done: ['2', '120'], exists: '-301010', absent: '-301009', used: '-301011' },
  { kind: 'collection', done: ['2', '120'], exists: '-401007', absent: '-401006', used: '-401008' },
  { kind: 'waybill', done: ['2', '399'], exists: '-504015', absent: '-504014', used: '-504016' },
] as const;

describe.each(CODES)('an export $kind', ({ kind, done, exists, absent, used }) => {
  const sender = EXPORT_SENDERS[kind];

  it('is stored once; again or otherwise it exists', async () => {
    const one = exportPapers()[kind];
    expect(await told(sender, one)).toEqual(done);
    expect(await told(sender, one)).toEqual([exists]);
    expect(await told(sender, asExport('1', one, { note: 'x' }))).toEqual([exists]);
  });

  it('is changed and deleted in one message while no list uses it', async () => {
    const one = exportPapers()[kind];
    const changed = asExport('2', one, { note: 'x' });
    const statuses = await told(sender, changed, one, changed, asExport('3', one), changed);
    expect(statuses).toEqual([absent, ...done, ...done, ...done, absent]);
    expect(await told(sender, asExport('1', one))).toEqual(done);
  });

  it('stays as it is once a list uses it, and may change when that was returned', async () => {
    const papers = exportPapers();
    await desk.send(sender, papers[kind]);
    await decided(papers, '899');
    await claimed(papers, EVENING);
    for (const appType of ['2', '3'] as const) {
      expect(await told(sender, asExport(appType, papers[kind]))).toEqual([used]);
    }
    await zone.db.execute(`update export.cases set state = '100' where order_no = $1`, [
      papers.orderNo,
    ]);
    await zone.db.execute(
      `update export.waybill_claims set list_no = null where logistics_no = $1`,
      [papers.logisticsNo],
    );
    expect(await told(sender, asExport('2', papers[kind], { note: 'x' }))).toEqual(done);
  });
});

describe('an export list', () => {
  it('exists while it waits; a change begins a new attempt', async () => {
    const { list } = exportPapers();
    expect(await told(AGENT, asExport('2', list))).toEqual(['100']);
    expect(await told(AGENT, list)).toEqual(['2']);
    expect(await told(AGENT, list)).toEqual(['100']);
    expect(await told(AGENT, asExport('2', list, { note: 'x' }))).toEqual(['2']);
    expect(await told(AGENT, asExport('3', list))).toEqual(['100']);
    const [row] = await zone.db.query<{ n: number }>(
      `select count(*)::int as n from documents.export_lists where order_no = $1`,
      [list.head.orderNo],
    );
    expect(row?.n).toBe(2);
  });

  it.each(['100', '430'] as const)('may be declared again from %s', async (state) => {
    const papers = exportPapers();
    await desk.send(AGENT, papers.list);
    await decided(papers, state);
    expect(await told(AGENT, papers.list)).toEqual(['2']);
    await decided(papers, '800', 2);
    expect(await told(AGENT, papers.list)).toEqual(['100']);
    expect(await told(AGENT, asExport('2', papers.list))).toEqual(['100']);
  });

  it('has a pre-entry number of the series of all lists, by which it is found', async () => {
    const papers = exportPapers();
    await desk.news(AGENT);
    await desk.send(AGENT, papers.list);
    const [receipt] = await desk.news(AGENT);
    expect(receipt).toMatchObject({ type: 'CEB604', status: '2' });
    expect(receipt?.keys.preNo).toMatch(/^B20200918\d{9}$/);
    const found = await findExportListByPreNo(zone.db, desk.house.terms, receipt!.keys.preNo!);
    expect(found).toMatchObject({ attempt: 1, terms: { orderNo: papers.orderNo } });
    const [row] = await zone.db.query<{ names: string[] }>(
      `select array_agg(name) as names from documents.numbers where name like 'pre:%0%'`,
    );
    expect(row?.names).toContain('pre:2020-09-18');
    expect(row?.names).not.toContain('pre:B:2020-09-18');
  });
});

describe('what is refused', () => {
  it('names the messages of exports that do what was meant', async () => {
    const { list } = exportPapers();
    await desk.send(AGENT, list);
    await desk.news(AGENT);
    await desk.send(AGENT, asExport('3', list));
    const [receipt] = await desk.news(AGENT);
    expect(receipt?.findings).toMatchObject([
      { code: 'FILE-ACTION', hint: 'Withdraw it with a CEB605 message.' },
    ]);
  });

  const UNKNOWN = 'NOBODYX001';
  it.each([
    ['CEB505', CARRIER, { logisticsCode: PLATFORM.code }, 'ENT-SENDER'],
    ['CEB507', SITE, { logisticsCode: UNKNOWN }, '-10102'],
    ['CEB507', CARRIER, { operatorCode: PLATFORM.code }, '-10101'],
    ['CEB507', CARRIER, { operatorCode: CARRIER.code }, null],
    ['CEB607', AGENT, { logisticsCode: PLATFORM.code }, '-10101'],
    ['CEB607', CARRIER, { agentCode: PAYFIRM.code }, '-10101'],
    ['CEB509', AGENT, { logisticsCode: AGENT.code }, '-10101'],
  ] as const)('a %s of who is not of the kind to report', async (type, sender, head, code) => {
    const papers = exportPapers();
    const paper = type === 'CEB505' ? papers.waybill : shipmentPaper(type, [papers.logisticsNo]);
    await desk.news(sender);
    await desk.send(sender, { ...paper, head: { ...paper.head, ...head } });
    const [receipt] = await desk.news(sender);
    expect(receipt?.findings.map((one) => one.code)).toEqual(code === null ? [] : [code]);
  });

  it('a report of a carrier that is suspended', async () => {
    const suspend = (status: string) =>
      zone.register((tx) =>
        tx.execute('update registry.enterprises set status = $2 where code = $1', [
          CARRIER.code,
          status,
        ]),
      );
    const { waybill } = exportPapers();
    await suspend('suspended');
    await desk.news(CARRIER);
    await desk.send(CARRIER, waybill);
    const [receipt] = await desk.news(CARRIER);
    await suspend('active');
    expect(receipt?.findings.map((one) => one.code)).toEqual(['ENT-STATUS']);
  });
});

describe('what waits although all is there', () => {
  it('is found, a sale to a firm without its collection as well', async () => {
    const [whole, firm, poor] = [exportPapers(), exportPapers(), exportPapers()];
    for (const { order, waybill } of [whole, firm, poor]) {
      await desk.send(PLATFORM, order);
      await desk.send(CARRIER, waybill);
    }
    await desk.send(PAYFIRM, whole.collection);
    await storeWaitingExports(
      zone.db,
      [whole, firm, poor].map((papers) => ({
        ...{ orderKey: keysOf(papers).order, waybillKey: keysOf(papers).waybill, attempt: 1 },
        ...{ missing: papers === firm ? ['order'] : ['collection'], since: EVENING },
      })),
    );
    const stranded = await strandedExports(zone.db, 2);
    expect(stranded.sort()).toEqual([whole, firm].map((papers) => keysOf(papers).order).sort());
    const look = { kind: 'export-waybill', key: keysOf(poor).waybill } as const;
    await desk.send(AGENT, poor.list);
    expect(await quarantineLook(desk.house, look, new Error('broken'))).toEqual([]);
    expect(await countOf(zone.db, 'export.quarantine')).toBe(1);
    const sent = await desk.send(AGENT, asExport('1', poor.list));
    expect(sent).toMatchObject({ accepted: true });
    const numbers = [whole, firm, poor].map(({ orderNo }) => `'${orderNo}'`);
    const waiting = `order_no in (${numbers.join()})`;
    expect(await countOf(zone.db, 'export.waiting', waiting)).toBe(2);
    await zone.db.execute('delete from export.waiting');
  });
});

describe('a waybill number of exports', () => {
  it('is free again after six months, unless its list is younger', async () => {
    const [free, young] = [exportPapers(), exportPapers()];
    await desk.send(CARRIER, free.waybill, young.waybill);
    const months = 1_000 * 60 * 60 * 24 * 190;
    await zone.db.execute(
      `update documents.export_waybills set accepted_at = accepted_at - interval '190 days'
      where logistics_no = any($1::text[])`,
      [[free.logisticsNo, young.logisticsNo]],
    );
    await claimed(free, EVENING - months);
    await claimed(young, EVENING);
    const again = (papers: ExportPapers) => asExport('1', papers.waybill, { note: 'x' });
    expect(await told(CARRIER, again(free), again(young))).toEqual(['2', '399', '-504015']);
    const uses = await zone.db.query(
      `select use_no from documents.export_waybills where logistics_no = any($1::text[])
      order by use_no`,
      [[free.logisticsNo, young.logisticsNo]],
    );
    expect(uses).toEqual([{ use_no: 1 }, { use_no: 2 }]);
  });
});

describe('an order of exports and one of imports', () => {
  it('may have the same number: neither uses the other', async () => {
    const papers = exportPapers();
    await desk.send(PLATFORM, papers.order);
    await zone.db.execute(
      `insert into clearance.cases (ebp_code, order_no, epoch, attempt, state)
      values ($1, $2, 0, 1, '800')`,
      [PLATFORM.code, papers.orderNo],
    );
    const change = asExport('2', papers.order, { note: 'x' });
    expect(await told(PLATFORM, change)).toEqual(['2', '120']);
    await zone.db.execute(`delete from clearance.cases where order_no = $1`, [papers.orderNo]);
  });
});

describe('what stands', () => {
  it('of a parcel is loaded with its terms; what was deleted is not there', async () => {
    const papers = exportPapers();
    // Without its list, which would hold what is to be deleted.
    const documents = EXPORT_KINDS.filter((kind) => kind !== 'list');
    for (const kind of documents) await desk.send(EXPORT_SENDERS[kind], papers[kind]);
    const keys = keysOf(papers);
    const load = () => loadExportDocuments(zone.db, desk.house.terms, [keys.order], [keys.waybill]);
    const standing = await load();
    expect(standing.orders.get(keys.order)?.terms).toMatchObject({ goodsValue: 2_500n });
    expect(standing.collections.get(keys.order)?.terms).toMatchObject({ charge: 2_800n });
    expect(standing.waybills.get(keys.waybill)?.terms).toMatchObject({ grossWeight: 60_000n });
    await desk.send(PLATFORM, asExport('3', papers.order));
    expect((await load()).orders.size).toBe(0);
  });

  it('of transport documents is loaded by waybill, as the latest version says', async () => {
    const [one, two] = [exportPapers().logisticsNo, exportPapers().logisticsNo];
    const key = (no: string) => keyOf(CARRIER.code, no);
    const load = () => loadShipments(zone.db, desk.house.terms, [key(one), key(two)]);
    const arrival = shipmentPaper('CEB507', [one, two]);
    const departure = shipmentPaper('CEB509', [one]);
    expect(await told(SITE, arrival)).toEqual(['2', '399']);
    expect(await told(CARRIER, departure)).toEqual(['2', '100']);
    const standing = await load();
    expect(standing.get(key(one))?.map(({ terms }) => terms.kind)).toEqual([
      ...['arrival', 'departure'],
    ]);
    expect(standing.get(key(two))).toMatchObject([
      {
        key: keyOf(SITE.code, `CEB507 ${arrival.head.copNo} 1`),
        ...{ reporterCode: SITE.code, readers: [SITE.code], version: 1 },
        preNo: expect.stringMatching(/^A20200918\d{9}$/),
      },
    ]);
    const fewer = { ...arrival, lines: arrival.lines.slice(0, 1) };
    expect(await told(SITE, asExport('2', fewer))).toEqual(['2', '399']);
    expect((await load()).has(key(two))).toBe(false);
    expect(await told(SITE, asExport('3', fewer))).toEqual(['2', '399']);
    expect((await load()).get(key(one))?.map(({ terms }) => terms.kind)).toEqual(['departure']);
  });

  it('is a request where customs decides: declaring first, its answer behind', async () => {
    const { logisticsNo } = exportPapers();
    const master = shipmentPaper('CEB607', [logisticsNo]);
    expect(await told(SHIPMENT_SENDERS.CEB607, master)).toEqual(['2', '100']);
    expect(await countOf(zone.db, 'documents.shipments', `logistics_no = '${logisticsNo}'`)).toBe(
      1,
    );
  });
});
