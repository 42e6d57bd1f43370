import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readReleasePage, waybillHash } from '../../src/documents/lane/release-page.ts';
import { isPageSigned, readPublicKey } from '../../src/documents/lane/release-signature.ts';
import { type Lane, laneOn } from '../../src/flows/lane.ts';
import { scanParcels } from '../../src/flows/lane-scans.ts';
import { openAlarms } from '../../src/inspection/alarm-store.ts';
import type { OfflineSaid, ScanSaid } from '../../src/inspection/scan.ts';
import { orderStops } from '../../src/inspection/stop-store.ts';
import { connect, countStatements } from '../../src/io/postgres.ts';
import { rememberStatements } from '../plans.ts';
import { caseOf, countOf, type Desk, openDesk } from './desk.ts';
import { type Papers, paperMill } from './papers.ts';
import { CARRIER, CARRIER_2, openZone, SITE, type Zone } from './zone.ts';

// A lane asks before its diverter: what it is told, what is kept of it, and what it holds offline.
let zone: Zone;
let desk: Desk;
let lane: Lane;
let mill: ReturnType<typeof paperMill>;

beforeAll(async () => {
  zone = await openZone();
  mill = paperMill(zone.profile);
});
beforeEach(async () => {
  desk = await openDesk(zone);
  lane = laneOn(desk.house, zone.db);
});
afterAll(() => zone?.database.drop());

let count = 0;
const noOf = ({ waybill }: Papers): string => waybill.head.logisticsNo!;

const saidOf = (logisticsNo: string, change: Partial<ScanSaid> = {}): ScanSaid => {
  count += 1;
  return {
    ...{ site: SITE.code, scanId: `S${count}`, logisticsNo, logisticsCode: null, lane: 'L1' },
    ...{ weight: 100_000n, image: `x-ray/${count}.png` },
    ...change,
  };
};

async function scan(said: ScanSaid) {
  const done = await lane.scan(said);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}
const told = async (said: ScanSaid) => {
  const { instruction, reason } = await scan(said);
  return `${instruction} ${reason}`;
};

/** A parcel that is cleared, with a declared gross weight of a kilogram, in a state. */
async function parcel(state = '800'): Promise<Papers & { listNo: string }> {
  const papers = mill.parcel();
  await desk.sendAll(papers);
  const standing = await caseOf(zone.db, papers);
  expect(standing).toMatchObject({ state: '800' });
  await zone.db.execute(
    'update clearance.cases set state = $2, gross = 100000 where order_no = $1',
    [papers.orderNo, state],
  );
  return { ...papers, listNo: standing!.listNo! };
}

async function inspect({ orderNo }: Papers, place: string): Promise<void> {
  await zone.db.execute(
    `insert into inspection.inspections (list_no, serial, selected_at, weight, priority, label,
       state, pre_no, ebp_code, order_no, logistics_code, logistics_no, enterprise_code,
       agent_code, customs_code, enterprise_class, goods_class, place, needs)
     select list_no, 1, decided_at, 1000000, 0, 'random', 'selected', pre_no, ebp_code, order_no,
       logistics_code, logistics_no, ebp_code, ebp_code, '4612', 'GENERAL', 'ORDINARY', $2,
       '{}' from clearance.cases where order_no = $1`,
    [orderNo, place],
  );
}

describe('a scan', () => {
  it('is answered from the state of its list', async () => {
    const states = {
      ...{ '800': '01 LANE-RELEASED', '500': '02 LANE-INSPECT', '300': '03 LANE-REVIEW' },
      ...{ '600': '03 LANE-HELD', '400': '03 LANE-AWAITING', '501': '04 LANE-DETAINED' },
      ...{ '700': '04 LANE-REMOVED', '100': '03 LANE-RETURNED' },
    };
    for (const [state, answer] of Object.entries(states)) {
      expect(await told(saidOf(noOf(await parcel(state))))).toBe(answer);
    }
  });

  it('is kept with what was said, seen and answered', async () => {
    const papers = await parcel();
    const said = saidOf(noOf(papers), { weight: 104_000n });
    expect(await scan(said)).toMatchObject({
      ...{ instruction: '01', listNo: papers.listNo, state: '800', gross: 100_000n },
      ...{ foundCode: CARRIER.code, repeated: false, at: desk.clock.now() },
    });
    const [row] = await zone.db.query('select * from inspection.scans where scan_id = $1', [
      said.scanId,
    ]);
    expect(row).toMatchObject({
      ...{ site: SITE.code, lane: 'L1', logistics_no: said.logisticsNo, weight: 104_000n },
      ...{ image: said.image, instruction: '01', reason: 'LANE-RELEASED', state: '800' },
      ...{ mode: 'online', expected: null, list_no: papers.listNo },
    });
  });

  it('has its number: the same again has the same answer, another is refused', async () => {
    const papers = await parcel('600');
    const said = saidOf(noOf(papers));
    expect(await told(said)).toBe('03 LANE-HELD');
    await zone.db.execute("update clearance.cases set state = '800' where order_no = $1", [
      papers.orderNo,
    ]);
    expect(await told(said)).toBe('03 LANE-HELD');
    const [one, two] = await Promise.all([lane.scan(said), lane.scan({ ...said, lane: 'L2' })]);
    expect(one).toMatchObject({ ok: true });
    expect(two).toMatchObject({ ok: false, error: [{ code: 'LANE-SCAN-ID' }] });
    expect(await scan(saidOf(noOf(papers)))).toMatchObject({ instruction: '01', repeated: true });
  });

  it('of an unknown, waiting, stopped or ambiguous waybill is never released', async () => {
    expect(await told(saidOf('NOBODY-KNOWS'))).toBe('03 LANE-UNKNOWN');
    const half = mill.parcel();
    await desk.sendAll(half, 'order', 'payment', 'list');
    expect(await told(saidOf(noOf(half)))).toBe('03 LANE-UNDECIDED');
    const bare = mill.parcel();
    await desk.sendAll(bare, 'waybill');
    expect(await told(saidOf(noOf(bare)))).toBe('03 LANE-NO-LIST');
    const papers = await parcel();
    const stop = { logisticsCode: CARRIER.code, logisticsNo: noOf(papers), reason: 'test' };
    await orderStops(zone.db, [{ ...stop, orderedAt: desk.clock.now(), orderedBy: 'O1' }]);
    expect(await told(saidOf(noOf(papers)))).toBe('04 LANE-STOPPED');
    const twin = await parcel();
    await zone.db.execute(
      `insert into documents.waybills select accepted_at, message_id, record, version, use_no,
         false, $1, logistics_no, order_no from documents.waybills where logistics_no = $2`,
      [CARRIER_2.code, noOf(twin)],
    );
    expect(await told(saidOf(noOf(twin)))).toBe('03 LANE-AMBIGUOUS');
    const sure = { logisticsCode: CARRIER.code };
    expect(await told(saidOf(noOf(twin), sure))).toBe('01 LANE-RELEASED');
  });

  it('compares the weight', async () => {
    const papers = await parcel();
    const of = (weight: bigint | null) => told(saidOf(noOf(papers), { weight }));
    expect(await of(110_000n)).toBe('01 LANE-RELEASED');
    expect(await of(110_001n)).toBe('03 LANE-WEIGHT');
    expect(await of(null)).toBe('03 LANE-NOT-WEIGHED');
  });

  it('sends a drawn parcel to its inspection, once', async () => {
    const papers = await parcel('500');
    await inspect(papers, 'spot');
    expect(await told(saidOf(noOf(papers)))).toBe('05 LANE-SPOT');
    const arrived = desk.clock.now();
    desk.clock.set(arrived + 1_000);
    expect(await told(saidOf(noOf(papers)))).toBe('05 LANE-SPOT');
    const rows = await zone.db.query<{ state: string; at: number }>(
      'select state, arrived_at as at from inspection.inspections where list_no = $1',
      [papers.listNo],
    );
    expect(rows).toEqual([{ state: 'arrived', at: arrived }]);
  });

  it('stops the line for a parcel that is to be inspected and stopped', async () => {
    const papers = await parcel('500');
    await inspect(papers, 'yard');
    const stop = { logisticsCode: CARRIER.code, logisticsNo: noOf(papers), reason: 'risk rules' };
    await orderStops(zone.db, [{ ...stop, orderedAt: desk.clock.now(), orderedBy: 'R1.1' }]);
    expect(await told(saidOf(noOf(papers)))).toBe('04 LANE-STOPPED');
    const [row] = await zone.db.query<{ state: string }>(
      'select state from inspection.inspections where list_no = $1',
      [papers.listNo],
    );
    expect(row).toEqual({ state: 'arrived' });
  });

  it('costs as many statements for one as for a hundred', async () => {
    const papers = await parcel();
    const counted = countStatements(zone.db);
    const house = { ...desk.house, db: counted };
    const numbers: number[] = [];
    for (const size of [1, 100]) {
      counted.reset();
      const said = Array.from({ length: size }, () => saidOf(noOf(papers)));
      expect(await scanParcels(house, said)).toHaveLength(size);
      numbers.push(counted.statements.length);
    }
    expect(numbers).toEqual([6, 6]);
  });

  it('finds each thing through an index', async () => {
    const papers = await parcel();
    const own = connect(zone.database.url, { byKey: true, max: 1 });
    try {
      const remembered = rememberStatements(own);
      const house = { ...desk.house, db: remembered.db };
      await scanParcels(house, [saidOf(noOf(papers)), saidOf('NOBODY')]);
      const steps = await remembered.plans();
      expect(steps.map(({ relation }) => relation)).toContain('waybill_claims');
      expect(steps.filter(({ node }) => node === 'Seq Scan')).toEqual([]);
    } finally {
      await own.close();
    }
  });
});

describe('the list of releases', () => {
  async function pages(limit = 100) {
    const all: string[] = [];
    for (let after = '0'; ; ) {
      const page = await lane.releases(after, limit);
      const key = readPublicKey((await lane.key()).publicKey)!;
      expect(isPageSigned(page.text, page.signature, key)).toBe(true);
      expect(isPageSigned(`${page.text} `, page.signature, key)).toBe(false);
      all.push(...readReleasePage(page.text)!.released.map(({ hash }) => hash));
      if (page.next === after) return all;
      after = page.next;
    }
  }

  it('has what is released and did not pass, page by page', async () => {
    const some = [await parcel(), await parcel(), await parcel('500'), await parcel()];
    await scan(saidOf(noOf(some[3]!)));
    desk.clock.set(desk.clock.now() + 10_000);
    const hashes = some.map((papers) => waybillHash(CARRIER.code, noOf(papers)));
    for (const limit of [100, 1]) {
      const listed = await pages(limit);
      expect(hashes.map((hash) => listed.includes(hash))).toEqual([true, true, false, false]);
      expect(new Set(listed).size).toBe(listed.length);
    }
  });

  it('has one key for ever', async () => {
    const other = laneOn(desk.house, zone.db);
    expect(await other.key()).toEqual(await lane.key());
  });
});

describe('reconciliation', () => {
  const offline = (no: string, change: Partial<OfflineSaid> = {}): OfflineSaid => ({
    ...saidOf(no),
    ...{ instruction: '01', reason: 'OFF-RELEASED', at: desk.clock.now() },
    ...change,
  });
  async function reconcile(...said: OfflineSaid[]) {
    const done = await lane.reconcile(said);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    return done.value.map(({ scan: { instruction, expected }, repeated }) => {
      return `${instruction} ${expected}${repeated ? ' repeated' : ''}`;
    });
  }

  it('compares with what would have been said, and tells of a false release', async () => {
    const [good, held] = [await parcel(), await parcel('600')];
    const said = [
      offline(noOf(good)),
      offline(noOf(held)),
      offline(noOf(good), { instruction: '03', reason: 'OFF-UNKNOWN' }),
      offline(noOf(good), { at: desk.clock.now() - 3_600_000 }),
    ];
    expect(await reconcile(...said)).toEqual(['01 01', '01 03', '03 01', '01 03']);
    expect(await reconcile(...said)).toEqual([
      ...['01 01 repeated', '01 03 repeated', '03 01 repeated', '01 03 repeated'],
    ]);
    const alarms = (await openAlarms(zone.db, 100)).filter(({ kind }) => kind === 'offline');
    expect(alarms.map(({ scanId, detail }) => [scanId, detail]).sort()).toEqual(
      [
        [said[1]!.scanId, 'LANE-HELD'],
        [said[3]!.scanId, 'LANE-UNDECIDED'],
      ].sort(),
    );
  });

  it('takes all or nothing', async () => {
    const good = offline(noOf(await parcel()));
    await reconcile(good);
    const fresh = offline('FRESH');
    const late = offline('LATE', { at: desk.clock.now() + 120_000 });
    const done = await lane.reconcile([fresh, { ...good, lane: 'L9' }, late]);
    expect(done).toMatchObject({
      ok: false,
      error: [
        { code: 'LANE-SCAN-ID', path: 'scans[2]' },
        { code: 'LANE-TIME', path: 'scans[3]' },
      ],
    });
    expect(await countOf(zone.db, 'inspection.scans', "logistics_no = 'FRESH'")).toBe(0);
  });
});
