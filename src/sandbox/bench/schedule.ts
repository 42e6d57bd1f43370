import { seededRandom } from '../../base/random.ts';

/** One sending: which wagon, its documents or its lists, and when, in ms from the start. */
export type Sending = {
  readonly wagon: number;
  readonly part: 'documents' | 'lists';
  readonly at: number;
};

/** The documents of a wagon are sent this long before its lists, milliseconds. */
export const LEAD = 250;

/**
 * When each wagon is to be sent, whatever the platform does: arrivals at random (Poisson) with the
 * mean rate asked for, since declarants do not wait for each other's turn. Sendings in order.
 * @param rate wagons a second
 */
export function schedule(wagons: number, rate: number, seed: bigint): Sending[] {
  const sendings = arrivals(wagons, rate, seed).flatMap((at, wagon): Sending[] => [
    { wagon, part: 'documents', at },
    { wagon, part: 'lists', at: at + LEAD },
  ]);
  return sendings.sort((a, b) => a.at - b.at);
}

/** So many moments at random (Poisson) with a mean rate a second, in order, ms from the start. */
export function arrivals(count: number, rate: number, seed: bigint): number[] {
  const random = seededRandom(seed);
  const times: number[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const share = (random.below(2 ** 32 - 1) + 1) / 2 ** 32;
    at += (-Math.log(share) * 1_000) / rate;
    times.push(at);
  }
  return times;
}
