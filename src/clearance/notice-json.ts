import type { BusinessDate } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { billTotal } from './bill.ts';
import { lateFee } from './late-fee.ts';
import type { Notice } from './notice-store.ts';
import { sumsJson } from './tax/bill-json.ts';

/** How a notice may stand. */
export const NOTICE_STATES = ['open', 'overdue', 'paid', 'void'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** A payment notice as it stands on a day, as JSON: every amount is yuan with two decimals. */
export function noticeJson(notice: Notice, today: BusinessDate) {
  const { dutyNo, assureCode, document, releasedDay, due, bills, paidAt, voidedAt } = notice;
  const isOpen = paidAt === null && voidedAt === null;
  const isLate = isOpen && today > due;
  const unpaid: NoticeState = isLate ? 'overdue' : 'open';
  const state: NoticeState = voidedAt !== null ? 'void' : paidAt !== null ? 'paid' : unpaid;
  return {
    ...{ dutyNo, assureCode, document, releasedDay, due, bills },
    ...sumsJson(notice),
    total: formatFen(billTotal(notice)),
    lateFee: formatFen(isOpen ? lateFee(notice, today) : 0n),
    state,
  };
}
