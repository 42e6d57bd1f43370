import type { ArrivalTerms, ListTerms } from '../documents/terms.ts';
import type { ClearanceContext } from './context.ts';
import { DIRECT_MODE } from './modes.ts';

/** What list and arrival detail must agree in, besides the waybill itself (LINE-10). */
const COMPARED = ['billNo', 'voyageNo', 'trafMode', 'trafNo', 'customsCode'] as const;

/** Whether the law of the day has this list wait for its arrival. */
export function needsArrival(
  { tradeMode }: Pick<ListTerms, 'tradeMode'>,
  parameters: { readonly arrivalRequired: boolean },
): boolean {
  return parameters.arrivalRequired && tradeMode === DIRECT_MODE;
}

/** Elements in which an arrival detail differs from the list. */
export function differences(list: ListTerms, arrival: ArrivalTerms): string[] {
  return COMPARED.filter((element) => arrival[element] !== list[element]);
}

/**
 * The elements in which the arrival detail that comes nearest differs from the list: none when
 * one agrees or none is needed, null when none names the waybill.
 */
export function arrivalGap({ case: matched, parameters }: ClearanceContext): string[] | null {
  const list = matched.list.terms;
  if (!needsArrival(list, parameters)) return [];
  const gaps = matched.arrivals.map(({ terms }) => differences(list, terms));
  return gaps.reduce<string[] | null>((best, gap) => {
    return best === null || gap.length < best.length ? gap : best;
  }, null);
}
