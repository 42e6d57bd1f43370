import type { Finding } from '../base/finding.ts';
import type { Transfer } from '../ledger/transfer.ts';
import { forcedFinding, readAsked } from './forced.ts';
import { officerFinding } from './officer-codes.ts';
import type { Verdict } from './verdict.ts';

/** Which draw of which day. */
export type DrawRef = { readonly day: string; readonly sequence: number };

/**
 * How a list that has passed every rule was looked at before its release: its classes as they were
 * then (CLS-9), and whether a person is to see it. Kept with the decision.
 */
export type Selection = {
  readonly enterpriseClass: string;
  readonly goodsClass: string;
  /** Millionths: the probability with which it is drawn. */
  readonly weight: number;
  readonly action: 'inspect' | 'review' | null;
  /**
   * Drawn by chance, chosen for a reason, ordered by the law on its goods, or asked for by an order
   * number of a sandbox; null for one that nobody looks at, or that is reviewed.
   */
  readonly label: 'random' | 'targeted' | 'ordered' | 'forced' | null;
  /** The rules of the risk officers that chose it: `R12.3`. */
  readonly rules: readonly string[];
  /** What was noted of its persons and firms, where rules chose it. */
  readonly noted: readonly number[] | null;
  /** The draw whose pool it was in, by which it was drawn or not; null for none. */
  readonly draw: DrawRef | null;
};

/**
 * The verdict that comes of a release when a person is to see the parcel or its documents: what the
 * release would take is reserved until then, and what is reserved stays so.
 * @param orderNo of the list; the one of a forced look says what was asked for
 */
export function selected(verdict: Verdict, { action, label }: Selection, orderNo: string): Verdict {
  if (verdict.status !== '800' || action === null) return verdict;
  const [status, code] = action === 'inspect' ? (['500', 'INSPECT'] as const) : REVIEWED;
  return {
    ...verdict,
    status,
    findings: label === 'forced' ? forcedLook(code, orderNo) : [officerFinding(code)],
    transfers: verdict.transfers.filter(({ kind }) => kind !== 'post').map(reserved),
  };
}

function forcedLook(code: 'INSPECT' | 'REVIEW', orderNo: string): Finding[] {
  const asked = readAsked(orderNo);
  const values = { code: asked.kind === 'unclear' ? '?' : asked.code };
  return [forcedFinding(code), officerFinding(`SBX-${code}`, values)];
}

const REVIEWED = ['300', 'REVIEW'] as const;

function reserved(transfer: Transfer): Transfer {
  return transfer.kind === 'direct' ? { ...transfer, kind: 'reserve' } : transfer;
}
