import { businessDate } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { keepDrawDay, nextDrawDay, officersOfDay } from '../inspection/draw-days.ts';
import type { House } from './house.ts';

/**
 * Adds up the draws of one day that is over, the oldest first. No draw of it comes or changes any
 * more: it is over for as long as clocks may differ, and none is open.
 * @returns false when there is no such day
 */
export async function countDrawDay({ db, clock }: Pick<House, 'db' | 'clock'>): Promise<boolean> {
  const day = await nextDrawDay(db, businessDate(clock.now() - LIMITS.skewMilliseconds));
  if (day === null) return false;
  const officers = await officersOfDay(db, day);
  return db.transaction((tx) => keepDrawDay(tx, day, officers));
}
