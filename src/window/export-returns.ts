import { isoShanghai } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import type { ExportReturn } from '../export/return-store.ts';

/** A return of exported goods as JSON. */
export function returnJson(one: ExportReturn) {
  const { listNo, preNo, state, acceptedAt, due, endedAt, reason, bookNo, lines } = one;
  return {
    ...{ listNo, preNo, state, acceptedAt: isoShanghai(acceptedAt), due, reason, bookNo },
    waybill: { logisticsCode: one.logisticsCode, logisticsNo: one.logisticsNo },
    endedAt: endedAt === null ? null : isoShanghai(endedAt),
    lines: lines.map(({ gnum, qty }) => ({ gnum, qty: formatScaled5(qty) })),
  };
}
