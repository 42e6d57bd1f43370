import { setTimeout as pause } from 'node:timers/promises';
import { assert } from '../../base/assert.ts';
import { type Cursors, type Following, follow } from './follow.ts';
import { type Lines, openLines } from './lines.ts';
import { type Counts, newTracker, type Track, type Tracker } from './tracker.ts';
import { requestOf, type Source, type Wagon } from './wagon.ts';

/** What a load run saw. Times are milliseconds. */
export type Run = {
  readonly tracks: readonly Track[];
  readonly counts: Readonly<Counts>;
  /** When the load began. */
  readonly started: number;
  /** From the first message sent to the last verdict read. */
  readonly elapsed: number;
  /** Answers 429 and 503, each followed by another try. */
  readonly busyAnswers: number;
  /** Messages that waited because as many as allowed were under way. */
  readonly heldBack: number;
};

/** A server to put load on and how far its receipts were read. */
export type Target = {
  readonly url: string;
  /** Tokens of the declarants, whose receipts tell when a list is decided. */
  readonly agents: readonly string[];
  readonly cursors: Cursors;
};

/** What a load works with. */
export type Load = {
  readonly tracker: Tracker;
  /** Sends one message of a wagon until it is taken. */
  send(wagon: Wagon, message: number): Promise<void>;
};

export type DriveOptions = {
  readonly target: Target;
  /** Messages under way at once, beside the reading of receipts. */
  readonly mostInFlight: number;
  /** Gives up after this many milliseconds. */
  readonly limit: number;
  readonly onProgress?: (decided: number) => void;
  readonly onPreNo?: Following['onPreNo'];
};

/** Longest wait for the verdicts after the last message. */
const DRAIN = 60_000;

/**
 * Puts a load on a platform over loopback and follows the receipts until every list is decided. It
 * speaks HTTP by itself instead of through `src/client`, which would take a sixth of the cores from
 * the platform (docs/adr/2026-11-28-load-generator.md).
 */
export async function drive(
  options: DriveOptions,
  work: (load: Load) => Promise<void>,
): Promise<Run> {
  const { target, mostInFlight, limit, onProgress, onPreNo } = options;
  const lines = openLines(target.url, mostInFlight);
  const reading = openLines(target.url, target.agents.length);
  const tracker = newTracker(onProgress);
  const sums = { busyAnswers: 0 };
  let over = false;
  const following: Following = {
    onVerdict: ({ chunk, parcel, status }, at) => tracker.decided(chunk, parcel, status, at),
    ...(onPreNo === undefined ? {} : { onPreNo }),
  };
  const ends = target.agents.map((token) =>
    follow(reading, token, target.cursors, following, () => over),
  );
  const started = performance.now();
  const send = (wagon: Wagon, message: number) => sendOne(lines, wagon, message, sums);
  try {
    // A follower ends before the load only when it fails.
    const failure = Promise.all(ends).then(() => undefined);
    await Promise.race([work({ tracker, send }), failure, pauseUnheld(limit)]);
    await Promise.race([tracker.idle(), failure, pauseUnheld(DRAIN)]);
  } finally {
    over = true;
    lines.close();
    reading.close();
  }
  await Promise.allSettled(ends);
  const { counts } = tracker;
  const elapsed = (counts.last || performance.now()) - started;
  const tracks = [...tracker.tracks.values()];
  return { tracks, counts, started, elapsed, heldBack: lines.heldBack(), ...sums };
}

function pauseUnheld(milliseconds: number): Promise<void> {
  return pause(milliseconds, undefined, { ref: false });
}

async function sendOne(
  lines: Lines,
  wagon: Wagon,
  message: number,
  sums: { busyAnswers: number },
): Promise<void> {
  const request = requestOf(wagon, message);
  for (;;) {
    const { status, retryAfter, body } = await lines.send(request);
    if (status === 202) return;
    const busy = status === 429 || status === 503;
    assert(busy, `answer ${status}: ${body.toString('utf8', 0, 300)}`);
    sums.busyAnswers += 1;
    await pause(Math.max(50, retryAfter * 1_000));
  }
}

/**
 * Load as fast as it goes: so many wagons are under way at once, and the next one starts when one
 * has been taken. Latency counts from the sending of the lists.
 * @param until when no further wagon starts, `performance.now()`
 */
export function closedLoop(source: Source, wagons: number, until: number) {
  return async ({ tracker, send }: Load): Promise<void> => {
    const lane = async (): Promise<void> => {
      while (performance.now() < until) {
        const wagon = await source.take();
        if (wagon === null) return;
        const lists = wagon.chunk.messages - 1;
        await Promise.all(Array.from({ length: lists }, (_, message) => send(wagon, message)));
        tracker.sent(wagon.chunk, wagon.place, performance.now());
        await send(wagon, lists);
      }
    };
    await Promise.all(Array.from({ length: wagons }, lane));
  };
}
