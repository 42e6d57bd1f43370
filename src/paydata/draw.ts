import type { Rate } from '../base/rate.ts';
import type { Entropy } from '../io/random.ts';

/** Bytes of chance for one item: what a platform could guess of them is nothing. */
const BYTES = 6;

/**
 * Those of the items that chance draws, each with the probability `share`, exactly but for
 * 1 / 2^48. No chance is asked where the share leaves none.
 */
export function draw<T>(items: readonly T[], share: Rate, entropy: Entropy): T[] {
  if (share.n >= share.d) return [...items];
  if (share.n <= 0n || items.length === 0) return [];
  const bytes = Buffer.from(entropy.bytes(BYTES * items.length));
  const bound = share.n << BigInt(8 * BYTES);
  return items.filter((_, i) => BigInt(bytes.readUIntBE(BYTES * i, BYTES)) * share.d < bound);
}
