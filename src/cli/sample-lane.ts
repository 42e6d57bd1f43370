import { setTimeout as pause } from 'node:timers/promises';
import { present } from '../base/assert.ts';
import { findDeclaration } from '../flows/find-declaration.ts';
import { laneOn } from '../flows/lane.ts';
import { PARTIES } from '../sandbox/world/parties.ts';
import { xrayPicture } from '../sandbox/xray/picture.ts';
import type { Served } from './serve.ts';

type Zone = Pick<Served, 'db' | 'house'>;

/** Parcels that a lane scans of the sample: all that are to be inspected, and some that pass. */
const SOME = `
  (select state, list_no as "listNo", logistics_code as "logisticsCode",
      logistics_no as "logisticsNo"
    from clearance.cases where state = '500' order by list_no limit 8)
  union all
  (select state, list_no, logistics_code, logistics_no
    from clearance.cases where state = '800' order by list_no limit 12)`;

type Parcel = {
  readonly state: string;
  readonly listNo: string;
  readonly logisticsCode: string;
  readonly logisticsNo: string;
};

/** Two lanes, in turns. */
const LANES = ['L1', 'L2'];

/** Units of the goods, and grams of a weight: both are kept in steps of 0.00001. */
const UNIT = 100_000n;
const GRAM = 100n;

/** A made-up X-ray image of a parcel, drawn from what its list declares. */
async function pictureOf({ db, house }: Zone, listNo: string): Promise<Buffer> {
  const found = present(await findDeclaration(db, listNo, house.archive), 'a list of the sample');
  const { lines, grossWeight } = found.list.terms;
  const goods = lines.map(({ gcode, qty }) => ({ gcode, pieces: Number(qty / UNIT) }));
  return xrayPicture(goods, Number(grossWeight / GRAM));
}

/**
 * Has lanes scan some parcels of the sample, so that officers are drawn for those to be inspected,
 * of which the lanes send X-ray images. A second start gives the same scans, which are known then.
 * @returns whether one was brought to the officers
 */
export async function scanSample(zone: Zone): Promise<boolean> {
  const { db, house } = zone;
  const site = PARTIES.find(({ roles, registered }) => registered && roles.includes('site'));
  if (site === undefined) return false;
  const lane = laneOn(house, db);
  const parcels = await db.query<Parcel>(SOME);
  for (const [i, { state, listNo, logisticsCode, logisticsNo }] of parcels.entries()) {
    const own = {
      site: site.code,
      scanId: `sample-${logisticsNo}`,
      lane: LANES[i % LANES.length]!,
    };
    await lane.scan({ ...own, logisticsCode, logisticsNo, weight: null, image: null });
    if (state !== '500') continue;
    const bytes = await pictureOf(zone, listNo);
    await lane.keepImage(own, { mediaType: 'image/png', bytes });
  }
  return parcels.some(({ state }) => state === '500');
}

const PAIR = `
  select first, second from inspection.pairs order by list_no, serial, position desc limit 1`;

/** Milliseconds between two looks, and looks. */
const LOOK = 500;
const LOOKS = 20;

/** The two officers who were drawn for one parcel of the sample; null when none were in time. */
export async function drawnPair({ db }: Zone): Promise<readonly [string, string] | null> {
  for (let look = 0; look < LOOKS; look += 1) {
    const [pair] = await db.query<{ first: string; second: string }>(PAIR);
    if (pair !== undefined) return [pair.first, pair.second];
    await pause(LOOK);
  }
  return null;
}
