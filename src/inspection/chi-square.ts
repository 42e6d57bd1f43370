/*
 * How likely figures are when only chance was at work: Pearson's chi-square and its distribution.
 */

/**
 * The probability that a chi-square of so many degrees of freedom is at least x: the upper
 * regularized incomplete gamma function Q(degrees / 2, x / 2). By its series below a + 1, by its
 * continued fraction (Lentz) above; right to twelve digits for what stands in a report.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0 || degrees <= 0) return 1;
  const [a, z] = [degrees / 2, x / 2];
  const scale = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - scale * series(a, z) : scale * fraction(a, z);
}

const ENOUGH = 1e-15;
const MOST_STEPS = 100_000;

/** The sum of z^n / (a (a + 1) ... (a + n)). */
function series(a: number, z: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST_STEPS && term > sum * ENOUGH; n += 1) {
    term *= z / (a + n);
    sum += term;
  }
  return sum;
}

/** 1 / (z + 1 - a - 1 (1 - a) / (z + 3 - a - ...)). */
function fraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n < MOST_STEPS; n += 1) {
    const an = n * (a - n);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    result *= c * d;
    if (Math.abs(c * d - 1) < ENOUGH) break;
  }
  return result;
}

/** Lanczos, g = 7 with nine coefficients. */
const LANCZOS = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_1,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12,
  9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
];

/** The natural logarithm of the gamma function, of a number from 0.5 on. */
function logGamma(x: number): number {
  const [first = 0, ...rest] = LANCZOS;
  const at = x - 1;
  const sum = rest.reduce((total, one, n) => total + one / (at + n + 1), first);
  const t = at + 7.5;
  return Math.log(2 * Math.PI) / 2 + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** What is compared: a name, how often it came, how often it had to, and the variance of that. */
export type Cell = {
  readonly name: string;
  readonly observed: number;
  readonly expected: number;
  readonly variance: number;
};

export type Comparison = {
  readonly cells: readonly Cell[];
  /** Those that are left out, because too little was expected of them. */
  readonly small: readonly string[];
  readonly chiSquare: number;
  readonly degrees: number;
  /** How often chance alone comes as far away from what is expected, or farther. */
  readonly p: number;
};

/** Fewer than these make the distribution another one. */
const LEAST = 5;

const isLarge = ({ variance }: Cell): boolean => variance >= LEAST;

/** Cells that are independent of each other: each has a degree of freedom of its own. */
export function compareApart(cells: readonly Cell[]): Comparison {
  const counted = cells.filter(isLarge);
  return compared(cells, counted, sumOf(counted), counted.length);
}

/**
 * Cells that share a fixed sum, such as the places that officers take: what one has too much others
 * have too little, which leaves one degree of freedom less.
 */
export function compareShared(cells: readonly Cell[]): Comparison {
  const counted = cells.filter(isLarge);
  const degrees = Math.max(0, counted.length - 1);
  const share = counted.length === 0 ? 0 : degrees / counted.length;
  return compared(cells, counted, sumOf(counted) * share, degrees);
}

const sumOf = (cells: readonly Cell[]): number =>
  cells.reduce(
    (sum, { observed, expected, variance }) => sum + (observed - expected) ** 2 / variance,
    0,
  );

function compared(
  cells: readonly Cell[],
  counted: readonly Cell[],
  chiSquare: number,
  degrees: number,
): Comparison {
  const small = cells.filter((cell) => !counted.includes(cell)).map(({ name }) => name);
  return { cells, small, chiSquare, degrees, p: chiSquareTail(chiSquare, degrees) };
}
