import { LIMITS } from '../base/limits.ts';
import { GOODS_CLASSES } from '../registry/classification.ts';
import { CREDIT_CLASSES } from '../registry/enterprise.ts';
import type { LayerPlan, Terms } from './draw-file.ts';
import type { Series } from './epoch-store.ts';

/** Weights of the line are millionths: the probability of a parcel is its weight / a million. */
export const MILLION = 1_000_000;

/** The layer of a parcel. */
export function layerOf(enterpriseClass: string, goodsClass: string): string {
  return `${enterpriseClass}.${goodsClass}`;
}

const LINE: readonly LayerPlan[] = CREDIT_CLASSES.flatMap((enterprise) =>
  GOODS_CLASSES.map((goods): LayerPlan => {
    return { layer: layerOf(enterprise, goods), method: 'rate', number: MILLION, officers: 0 };
  }),
).sort((a, b) => (a.layer < b.layer ? -1 : 1));

/** Every parcel that has arrived gets its two officers. */
export const ARRIVED = 'arrived';
const OFFICERS: readonly LayerPlan[] = [{ layer: ARRIVED, method: 'rate', number: 1, officers: 2 }];

/**
 * The terms of all draws of a series that are committed to at once. Nobody knows when they will be:
 * a share counts when it is shown after the registries are fixed, and soon.
 * @param parties in the order of their ids
 * @param commitBy when the commitments were published
 */
export function standingTerms(series: Series, parties: readonly string[], commitBy: string): Terms {
  return {
    plan: series === 'line' ? LINE : OFFICERS,
    parties,
    commitBy,
    revealFrom: null,
    revealBy: null,
    revealWithin: LIMITS.drawReveal,
    fallback: 'rest',
    beacon: null,
  };
}
