import type { Patience } from './patience.ts';

/**
 * The requests whose content is still arriving. Nobody can be made to send faster, so what half a
 * request holds is bounded: in number and bytes, for one enterprise and for all. When a bound is
 * met the oldest of the one that holds most goes; and who sends slower than the least rate goes in
 * any case, because a byte a second would hold a place for hours.
 */
export type HalfRead = {
  /** @param cut is called once when this one has to go; `end` follows as for any other */
  begin(owner: string, cut: (reason: Cut) => void): Reading;
  state(): { readonly requests: number; readonly bytes: number };
  /** Stops looking for slow ones. */
  close(): void;
};

/** slow: below the least rate. crowded: others need the place. */
export type Cut = 'slow' | 'crowded';

export type Reading = {
  /** So much more has come. */
  more(bytes: number): void;
  /** It is whole, lost or refused. */
  end(): void;
};

type Entry = {
  readonly place: Place;
  readonly since: number;
  readonly cut: (reason: Cut) => void;
  bytes: number;
  open: boolean;
};

/** What one enterprise has half read, the oldest first. */
type Place = { readonly owner: string; readonly entries: Set<Entry>; bytes: number };

type Bounds = Pick<
  Patience,
  | 'halfRead'
  | 'halfReadEach'
  | 'halfReadBytes'
  | 'halfReadBytesEach'
  | 'graceMilliseconds'
  | 'leastRate'
  | 'lookMilliseconds'
>;

/** Starts with nothing; looks for slow ones by itself until it is closed. */
export function halfReadRequests(bounds: Bounds, onCut: (reason: Cut) => void): HalfRead {
  const places = new Map<string, Place>();
  let [requests, bytes] = [0, 0];

  const end = (entry: Entry): void => {
    if (!entry.open) return;
    entry.open = false;
    const { place } = entry;
    place.entries.delete(entry);
    place.bytes -= entry.bytes;
    requests -= 1;
    bytes -= entry.bytes;
    if (place.entries.size === 0) places.delete(place.owner);
  };
  const drop = (entry: Entry, reason: Cut): void => {
    end(entry);
    onCut(reason);
    entry.cut(reason);
  };
  const dropOldest = ({ entries }: Place): void => {
    const [oldest] = entries;
    if (oldest !== undefined) drop(oldest, 'crowded');
  };
  const keepBounds = (place: Place): void => {
    const { halfRead, halfReadEach, halfReadBytes, halfReadBytesEach } = bounds;
    if (place.entries.size > halfReadEach || place.bytes > halfReadBytesEach) dropOldest(place);
    if (requests > halfRead) dropOldest(largest(places, ({ entries }) => entries.size));
    if (bytes > halfReadBytes) dropOldest(largest(places, (one) => one.bytes));
  };
  const timer = setInterval(() => {
    const now = performance.now();
    for (const place of [...places.values()]) {
      for (const entry of [...place.entries]) {
        const late = now - entry.since - bounds.graceMilliseconds;
        if (entry.bytes < (late * bounds.leastRate) / 1_000) drop(entry, 'slow');
      }
    }
  }, bounds.lookMilliseconds);
  timer.unref();

  return {
    begin: (owner, cut) => {
      const known = places.get(owner);
      const place = known ?? { owner, entries: new Set(), bytes: 0 };
      if (known === undefined) places.set(owner, place);
      const entry: Entry = { place, since: performance.now(), cut, bytes: 0, open: true };
      place.entries.add(entry);
      requests += 1;
      keepBounds(place);
      return {
        more: (size) => {
          if (!entry.open) return;
          entry.bytes += size;
          place.bytes += size;
          bytes += size;
          keepBounds(place);
        },
        end: () => end(entry),
      };
    },
    state: () => ({ requests, bytes }),
    close: () => clearInterval(timer),
  };
}

function largest(places: ReadonlyMap<string, Place>, size: (place: Place) => number): Place {
  return [...places.values()].reduce((most, one) => (size(one) > size(most) ? one : most));
}
