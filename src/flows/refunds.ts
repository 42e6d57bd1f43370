import { addDays, businessDate, type Instant } from '../base/dates.ts';
import { billsOf } from '../clearance/bill-store.ts';
import { decideRefund, returnedLines } from '../clearance/refund.ts';
import { openRefunds, type Refund, refundsOf } from '../clearance/refund-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { refusal, stored } from '../receipts/texts.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { type Asked, answersTo, namedIn, type Settled } from './asked.ts';
import type { House } from './house.ts';
import { standingOf } from './standing-lists.ts';

/**
 * Decides refund requests (CEB625): an accepted one awaits its goods until its last day. The
 * number of statements does not depend on theirs. The days allowed are those of the law on the
 * day of release.
 * @throws CaseRace when another process was faster
 */
export async function settleRefunds(
  tx: Sql,
  house: House,
  asked: readonly Asked[],
  index: ProfileIndex,
): Promise<Settled[]> {
  if (asked.length === 0) return [];
  const standing = await standingOf(tx, house, namedIn(asked));
  const known = await refundsOf(tx, [...standing.keys()]);
  const bills = await billsOf(tx, [...standing.keys()]);
  const collected = new Set(bills.flatMap((one) => (one.state === '2' ? [one.listNo] : [])));
  const accepted: Pick<Refund, 'listNo' | 'preNo' | 'key' | 'due' | 'lines' | 'state'>[] = [];
  const settled = asked.map((one) => {
    const { document, request } = one;
    const { listNo } = request;
    const before = standing.get(listNo) ?? null;
    const preNo = document.preNo ?? '';
    // A list that was never released has no such days; its request is refused for that.
    const released = before?.state === '800' ? businessDate(before.decidedAt) : null;
    const day = businessDate(document.acceptedAt);
    const days = index.at(released ?? day);
    const finding = decideRefund(request, {
      ...{ standing: before, preNo, day, applyDays: days.returnApplyDays },
      isCollected: collected.has(listNo),
      earlier: [...known, ...accepted].filter((refund) => refund.listNo === listNo),
    });
    if (finding === null && released !== null) {
      const due = addDays(released, days.returnArriveDays);
      const lines = returnedLines(request.lines);
      accepted.push({ listNo, preNo, key: document.key, due, lines, state: 'open' });
    }
    return { ...one, findings: finding === null ? [] : [finding] };
  });
  await openRefunds(tx, accepted, house.clock.now());
  return settled;
}

/** 626: accepted, the goods are awaited, or refused with the reason. */
export function refundReceipts(settled: Settled, at: Instant): AddressedReceipt[] {
  const { findings } = settled;
  const answer = findings.length > 0 ? refusal('CEB626', findings) : stored('CEB626');
  return answersTo('CEB626', settled, [answer], at);
}
