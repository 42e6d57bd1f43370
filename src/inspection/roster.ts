import { type BusinessDate, businessDate, type Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { covers } from '../registry/dated.ts';
import { isInConflict, isOnDuty, type Officer as Person, type Staff } from '../registry/officer.ts';
import type { DeclaredWeight, Officer, Target } from './draw-file.ts';
import { weightFor } from './draw-officers.ts';

/** What is known of the work of officers when a pair is drawn. */
export type Workload = {
  /** Inspections that each was sent to today, by number. */
  readonly today: ReadonlyMap<string, number>;
  /**
   * Officers and enterprises (`keyOf`) that met too often within the window of the law, or of whom
   * the officer opened the very parcel before.
   */
  readonly recent: ReadonlySet<string>;
};

/**
 * The registry of officers for a draw: everybody who inspects, whether at work or not, so that who
 * was left out and why stands in the file. What a day still lets an officer take is the capacity;
 * it is no weight, so that two persons may send somebody beyond it.
 * @param enterprises those of the targets
 */
export function rosterOf(
  staff: Staff,
  enterprises: readonly string[],
  workload: Workload,
  at: Instant,
): Officer[] {
  const date = businessDate(at);
  const own = [...new Set(enterprises)].sort();
  return [...staff.officers.values()]
    .filter((one) => one.roles.includes('officer') && covers(one, date))
    .map((one) => ({
      id: one.number,
      tags: one.tags,
      weight: one.weight,
      capacity: Math.max(0, one.capacity - (workload.today.get(one.number) ?? 0)),
      declared: [
        ...(isOnDuty(staff, one.number, at) ? [] : [OFF_DUTY]),
        ...own.flatMap((enterprise) => excluded(staff, one, enterprise, workload, date)),
      ],
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const OFF_DUTY: DeclaredWeight = { enterprise: null, reason: 'offDuty', weight: 0 };

function excluded(
  staff: Staff,
  { number }: Person,
  enterprise: string,
  { recent }: Workload,
  date: BusinessDate,
): DeclaredWeight[] {
  if (isInConflict(staff, number, enterprise, date)) {
    return [{ enterprise, reason: 'conflict', weight: 0 }];
  }
  if (!recent.has(keyOf(number, enterprise))) return [];
  return [{ enterprise, reason: 'recent', weight: 0 }];
}

/**
 * Whether there are two officers at all who could go, drawn or sent by two persons. A target for
 * which there are not waits: a draw could only leave it without officers for ever.
 */
export function canBeManned(target: Target, officers: readonly Officer[]): boolean {
  return officers.filter((officer) => weightFor(officer, target) > 0).length >= 2;
}
