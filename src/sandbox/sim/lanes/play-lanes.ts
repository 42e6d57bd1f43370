import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../../../base/assert.ts';
import { type SeededRandom, seededRandom } from '../../../base/random.ts';
import { memoryJournal } from '../../../client/lane/journal.ts';
import { type LaneAnswer, openLane, type SortingLane } from '../../../client/lane/lane.ts';
import { systemClock } from '../../../io/clock.ts';
import { arrivals } from '../../bench/schedule.ts';
import { xrayPicture } from '../../xray/picture.ts';
import type { Network } from './network.ts';
import type { SimParcel } from './parcels.ts';

/** What lanes are to do. */
export type LanesPlay = {
  readonly url: string;
  readonly token: string;
  readonly lanes: number;
  /** Scans a second of all lanes together. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: bigint;
  /** The way of the first lane to its zone. */
  readonly network: Network;
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
};

/** What the lanes saw; `faults` is empty when every instruction was as foretold. */
export type LanesPlayed = {
  readonly scans: number;
  readonly offline: number;
  /** Scans without an answer in time although the network was there. */
  readonly late: number;
  readonly instructions: Readonly<Record<string, number>>;
  /** Offline scans that the zone would have answered otherwise, all of them foretold. */
  readonly differences: number;
  /** Made-up X-ray images that the zone took, one of each parcel that was stopped. */
  readonly images: number;
  readonly faults: readonly string[];
};

/** Long: it is about what is said, and `bench lane` measures how soon. */
const DEADLINE = 5_000;
const FAULTS = 20;

type Scan = { readonly parcel: SimParcel; readonly isWrongWeight: boolean };

/**
 * Plays sorters in an open loop: parcels of a world in any order and many of them twice, unknown
 * ones, weights that do not agree. The first lane loses its network for the middle third, goes by
 * the list that it holds, and reports afterwards. Of what is stopped they send X-ray images.
 */
export async function playLanes(
  play: LanesPlay,
  parcels: readonly SimParcel[],
): Promise<LanesPlayed> {
  const { rate, seconds, seed, network, signal } = play;
  const random = seededRandom(seed);
  const lanes = openAll(play);
  for (const lane of lanes) await lane.refresh();
  const book = newBook();
  const underWay: Promise<void>[] = [];
  const times = arrivals(rate * seconds, rate, seed);
  const started = performance.now();
  for (const [i, at] of times.entries()) {
    if (signal?.aborted === true) break;
    if (i === Math.floor(times.length / 3)) network.cut();
    if (i === Math.floor((times.length * 2) / 3)) {
      // What was asked without network ends without it.
      await Promise.all(underWay);
      network.mend();
    }
    const early = started + at - performance.now();
    if (early > 0) await sleep(Math.ceil(early));
    const scan = drawScan(random, parcels);
    const place = i % lanes.length;
    underWay.push(scanOne(present(lanes[place], 'a lane'), scan, book, place === 0));
    play.onProgress?.(i + 1, times.length);
  }
  network.mend();
  await Promise.all(underWay);
  const differences = [];
  for (const lane of lanes) differences.push(...(await lane.reconcile()));
  book.compare(differences.map(({ scanId, expected }) => `${scanId} ${expected}`));
  for (const { scanId, alarm } of differences) {
    if (alarm) book.fault(`scan ${scanId} raised an alarm`);
  }
  for (const lane of lanes) {
    for (const { scanId } of await lane.sendImages()) book.fault(`image of ${scanId} was refused`);
  }
  return { ...book.figures(), differences: differences.length, faults: book.faults() };
}

function openAll({ url, token, lanes, network }: LanesPlay): SortingLane[] {
  return Array.from({ length: lanes }, (_, i) =>
    openLane({
      ...{ url: i === 0 ? network.url : url, token, lane: `L${i + 1}`, deadline: DEADLINE },
      ...{ journal: memoryJournal(), clock: systemClock },
    }),
  );
}

/** One in so many scans is of a waybill nobody filed, and one of a weight that is another. */
const UNKNOWN = 25;
const WRONG_WEIGHT = 25;

function drawScan(random: SeededRandom, parcels: readonly SimParcel[]): Scan {
  if (random.below(UNKNOWN) === 0) {
    const logisticsNo = `XZ${random.below(1_000)}`;
    const told = { online: '03', offline: '03' };
    const nobody = { logisticsNo, logisticsCode: '', weight: '1', goods: [], ...told };
    return { parcel: nobody, isWrongWeight: false };
  }
  const parcel = present(parcels[random.below(parcels.length)], 'a parcel');
  return { parcel, isWrongWeight: random.below(WRONG_WEIGHT) === 0 };
}

async function scanOne(
  lane: SortingLane,
  { parcel, isWrongWeight }: Scan,
  book: Book,
  mayBeOffline: boolean,
): Promise<void> {
  const { logisticsNo, logisticsCode, weight } = parcel;
  const said = {
    ...{ logisticsNo, weight: isWrongWeight ? heavier(weight) : weight },
    ...(logisticsCode !== '' && logisticsNo.length % 2 === 0 && { logisticsCode }),
  };
  const answer = await lane.scan(said);
  const online = isWrongWeight && parcel.online === '01' ? '03' : parcel.online;
  const offline = isWrongWeight ? '03' : parcel.offline;
  book.enter(answer, { logisticsNo, online, offline, mayBeOffline });
  // Officers are called to it, and look inside.
  if (answer.instruction !== '04' || !book.enterImage(logisticsNo)) return;
  await lane.keepImage(answer.scanId, xrayPicture(parcel.goods, Number(weight) * 1_000));
}

/** Some kilograms more than is declared, beyond what any law lets pass. */
function heavier(weight: string): string {
  const [kilograms = '0', rest = ''] = weight.split('.');
  return `${Number(kilograms) * 2 + 5}${rest === '' ? '' : `.${rest}`}`;
}

type Foretold = {
  readonly logisticsNo: string;
  readonly online: string;
  readonly offline: string;
  readonly mayBeOffline: boolean;
};

type Book = ReturnType<typeof newBook>;

/** What was said and what was foretold. */
function newBook() {
  const faults: string[] = [];
  const instructions = new Map<string, number>();
  /** Offline scans whose answer will be found to be another: number and what it should be. */
  const expected = new Set<string>();
  const counts = { scans: 0, offline: 0, late: 0 };
  const pictured = new Set<string>();
  const fault = (text: string): void => {
    faults.push(text);
  };
  return {
    fault,
    /** Whether it is the first of a parcel, which is the only one. */
    enterImage: (logisticsNo: string): boolean => {
      const isFirst = !pictured.has(logisticsNo);
      pictured.add(logisticsNo);
      return isFirst;
    },
    enter: (answer: LaneAnswer, { logisticsNo, online, offline, mayBeOffline }: Foretold): void => {
      const { instruction, reason, scanId } = answer;
      counts.scans += 1;
      instructions.set(instruction, (instructions.get(instruction) ?? 0) + 1);
      if (answer.offline) {
        counts.offline += 1;
        if (!mayBeOffline) counts.late += 1;
        if (offline !== online) expected.add(`${scanId} ${online}`);
      }
      const foretold = answer.offline ? offline : online;
      if (instruction === foretold) return;
      fault(`waybill ${logisticsNo}: ${instruction} (${reason}) in place of ${foretold}`);
    },
    compare: (found: readonly string[]): void => {
      for (const one of found) if (!expected.delete(one)) fault(`not foretold: scan ${one}`);
      for (const one of expected) fault(`not found in reconciliation: scan ${one}`);
    },
    figures: () => ({
      ...{ ...counts, images: pictured.size },
      instructions: Object.fromEntries([...instructions].sort()),
    }),
    faults: (): string[] => {
      const more = faults.length - FAULTS;
      return more > 0 ? [...faults.slice(0, FAULTS), `and ${more} more`] : faults;
    },
  };
}
