import { type Cell, type Comparison, compareApart, compareShared } from './chi-square.ts';
import type { Drawn, Officer, Target } from './draw-file.ts';
import { weightFor } from './draw-officers.ts';
import type { PoolTally } from './ratios.ts';

/*
 * Whether what was drawn looks like chance: by layer, by hour, by officer. A sound draw can be
 * verified one by one; this sees what no single draw shows, such as a roster that is always made
 * so that the same person comes.
 */

const MILLION = 1_000_000;

/**
 * Targets of the line by what they have in common. Each is drawn by itself, so the expected number
 * is the sum of the weights, and its variance at most what one weight for all of them would give.
 */
export function compareTargets(tallies: ReadonlyMap<string, PoolTally>): Comparison {
  const cells = [...tallies].map(([name, { pool, weight, drawn }]): Cell => {
    const expected = weight / MILLION;
    const variance = pool === 0 ? 0 : expected * (1 - expected / pool);
    return { name, observed: drawn, expected, variance };
  });
  return compareApart(cells);
}

/** A sound zone is told of less than once in a thousand comparisons. */
const UNLIKELY = 0.001;

/** Whether chance alone may well have done it. */
export function isLikely({ p }: Pick<Comparison, 'p'>): boolean {
  return p >= UNLIKELY;
}

/** What a draw of officers says for the comparison. */
export type OfficerDraw = {
  readonly targets: readonly Target[];
  readonly officers: readonly Officer[];
  readonly result: readonly Drawn[];
};

/** Officers over many draws; nothing is kept of a draw but sums. */
export type OfficerCount = {
  add(draw: OfficerDraw): void;
  /** What was counted of an officer before. */
  addSums(officer: string, sums: Chance): void;
  sums(): Chances;
};

/** How often somebody was drawn, how often chance would have it, and the variance of that. */
export type Chance = Omit<Cell, 'name'>;

/** By officer. */
export type Chances = ReadonlyMap<string, Chance>;

type Sums = { -readonly [Name in keyof Chance]: number };

/** An empty count. */
export function officerCount(): OfficerCount {
  const sums = new Map<string, Sums>();
  const sumsOf = (id: string): Sums => {
    const known = sums.get(id) ?? { observed: 0, expected: 0, variance: 0 };
    sums.set(id, known);
    return known;
  };
  return {
    add: ({ targets, officers, result }) => {
      const places = new Map(officers.map(({ id, capacity }) => [id, capacity]));
      const known = new Map(targets.map((one) => [one.id, one]));
      for (const { target: id, pair } of result) {
        const target = known.get(id);
        if (target === undefined || pair.length < 2) continue;
        for (const [officer, chance] of chances(officers, target, places)) {
          const sum = sumsOf(officer);
          sum.expected += chance;
          sum.variance += chance * (1 - chance);
        }
        for (const officer of pair) {
          sumsOf(officer).observed += 1;
          places.set(officer, (places.get(officer) ?? 0) - 1);
        }
      }
    },
    addSums: (officer, { observed, expected, variance }) => {
      const sum = sumsOf(officer);
      sum.observed += observed;
      sum.expected += expected;
      sum.variance += variance;
    },
    sums: () => sums,
  };
}

/** Officers share the places that there were. */
export function compareOfficers(chances: Chances): Comparison {
  const names = [...chances.keys()].sort();
  return compareShared(names.map((name) => ({ name, ...chances.get(name)! })));
}

/** With what probability each officer is one of the pair, given the places that are left. */
function chances(
  officers: readonly Officer[],
  target: Target,
  places: ReadonlyMap<string, number>,
): [string, number][] {
  const able = officers.flatMap((officer): [string, number][] => {
    const weight = (places.get(officer.id) ?? 0) > 0 ? weightFor(officer, target) : 0;
    return weight > 0 ? [[officer.id, weight]] : [];
  });
  const sum = able.reduce((total, [, weight]) => total + weight, 0);
  // Second after anybody else: the sum over others of (their weight / sum) / (what they leave).
  const after = able.reduce((total, [, weight]) => total + weight / sum / (sum - weight), 0);
  return able.map(([id, weight]) => {
    const others = after - weight / sum / (sum - weight);
    return [id, weight / sum + weight * others];
  });
}
