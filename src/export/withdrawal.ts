import type { Finding } from '../base/finding.ts';
import type { ExportListTerms, ExportWithdrawalTerms } from '../documents/export-terms.ts';
import { exportRequestFinding } from './request-codes.ts';
import type { ExportStatus } from './states.ts';

/** The list that a withdrawal names, as it stands. */
export type StandingExport = {
  readonly list: Pick<ExportListTerms, 'agentCode' | 'ebcCode' | 'customsCode'>;
  readonly state: ExportStatus;
  /** Number of the master waybill that it is under. */
  readonly billNo: string | null;
  /** The gate slip that it is on, or on which its goods left their book. */
  readonly slipNo: string | null;
};

/** States in which a list has not left, and is in nobody's hands but its own. */
const HELD: readonly ExportStatus[] = ['300', '400', '800'];

/**
 * Decides a withdrawal (CEB605): customs gives back a list whose parcel has not left, to who
 * declared it (RET-6). A released one may be on its way out already: while a master waybill or a
 * gate slip names it, others rely on it, and it is taken off these first.
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
  if (!HELD.includes(state)) return exportRequestFinding('WDR-STATE', path, { listNo, state });
  const { billNo: bill, slipNo: slip } = standing;
  if (bill !== null) return exportRequestFinding('WDR-MASTER', path, { listNo, bill });
  return slip === null ? null : exportRequestFinding('WDR-SLIP', path, { listNo, slip });
}
