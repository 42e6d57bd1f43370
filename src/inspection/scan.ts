import type { Instant } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { Instructed } from './instruct.ts';
import { type Instruction, LANE_CODES } from './lane-codes.ts';

/** What a lane says of a parcel before its diverter. */
export type ScanSaid = {
  /** The enterprise that runs the line. */
  readonly site: string;
  /** The lane's own number of the scan. */
  readonly scanId: string;
  readonly logisticsNo: string;
  /** Null: any carrier of the zone. */
  readonly logisticsCode: string | null;
  readonly lane: string;
  /** 0.00001 kg; null without a scale. */
  readonly weight: Scaled5 | null;
  /** Where the X-ray image of it lies. */
  readonly image: string | null;
};

/** A scan that a lane answered by itself, and reports afterwards. */
export type OfflineSaid = ScanSaid & {
  readonly instruction: Instruction;
  /** Why, by the words of the lane's program. */
  readonly reason: string;
  readonly at: Instant;
};

/** A scan as it was answered. */
export type Scan = ScanSaid & {
  readonly mode: 'online' | 'offline';
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly foundCode: string | null;
  readonly instruction: Instruction;
  readonly reason: string;
  /** What the zone would have said; null when it said it. */
  readonly expected: Instruction | null;
  /** Status of the list as it was seen. */
  readonly state: string | null;
  readonly listNo: string | null;
  readonly preNo: string | null;
  readonly gross: Scaled5 | null;
  /** Whether the parcel was scanned before. */
  readonly repeated: boolean;
};

const SAID = ['logisticsNo', 'logisticsCode', 'lane', 'weight', 'image'] as const;

/** Whether two scans under one number say the same. */
export function isSameScan(one: ScanSaid, other: ScanSaid): boolean {
  return SAID.every((name) => one[name] === other[name]);
}

/**
 * A scan with its answer. It is never of a time before the decision that it saw, whatever the
 * clocks of two processes say.
 */
export function answeredScan(
  said: ScanSaid,
  { code, waybill }: Instructed,
  at: Instant,
  repeated: boolean,
): Scan {
  const list = waybill?.list ?? null;
  return {
    ...said,
    ...{ mode: 'online', at: Math.max(at, list?.decidedAt ?? 0), recordedAt: at, repeated },
    ...{ instruction: LANE_CODES[code].instruction, reason: code, expected: null },
    ...seenOf(said, waybill),
  };
}

function seenOf({ logisticsCode }: ScanSaid, waybill: Instructed['waybill']) {
  const { listNo = null, preNo = null, state = null, gross = null } = waybill?.list ?? {};
  return { foundCode: waybill?.logisticsCode ?? logisticsCode, listNo, preNo, state, gross };
}

/** A scan that a lane answered by itself, beside what the zone would have told it then. */
export function offlineScan(
  { instruction, reason, at, ...said }: OfflineSaid,
  { code, waybill }: Instructed,
  recordedAt: Instant,
  repeated: boolean,
): Scan {
  return {
    ...said,
    ...{ mode: 'offline', at, recordedAt, repeated, instruction, reason },
    expected: LANE_CODES[code].instruction,
    ...seenOf(said, waybill),
  };
}
