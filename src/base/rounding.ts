import { assert } from './assert.ts';

/** Quotient rounded half up (away from zero at the half). `divisor` must be positive. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  assert(divisor > 0n, 'divisor must be positive');
  const negative = dividend < 0n;
  const magnitude = negative ? -dividend : dividend;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return negative ? -quotient : quotient;
}

/** Quotient rounded towards negative infinity. `divisor` must be positive. */
export function divideFloor(dividend: bigint, divisor: bigint): bigint {
  assert(divisor > 0n, 'divisor must be positive');
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** Quotient when it is whole, else null. `divisor` must be positive. */
export function divideExact(dividend: bigint, divisor: bigint): bigint | null {
  assert(divisor > 0n, 'divisor must be positive');
  return dividend % divisor === 0n ? dividend / divisor : null;
}

/**
 * Splits `total` over `weights` pro rata in whole units by the largest remainder; on equal
 * remainders the earlier position gets the unit (RULES TAX-4). All weights zero: the first
 * position takes everything. The parts always add up to `total`.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  assert(total >= 0n && weights.length > 0, 'allocation needs a total and weights');
  assert(
    weights.every((weight) => weight >= 0n),
    'weights are not negative',
  );
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n));
  const parts = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight, index) => ({ index, rest: (total * weight) % sum }));
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const left = total - parts.reduce((all, part) => all + part, 0n);
  for (const { index } of remainders.slice(0, Number(left))) parts[index] = parts[index]! + 1n;
  return parts;
}
