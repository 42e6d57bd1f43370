import { assert } from '../base/assert.ts';
import { exportOfficerFinding } from './officer-codes.ts';
import { EXPORT_IN_HAND, type ExportVerdict } from './verdict.ts';

/** What officers said of a parcel or of documents, as it is kept with the decision. */
export type ExportConclusion = {
  readonly outcome: 'release' | 'amend' | 'return' | 'destroy' | 'detain' | 'transfer';
  /** For the declarant; empty for a release. */
  readonly reason: string;
};

const ENDS = {
  amend: ['100', 'INSP-AMEND'],
  return: ['700', 'INSP-BACK'],
  destroy: ['599', 'INSP-DESTROYED'],
  detain: ['501', 'INSP-DETAINED'],
  transfer: ['502', 'INSP-TRANSFERRED'],
} as const;

/**
 * The verdict that officers make of an export list (LINE-5, LINE-6). What is sent back goes to its
 * seller and never leaves; the value stays that of the acceptance.
 * @param earlier the verdict that gave the list into their hands
 */
export function exportConcluded(
  { status, value }: ExportVerdict,
  { outcome, reason }: ExportConclusion,
): ExportVerdict {
  assert(EXPORT_IN_HAND.includes(status), 'officers conclude what is in their hands');
  if (outcome === 'release') return { status: '800', findings: [], value };
  const [end, code] = ENDS[outcome];
  const isReview = status === '300' && outcome === 'amend';
  const findings = [exportOfficerFinding(isReview ? 'REVIEW-RETURNED' : code, { reason })];
  return { status: end, findings, value: end === '100' ? null : value };
}
