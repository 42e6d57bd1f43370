import type { Finding } from '../base/finding.ts';
import type { StockStatus } from '../registry/book.ts';
import { stockFinding } from './codes.ts';

/** Goods of two statuses never lie at one place (STK-8). */
export function mixFindings(
  location: string,
  status: StockStatus,
  path: string,
  { places }: { readonly places: ReadonlyMap<string, ReadonlySet<StockStatus>> },
): Finding[] {
  const others = [...(places.get(location) ?? [])].filter((one) => one !== status);
  if (others.length === 0) return [];
  return [stockFinding('BND-MIXED', path, { location, there: others.sort().join(', '), status })];
}
