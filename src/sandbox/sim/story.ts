import { type Instant, startOfDay } from '../../base/dates.ts';
import { type SeededRandom, seededRandom } from '../../base/random.ts';
import type { Profile } from '../../registry/profile.ts';
import { returnTooLate } from '../world/export/kinds-returns.ts';
import { exportWorldLaw } from '../world/export/law.ts';
import { BAD_EXPORTS, type ExportKinds, GOOD_EXPORTS } from '../world/export/plan-exports.ts';
import {
  ARRIVAL_KINDS,
  BAD_KINDS,
  ENTRY_KINDS,
  GOOD_KINDS,
  type Kind,
} from '../world/kinds/kinds.ts';
import type { Workshop } from '../world/parcel.ts';
import { PAYMENTS, type Party } from '../world/parties.ts';
import { planWorld, type WorldPlan, worldArguments } from '../world/plan.ts';
import { type WorldLaw, worldLaw } from '../world/rates.ts';
import { KIND, type Leftover, late, SIM_KINDS } from './kinds.ts';

/** How rough a simulated run is; each seed draws its own, so that some are calm and some wild. */
export type Weather = {
  readonly processes: number;
  /** In a thousand steps: messages posted, processes killed, sweeps, echoes of what was sent. */
  readonly posting: number;
  readonly killing: number;
  readonly sweeping: number;
  readonly echoing: number;
  /** In ten thousand statements: faults in their place. */
  readonly faults: number;
  /** In a thousand commits: answers lost, and deaths of it. */
  readonly lost: number;
  readonly deadly: number;
  /** Most deaths in one run. */
  readonly deaths: number;
};

/** What one seed plays. */
export type Story = {
  readonly seed: bigint;
  readonly plan: WorldPlan;
  readonly law: WorldLaw;
  readonly weather: Weather;
  readonly begins: Instant;
  /** Whether the guarantees that are too small are raised in the middle. */
  readonly raises: boolean;
  /** The payment firm whose certificate is revoked in the middle and replaced; or nobody. */
  readonly revokes: Party | null;
  /** Whether the clock passes the days a list may wait, after everything else. */
  readonly expires: boolean;
  /** What comes when the lists have been returned for want of it. */
  readonly afterwards: readonly Afterwards[];
};

/** A parcel whose list waited too long: the document at last, and the list once more. */
export type Afterwards = Leftover & { readonly parcel: number };

const HOUR = 3_600_000;
/**
 * Days on which a story may begin: under the positive list of 2022, as the bad cases of a world
 * assume, and far enough from New Year's Eve, when everybody's quota begins anew.
 */
const DAYS = ['2022-03-01', '2022-06-18', '2023-02-27', '2024-02-28', '2025-09-30'] as const;

/** Plans what a seed plays. Pure: the same arguments give the same story. */
export function planStory(seed: bigint, parcels: number, profile: Profile): Story {
  const random = seededRandom(seed ^ 0x51_0000_0000n);
  const left: Leftover[] = [];
  const start = random.pick(DAYS);
  const exports = exportsOf(seed, parcels, exportWorldLaw(profile, start) !== null);
  const given = worldArguments({ seed, parcels, start, exports });
  const args = { ...given, good: 40 + random.below(40) };
  const few = random.chance(1, 3) ? 1 : null;
  const recordsPerMessage = few ?? (random.chance(1, 2) ? 3 : null);
  const plan = planWorld({ ...args, recordsPerMessage }, profile, {
    ...kindsFor(random, (one) => left.push(one)),
    exports: exportKinds(seed),
  });
  const late = plan.parcels.flatMap(({ kind }, i) => (kind === KIND.late ? [i] : []));
  const midnight = startOfDay(args.start) + 24 * HOUR;
  return {
    seed,
    plan,
    law: worldLaw(profile, args.start),
    weather: weatherOf(random),
    begins: midnight + (random.chance(1, 3) ? 24 * HOUR - 20_000 : random.below(20 * HOUR)),
    raises: random.chance(2, 3),
    revokes: random.chance(1, 2) ? random.pick(PAYMENTS) : null,
    expires: random.chance(1, 2),
    afterwards: late.map((parcel, i) => ({ parcel, ...left[i]! })),
  };
}

// In another order for each seed, since few of them are played.
function exportKinds(seed: bigint): ExportKinds {
  const random = seededRandom(seed ^ 0xe8_0000_0000n);
  const bad = [...BAD_EXPORTS, returnTooLate];
  return {
    ...{ good: random.shuffle(GOOD_EXPORTS), bad: random.shuffle(bad) },
    sharedBooks: true,
  };
}

// From a chance of their own; every third seed has none.
function exportsOf(seed: bigint, parcels: number, isOpen: boolean): number {
  const random = seededRandom(seed ^ 0xe9_0000_0000n);
  return isOpen && random.chance(2, 3) ? 1 + random.below(parcels) : 0;
}

// Every seed has its own mixture; the simulator's own cases are in all of them, arrivals and
// entry lists in none.
function kindsFor(random: SeededRandom, keep: (left: Leftover) => void) {
  const own = random.shuffle([...SIM_KINDS, (shop: Workshop) => late(shop, keep)]);
  const unplayed = [...ARRIVAL_KINDS, ...ENTRY_KINDS];
  const played = (kinds: readonly Kind[]) => kinds.filter((one) => !unplayed.includes(one));
  const bad = random.shuffle(played(BAD_KINDS));
  const mixed = random.chance(1, 2) ? [...own, ...bad] : interleaved(own, bad);
  return { good: random.shuffle(played(GOOD_KINDS)), bad: mixed };
}

function interleaved(own: readonly Kind[], bad: readonly Kind[]): Kind[] {
  return bad.flatMap((kind, i) => (own[i] === undefined ? [kind] : [own[i], kind]));
}

function weatherOf(random: SeededRandom): Weather {
  const rough = (chance: number, most: number): number =>
    random.chance(chance, 4) ? 1 + random.below(most) : 0;
  return {
    processes: 1 + random.below(3),
    posting: random.pick([30, 100, 300, 600]),
    killing: rough(3, 4),
    sweeping: random.pick([2, 5, 20]),
    echoing: rough(3, 30),
    faults: rough(2, 40),
    lost: rough(2, 40),
    deadly: rough(3, 40),
    deaths: 2 + random.below(6),
  };
}
