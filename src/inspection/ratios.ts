import { BELOW_ORDINARY, LEAST_DISHONEST } from '../registry/classification-check.ts';
import type { CreditClass } from '../registry/enterprise.ts';

/*
 * Whether inspection as it was carried out kept the statutory ratios (RULES CLS-2). What an officer
 * or a rule targeted is not in the pool of a draw and so not in these figures.
 *
 * Two things are compared. What was *planned*, the mean weight of the lists in the pools, has no
 * chance in it and must keep the ratios exactly. What was *drawn* is chance: a class may be drawn
 * more often than planned and nobody did wrong. Of n lists with the mean weight p, each drawn by
 * itself, the share drawn is x or more away from p with a probability of at most
 * exp(-n D(x, p)), D(x, p) = x ln(x / p) + (1 - x) ln((1 - x) / (1 - p)) (Chernoff and Hoeffding,
 * for any weights of the single lists and any n). All p for which that is at least `RISK` are
 * taken for possible, and a ratio counts as broken by what was drawn only when it is broken for
 * every possible pair of them. So a comparison accuses a sound draw at most once in 10,000 times.
 * With more lists smaller faults are seen: beside 400,000 ordinary lists drawn at 2.5 %, a class
 * whose bound is 0.5 % then is accused when 0.63 % of its 100,000 lists were drawn.
 */

/** Lists that were in pools, the sum of their weights in millionths, and how many were drawn. */
export type PoolTally = {
  readonly pool: number;
  readonly weight: number;
  readonly drawn: number;
};

/** By layer, `ENTERPRISECLASS.GOODSCLASS`. */
export type LayerTallies = ReadonlyMap<string, PoolTally>;

/** One comparison; shares are of one. `holds` is null where there is nothing to compare. */
export type RatioCheck = {
  readonly enterpriseClass: CreditClass;
  readonly of: 'planned' | 'drawn';
  readonly share: number;
  /** What the share must stay below, or for the dishonest reach. */
  readonly bound: number;
  /** What the share may be by chance; the same twice where there is no chance. */
  readonly possible: readonly [least: number, most: number];
  readonly holds: boolean | null;
};

export type RatioReport = {
  readonly classes: readonly (PoolTally & { readonly enterpriseClass: CreditClass })[];
  readonly checks: readonly RatioCheck[];
  readonly ok: boolean;
};

/** Chance that one bound of a sound draw is passed. */
const RISK = 1 / 20_000;

const MILLION = 1_000_000;
const NOTHING: PoolTally = { pool: 0, weight: 0, drawn: 0 };

/** The ratios of a period from what its draws counted. */
export function ratiosOf(layers: LayerTallies): RatioReport {
  const sums = new Map<CreditClass, PoolTally>();
  for (const [layer, tally] of layers) {
    const creditClass = layer.split('.')[0] as CreditClass;
    sums.set(creditClass, plus(sums.get(creditClass) ?? NOTHING, tally));
  }
  const of = (one: CreditClass): PoolTally => sums.get(one) ?? NOTHING;
  const ordinary = plus(of('GENERAL'), of('ROUTINE'));
  const certified = [...BELOW_ORDINARY].map(([one, hundredths]) => ({ one, hundredths }));
  const checks = [
    ...certified.flatMap(({ one, hundredths }) => below(one, of(one), ordinary, hundredths)),
    ...dishonest(of('DISHONEST')),
  ].filter(({ enterpriseClass }) => sums.has(enterpriseClass));
  const classes = [...sums].map(([enterpriseClass, sum]) => ({ enterpriseClass, ...sum }));
  return { classes, checks, ok: checks.every(({ holds }) => holds !== false) };
}

function plus(a: PoolTally, b: PoolTally): PoolTally {
  return { pool: a.pool + b.pool, weight: a.weight + b.weight, drawn: a.drawn + b.drawn };
}

const planned = ({ weight, pool }: PoolTally): number => weight / MILLION / pool;
const drawn = (tally: PoolTally): number => tally.drawn / tally.pool;

function below(
  enterpriseClass: CreditClass,
  tally: PoolTally,
  ordinary: PoolTally,
  hundredths: number,
): RatioCheck[] {
  if (tally.pool === 0) return [];
  const comparable = ordinary.pool > 0;
  const times = (share: number) => (comparable ? (share * hundredths) / 100 : 0);
  const plan = planned(tally);
  const possible = possibleShares(tally);
  // Whole numbers, so that a ratio of exactly the bound is seen as such.
  const [left, right] = [tally.weight * ordinary.pool, ordinary.weight * tally.pool].map(BigInt);
  return [
    {
      enterpriseClass,
      of: 'planned',
      share: plan,
      bound: times(planned(ordinary)),
      possible: [plan, plan],
      holds: comparable ? left! * 100n < right! * BigInt(hundredths) : null,
    },
    {
      enterpriseClass,
      of: 'drawn',
      share: drawn(tally),
      bound: times(drawn(ordinary)),
      possible,
      holds: comparable ? possible[0] < times(possibleShares(ordinary)[1]) : null,
    },
  ];
}

function dishonest(tally: PoolTally): RatioCheck[] {
  if (tally.pool === 0) return [];
  const [plan, bound] = [planned(tally), LEAST_DISHONEST / MILLION];
  const possible = possibleShares(tally);
  const common = { enterpriseClass: 'DISHONEST', bound } as const;
  const least = tally.pool * LEAST_DISHONEST;
  return [
    { ...common, of: 'planned', share: plan, possible: [plan, plan], holds: tally.weight >= least },
    { ...common, of: 'drawn', share: drawn(tally), possible, holds: possible[1] >= bound },
  ];
}

/** The mean weights, as shares, from which what was drawn may have come. */
export function possibleShares({ pool, drawn: count }: PoolTally): readonly [number, number] {
  const share = count / pool;
  const most = Math.log(1 / RISK) / pool;
  const reaches = (chance: number): boolean => divergence(share, chance) <= most;
  return [edge(share, 0, reaches), edge(share, 1, reaches)];
}

/** Halvings after which two shares cannot be told apart as numbers any more. */
const HALVINGS = 60;

/** The last number on the way from `inside` to `outside` for which `holds`. */
function edge(inside: number, outside: number, holds: (at: number) => boolean): number {
  if (holds(outside)) return outside;
  let [good, bad] = [inside, outside];
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (good + bad) / 2;
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** `D(x, p)` of above; infinite where p makes the share impossible. */
function divergence(x: number, p: number): number {
  return part(x, p) + part(1 - x, 1 - p);
}

function part(x: number, p: number): number {
  return x === 0 ? 0 : x * Math.log(x / p);
}
