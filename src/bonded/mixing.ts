import type { Finding } from '../base/finding.ts';
import type { StockStatus } from '../registry/book.ts';
import { stockFinding } from './codes.ts';
import { isStaging } from './place.ts';

/**
 * Where no paper puts goods: at a place where others lie of another status (STK-8), or where the
 * goods of a parcel lie ready, which only the warehouse picks for it.
 */
export function mixFindings(
  location: string,
  status: StockStatus,
  path: string,
  { places }: { readonly places: ReadonlyMap<string, ReadonlySet<StockStatus>> },
): Finding[] {
  if (isStaging(location)) {
    const reason = { reason: 'is where goods of a parcel lie ready', reasonZh: '为清单集货位' };
    return [stockFinding('BND-PLACE', path, { place: location, ...reason })];
  }
  const others = [...(places.get(location) ?? [])].filter((one) => one !== status);
  if (others.length === 0) return [];
  return [stockFinding('BND-MIXED', path, { location, there: others.sort().join(', '), status })];
}
