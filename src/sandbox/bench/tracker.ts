import { assert } from '../../base/assert.ts';
import type { Chunk } from './chunk.ts';

/** What became of the parcels of one chunk; times are milliseconds of `performance.now()`. */
export type Track = {
  readonly number: number;
  /** When the list was sent, or should have been; NaN when it never was. */
  readonly sentAt: Float64Array;
  /** When the receipt of its verdict was in hand; NaN when it is not. */
  readonly decidedAt: Float64Array;
  /** First of these: 800 released, 100 returned, 600 held, 500 to be inspected; 0 none yet. */
  readonly status: Uint16Array;
};

/** Keeps account of every parcel that is under way, by numbers in flat arrays. */
export type Tracker = {
  /** The lists of a wagon were sent, or should have been, at this moment. */
  sent(chunk: Chunk, wagon: number, at: number): void;
  /** A verdict was read. */
  decided(chunk: number, parcel: number, status: number, at: number): void;
  readonly tracks: ReadonlyMap<number, Track>;
  readonly counts: Counts;
  /** Resolves when every parcel sent so far is decided. */
  idle(): Promise<void>;
};

/** How far a run is. */
export type Counts = {
  sent: number;
  decided: number;
  released: number;
  inspected: number;
  /** When the first list was sent and when the last verdict came in. */
  first: number;
  last: number;
};

/** A tracker of a run that begins. */
export function newTracker(onProgress?: (decided: number) => void): Tracker {
  const tracks = new Map<number, Track>();
  const counts = { sent: 0, decided: 0, released: 0, inspected: 0, first: 0, last: 0 };
  const idlers: (() => void)[] = [];
  return {
    tracks,
    counts,
    sent: (chunk, wagon, at) => {
      const track = trackOf(tracks, chunk);
      const from = wagon === 0 ? 0 : chunk.parcelEnds[wagon - 1]!;
      const to = chunk.parcelEnds[wagon]!;
      track.sentAt.fill(at, from, to);
      counts.sent += to - from;
    },
    decided: (chunk, parcel, status, at) => {
      const track = tracks.get(chunk);
      // Receipts of an earlier run come first where a stream is read from its beginning.
      if (track === undefined || track.status[parcel] !== 0) return;
      assert(!Number.isNaN(track.sentAt[parcel]!), 'a verdict follows its list');
      track.decidedAt[parcel] = at;
      track.status[parcel] = status;
      counts.decided += 1;
      counts.last = at;
      if (status === 800) counts.released += 1;
      if (status === 500) counts.inspected += 1;
      onProgress?.(counts.decided);
      if (counts.decided === counts.sent) for (const wake of idlers.splice(0)) wake();
    },
    idle: () =>
      counts.decided === counts.sent ? Promise.resolve() : new Promise((done) => idlers.push(done)),
  };
}

function trackOf(tracks: Map<number, Track>, { number, parcelEnds }: Chunk): Track {
  const known = tracks.get(number);
  if (known !== undefined) return known;
  const size = parcelEnds.at(-1) ?? 0;
  const track: Track = {
    number,
    sentAt: new Float64Array(size).fill(Number.NaN),
    decidedAt: new Float64Array(size).fill(Number.NaN),
    status: new Uint16Array(size),
  };
  tracks.set(number, track);
  return track;
}
