import type { Drawn, LayerPlan, Officer, Recusal, Redraw, Target } from './draw-file.ts';
import { type NumberStream, numberStream, pickByWeight } from './stream.ts';

/** An officer during a draw: weights by enterprise at hand, and the capacity that is left. */
type Candidate = {
  readonly officer: Officer;
  readonly everywhere: number | null;
  readonly by: ReadonlyMap<string, number>;
  left: number;
};

function candidateOf(officer: Officer): Candidate {
  const by = new Map<string, number>();
  let everywhere: number | null = null;
  for (const { enterprise, weight } of officer.declared) {
    if (enterprise === null) everywhere = Math.min(everywhere ?? weight, weight);
    else by.set(enterprise, Math.min(by.get(enterprise) ?? weight, weight));
  }
  return { officer, everywhere, by, left: officer.capacity };
}

function weightOf({ officer, everywhere, by }: Candidate, target: Target): number {
  if (!target.needs.every((need) => officer.tags.includes(need))) return 0;
  const own = by.get(target.enterprise) ?? everywhere;
  if (own === null) return officer.weight;
  return everywhere === null ? own : Math.min(own, everywhere);
}

/**
 * What an officer weighs for a target: nothing without what it needs; the least of the weights
 * declared for its enterprise or for every one; else the officer's own weight.
 */
export function weightFor(officer: Officer, target: Target): number {
  return weightOf(candidateOf(officer), target);
}

/**
 * Draws two officers for each target, in order, where the plan of its layer sends any; and then
 * those who stand in for others.
 */
export function drawOfficers(
  seed: string,
  plan: readonly LayerPlan[],
  targets: readonly Target[],
  officers: readonly Officer[],
  recusals: readonly Recusal[],
): { readonly result: Drawn[]; readonly redraws: Redraw[] } {
  const pool = officers.map(candidateOf);
  const stream = numberStream(seed, 'officers');
  const alone = new Set(plan.filter((one) => one.officers === 0).map(({ layer }) => layer));
  const result = targets.map((target) => ({
    target: target.id,
    pair: alone.has(target.layer) ? [] : drawPair(pool, target, stream),
  }));
  const again = numberStream(seed, 'redraws');
  return { result, redraws: drawAgain(pool, targets, result, recusals, again) };
}

/** Two officers, or none: one alone is no inspection (RAND-3). */
function drawPair(pool: readonly Candidate[], target: Target, stream: NumberStream): string[] {
  const weights = pool.map((one) => (one.left === 0 ? 0 : weightOf(one, target)));
  if (weights.filter((weight) => weight > 0).length < 2) return [];
  return [drawOne(pool, weights, stream)!, drawOne(pool, weights, stream)!];
}

function drawOne(
  pool: readonly Candidate[],
  weights: number[],
  stream: NumberStream,
): string | null {
  const index = pickByWeight(weights, stream);
  if (index < 0) return null;
  weights[index] = 0;
  pool[index]!.left -= 1;
  return pool[index]!.officer.id;
}

/** Who was drawn for a target before does not come again, and who stood back stays used. */
function drawAgain(
  pool: readonly Candidate[],
  targets: readonly Target[],
  result: readonly Drawn[],
  recusals: readonly Recusal[],
  stream: NumberStream,
): Redraw[] {
  const places = new Map(targets.map(({ id }, index) => [id, index]));
  const before = result.map(({ pair }) => [...pair]);
  return recusals.flatMap(({ target: id, officer, reason, at }) => {
    const place = places.get(id);
    if (place === undefined) return [];
    const [target, out] = [targets[place]!, before[place]!];
    const weights = pool.map((one) =>
      one.left === 0 || out.includes(one.officer.id) ? 0 : weightOf(one, target),
    );
    const replacement = drawOne(pool, weights, stream);
    if (replacement !== null) out.push(replacement);
    return [{ target: id, officer, reason, at, replacement }];
  });
}
