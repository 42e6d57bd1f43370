import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../base/random.ts';
import { openLines } from './lines.ts';
import { postHead } from './request.ts';
import { arrivals } from './schedule.ts';

/** A parcel that a lane scans, and what it must be told. */
export type LaneParcel = {
  readonly logisticsNo: string;
  readonly logisticsCode: string | null;
  /** Kilograms, a decimal. */
  readonly weight: string | null;
  readonly expected: string;
};

/** What lanes saw. */
export type LaneRun = {
  /** Milliseconds of each answer, from the time at which the parcel was before the reader. */
  readonly times: readonly number[];
  /** How late each scan was sent, milliseconds. */
  readonly lags: readonly number[];
  /** How often each instruction was given. */
  readonly instructions: ReadonlyMap<string, number>;
  /** Answers that were not as expected; the first few. */
  readonly wrong: number;
  readonly examples: readonly string[];
};

export type LaneLoad = {
  readonly url: string;
  readonly token: string;
  /** Scans a second of all lanes together. */
  readonly rate: number;
  readonly count: number;
  readonly seed: bigint;
  /** Begins the number of each scan, so that those of two loads differ. */
  readonly prefix: string;
};

/** What a thread of lanes is started with. */
export type LaneWork = {
  readonly warming: LaneLoad;
  readonly load: LaneLoad;
  readonly parcels: readonly LaneParcel[];
};

const LANES = 4;
const EXAMPLES = 5;

/**
 * Scans in an open loop: each goes out when its time has come, however slow the answers are, and
 * its time counts from then. Parcels are drawn at random and so come twice, as they do.
 */
export async function laneLoop(load: LaneLoad, parcels: readonly LaneParcel[]): Promise<LaneRun> {
  const { url, token, rate, count, seed, prefix } = load;
  const random = seededRandom(seed);
  const lines = openLines(url, 256);
  const times: number[] = [];
  const lags: number[] = [];
  const instructions = new Map<string, number>();
  const wrong: string[] = [];
  const one = async (due: number, scan: number): Promise<void> => {
    const parcel = parcels[random.below(parcels.length)]!;
    const { status, body } = await lines.send(
      scanRequest(token, parcel, `${prefix}${scan}`, scan % LANES),
    );
    times.push(performance.now() - due);
    // Of the few fields the first that is asked for is found without reading the rest.
    const said = /"instruction":"(\d\d)"/.exec(body.toString('latin1'))?.[1] ?? `status ${status}`;
    instructions.set(said, (instructions.get(said) ?? 0) + 1);
    const { logisticsNo, expected } = parcel;
    if (said !== expected) wrong.push(`${logisticsNo}: ${said} in place of ${expected}`);
  };
  const underWay: Promise<void>[] = [];
  const started = performance.now();
  try {
    for (const [scan, at] of arrivals(count, rate, seed).entries()) {
      const due = started + at;
      const early = due - performance.now();
      if (early > 0) await pause(Math.ceil(early));
      lags.push(Math.max(0, performance.now() - due));
      const sending = one(due, scan);
      // A failure is thrown below, when all have been waited for.
      sending.catch(() => undefined);
      underWay.push(sending);
    }
    await Promise.all(underWay);
  } finally {
    lines.close();
  }
  return { times, lags, instructions, wrong: wrong.length, examples: wrong.slice(0, EXAMPLES) };
}

function scanRequest(token: string, parcel: LaneParcel, scanId: string, lane: number): Uint8Array {
  const { logisticsNo, logisticsCode, weight } = parcel;
  const said = { scanId, logisticsNo, logisticsCode, lane: `L${lane}`, weight };
  const body = Buffer.from(JSON.stringify({ ...said, image: `x-ray/${scanId}.png` }));
  const head = postHead(token, '/v1/lane/scans', 'application/json', body.length);
  return Buffer.concat([head, body]);
}
