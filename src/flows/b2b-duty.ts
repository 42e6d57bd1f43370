import { b2bFinding } from '../b2b/codes.ts';
import { declarationNumbered } from '../b2b/lookup.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { type Fen, formatFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { addNotices } from '../clearance/notice-store.ts';
import type { Sql } from '../io/postgres.ts';
import { moveCounted } from './b2b-steps.ts';
import { payBy } from './shortage-notice.ts';

/** A declaration whose export duty is asked for; the consignor pays. */
type Owing = { readonly declSeqNo: string; readonly ebcCode: string; readonly duty: Fen };

const DOCUMENT = 'declaration ';
const noticeOf = (declSeqNo: string): string => `JK${declSeqNo}`;

/** What is told of a declaration that is held for its duty. */
export function dutyFindings(declSeqNo: string, duty: Fen): Finding[] {
  const values = { duty: formatFen(duty), notice: noticeOf(declSeqNo) };
  return [b2bFinding('DEC-DUTY', null, values)];
}

/** The document by which the payment notice of a declaration is found. */
export function dutyDocument(declSeqNo: string): string {
  return `${DOCUMENT}${declSeqNo}`;
}

/**
 * Writes the payment notice of the export duty of a declaration, to be paid within 15 days; it is
 * released when that is paid. One statement.
 */
export async function askForDuty(tx: Sql, one: Owing, at: Instant): Promise<void> {
  const today = businessDate(at);
  const notice = {
    ...{ dutyNo: noticeOf(one.declSeqNo), assureCode: one.ebcCode },
    ...{ document: dutyDocument(one.declSeqNo), releasedDay: today, issuedAt: at },
    ...{ due: payBy(today), bills: 1, duty: one.duty, consumptionTax: 0n, vat: 0n },
    ...{ paidAt: null, voidedAt: null },
  };
  await addNotices(tx, [notice], at);
}

/**
 * Releases the declaration that a paid notice is of, in the transaction that notes the payment;
 * nothing for a notice of anything else.
 * @throws CaseRace when it was moved meanwhile
 */
export async function releasePaid(
  tx: Sql,
  { document, dutyNo }: { readonly document: string | null; readonly dutyNo: string },
  at: Instant,
): Promise<void> {
  if (document?.startsWith(DOCUMENT) !== true) return;
  const seen = await declarationNumbered(tx, document.slice(DOCUMENT.length));
  if (seen?.state !== '600') return;
  const end = { state: '800', reference: `notice ${dutyNo}`, findings: [], word: null } as const;
  await moveCounted(tx, [{ seen, ...end }], at);
}
