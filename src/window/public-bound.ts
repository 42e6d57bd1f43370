import type { FastifyRequest } from 'fastify';
import type { Clock } from '../io/clock.ts';
import { WindowFault } from './problem.ts';

/** Requests that one address may make at once, and those that it gets back each second. */
const BURST = 40;
const EACH_SECOND = 10;
/** Addresses that are remembered; those that came longest ago are forgotten first. */
const ADDRESSES = 10_000;
const SECOND = 1_000;

type Bucket = { left: number; at: number };

/**
 * Bounds what strangers ask without a token, by address. Behind a proxy all have one address, so
 * the proxy should bound them itself.
 * @returns throws WindowFault 429 for a request too many
 */
export function publicBound({ now }: Clock): (request: FastifyRequest) => void {
  const buckets = new Map<string, Bucket>();
  return ({ ip }) => {
    const at = now();
    const known = buckets.get(ip) ?? { left: BURST, at };
    const gained = (Math.max(0, at - known.at) * EACH_SECOND) / SECOND;
    const left = Math.min(BURST, known.left + gained);
    if (left < 1) throw new WindowFault('overload', [], 1);
    // The order of the map is that of the last requests.
    buckets.delete(ip);
    buckets.set(ip, { left: left - 1, at });
    if (buckets.size > ADDRESSES) buckets.delete(buckets.keys().next().value ?? '');
  };
}
