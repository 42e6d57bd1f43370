import { present } from '../base/assert.ts';
import { type Answer, awaiting, closed, customs, released, stored } from '../receipts/texts.ts';
import { exportOutcomeOf } from './codes.ts';
import type { ExportVerdict } from './verdict.ts';

/**
 * What the receipts (CEB604) of a first verdict say, in the order they are sent: a list that
 * passes the logic check is stored (120) and then released (800) or waiting for its arrival (400);
 * a returned one gets 100 alone. The first finding gives code and text.
 */
export function exportAnswersOf(verdict: ExportVerdict): Answer[] {
  return verdict.status === '100'
    ? exportAnswersAgain(verdict)
    : [stored('CEB604'), ...exportAnswersAgain(verdict)];
}

/**
 * What the receipts of a later verdict say; the list is stored already. A withdrawn list is
 * answered by the receipt of its withdrawal (CEB606) alone.
 */
export function exportAnswersAgain(verdict: ExportVerdict): Answer[] {
  if (verdict.status === '430') return [];
  const [why] = verdict.findings;
  // Of a list whose closing was taken back it says why it is released and not closed any more.
  if (verdict.status === '800') return [why === undefined ? released() : customs('2600', why.zh)];
  if (verdict.status === '899') return [closed()];
  const first = present(why, 'a reason');
  const { receiptCode, returnStatus } = exportOutcomeOf(first);
  if (verdict.status === '400') return [awaiting(receiptCode, first.zh)];
  // The channels of the port know no code for what becomes of an inspected parcel.
  return [{ ...customs(receiptCode, first.zh), status: returnStatus }];
}
