import type { LotTerms } from './lot.ts';

/** Which goods of a book a stock-take has in hand; null is all. */
export type CountScope = {
  readonly records: readonly string[] | null;
  readonly locations: readonly string[] | null;
};

/** Whether a count has goods in hand. */
export function isCounted(
  { records, locations }: CountScope,
  { recordNo, location }: Pick<LotTerms, 'recordNo' | 'location'>,
): boolean {
  return (records?.includes(recordNo) ?? true) && (locations?.includes(location) ?? true);
}
