import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlipSaid } from '../../src/bonded/slip.ts';
import { viewBook } from '../../src/flows/book-view.ts';
import { cross } from '../../src/flows/crossings.ts';
import { openStock } from '../../src/flows/open-stock.ts';
import { stockOn } from '../../src/flows/stock.ts';
import { releaseEntryList } from '../../src/flows/stock-release.ts';
import { connect, type Database } from '../../src/io/postgres.ts';
import { AREAS } from '../../src/sandbox/world/parties.ts';
import { brokenLaws, type Desk, KINDS, openDesk, senderOf } from './desk.ts';
import { type Papers, paperMill, signed } from './papers.ts';
import { BOOK_NO, writeBook } from './shelves.ts';
import { AGENT, EVENING, openZone, type Zone } from './zone.ts';

// 200 workers at once take the same article, while more of it comes in and sold parcels leave.
const WORKERS = 200;
const UNIT = 100_000n;
/** Two tins a parcel: what lies there suffices for 90, what comes for 60 more. */
const EACH = 2n * UNIT;
const OPENING = 90n * EACH;
const ENTRIES = 12;
const ENTRY = 5n * EACH;
const AREA = AREAS[0]!.code;
const RECORD = '101';

let zone: Zone;
let doors: Database[];
let desks: Desk[];
const parcels: Papers[] = [];

beforeAll(async () => {
  zone = await openZone({
    stockRequired: [{ from: '2016-04-08', until: null, value: true, law: 'test' }],
  });
  await zone.register((tx) => writeBook(tx));
  const lot = { bookNo: BOOK_NO, recordNo: RECORD, lotNo: 'L1', quantity: OPENING, owner: AREA };
  const more = { location: 'A-01-1', expiresOn: null };
  await zone.db.transaction((tx) => openStock(tx, [{ ...lot, ...more }], EVENING));
  doors = [connect(zone.database.url), connect(zone.database.url)];
  desks = await Promise.all(doors.map((db) => openDesk(zone, { db })));
  const mill = paperMill(zone.profile);
  for (let i = 0; i < WORKERS; i += 1) parcels.push(mill.parcel());
});
afterAll(async () => {
  await Promise.all((doors ?? []).map((db) => db.close()));
  await zone?.database.drop();
});

const deskOf = (i: number): Desk => desks[i % desks.length]!;

async function sell(papers: Papers, i: number): Promise<void> {
  for (const kind of KINDS) {
    const sender = senderOf(papers, kind);
    const bytes = signed([papers[kind]], { sender, card: zone.cardOf(sender) });
    expect(await deskOf(i).post(bytes, sender)).toMatchObject({ accepted: true });
  }
}

const WEIGHTS = { tare: 1n, frame: 0n, container: 0n, gross: 1n, net: 1n, total: 2n };

async function must<T>(work: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>) {
  const done = await work;
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

/** Slip and gate; three gates report the crossing at the same moment. */
async function pass(i: number, way: 'I' | 'E', paperNo: string): Promise<void> {
  const { house } = deskOf(i);
  const said: SlipSaid = {
    ...{ bookNo: BOOK_NO, ownNo: `S${way}${i}`, way, type: way === 'I' ? '2' : '3', binding: '2' },
    ...{ papers: [paperNo], vehicleNo: `豫${way}${i}`, vehicleIc: null, weights: WEIGHTS },
    ...{ shares: [], lists: [], goods: [] },
  };
  const { paper } = await must(stockOn(house).slip(said, AREA));
  const report = {
    ...{ crossingId: `X${way}${i}`, gate: 'ZZ09', slipNo: paper.paperNo, weight: null },
    ...{ vehicleNo: said.vehicleNo, vehicleIc: null, sealOk: true, at: EVENING },
  };
  const answers = await Promise.all([0, 1, 2].map((n) => must(cross(deskOf(n).house, report))));
  expect(answers.map(({ passed }) => passed)).toEqual([true, true, true]);
  expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
}

async function enter(i: number): Promise<void> {
  const { house } = deskOf(i);
  const line = { seq: 1, recordNo: RECORD, itemNo: null, hs: null, unit: '122', quantity: ENTRY };
  const about = { bookNo: BOOK_NO, ownNo: `E${i}`, type: '8', declarationNo: null, slipNo: null };
  const { paper } = await must(stockOn(house).entry({ ...about, lines: [line] }, AREA));
  const releasing = () => must(releaseEntryList(house, paper.paperNo));
  // Half of them are released while they cross.
  if (i % 2 === 0) await releasing();
  await Promise.all([pass(i, 'I', paper.paperNo), ...(i % 2 === 0 ? [] : [releasing()])]);
}

async function book() {
  const view = await viewBook(zone.db, BOOK_NO, null);
  const balances = view!.lines.find(({ recordNo }) => recordNo === RECORD)!.balances;
  return balances.find(({ status }) => status === 'bonded');
}

const listsIn = (state: string) =>
  zone.db.query<{ listNo: string; codes: string[] }>(
    'select list_no as "listNo", codes from clearance.cases where state = $1 order by list_no',
    [state],
  );

describe('200 workers at one article', () => {
  it('are served as far as it goes, and nobody beyond', async () => {
    await Promise.all([
      ...parcels.map(sell),
      ...Array.from({ length: ENTRIES }, (_, i) => enter(i)),
    ]);
    await Promise.all(desks.map(({ works }) => works.idle()));
    const [released, returned] = [await listsIn('800'), await listsIn('100')];
    expect(released.length + returned.length).toBe(WORKERS);
    for (const { codes } of returned) expect(codes).toEqual(['STK-SHORT']);
    const came = OPENING + BigInt(ENTRIES) * ENTRY;
    const reserved = BigInt(released.length) * EACH;
    expect(await book()).toMatchObject({ in: came, out: 0n, remain: came, reserved });
    expect(reserved).toBeGreaterThanOrEqual(OPENING);
    expect(reserved).toBeLessThanOrEqual(came);
  }, 120_000);

  it('have their parcels leave once each', async () => {
    const before = (await book())!;
    const released = (await listsIn('800')).map(({ listNo }) => listNo);
    await desks[0]!.news(AGENT);
    const groups = Array.from({ length: 8 }, (_, i) => released.slice(i * 5, i * 5 + 5));
    await Promise.all(
      groups.map(async (lists, i) => {
        const said = { bookNo: BOOK_NO, ownNo: `O${i}`, lists, lines: null };
        const { paper } = await must(stockOn(deskOf(i).house).exit(said, AREA));
        await pass(i, 'E', paper.paperNo);
      }),
    );
    const out = 40n * EACH;
    const reserved = before.reserved - out;
    expect(await book()).toMatchObject({ in: before.in, out, remain: before.in - out, reserved });
    const told = (await desks[0]!.news(AGENT)).filter(({ status }) => status === '899');
    expect(told.map(({ keys }) => keys.invtNo).sort()).toEqual(released.slice(0, 40).sort());
  }, 120_000);

  it('leave everything in balance', async () => {
    expect(await brokenLaws(zone.db, EVENING)).toEqual([]);
    expect(desks.flatMap(({ failures }) => failures)).toEqual([]);
  });
});
