import type { Finding } from '../base/finding.ts';
import type { TallyTerms } from '../documents/export-terms.ts';
import { returnFinding } from './return-codes.ts';

/** A return whose goods are awaited. */
export type AwaitedReturn = {
  readonly listNo: string;
  readonly preNo: string;
  readonly customsCode: string;
};

/** What a tally says of returns: those that it names, or why it is refused. */
export type TallyDecision<T extends AwaitedReturn> = {
  readonly named: readonly T[];
  readonly findings: readonly Finding[];
};

/**
 * Decides a tally (CEB215): it names the return of its list under its waybill, or all of them where
 * it says no list, for goods of many parcels may come back as one.
 * @param awaited the open returns under the waybill
 */
export function decideTally<T extends AwaitedReturn>(
  { listNo, logisticsNo: no, customsCode }: TallyTerms,
  awaited: readonly T[],
): TallyDecision<T> {
  const refused = (finding: Finding) => ({ named: [], findings: [finding] });
  if (awaited.length === 0) {
    return refused(returnFinding('TLY-NONE', 'InvtRefundDetail/logisticsNo', { no }));
  }
  const named = awaited.filter((one) => listNo === null || one.listNo === listNo);
  if (named.length === 0) {
    const values = { no, listNo: listNo ?? '' };
    return refused(returnFinding('TLY-LIST', 'InvtRefundDetail/invtNo', values));
  }
  const elsewhere = named.find((one) => one.customsCode !== customsCode);
  if (elsewhere === undefined) return { named, findings: [] };
  const values = { customs: elsewhere.customsCode };
  return refused(returnFinding('TLY-CUSTOMS', 'InvtRefundDetail/customsCode', values));
}
