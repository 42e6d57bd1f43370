import type { Scaled5 } from './fen.ts';
import type { Rate } from './rate.ts';
import { divideFloor } from './rounding.ts';

/** What a scale may be apart from a declared weight: a share of it, or so many grams if more. */
export type Allowance = { readonly tolerance: Rate; readonly grams: number };

/** A gram in 0.00001 kg. */
const GRAM = 100n;

/** Whether a weight is near enough to the declared one; the share is rounded down to 0.00001 kg. */
export function isWithin(
  weight: Scaled5,
  declared: Scaled5,
  { tolerance, grams }: Allowance,
): boolean {
  const share = divideFloor(declared * tolerance.n, tolerance.d);
  const floor = BigInt(grams) * GRAM;
  const apart = weight > declared ? weight - declared : declared - weight;
  return apart <= (share > floor ? share : floor);
}
