import type { Finding } from '../base/finding.ts';
import type { ExportListTerms, ExportWithdrawalTerms } from '../documents/export-terms.ts';
import { exportRequestFinding } from './request-codes.ts';
import type { ExportStatus } from './states.ts';

/** The list that a withdrawal names, as it stands. */
export type StandingExport = {
  readonly list: Pick<ExportListTerms, 'agentCode' | 'ebcCode' | 'customsCode'>;
  readonly state: ExportStatus;
};

/** States in which a list is with customs, not released, and in nobody's hands but its own. */
const HELD: readonly ExportStatus[] = ['300', '400'];

/**
 * Decides a withdrawal (CEB605): customs gives back a list that it holds and has not released, to
 * who declared it (RET-6).
 * @param standing null when there is no list with this number
 * @returns the first thing that is wrong, or null when it is granted
 */
export function decideExportWithdrawal(
  request: ExportWithdrawalTerms,
  standing: StandingExport | null,
): Finding | null {
  const { listNo, agentCode, ebcCode } = request;
  const path = 'InvtCancel/invtNo';
  if (standing === null) return exportRequestFinding('WDR-UNKNOWN', path, { listNo });
  const { list, state } = standing;
  if (agentCode !== list.agentCode || ebcCode !== list.ebcCode) {
    return exportRequestFinding('WDR-PARTY', 'InvtCancel/agentCode', { agent: agentCode });
  }
  if (request.customsCode !== list.customsCode) {
    const values = { customs: list.customsCode };
    return exportRequestFinding('WDR-CUSTOMS', 'InvtCancel/customsCode', values);
  }
  if (state === '430') return exportRequestFinding('WDR-DONE', path, { listNo });
  return HELD.includes(state) ? null : exportRequestFinding('WDR-STATE', path, { listNo, state });
}
