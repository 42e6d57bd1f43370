import { present } from '../base/assert.ts';
import { type Answer, awaiting, customs, released, stored } from '../receipts/texts.ts';
import { outcomeOf } from './codes.ts';
import type { Verdict } from './verdict.ts';

/**
 * What the receipts of a first verdict say, in the order they are sent: a list that passes the
 * logic check is stored (120) and then released (800), held (600) or waiting for its arrival (400);
 * a returned one gets 100 alone. The first finding gives code and text.
 */
export function answersOf(verdict: Verdict): Answer[] {
  return verdict.status === '100'
    ? answersAgain(verdict)
    : [stored('CEB622'), ...answersAgain(verdict)];
}

/**
 * What the receipts of a later verdict on a held list say; it is stored already. A withdrawn list
 * is answered by the receipt of its withdrawal (CEB624) alone.
 */
export function answersAgain(verdict: Verdict): Answer[] {
  if (verdict.status === '430') return [];
  if (verdict.status === '800') return [released()];
  const first = present(verdict.findings[0], 'a reason');
  const { receiptCode, returnStatus } = outcomeOf(first);
  if (verdict.status === '400') return [awaiting(receiptCode, first.zh)];
  // The channels of the port know no code for what becomes of an inspected parcel.
  return [{ ...customs(receiptCode, first.zh), status: returnStatus }];
}
