import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { OFFICER_ROLES_ZH, type Officer, type OfficerRole } from '../registry/officer.ts';
import { officeFinding } from './office-codes.ts';

/**
 * Something that officers have to do. An inspection begins `unassigned`; with its pair it waits for
 * the `first` officer and then for the `second`; where the two differ, for a `supervisor`. A review
 * of documents and an alarm of a lane (`pending`) are `open` until one officer is through. A list
 * that is `detained` or handed over is `open` until somebody proposes how it ends, and then waits
 * for a `supervisor` who is somebody else.
 */
export type Task = {
  readonly id: string;
  readonly kind: TaskKind;
  readonly stage: Stage;
  /** The list; of an alarm of a lane its kind, site and scan. */
  readonly subject: string;
  /** Which opening of the parcel this is, from 1 on. */
  readonly serial: number;
  /** The smaller, the sooner. */
  readonly priority: number;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly overdueAt: Instant | null;
  readonly heldAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly holder: string | null;
  readonly pair: readonly string[];
};

export const TASK_KINDS = ['inspection', 'review', 'pending', 'detained'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];
export type Stage = 'unassigned' | 'first' | 'second' | 'supervisor' | 'open';

/** Nothing when the officer has one of the roles. */
export function roleFindings(officer: Officer, ...roles: readonly OfficerRole[]): Finding[] {
  if (roles.some((role) => officer.roles.includes(role))) return [];
  const rolesZh = roles.map((role) => OFFICER_ROLES_ZH[role]).join('、');
  return [officeFinding('OFF-ROLE', null, { roles: roles.join(', '), rolesZh })];
}

/** The licence that a review of documents takes. */
export const REVIEW_TAG = 'review';

/** Whether the officer reviews documents. */
export function isReviewer({ roles, tags }: Officer): boolean {
  return roles.includes('officer') && tags.includes(REVIEW_TAG);
}

const isSupervisor = ({ roles }: Officer): boolean => roles.includes('supervisor');

/**
 * Whether the officer may know of which parcel it is: before an inspection is concluded only the
 * pair, and supervisors, of whom it is noted (RAND-7).
 */
export function maySee(task: Task, officer: Officer): boolean {
  if (task.closedAt !== null) return true;
  if (isSupervisor(officer)) return true;
  if (task.kind === 'inspection') return task.pair.includes(officer.number);
  return task.kind === 'review' ? isReviewer(officer) : officer.roles.includes('officer');
}

/** Why the officer cannot work on a task; empty when nothing is against it. */
export function workFindings(task: Task, officer: Officer): Finding[] {
  const { kind, stage, pair, closedAt, holder } = task;
  const { number } = officer;
  if (closedAt !== null) return [officeFinding('OFF-CLOSED')];
  if (holder !== null && holder !== number) return [officeFinding('OFF-TAKEN', null, { holder })];
  if (kind === 'review') {
    return isReviewer(officer)
      ? []
      : [officeFinding('OFF-ROLE', null, { roles: REVIEW_TAG, rolesZh: '审单' })];
  }
  if (kind === 'pending') return roleFindings(officer, 'officer');
  if (kind === 'detained') {
    // Whoever may propose an end may propose another one.
    return roleFindings(officer, 'officer', 'supervisor');
  }
  if (stage === 'first' || stage === 'second') {
    return pair.includes(number) ? [] : [officeFinding('OFF-PAIR')];
  }
  if (!isSupervisor(officer)) return roleFindings(officer, 'supervisor');
  return pair.includes(number) ? [officeFinding('OFF-SAME', null, { officer: number })] : [];
}
