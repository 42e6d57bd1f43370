import type { Instant } from '../base/dates.ts';
import { differences } from '../clearance/arrival.ts';
import type { Verdict } from '../clearance/verdict.ts';
import type { StandingArrival } from '../documents/arrival-store.ts';
import type { ListTerms } from '../documents/terms.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { customs } from '../receipts/texts.ts';

/**
 * What the sites are told (CEB712) when a list goes on waiting because their arrival details say
 * something else of its waybill. The detail stands, so it is 120 once more, with the reason; what
 * the list says instead is not told, for it is another firm's.
 */
export function arrivalNotices(
  list: ListTerms,
  arrivals: readonly StandingArrival[],
  { status, findings }: Verdict,
  at: Instant,
): AddressedReceipt[] {
  if (status !== '400') return [];
  return arrivals.flatMap(({ terms, operatorCode, preNo, readers }) => {
    const elements = differences(list, terms).join(', ');
    const { info } = customs('1801', `运单[${list.logisticsNo}]的[${elements}]与清单不一致`);
    const { customsCode, copNo } = terms;
    const keys = { customsCode, operatorCode, ...(copNo === null ? {} : { copNo }), preNo };
    const told = { type: 'CEB712', keys, status: '120', info, at, findings, recordGuid: null };
    return readers.map((to) => ({ to, receipt: told }));
  });
}
