import { setTimeout as pause } from 'node:timers/promises';
import type { Load } from './drive.ts';
import type { Sending } from './schedule.ts';
import type { Wagon } from './wagon.ts';

/** How far behind its time each list was sent, milliseconds. */
export type Lags = number[];

/**
 * Load at its own pace: each wagon goes out when its time has come, however slow the answers are.
 * Latency counts from the intended time of the lists, so a platform that stalls pays for every
 * parcel that should have come meanwhile, and so does a generator that is late itself.
 */
export function openLoop(wagons: readonly Wagon[], sendings: readonly Sending[], lags: Lags) {
  return async ({ tracker, send }: Load): Promise<void> => {
    const started = performance.now();
    const underWay: Promise<void>[] = [];
    const go = (wagon: Wagon, message: number): void => {
      const sending = send(wagon, message);
      // A failure is thrown below, when all have been waited for.
      sending.catch(() => undefined);
      underWay.push(sending);
    };
    for (const { wagon: number, part, at } of sendings) {
      const due = started + at;
      const early = due - performance.now();
      // Timers have whole milliseconds; too late by a part of one is counted, too early is not.
      if (early > 0) await pause(Math.ceil(early));
      const wagon = wagons[number]!;
      const lists = wagon.chunk.messages - 1;
      if (part === 'documents') {
        for (let message = 0; message < lists; message += 1) go(wagon, message);
      } else {
        tracker.sent(wagon.chunk, wagon.place, due);
        lags.push(Math.max(0, performance.now() - due));
        go(wagon, lists);
      }
    }
    await Promise.all(underWay);
  };
}
