import type { BusinessDate, Instant } from '../base/dates.ts';
import { businessDate } from '../base/dates.ts';
import { covers } from './dated.ts';

/**
 * What somebody of the authority may do: `officer` works on tasks, `supervisor` assigns and settles
 * what the pair cannot, `operator` runs the platform, `auditor` reads what is concluded.
 */
export const OFFICER_ROLES = ['officer', 'supervisor', 'operator', 'auditor'] as const;
export type OfficerRole = (typeof OFFICER_ROLES)[number];

/** As people of customs call them. */
export const OFFICER_ROLES_ZH: Readonly<Record<OfficerRole, string>> = {
  officer: '执法人员',
  supervisor: '主管',
  operator: '平台运营方',
  auditor: '审计人员',
};

/** A person of the authority (RAND-2). */
export type Officer = {
  /** As the files of draws name the person; never a name. */
  readonly number: string;
  readonly name: string;
  readonly roles: readonly OfficerRole[];
  /** What the person is licensed for: customs, quarantine, xray, review ... */
  readonly tags: readonly string[];
  /** In draws, from 0 to 1,000,000. */
  readonly weight: number;
  /** Inspections a day. */
  readonly capacity: number;
  readonly from: BusinessDate;
  /** The first day on which the person no longer works here. */
  readonly until: BusinessDate | null;
};

/** A stretch of the roster; `shift` is `08:00-20:00` of each of its days, null the whole of it. */
export type Duty = {
  readonly officer: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly shift: string | null;
};

/** Days on which an officer has nothing to do with an enterprise. */
export type Conflict = {
  readonly officer: string;
  readonly enterprise: string;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

/** A way in for one officer; `hash` is the SHA-256 of the token in hex. */
export type OfficerToken = {
  readonly officer: string;
  readonly label: string;
  readonly hash: string;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
};

/** The rows of the staff. */
export type StaffRows = {
  readonly officers: readonly Officer[];
  readonly duty: readonly Duty[];
  readonly conflicts: readonly Conflict[];
  readonly tokens: readonly OfficerToken[];
};

/** Everybody of the authority, in memory. */
export type Staff = {
  /** By number, in their order. */
  readonly officers: ReadonlyMap<string, Officer>;
  /** By number. */
  readonly duty: ReadonlyMap<string, readonly Duty[]>;
  readonly conflicts: ReadonlyMap<string, readonly Conflict[]>;
  /** By hash. */
  readonly tokens: ReadonlyMap<string, OfficerToken>;
};

/** Indexes the rows. */
export function makeStaff({ officers, duty, conflicts, tokens }: StaffRows): Staff {
  return {
    officers: new Map(officers.map((one) => [one.number, one])),
    duty: Map.groupBy(duty, ({ officer }) => officer),
    conflicts: Map.groupBy(conflicts, ({ officer }) => officer),
    tokens: new Map(tokens.map((one) => [one.hash, one])),
  };
}

/** The officer a bearer token stands for; null when it is unknown, dead, or the person has left. */
export function officerOf(staff: Staff, hash: string, at: Instant): Officer | null {
  const token = staff.tokens.get(hash);
  if (token === undefined) return null;
  const { expiresAt, revokedAt } = token;
  if (revokedAt !== null && revokedAt <= at) return null;
  if (expiresAt !== null && expiresAt <= at) return null;
  const officer = staff.officers.get(token.officer);
  return officer !== undefined && covers(officer, businessDate(at)) ? officer : null;
}

/** Whether the roster has the officer at work. */
export function isOnDuty(staff: Staff, number: string, at: Instant): boolean {
  const rows = staff.duty.get(number) ?? [];
  return rows.some(({ from, until, shift }) => from <= at && at < until && isInShift(shift, at));
}

const SHIFT = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** Whether the text is a shift: two different times of a day; it may pass midnight. */
export function isShift(text: string): boolean {
  return SHIFT.test(text) && text.slice(0, 5) !== text.slice(6);
}

const MINUTE = 60_000;
const SHANGHAI = 480;

function isInShift(shift: string | null, at: Instant): boolean {
  if (shift === null) return true;
  const minute = (Math.floor(at / MINUTE) + SHANGHAI) % 1440;
  const [from, until] = [minuteOf(shift.slice(0, 5)), minuteOf(shift.slice(6))];
  if (from < until) return from <= minute && minute < until;
  return minute >= from || minute < until;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Whether the officer has nothing to do with the enterprise on that day. */
export function isInConflict(
  staff: Staff,
  number: string,
  enterprise: string,
  date: BusinessDate,
): boolean {
  const rows = staff.conflicts.get(number) ?? [];
  return rows.some((one) => one.enterprise === enterprise && covers(one, date));
}
