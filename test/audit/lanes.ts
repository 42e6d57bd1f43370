import { present } from '../../src/base/assert.ts';
import type { House } from '../../src/flows/house.ts';
import { laneOn } from '../../src/flows/lane.ts';
import { watchLanes } from '../../src/flows/lane-watch.ts';
import type { ScanSaid } from '../../src/inspection/scan.ts';
import { xrayPicture } from '../../src/sandbox/xray/picture.ts';

/** The last lists of a state: those at the beginning are altered by other cases. */
const LAST = `
  select logistics_no as "logisticsNo", gross as weight from clearance.cases c
  where state = $1 and not exists (select from clearance.refunds r where r.list_no = c.list_no)
  order by list_no desc limit 6`;

const DECLARED = `
  select logistics_no as "logisticsNo", gross as weight from b2b.declarations where state = $1`;

type Parcel = Pick<ScanSaid, 'logisticsNo' | 'weight'>;

/** Has a lane scan parcels of several states, once without its network, and send X-ray images. */
export async function scanParcels(house: House): Promise<void> {
  const lane = laneOn(house, house.db);
  const find = (state: string) => house.db.query<Parcel>(LAST, [state]);
  const [released, held] = [await find('800'), await find('600')];
  const nobody: Parcel = { logisticsNo: 'NOBODY', weight: null };
  const declared = await house.db.query<Parcel>(DECLARED, ['800']);
  const parcels = [...released.slice(0, 4), ...held.slice(0, 1), nobody, declared[0]!];
  const said = parcels.map((parcel, i): ScanSaid => {
    const scan = { site: 'SITE', scanId: `A${i}`, logisticsCode: null };
    return { ...scan, ...parcel, lane: 'L1', image: null };
  });
  const image = { mediaType: 'image/png', bytes: xrayPicture([], 900) };
  // The second is of a scan that has not come.
  for (const scanId of ['A0', 'LATER']) {
    const kept = await lane.keepImage({ site: 'SITE', scanId }, image);
    if (!kept.ok) throw new Error(JSON.stringify(kept.error));
  }
  const passed: Parcel[] = [];
  for (const one of said) {
    const done = await lane.scan(one);
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    const { logisticsNo, weight, instruction } = done.value;
    if (instruction === '01') passed.push({ logisticsNo, weight });
  }
  const offline = [present(passed[0], 'a released parcel'), present(held[0], 'a held list')];
  const at = house.clock.now();
  const done = await lane.reconcile(
    offline.map((parcel, i) => {
      const own = { ...said[0]!, ...parcel, scanId: `O${i}` };
      return { ...own, instruction: '01', reason: 'OFF-RELEASED', at };
    }),
  );
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const { raised } = await watchLanes(house);
  if (raised > 0) throw new Error('the lanes of a sound zone raised an alarm');
}

const first = (where: string): string =>
  `(site, scan_id, mode) = (select site, scan_id, mode from inspection.scans
     where ${where} order by scan_id limit 1)`;

/** What is altered of lanes, and the laws that are broken by it and no others. */
export const LANE_BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a lane released what was held',
    'lanes cockpit',
    `update inspection.scans set instruction = '01', reason = 'LANE-RELEASED'
     where ${first("state = '600' and mode = 'online'")}`,
  ],
  [
    'a lane released what nobody declared',
    'lanes cockpit',
    `update inspection.scans set instruction = '01' where ${first("reason = 'LANE-UNKNOWN'")}`,
  ],
  [
    'a lane released before the list was released',
    'lanes',
    `update inspection.scans set at = at - interval '1 hour'
     where ${first("instruction = '01' and mode = 'online'")}`,
  ],
  [
    'a lane stopped what nobody has stopped',
    'lanes cockpit',
    `update inspection.scans set instruction = '04', reason = 'LANE-STOPPED'
     where ${first("state = '800' and mode = 'online'")}`,
  ],
  [
    'a scan is of the list of another waybill',
    'lanes',
    `update inspection.scans set logistics_no = 'X' where ${first("state = '800'")}`,
  ],
  [
    'a scan saw a state that no receipt told of',
    'lanes cockpit',
    `update inspection.scans set instruction = '02', reason = 'LANE-INSPECT', state = '500'
     where ${first("state = '800' and mode = 'online'")}`,
  ],
  [
    'a lane saw a customs declaration in another state',
    'lanes cockpit',
    `update inspection.scans set state = '400', instruction = '03', reason = 'LANE-AWAITING'
     where mode = 'online' and pre_no like 'D%'`,
  ],
  [
    'the alarm of a false release is gone',
    'lanes',
    "delete from inspection.alarms where kind = 'offline'",
  ],
  [
    'an alarm is of a release that was true',
    'lanes',
    `insert into inspection.alarms (kind, site, scan_id, raised_at, logistics_no, detail)
     select 'offline', site, scan_id, at, logistics_no, '' from inspection.scans
     where ${first("mode = 'offline' and expected = '01'")}`,
  ],
];
