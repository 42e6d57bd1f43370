import type { LotTerms } from './lot.ts';

/** Which goods of a book a stock-take has in hand; null is all. */
export type CountScope = {
  readonly records: readonly string[] | null;
  readonly locations: readonly string[] | null;
};

/**
 * What an open count has in hand: all that it counts, and while customs decides, or afterwards when
 * it refused, the lines with differences alone.
 */
export function inHand({
  scope,
  frozen,
}: {
  readonly scope: CountScope;
  readonly frozen: CountScope | null;
}): CountScope {
  return frozen ?? scope;
}

/** Whether a count has goods in hand. */
export function isCounted(
  { records, locations }: CountScope,
  { recordNo, location }: Pick<LotTerms, 'recordNo' | 'location'>,
): boolean {
  return (records?.includes(recordNo) ?? true) && (locations?.includes(location) ?? true);
}
