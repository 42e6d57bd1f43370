import { addDays, type BusinessDate, businessDate, DAY, type Instant } from '../base/dates.ts';
import { drawText } from '../inspection/draw.ts';
import { drawFileOf, drawsAfter, isShowable, type JournalRow } from '../inspection/draw-store.ts';
import {
  type Published,
  type PublishedQuery,
  publishConcluded,
  publishedInspections,
  publishedOf,
} from '../inspection/publication-store.ts';
import type { Dimension, Month } from '../statistics/trade.ts';
import type { House } from './house.ts';
import {
  publicStatistics,
  type StatisticsHouse,
  type StatisticsView,
  type Way,
} from './statistics.ts';

/** What everybody may read without a token (RAND-6). */
export type PublicRecord = {
  /** Published inspections, the newest first. */
  inspections(query: PublishedQuery): Promise<Published[]>;
  /** What was published of one list. */
  inspectionsOf(listNo: string): Promise<Published[]>;
  /** Draws after one, in the order of their numbers: what a witness notes down. */
  draws(
    after: { readonly day: BusinessDate; readonly sequence: number },
    limit: number,
  ): Promise<JournalRow[]>;
  /** The file of a draw as text; null while it would tell somebody what is still to come. */
  proof(day: BusinessDate, sequence: number): Promise<string | null>;
  /** Statistics of exports or imports; null while the month is not over. */
  statistics(way: Way, month: Month, by: Dimension): Promise<StatisticsView | null>;
};

/** Days after which every list that a void draw had drawn has been decided, or never will be. */
const CARRIED_DAYS = 90;

/** What a draw that became void before carried over is decided, or never will be. */
export const settledBefore = (now: Instant): Instant => now - CARRIED_DAYS * DAY;

/** The public record of a house. */
export function publicRecordOn(house: StatisticsHouse): PublicRecord {
  const { db, clock } = house;
  return {
    statistics: (way, month, by) => publicStatistics(house, way, month, by),
    inspections: (query) => publishedInspections(db, query),
    inspectionsOf: (listNo) => publishedOf(db, listNo),
    draws: (after, limit) => drawsAfter(db, after, addDays(businessDate(clock.now()), 1), limit),
    proof: async (day, sequence) => {
      if (!(await isShowable(db, day, sequence, settledBefore(clock.now())))) return null;
      const file = await drawFileOf(db, day, sequence);
      return file === null ? null : drawText(file);
    },
  };
}

/** Inspections that one statement publishes. */
const AT_ONCE = 1_000;

/**
 * Publishes what was concluded. At once, because nothing is gained by waiting: what is published
 * says nothing of anybody who is still to be inspected.
 * @returns how many there were
 */
export async function publishInspections({
  db,
  clock,
}: Pick<House, 'db' | 'clock'>): Promise<number> {
  let published = 0;
  for (;;) {
    const some = await publishConcluded(db, clock.now(), AT_ONCE);
    published += some;
    if (some < AT_ONCE) return published;
  }
}
