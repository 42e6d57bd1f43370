import { isoShanghai } from '../base/dates.ts';
import type { WatchHead } from './watch-store.ts';

/** A watch list as JSON for the authority; of what stands on it only the number. */
export function watchJson({ revision: _, madeAt, ...list }: WatchHead & { entries: number }) {
  return { ...list, madeAt: isoShanghai(madeAt) };
}
