import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReleasePage, waybillHash } from '../../src/documents/lane/release-page.ts';
import { withdrawDeclaration } from '../../src/flows/b2b-move.ts';
import { type Lane, laneOn } from '../../src/flows/lane.ts';
import { watchLanes } from '../../src/flows/lane-watch.ts';
import { settleNotice } from '../../src/flows/pay-notice.ts';
import type { ScanSaid } from '../../src/inspection/scan.ts';
import { employ, person } from '../office-desk.ts';
import { rememberStatements } from '../plans.ts';
import { b2bPapers, DUTIABLE, FIREWORKS } from './b2b-papers.ts';
import { b2bYard } from './b2b-yard.ts';
import { brokenLaws, type Desk, openDesk } from './desk.ts';
import { AGENT, CARRIER, openZone, SITE, type Zone } from './zone.ts';

// Parcels that leave by a customs declaration pass the lanes by the state of it.
let zone: Zone;
let desk: Desk;
let lane: Lane;

beforeAll(async () => {
  zone = await openZone();
  desk = await openDesk(zone);
  lane = laneOn(desk.house, zone.db);
  await employ(zone, [person('O1'), person('O2')]);
});
afterAll(() => zone?.database.drop());

const { file, declared, inspect, shown, ship, leave } = b2bYard(() => desk);

let count = 0;
const saidOf = (logisticsNo: string): ScanSaid => {
  count += 1;
  const place = { site: SITE.code, scanId: `D${count}`, lane: 'L1', image: null };
  return { ...place, logisticsNo, logisticsCode: null, weight: 9_650_000n };
};

async function told({ logisticsNo }: { readonly logisticsNo: string }): Promise<string> {
  // Not at the same moment as what was decided.
  desk.clock.advance(1_000);
  const done = await lane.scan(saidOf(logisticsNo));
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return `${done.value.instruction} ${done.value.reason}`;
}

/** The hashes of all released parcels that a lane may hold. */
async function listed(): Promise<string[]> {
  desk.clock.advance(60_000);
  const hashes: string[] = [];
  for (let after = '0', more = true; more; ) {
    const { text, next } = await lane.releases(after, 2);
    hashes.push(...readReleasePage(text)!.released.map(({ hash }) => hash));
    more = next !== after;
    after = next;
  }
  return hashes;
}

describe('a parcel under a customs declaration', () => {
  it('passes when it is released, and not before or after', async () => {
    const papers = await file(b2bPapers());
    expect(await told(papers)).toBe('03 LANE-NO-LIST');
    const { entryId } = (await declared(papers)).declared;
    expect(await told(papers)).toBe('03 LANE-AWAITING');
    await ship('CEB507', papers);
    expect(await listed()).toContain(waybillHash(CARRIER.code, papers.logisticsNo));
    expect(await told(papers)).toBe('01 LANE-RELEASED');
    expect(await listed()).not.toContain(waybillHash(CARRIER.code, papers.logisticsNo));
    const [scan] = await zone.db.query(
      `select list_no = $1 as is_of, left(pre_no, 1) as kind, gross from inspection.scans
       where instruction = '01'`,
      [entryId],
    );
    expect(scan).toEqual({ is_of: true, kind: 'D', gross: 9_650_000n });
    await leave(papers);
    expect(await told(papers)).toBe('03 LANE-GONE');
    desk.clock.advance(60_000);
    expect((await watchLanes(desk.house)).raised).toBe(0);
  });

  it('goes to the officers who have it in hand, and passes when they release it', async () => {
    const papers = await file(b2bPapers(FIREWORKS));
    const done = await declared(papers);
    await ship('CEB507', papers);
    expect(await told(papers)).toBe('05 LANE-SPOT');
    desk.clock.advance(1_000);
    await inspect(done);
    expect(await told(papers)).toBe('01 LANE-RELEASED');
  });

  it('waits for its duty, and is nobody’s when the declaration is withdrawn', async () => {
    const [paid, dropped] = [await file(b2bPapers(DUTIABLE)), await file(b2bPapers(DUTIABLE))];
    const numbers = [];
    for (const papers of [paid, dropped]) {
      numbers.push((await declared(papers)).declared.declSeqNo);
      await ship('CEB507', papers);
      expect(await told(papers)).toBe('03 LANE-HELD');
    }
    await settleNotice(desk.house, (await shown(numbers[0]!))!.notice!.dutyNo);
    expect(await told(paid)).toBe('01 LANE-RELEASED');
    await withdrawDeclaration(desk.house, numbers[1]!, AGENT.code);
    expect(await told(dropped)).toBe('03 LANE-NO-LIST');
  });

  it('that a lane let pass by itself is compared with its state at that time', async () => {
    const papers = await file(b2bPapers());
    await declared(papers);
    const early = desk.clock.now() + 500;
    await ship('CEB507', papers);
    const late = desk.clock.now() + 500;
    desk.clock.advance(60_000);
    const expected = [];
    for (const at of [early, late]) {
      const own = { instruction: '01', reason: 'OFF-RELEASED', at } as const;
      const done = await lane.reconcile([{ ...saidOf(papers.logisticsNo), ...own }]);
      expected.push(done.ok && done.value[0]!.expected);
    }
    expect(expected).toEqual(['LANE-AWAITING', 'LANE-RELEASED']);
  });

  it('is looked up by one step of an index', async () => {
    const papers = await file(b2bPapers());
    await declared(papers);
    const noting = rememberStatements(zone.db);
    await laneOn(desk.house, noting.db).scan(saidOf(papers.logisticsNo));
    const steps = await noting.plans();
    const read = steps.filter(({ relation }) => relation === 'declarations');
    expect(read.length).toBeGreaterThan(0);
    expect(read.every(({ rows }) => rows <= 1)).toBe(true);
  });

  it('and its lanes keep every law', async () => {
    expect(await brokenLaws(zone.db, desk.clock.now())).toEqual([]);
    await zone.db.script(`update inspection.scans set reason = 'LANE-RELEASED', state = '800',
      instruction = '01' where reason = 'LANE-SPOT'`);
    expect(await brokenLaws(zone.db, desk.clock.now())).toMatchObject([
      { id: 'lanes' },
      { id: 'cockpit' },
    ]);
  });
});
