import type { Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { SightingLaw } from '../registry/sighting-law.ts';
import { type KeyCounts, keyCounts } from './key-counts.ts';
import { SIGHTED, type Sighted } from './sighting-codes.ts';
import type { Noted, RiskSubject } from './subject.ts';
import { addressesOf, phonesOf } from './watch-keys.ts';

/** Lists that name the same person, phone or address within the window, this one included. */
export type SeenCounts = Readonly<Pick<Noted, Sighted>>;

/** Keys of one parcel, each once; they are keyed hashes. */
export type SeenKeys = Readonly<Record<Sighted, readonly string[]>>;

/** What a batch of parcels met, before any of it counts. */
export type Seen = {
  /** For each parcel in order; of several phones or addresses the highest. */
  readonly counts: readonly SeenCounts[];
  /** Keys that have come so often now that a signal is due, with the parcel that made it so. */
  readonly reached: readonly {
    readonly parcel: number;
    readonly kind: Sighted;
    readonly key: string;
  }[];
  /** Counts the batch: when it is on the disk, so that one that is tried again counts once. */
  keep(): void;
};

/**
 * Counts how often the same persons come, in the memory of one process: two generations of at most
 * `LIMITS.sightings` keys of each kind, each of half the hours of the law or until it is full. So
 * the window is half of them to all, or as many keys as there is room for. Nothing of it is
 * written: what was counted for a list is kept with its decision.
 */
export type Sightings = {
  /** @param batch the keys of parcels in the order in which they are decided */
  look(batch: readonly SeenKeys[], at: Instant, law: SightingLaw): Seen;
};

/** The keys by which a parcel is counted. */
export function seenKeys(subject: Pick<RiskSubject, 'list' | 'order' | 'payment' | 'waybill'>) {
  return {
    buyer: [subject.list.buyer.idKey],
    payer: [subject.payment.payer.idKey],
    phone: phonesOf(subject),
    address: addressesOf(subject),
  };
}

/** Milliseconds that a generation grows: half of the hours. */
const growth = ({ hours }: SightingLaw) => hours * 1_800_000;

/** An empty memory. */
export function openSightings(most: number = LIMITS.sightings): Sightings {
  const counted = SIGHTED.map((kind, position) => [kind, generations(most, position)] as const);
  return {
    look: (batch, at, law) => {
      const reached: Seen['reached'][number][] = [];
      const lines = counted.map(([kind, known]) => {
        known.turn(at, growth(law));
        return countsOf(batch, kind, { known, from: law[kind] }, reached);
      });
      const [buyer = [], payer = [], phone = [], address = []] = lines;
      return {
        reached,
        counts: batch.map((_, i) => ({
          buyer: buyer[i]!,
          payer: payer[i]!,
          phone: phone[i]!,
          address: address[i]!,
        })),
        keep: () => {
          for (const [kind, known] of counted) {
            for (const keys of batch) for (const key of keys[kind]) known.add(key, at);
          }
        },
      };
    },
  };
}

type Generations = {
  get(key: string): number;
  add(key: string, at: Instant): void;
  /** Begins a new generation when the young one has grown for so many milliseconds. */
  turn(at: Instant, growth: number): void;
};

function generations(most: number, kind: number): Generations {
  const empty = (): KeyCounts => keyCounts(most, kind);
  let [old, young] = [empty(), empty()];
  let since: Instant | null = null;
  const next = (at: Instant, isGone = false): void => {
    old = isGone ? empty() : young;
    young = empty();
    since = at;
  };
  return {
    get: (key) => old.get(key) + young.get(key),
    add: (key, at) => {
      if (young.add(key)) return;
      next(at);
      young.add(key);
    },
    turn: (at, growth) => {
      if (since === null) since = at;
      else if (at - since >= growth) next(at, at - since >= 2 * growth);
    },
  };
}

function countsOf(
  batch: readonly SeenKeys[],
  kind: Sighted,
  { known, from }: { readonly known: Generations; readonly from: number },
  reached: Seen['reached'][number][],
): number[] {
  const before = new Map<string, number>();
  return batch.map((keys, parcel) => {
    let most = 0;
    for (const key of keys[kind]) {
      const count = (before.get(key) ?? known.get(key)) + 1;
      before.set(key, count);
      if (count > most) most = count;
      if (count === from) reached.push({ parcel, kind, key });
    }
    return most;
  });
}
