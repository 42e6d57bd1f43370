import type { Finding } from '../base/finding.ts';
import { repairFinding } from '../repair/codes.ts';
import { repairForm } from '../repair/forms.ts';
import type { JobCause } from '../repair/job.ts';
import { isFilingCode } from './filing-findings.ts';

/** Findings about who may send, or about a firm by which a document is known. */
const IDENTITY: ReadonlySet<string> = new Set(['ENT-SENDER', '-10101', '-10102', 'ENT-STATUS']);

/** Findings about the build of a document: its values alone would not tell what was meant. */
const BUILD: ReadonlySet<string> = new Set([
  ...['FLD-ORDER', 'FLD-REPEATED', 'FLD-COUNT', 'FLD-UNKNOWN', 'FLD-NAMESPACE', 'FLD-CHILD'],
  ...['FLD-TEXT', 'FLD-ATTRIBUTE'],
]);

/** Whether a finding is about the build of its document. */
export const isBuild = ({ code }: Pick<Finding, 'code'>): boolean => BUILD.has(code);

/** Why no correction of documents mends a cause; null where one may. */
export function barOf(cause: Pick<JobCause, 'direction' | 'document' | 'code'>): Finding | null {
  if (cause.document === 'list') return null;
  const { message } = repairForm(cause);
  const isIdentity = IDENTITY.has(cause.code) || isFilingCode(message, cause.code);
  if (isIdentity) return repairFinding('REPAIR-IDENTITY', '/cause');
  return isBuild(cause) ? repairFinding('REPAIR-BUILD', '/cause') : null;
}
