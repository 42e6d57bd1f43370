import { guaranteeAccount } from '../clearance/facts.ts';
import { frozenBy, type Notice, noticeNumbered, payNotice } from '../clearance/notice-store.ts';
import { applyTransfers } from '../ledger/store.ts';
import { releasePaid } from './b2b-duty.ts';
import type { House } from './house.ts';

/**
 * Takes note that a payment notice was paid: what was frozen for its lists is free again in the
 * guarantor's account (TAX-11), and a customs declaration that was held for its duty is released.
 * One transaction.
 * @returns the notice as it stands, and whether this changed it; null when there is none
 */
export async function settleNotice(
  house: House,
  dutyNo: string,
): Promise<{ readonly notice: Notice; readonly changed: boolean } | null> {
  const at = house.clock.now();
  return house.db.transaction(async (tx) => {
    const changed = await payNotice(tx, dutyNo, at);
    const notice = await noticeNumbered(tx, dutyNo);
    if (notice === null) return null;
    if (changed) await releasePaid(tx, notice, at);
    const amount = changed ? await frozenBy(tx, dutyNo) : 0n;
    if (amount > 0n) {
      const account = guaranteeAccount(notice.assureCode);
      const transfer = { ...account, kind: 'correct', amount, ref: dutyNo, limit: null } as const;
      await applyTransfers(tx, [transfer], at);
    }
    return { notice, changed };
  });
}
