import { assert } from './assert.ts';

/** An exact rational; the denominator is positive. */
export type Rate = { readonly n: bigint; readonly d: bigint };

export const ZERO: Rate = { n: 0n, d: 1n };
export const ONE: Rate = { n: 1n, d: 1n };

/** A rational in lowest terms. `d` must not be zero. */
export function rate(n: bigint, d: bigint): Rate {
  assert(d !== 0n, 'a rate needs a denominator');
  const sign = d < 0n ? -1n : 1n;
  const divisor = gcd(n < 0n ? -n : n, d < 0n ? -d : d);
  return { n: (sign * n) / divisor, d: (sign * d) / divisor };
}

/** Reads a decimal such as "0.13" (or "13%") exactly; null when it is none. */
export function parseRate(text: string): Rate | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(%?)$/.exec(text.trim());
  if (match === null) return null;
  const fraction = match[3] ?? '';
  const n = BigInt(`${match[1]}${match[2]}${fraction}`);
  const scale = 10n ** BigInt(fraction.length) * (match[4] === '%' ? 100n : 1n);
  return rate(n, scale);
}

/** Reads "250/988" or a plain decimal exactly; null when it is neither. */
export function parseRational(text: string): Rate | null {
  const [over, under, more] = text.split('/');
  const top = over === undefined ? null : parseRate(over);
  if (top === null || more !== undefined) return null;
  if (under === undefined) return top;
  const bottom = parseRate(under);
  return bottom === null || bottom.n === 0n ? null : rate(top.n * bottom.d, top.d * bottom.n);
}

export function add(a: Rate, b: Rate): Rate {
  return rate(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Rate, b: Rate): Rate {
  return rate(a.n * b.d - b.n * a.d, a.d * b.d);
}

export function multiply(a: Rate, b: Rate): Rate {
  return rate(a.n * b.n, a.d * b.d);
}

/** `a / b`; `b` must not be zero. */
export function divide(a: Rate, b: Rate): Rate {
  return rate(a.n * b.d, a.d * b.n);
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. */
export function compare(a: Rate, b: Rate): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
