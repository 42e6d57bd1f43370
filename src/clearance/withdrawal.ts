import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { ListTerms, RequestTerms } from '../documents/terms.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { requestFinding } from './request-codes.ts';
import { settle } from './transfers.ts';
import type { Status, Verdict } from './verdict.ts';

/** The list that a withdrawal names, as it stands. */
export type StandingList = {
  readonly list: ListTerms;
  readonly state: Status;
  readonly decidedAt: Instant;
  /** The verdict that stands; of a held list its reserves. */
  readonly verdict: Verdict;
};

/** Granted when there is no finding. */
export type WithdrawalDecision = {
  readonly findings: readonly Finding[];
  /** What the list had reserved is void (RET-6). */
  readonly transfers: readonly Transfer[];
};

/**
 * Decides a withdrawal (CEB623): customs gives back a list that it holds and has not released, to
 * who declared it (RET-6, DOC-12). The first thing that is wrong is told.
 * @param standing null when there is no list with this number
 */
export function decideWithdrawal(
  request: RequestTerms,
  standing: StandingList | null,
): WithdrawalDecision {
  const finding = findingOf(request, standing);
  if (finding !== null || standing === null) {
    return { findings: finding === null ? [] : [finding], transfers: [] };
  }
  return { findings: [], transfers: settle(standing.verdict.transfers, 'void') };
}

/** States in which a list is with customs and its parcel is not released. */
const HELD: readonly Status[] = ['300', '400', '600'];

function findingOf(request: RequestTerms, standing: StandingList | null): Finding | null {
  const { listNo, agentCode } = request;
  const path = 'InvtCancel/invtNo';
  if (standing === null) return requestFinding('-623003', path, { listNo });
  const { list, state } = standing;
  if (isOfAnother(request, list)) {
    return requestFinding('-623026', 'InvtCancel/agentCode', { agent: agentCode });
  }
  const others = otherElements(request, list);
  if (others.length > 0) {
    const elements = others.join(', ');
    return requestFinding('-623014', `InvtCancel/${others[0]}`, { elements });
  }
  if (state === '430') return requestFinding('-623009', path, { listNo });
  return HELD.includes(state) ? null : requestFinding('-623005', path, { listNo, state });
}

/** Whether a request comes from others than those who declared and sold the parcel. */
export function isOfAnother(request: RequestTerms, list: ListTerms): boolean {
  return request.agentCode !== list.agentCode || request.ebcCode !== list.ebcCode;
}

/** The elements in which a request names another parcel than the list. */
export function otherElements(request: RequestTerms, list: ListTerms): string[] {
  return COMPARED.filter((element) => request[element] !== list[element]);
}

const COMPARED = ['ebpCode', 'orderNo', 'logisticsCode', 'logisticsNo', 'customsCode'] as const;
