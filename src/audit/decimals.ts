/*
 * The auditor's own exact arithmetic, written apart from the engine's so that one mistake cannot
 * hide in both.
 */

/** An exact fraction; `d` is above zero. */
export type Fraction = { readonly n: bigint; readonly d: bigint };

export const NOUGHT: Fraction = { n: 0n, d: 1n };
export const WHOLE: Fraction = { n: 1n, d: 1n };

/** n / d; a zero denominator gives null. */
export function fraction(n: bigint, d: bigint): Fraction | null {
  if (d === 0n) return null;
  return d < 0n ? { n: -n, d: -d } : { n, d };
}

/** Reads "0.13", "13%" is not known here, "13/100" and "1000/0.912" are; null for anything else. */
export function fractionOf(text: string | undefined): Fraction | null {
  if (text === undefined) return null;
  const [top, bottom, more] = text.split('/');
  const n = decimal(top ?? '');
  if (n === null || more !== undefined) return null;
  if (bottom === undefined) return n;
  const d = decimal(bottom);
  return d === null ? null : fraction(n.n * d.d, n.d * d.n);
}

function decimal(text: string): Fraction | null {
  const parts = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(text);
  if (parts === null) return null;
  const [, sign, whole = '', after = ''] = parts;
  if (whole + after === '') return null;
  const n = BigInt(whole + after);
  return { n: sign === '-' ? -n : n, d: 10n ** BigInt(after.length) };
}

export const plus = (a: Fraction, b: Fraction): Fraction => ({
  n: a.n * b.d + b.n * a.d,
  d: a.d * b.d,
});
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d });
export const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
/** a / b; b must be above zero. */
export const over = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });
export const atLeast = (a: Fraction, b: Fraction): boolean => a.n * b.d >= b.n * a.d;
/** A whole number as a fraction. */
export const whole = (n: bigint): Fraction => ({ n, d: 1n });

/** To the nearest whole number, halves up; for numbers from zero on. */
export function nearest({ n, d }: Fraction): bigint {
  return (2n * n + d) / (2n * d);
}

/** Up to the next whole number; for numbers from zero on. */
export function upward({ n, d }: Fraction): bigint {
  return (n + d - 1n) / d;
}

/** An amount in yuan as fen; null when it is none or not a whole number of fen. */
export function fenOf(text: string | null | undefined): bigint | null {
  const amount = fractionOf(text ?? undefined);
  if (amount === null) return null;
  const scaled = amount.n * 100n;
  return scaled % amount.d === 0n ? scaled / amount.d : null;
}

type Text = string | null | undefined;

/** Whether texts say the same number; of texts that are alike none needs to be read. */
export function sameNumber(a: Text, b: Text): boolean {
  if (a === b) return a !== null && a !== undefined;
  const [left, right] = [fractionOf(a ?? undefined), fractionOf(b ?? undefined)];
  return left !== null && right !== null && left.n * right.d === right.n * left.d;
}

/** Sum, or null when a part is null. */
export function sumOf(parts: readonly (bigint | null)[]): bigint | null {
  let sum = 0n;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return sum;
}
