/**
 * Exact fractions of the predictor. Written apart from the engine's own arithmetic on purpose:
 * a mistake in one of them shows as a difference between the two.
 */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

export const fraction = (n: bigint, d = 1n): Fraction => [n, d];

export const plus = (a: Fraction, b: Fraction): Fraction => [
  a[0] * b[1] + b[0] * a[1],
  a[1] * b[1],
];

export const times = (a: Fraction, b: Fraction): Fraction => [a[0] * b[0], a[1] * b[1]];

/** `a / b` for a positive `b`. */
export const over = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1], a[1] * b[0]];

/** Whether `a >= b`; both denominators positive. */
export const atLeast = (a: Fraction, b: Fraction): boolean => a[0] * b[1] >= b[0] * a[1];

/** A value that is not negative, rounded half up to a whole number. */
export function wholeHalfUp([n, d]: Fraction): bigint {
  const whole = n / d;
  return 2n * (n - whole * d) >= d ? whole + 1n : whole;
}
