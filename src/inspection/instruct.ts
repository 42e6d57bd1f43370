import { type Allowance, isWithin } from '../base/allowance.ts';
import type { Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { LaneCode } from './lane-codes.ts';

/** A list as a lane sees it. */
export type LaneList = {
  readonly listNo: string;
  readonly preNo: string;
  /** Status of its case: 800, 500, 100 ... */
  readonly state: string;
  readonly decidedAt: Instant;
  /** Declared gross weight, 0.00001 kg; null on lists decided before it was kept. */
  readonly gross: Scaled5 | null;
  /** Where it is inspected; null when no inspection is open. */
  readonly place: 'yard' | 'spot' | null;
  /** Since when its parcel is out of the zone, or a refund of it was accepted. */
  readonly goneAt: Instant | null;
  /** Since when the day of its decision is archived. */
  readonly archivedAt: Instant | null;
};

/** What is known of one number of one carrier, of a parcel that comes in or of one that leaves. */
export type LaneWaybill = {
  readonly logisticsCode: string;
  /** Since when an officer has it stopped. */
  readonly stoppedAt: Instant | null;
  /** Whether a list with this waybill waits for its documents. */
  readonly isWaiting: boolean;
  /** The list that holds it. */
  readonly list: LaneList | null;
};

/** The law that a lane needs. */
export type LaneLaw = {
  /** Codes of the customs offices of the zone. */
  readonly customs: readonly string[];
  /** Null: weights are not compared. */
  readonly allowance: Allowance | null;
};

/** What a lane is told, and of which list; null when it is about none. */
export type Instructed = { readonly code: LaneCode; readonly waybill: LaneWaybill | null };

/**
 * The instruction of one scan (LINE-3, LINE-7, LINE-8): a line of early returns whose order is the
 * precedence. 01 stands at its very end, so that nothing is released by default.
 * @param weight what the scale of the lane says, 0.00001 kg; null without one
 * @param waybills every carrier's waybill of the scanned number, twice of a number under which one
 * parcel comes in and another leaves; one of none is unknown
 * @param at when the parcel is before the diverter; what came later does not count
 */
export function instruct(
  weight: Scaled5 | null,
  waybills: readonly LaneWaybill[],
  law: LaneLaw,
  at: Instant,
): Instructed {
  const [first = null] = waybills;
  const stopped = waybills.find(({ stoppedAt }) => isSince(stoppedAt, at));
  if (stopped !== undefined) return { code: 'LANE-STOPPED', waybill: stopped };
  if (first === null) return { code: 'LANE-UNKNOWN', waybill: null };
  if (waybills.length > 1) return { code: 'LANE-AMBIGUOUS', waybill: null };
  return { code: codeOf(first, weight, law, at), waybill: first };
}

function isSince(instant: Instant | null, at: Instant): boolean {
  return instant !== null && instant <= at;
}

function codeOf(
  { list, isWaiting }: LaneWaybill,
  weight: Scaled5 | null,
  law: LaneLaw,
  at: Instant,
): LaneCode {
  if (list === null) return isWaiting ? 'LANE-UNDECIDED' : 'LANE-NO-LIST';
  if (!law.customs.some((office) => list.listNo.startsWith(office))) return 'LANE-OTHER-ZONE';
  if (list.state === '500') return list.place === 'spot' ? 'LANE-SPOT' : 'LANE-INSPECT';
  if (list.state !== '800') return STATES[list.state] ?? 'LANE-UNDECIDED';
  if (isSince(list.goneAt, at)) return 'LANE-GONE';
  if (isSince(list.archivedAt, at)) return 'LANE-ARCHIVED';
  return weightCode(weight, list.gross, law.allowance);
}

const STATES: Readonly<Record<string, LaneCode>> = {
  '100': 'LANE-RETURNED',
  '300': 'LANE-REVIEW',
  '400': 'LANE-AWAITING',
  '430': 'LANE-WITHDRAWN',
  '501': 'LANE-DETAINED',
  '502': 'LANE-DETAINED',
  '599': 'LANE-REMOVED',
  '600': 'LANE-HELD',
  '700': 'LANE-REMOVED',
  '899': 'LANE-GONE',
};

function weightCode(
  weight: Scaled5 | null,
  gross: Scaled5 | null,
  allowance: Allowance | null,
): LaneCode {
  if (gross === null || allowance === null) return 'LANE-RELEASED-UNWEIGHED';
  if (weight === null) return 'LANE-NOT-WEIGHED';
  return isWithin(weight, gross, allowance) ? 'LANE-RELEASED' : 'LANE-WEIGHT';
}
