import type { LayerPlan, Target } from './draw-file.ts';
import { type NumberStream, numberStream, pickByWeight } from './stream.ts';

/** The targets that are drawn, in their order: layer by layer as the plan has them. */
export function drawTargets(
  seed: string,
  plan: readonly LayerPlan[],
  targets: readonly Target[],
): Target[] {
  const stream = numberStream(seed, 'targets');
  const layers = Map.groupBy(targets, ({ layer }) => layer);
  return plan.flatMap(({ layer, method, number }) => {
    const some = layers.get(layer) ?? [];
    return method === 'count' ? byCount(some, number, stream) : byRate(some, number, stream);
  });
}

/** Up to `count` of them by weight, none twice; fewer where fewer have a weight. */
function byCount(targets: readonly Target[], count: number, stream: NumberStream): Target[] {
  const weights = targets.map(({ weight }) => weight);
  const drawn: Target[] = [];
  while (drawn.length < count) {
    const index = pickByWeight(weights, stream);
    if (index < 0) break;
    weights[index] = 0;
    drawn.push(targets[index]!);
  }
  return drawn;
}

/** Each of them with the probability weight / per, in the order of the registry. */
function byRate(targets: readonly Target[], per: number, stream: NumberStream): Target[] {
  return targets.filter(({ weight }) => stream.below(per) < weight);
}
