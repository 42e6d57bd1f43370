import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ONE, rate } from '../../src/base/rate.ts';
import { resumeHeld } from '../../src/flows/resume.ts';
import { countStatements } from '../../src/io/postgres.ts';
import { putService } from '../../src/paydata/service-store.ts';
import type { WorldDocument } from '../../src/sandbox/world/document.ts';
import { rememberStatements } from '../plans.ts';
import { everyList } from './classes.ts';
import { brokenLaws, caseOf, countOf, type Desk, KINDS, openDesk, senderOf } from './desk.ts';
import { type Papers, paperMill, signed } from './papers.ts';
import { EVENING, guaranteeOf, lodge, openZone, PLATFORM, POOR_AGENT, type Zone } from './zone.ts';

// Reads and writes are set-based: one document and a thousand cost the same statements.
let zone: Zone;
let desk: Desk;
let mill: ReturnType<typeof paperMill>;
let counted: ReturnType<typeof countStatements>;

beforeAll(async () => {
  // Each list is drawn for payment data, as if chance had it so.
  const always = { from: '2016-04-08', until: null, value: ONE, law: 'test' };
  zone = await openZone({ paymentDataRate: [always] });
  await putService(zone.db, PLATFORM.code, 'https://shop.example.com/', EVENING);
  mill = paperMill(zone.profile);
  counted = countStatements(zone.db);
  desk = await openDesk(zone, { db: counted });
});
afterAll(() => zone?.database.drop());

const MARK = 'documents.numbers';

/** The statements that one batch of documents takes until everything is decided. */
async function statementsFor(parcels: readonly Papers[], kind: (typeof KINDS)[number]) {
  const sender = senderOf(parcels[0]!, kind);
  const records = parcels.map((papers) => papers[kind]);
  const messages: WorldDocument[][] = [];
  for (let i = 0; i < records.length; i += 100) messages.push(records.slice(i, i + 100));
  const all = messages.map((part) => signed(part, { sender, card: zone.cardOf(sender) }));
  counted.reset();
  await Promise.all(all.map((bytes) => desk.post(bytes, sender)));
  await desk.works.idle();
  // Numbers are taken in blocks, whenever one runs out.
  return counted.statements.filter((text) => !text.includes(MARK)).length;
}

describe('statements', () => {
  it('do not grow with the batch, from the first document to the release', async () => {
    const one = [mill.parcel()];
    const many = Array.from({ length: 1_000 }, () => mill.parcel());
    for (const kind of KINDS) {
      const few = await statementsFor(one, kind);
      expect(few).toBeGreaterThan(0);
      expect(await statementsFor(many, kind), kind).toBe(few);
    }
    for (const papers of [one[0]!, many[0]!, many[999]!]) {
      expect(await caseOf(zone.db, papers)).toMatchObject({ state: '800' });
    }
    expect(await countOf(zone.db, 'clearance.cases', "state = '800'")).toBe(1_001);
    expect(await countOf(zone.db, 'paydata.pulls', "state = 'open'")).toBe(1_001);
  });

  it('do not grow when lists wait and their last document comes', async () => {
    const one = [mill.parcel()];
    const many = Array.from({ length: 300 }, () => mill.parcel());
    for (const kind of ['list', 'order', 'waybill', 'payment'] as const) {
      const few = await statementsFor(one, kind);
      expect(await statementsFor(many, kind), kind).toBe(few);
    }
    expect(await countOf(zone.db, 'clearance.cases', "state = '800'")).toBe(1_302);
    expect(await countOf(zone.db, 'clearance.waiting')).toBe(0);
  });
});

describe('where the law classes and draws', () => {
  it('statements do not grow either, whatever is drawn', async () => {
    const drawing = await openZone((law) => {
      return { ...everyList(law, rate(1n, 2n)), paymentDataRate: [] };
    });
    const seen = countStatements(drawing.db);
    const own = await openDesk(drawing, { db: seen });
    const papers = paperMill(drawing.profile);
    const measure = async (parcels: readonly Papers[]): Promise<number> => {
      for (const kind of KINDS.slice(0, 3)) {
        await own.send(senderOf(parcels[0]!, kind), ...parcels.map((one) => one[kind]));
      }
      seen.reset();
      await own.send(senderOf(parcels[0]!, 'list'), ...parcels.map(({ list }) => list));
      return seen.statements.filter((text) => !text.includes(MARK)).length;
    };
    const some = (count: number) => Array.from({ length: count }, () => papers.parcel());
    // The first one commits to a block of draws, and a batch of which none is drawn notes none.
    await measure(some(20));
    expect(await measure(some(100))).toBe(await measure(some(20)));
    const drawn = await countOf(drawing.db, 'inspection.inspections');
    expect(drawn).toBeGreaterThan(40);
    expect(drawn).toBeLessThan(100);
    expect(await countOf(drawing.db, 'inspection.draws', "state = 'drawn'")).toBe(3);
    await drawing.database.drop();
  });
});

describe('where the law asks for no payment data', () => {
  it('there is no statement about it', async () => {
    const quiet = await openZone({ paymentDataRate: [] });
    const seen = countStatements(quiet.db);
    const own = await openDesk(quiet, { db: seen });
    await own.sendAll(paperMill(quiet.profile).parcel());
    expect(await countOf(quiet.db, 'clearance.cases', "state = '800'")).toBe(1);
    expect(seen.statements.filter((text) => /paydata|risk\.signals/.test(text))).toEqual([]);
    await quiet.database.drop();
  });
});

describe('statements that read', () => {
  it('find what they look for through an index, whatever the statistics say', async () => {
    const remembered = rememberStatements(zone.db);
    const own = await openDesk(zone, { db: remembered.db });
    const many = Array.from({ length: 100 }, () => mill.parcel());
    for (const kind of KINDS) {
      await own.send(senderOf(many[0]!, kind), ...many.map((papers) => papers[kind]));
    }
    await own.sweep();
    const steps = await remembered.plans();
    const grown = ['cases', 'lists', 'messages', 'orders', 'payments', 'waybills'];
    const read = steps.filter(({ relation }) => grown.includes(relation ?? ''));
    expect(new Set(read.map(({ relation }) => relation))).toEqual(new Set(grown));
    expect(read.filter(({ node }) => node === 'Seq Scan')).toEqual([]);
  });
});

describe('statements of a look at held lists', () => {
  it('do not grow with their number', async () => {
    const lodged = (amount: bigint) =>
      zone.register((tx) => lodge(tx, [guaranteeOf(POOR_AGENT.code, amount)]));
    const statementsToMove = async (lists: number) => {
      await lodged(1n);
      // One after the other, so that the facts of each stand in a segment of their own.
      for (let i = 0; i < lists; i += 1) await desk.sendAll(mill.parcel({ agent: POOR_AGENT }));
      await lodged(10_000_000n);
      counted.reset();
      expect(await resumeHeld(desk.house)).toBe(lists);
      return counted.statements.length;
    };
    const few = await statementsToMove(1);
    expect(await statementsToMove(12)).toBe(few);
  });
});

describe('afterwards', () => {
  it('the books are in order', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
  });
});
