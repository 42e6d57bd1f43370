import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readReleasePage, waybillHash } from '../../src/documents/lane/release-page.ts';
import { type Lane, laneOn } from '../../src/flows/lane.ts';
import { watchLanes } from '../../src/flows/lane-watch.ts';
import { openAlarms } from '../../src/inspection/alarm-store.ts';
import type { OfflineSaid, ScanSaid } from '../../src/inspection/scan.ts';
import { instantText } from '../../src/io/postgres.ts';
import { rememberStatements } from '../plans.ts';
import { type Desk, openDesk } from './desk.ts';
import { paperMill } from './papers.ts';
import { CARRIER, CARRIER_2, openZone, SITE, type Zone } from './zone.ts';

// A parcel on its way out passes the same lanes: what they are told of it, and what is watched.
let zone: Zone;
let desk: Desk;
let lane: Lane;

beforeAll(async () => {
  zone = await openZone();
});
beforeEach(async () => {
  desk = await openDesk(zone);
  lane = laneOn(desk.house, zone.db);
});
afterAll(() => zone?.database.drop());

let count = 0;

const saidOf = (logisticsNo: string, change: Partial<ScanSaid> = {}): ScanSaid => {
  count += 1;
  return {
    ...{ site: SITE.code, scanId: `E${count}`, logisticsNo, logisticsCode: null, lane: 'L1' },
    ...{ weight: 100_000n, image: null },
    ...change,
  };
};

async function told(said: ScanSaid): Promise<string> {
  const done = await lane.scan(said);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return `${done.value.instruction} ${done.value.reason}`;
}

type Parcel = { readonly logisticsNo: string; readonly listNo: string };

/** An export list of a kilogram that holds its waybill, as the flow of exports writes it. */
async function parcel(state = '800', customs = '4612'): Promise<Parcel> {
  count += 1;
  const logisticsNo = `OUT${count}`;
  const listNo = `${customs}2026E${String(count).padStart(9, '0')}`;
  const at = instantText(desk.clock.now());
  await file(logisticsNo);
  await zone.db.execute(
    'insert into export.waybill_claims values ($1, $2, 1, $3, $4::timestamptz)',
    [CARRIER.code, logisticsNo, listNo, at],
  );
  await zone.db.execute(
    `insert into export.cases (ebp_code, order_no, epoch, attempt, state, list_no, pre_no,
       logistics_code, logistics_no, gross, decided_at, released_at)
     values ('P', $1, 1, 1, $2, $3, $3, $4, $1, 100000, $5::timestamptz,
       case $2 when '800' then $5::timestamptz end)`,
    [logisticsNo, state, listNo, CARRIER.code, at],
  );
  return { logisticsNo, listNo };
}

/** Has the parcel on a slip out of a special area, and through its gate. */
async function outgoing({ listNo }: Parcel, leftAt: number | null): Promise<void> {
  const at = leftAt === null ? null : instantText(leftAt);
  await zone.db.execute(
    `insert into bonded.outgoing (list_no, book_no, slip_no, left_at, document, line)
     select $1, 'T', 'Z1', $2::timestamptz, d, case when d is not null then $1 end
     from (select case when $2::timestamptz is not null then 'slip Z1' end as d) slip`,
    [listNo, at],
  );
}

const file = (logisticsNo: string, code = CARRIER.code): Promise<number> =>
  zone.db.execute(
    `insert into documents.export_waybills (accepted_at, message_id, record, version, use_no,
       logistics_code, logistics_no)
     values ($1::timestamptz, gen_random_uuid(), 0, 1, 1, $2, $3)`,
    [instantText(desk.clock.now()), code, logisticsNo],
  );

async function inspect({ listNo, logisticsNo }: Parcel, place: string): Promise<void> {
  await zone.db.execute(
    `insert into inspection.inspections (list_no, serial, selected_at, weight, priority, label,
       state, pre_no, ebp_code, order_no, logistics_code, logistics_no, enterprise_code,
       agent_code, customs_code, enterprise_class, goods_class, place, needs)
     values ($1, 1, $2::timestamptz, 1000000, 0, 'random', 'selected', $1, 'P', $3, $4, $3, 'P',
       'P', '4612', 'GENERAL', 'ORDINARY', $5, '{}')`,
    [listNo, instantText(desk.clock.now()), logisticsNo, CARRIER.code, place],
  );
}

const move = ({ listNo }: Parcel, state: string): Promise<number> =>
  zone.db.execute(
    `update export.cases set state = $2, decided_at = $3::timestamptz, closed_at = $3::timestamptz
     where list_no = $1`,
    [listNo, state, instantText(desk.clock.now())],
  );

describe('a scan of a parcel that leaves', () => {
  it('is answered from the state of its list', async () => {
    const states = {
      ...{ '800': '01 LANE-RELEASED', '500': '02 LANE-INSPECT', '300': '03 LANE-REVIEW' },
      ...{ '400': '03 LANE-AWAITING', '501': '04 LANE-DETAINED', '502': '04 LANE-DETAINED' },
      ...{ '599': '04 LANE-REMOVED', '700': '04 LANE-REMOVED', '899': '03 LANE-GONE' },
    };
    for (const [state, answer] of Object.entries(states)) {
      expect(await told(saidOf((await parcel(state)).logisticsNo))).toBe(answer);
    }
  });

  it('is answered by weight, place of inspection and zone', async () => {
    expect(await told(saidOf((await parcel()).logisticsNo, { weight: 300_000n }))).toBe(
      '03 LANE-WEIGHT',
    );
    const spot = await parcel('500');
    await inspect(spot, 'spot');
    expect(await told(saidOf(spot.logisticsNo))).toBe('05 LANE-SPOT');
    const [opened] = await zone.db.query<{ state: string }>(
      'select state from inspection.inspections where list_no = $1',
      [spot.listNo],
    );
    expect(opened).toEqual({ state: 'arrived' });
    expect(await told(saidOf((await parcel('800', '2200')).logisticsNo))).toBe(
      '03 LANE-OTHER-ZONE',
    );
  });

  it('is never released without a list, or where another parcel has the number', async () => {
    await file('OUT-BARE');
    expect(await told(saidOf('OUT-BARE'))).toBe('03 LANE-NO-LIST');
    await zone.db.execute(
      `insert into export.waiting values ('P', 'OUT-WAITS', 1, $1, 'OUT-WAITS', '{order}',
         $2::timestamptz)`,
      [CARRIER.code, instantText(desk.clock.now())],
    );
    expect(await told(saidOf('OUT-WAITS'))).toBe('03 LANE-UNDECIDED');
    const papers = paperMill(zone.profile).parcel();
    await desk.sendAll(papers);
    const logisticsNo = papers.waybill.head.logisticsNo!;
    expect(await told(saidOf(logisticsNo, { weight: null }))).toMatch(/NOT-WEIGHED|01/);
    await file(logisticsNo);
    const sure = { logisticsCode: CARRIER.code };
    expect(await told(saidOf(logisticsNo, sure))).toBe('03 LANE-AMBIGUOUS');
    const twin = await parcel();
    await file(twin.logisticsNo, CARRIER_2.code);
    expect(await told(saidOf(twin.logisticsNo))).toBe('03 LANE-AMBIGUOUS');
    expect(await told(saidOf(twin.logisticsNo, sure))).toBe('01 LANE-RELEASED');
  });

  it('is looked up through indexes alone', async () => {
    for (let i = 0; i < 40; i += 1) await parcel();
    const noting = rememberStatements(zone.db);
    const { logisticsNo } = await parcel();
    await laneOn(desk.house, noting.db).scan(saidOf(logisticsNo));
    const steps = await noting.plans();
    const read = steps.filter(({ relation }) => relation?.startsWith('export_') ?? false);
    expect(read.every(({ rows }) => rows <= 2)).toBe(true);
    const cases = steps.filter(({ relation }) => relation === 'cases');
    expect(cases.length).toBeGreaterThan(0);
    expect(cases.every(({ rows }) => rows <= 1)).toBe(true);
    // Customs declarations are looked at only where no list has the number.
    expect(steps.filter(({ relation }) => relation === 'declarations')).toEqual([]);
  });
});

describe('lanes and exports', () => {
  it('have released parcels that leave on the signed list, but those that are off it', async () => {
    const [one, gone, off] = [await parcel(), await parcel('899'), await parcel()];
    // Out of a special area: one went through its gate and did not depart yet, one is on its slip.
    const [out, loaded] = [await parcel(), await parcel()];
    await outgoing(out, desk.clock.now());
    await outgoing(loaded, null);
    await zone.db.execute(
      `insert into inspection.stops (logistics_code, logistics_no, ordered_at, ordered_by, reason)
       values ($1, $2, $3::timestamptz, 'O1', 'test')`,
      [CARRIER.code, off.logisticsNo, instantText(desk.clock.now())],
    );
    desk.clock.advance(60_000);
    const hashes: string[] = [];
    for (let after = '0', more = true; more; ) {
      const { text, next, released } = await lane.releases(after, 5);
      const page = readReleasePage(text)!;
      hashes.push(...page.released.map(({ hash }) => hash));
      expect(page.released.length).toBe(released);
      more = next !== after;
      after = next;
    }
    const hashOf = ({ logisticsNo }: Parcel) => waybillHash(CARRIER.code, logisticsNo);
    expect(hashes).toContain(hashOf(one));
    expect(hashes).not.toContain(hashOf(gone));
    expect(hashes).not.toContain(hashOf(off));
    expect(hashes).not.toContain(hashOf(out));
    expect(hashes).toContain(hashOf(loaded));
    expect(await told(saidOf(out.logisticsNo))).toBe('03 LANE-GONE');
    expect(await told(saidOf(loaded.logisticsNo))).toBe('01 LANE-RELEASED');
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('reconcile what a lane did by itself with what was decided then', async () => {
    const early = await parcel('500');
    const then = desk.clock.now();
    desk.clock.advance(60_000);
    await zone.db.execute(
      `insert into export.past_cases select ebp_code, order_no, attempt, state, pre_no, list_no,
         codes, 'law', gen_random_uuid(), 1, 0, decided_at from export.cases where list_no = $1`,
      [early.listNo],
    );
    await move(early, '800');
    const answered = { instruction: '01', reason: 'OFF-RELEASED', at: then } as const;
    const said: OfflineSaid = { ...saidOf(early.logisticsNo), ...answered };
    const done = await lane.reconcile([said]);
    expect(done).toMatchObject({ ok: true, value: [{ expected: 'LANE-INSPECT' }] });
  });

  it('raise an alarm for what was let pass and was no release, not for what has left', async () => {
    const [sound, false_] = [await parcel(), await parcel()];
    expect(await told(saidOf(sound.logisticsNo))).toBe('01 LANE-RELEASED');
    expect(await told(saidOf(false_.logisticsNo))).toBe('01 LANE-RELEASED');
    desk.clock.advance(1_000);
    await move(sound, '899');
    await move(false_, '500');
    desk.clock.advance(60_000);
    await watchLanes(desk.house);
    const early = (await openAlarms(zone.db, 100)).filter(({ kind }) => kind === 'early');
    const numbers = early.map(({ logisticsNo }) => logisticsNo);
    expect(numbers).toContain(false_.logisticsNo);
    expect(numbers).not.toContain(sound.logisticsNo);
  });
});
