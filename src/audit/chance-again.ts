import { type DrawAgain, type DrawSource, officerWeight } from './draw-again.ts';

/** How often somebody was drawn, how often chance would have it, and the variance of that. */
export type ChanceSums = {
  readonly observed: number;
  readonly expected: number;
  readonly variance: number;
};

/** Both together. */
export const plus = (a: ChanceSums | undefined, b: ChanceSums): ChanceSums => ({
  observed: (a?.observed ?? 0) + b.observed,
  expected: (a?.expected ?? 0) + b.expected,
  variance: (a?.variance ?? 0) + b.variance,
});

/**
 * What chance had to do in a draw of officers, pair by pair, by the places that were left: one is
 * drawn by weight, then another one by weight among the others.
 */
export function chanceSums(
  { targets, officers }: DrawSource,
  drawn: DrawAgain['drawn'],
): Map<string, ChanceSums> {
  const sums = new Map<string, ChanceSums>();
  const add = (id: string, observed: number, chance: number): void => {
    const one = { observed, expected: chance, variance: chance - chance * chance };
    sums.set(id, plus(sums.get(id), one));
  };
  const left = new Map(officers.map(({ id, capacity }) => [id, capacity]));
  for (const { target: id, pair } of drawn) {
    const target = targets.find((one) => one.id === id);
    if (target === undefined || pair.length === 0) continue;
    const able = officers.filter((one) => left.get(one.id)! > 0 && officerWeight(one, target) > 0);
    const weights = able.map((one) => officerWeight(one, target));
    const all = weights.reduce((a, b) => a + b, 0);
    for (const [i, { id: officer }] of able.entries()) {
      const own = weights[i]!;
      const second = weights.map((w, j) => (j === i ? 0 : (w / all) * (own / (all - w))));
      add(officer, pair.includes(officer) ? 1 : 0, own / all + second.reduce((a, b) => a + b, 0));
    }
    for (const officer of pair) left.set(officer, left.get(officer)! - 1);
  }
  return sums;
}
