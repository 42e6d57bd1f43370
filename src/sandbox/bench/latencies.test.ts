import { expect, it } from 'vitest';
import type { Load } from './drive.ts';
import { latenciesOf, median, quantile, rounded } from './latencies.ts';
import { openLoop } from './open-loop.ts';
import { newTracker } from './tracker.ts';
import type { Wagon } from './wagon.ts';

it('takes the nearest rank', () => {
  const values = Float64Array.from({ length: 1_000 }, (_, i) => i + 1);
  expect([0.5, 0.99, 0.999, 1].map((share) => quantile(values, share))).toEqual([
    500, 990, 999, 1_000,
  ]);
  expect(quantile([], 0.5)).toBe(0);
  expect(quantile([7], 0.001)).toBe(7);
  expect(median([3, 1, 2, 9])).toBe(2);
  expect(rounded(1.005e3 / 3, 2)).toBe(335);
});

function wagons(count: number): Wagon[] {
  const parcelEnds = Uint32Array.from({ length: count }, (_, i) => i + 1);
  const chunk = {
    number: 5,
    bytes: new Uint8Array(0),
    messages: 4,
    ends: new Uint32Array(count * 4),
    parcelEnds,
    rawBytes: 0,
    cpuMicros: 0,
  };
  return Array.from({ length: count }, (_, place) => ({ chunk, place }));
}

it('counts latency from the intended moment, however slow messages are taken', async () => {
  const tracker = newTracker();
  const sent: number[] = [];
  let called = Number.POSITIVE_INFINITY;
  let free = (): void => undefined;
  const stalled = new Promise<void>((done) => {
    free = done;
  });
  // The platform takes nothing for 60 ms: a closed loop would send one list and count one wait.
  const load: Load = {
    tracker,
    send: (wagon, message) => {
      called = Math.min(called, performance.now());
      if (message === 3) sent.push(wagon.place);
      return stalled;
    },
  };
  const sendings = [0, 1, 2].map((wagon) => ({ wagon, part: 'lists' as const, at: wagon * 10 }));
  const started = performance.now();
  setTimeout(free, 60);
  const lags: number[] = [];
  await openLoop(wagons(3), sendings, lags)(load);
  expect(sent).toEqual([0, 1, 2]);
  const track = tracker.tracks.get(5)!;
  const intended = [...track.sentAt].map((at) => at - track.sentAt[0]!);
  expect(intended.map((at) => rounded(at))).toEqual([0, 10, 20]);
  expect(track.sentAt[0]).toBeGreaterThanOrEqual(started);
  expect(track.sentAt[0]).toBeLessThanOrEqual(called);
  const now = track.sentAt[0]! + 60;
  for (const parcel of [0, 1, 2]) tracker.decided(5, parcel, 800, now);
  expect([...latenciesOf([track])].map((one) => rounded(one))).toEqual([40, 50, 60]);
  expect(lags).toHaveLength(3);
  expect(Math.min(...lags)).toBeGreaterThanOrEqual(0);
});

it('knows each verdict once, and none of a run before', async () => {
  const tracker = newTracker();
  const [wagon] = wagons(1);
  tracker.sent(wagon!.chunk, 0, 100);
  tracker.decided(4, 0, 800, 110);
  tracker.decided(5, 0, 100, 120);
  tracker.decided(5, 0, 800, 130);
  expect(tracker.counts).toMatchObject({ sent: 1, decided: 1, released: 0, last: 120 });
  await tracker.idle();
});
