import { assert } from '../base/assert.ts';
import { isStock } from '../matching/stock.ts';
import { officerFinding } from './officer-codes.ts';
import { settle } from './transfers.ts';
import { IN_HAND, type Verdict } from './verdict.ts';

/** What becomes of a parcel or of documents that officers have looked at (LINE-6, LINE-7). */
export const OUTCOMES = ['release', 'amend', 'return', 'destroy', 'detain', 'transfer'] as const;
export type ConclusionOutcome = (typeof OUTCOMES)[number];

/** What officers said, as it is kept with the decision. */
export type Conclusion = {
  readonly outcome: ConclusionOutcome;
  /** For the declarant; empty for a release. */
  readonly reason: string;
};

const ENDS = {
  amend: ['100', 'INSP-AMEND'],
  return: ['700', 'INSP-ABROAD'],
  destroy: ['599', 'INSP-DESTROYED'],
  detain: ['501', 'INSP-DETAINED'],
  transfer: ['502', 'INSP-TRANSFERRED'],
} as const;

/**
 * The verdict that officers make: a release posts what is reserved, with what is detained or handed
 * over it stays reserved, and what comes to nothing frees it (ID-3).
 * @param earlier the verdict that gave the list into their hands, with all reserves
 */
export function concluded(earlier: Verdict, { outcome, reason }: Conclusion): Verdict {
  const { status, tax, transfers } = earlier;
  assert(IN_HAND.includes(status), 'officers conclude what is in their hands');
  if (outcome === 'release') {
    const own = transfers.filter((one) => !isStock(one));
    return { status: '800', findings: [], tax, transfers: settle(own, 'post') };
  }
  if (status === '300' && outcome === 'amend') {
    const findings = [officerFinding('REVIEW-RETURNED', { reason })];
    return { status: '100', findings, tax: null, transfers: settle(transfers, 'void') };
  }
  const [end, code] = ENDS[outcome];
  const findings = [officerFinding(code, { reason })];
  if (end === '501' || end === '502') return { status: end, findings, tax, transfers: [] };
  const ended = settle(transfers, 'void');
  return { status: end, findings, tax: end === '100' ? null : tax, transfers: ended };
}
