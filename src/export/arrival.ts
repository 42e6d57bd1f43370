import type { ExportListTerms, ShipmentTerms } from '../documents/export-terms.ts';
import type { ExportContext } from './context.ts';

/** What list and arrival (CEB507) must agree in, besides the waybill itself. */
const COMPARED = ['customsCode', 'logisticsCode', 'trafMode'] as const;

/** Elements in which an arrival differs from the list. */
function arrivalDifferences(list: ExportListTerms, arrival: ShipmentTerms): string[] {
  return COMPARED.filter((element) => arrival[element] !== list[element]);
}

/**
 * The elements in which the arrival that comes nearest differs from the list: none when one agrees
 * or the law asks for none, null when none names the waybill.
 */
export function exportArrivalGap({ case: matched, law }: ExportContext): string[] | null {
  if (!law.arrival) return [];
  const gaps = matched.arrivals.map(({ terms }) => arrivalDifferences(matched.list.terms, terms));
  return gaps.reduce<string[] | null>((best, gap) => {
    return best === null || gap.length < best.length ? gap : best;
  }, null);
}
