import { type RequestState, storeRequests } from '../clearance/request-store.ts';
import { fileReceipts } from '../receipts/store.ts';
import { loadAsked, type Settled } from './asked.ts';
import type { House } from './house.ts';
import { refundReceipts, settleRefunds } from './refunds.ts';
import { settleWithdrawals, withdrawalReceipts } from './withdrawals.ts';

/**
 * Decides the requests with these keys that are not decided yet, in one transaction: withdrawals
 * (CEB623) and refunds (CEB625). The number of statements does not depend on theirs.
 * @returns how many were decided
 * @throws CaseRace or LedgerConflict when another process was faster: try again; faults; bugs
 */
export async function settleRequests(house: House, keys: readonly string[]): Promise<number> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    const { index } = await house.registry.fresh(tx);
    const profileVersion = index.profile.version;
    const asked = await loadAsked(tx, house, keys);
    const of = (type: string) => asked.filter(({ document }) => document.terms.type === type);
    const withdrawals = await settleWithdrawals(tx, house, of('CEB623'), { at, profileVersion });
    const refunds = await settleRefunds(tx, house, of('CEB625'), index);
    const decisions = [
      ...withdrawals.map((one) => decisionOf(one, '399')),
      ...refunds.map((one) => decisionOf(one, '120')),
    ];
    await storeRequests(tx, decisions, { at, profileVersion });
    const receipts = [
      ...withdrawals.flatMap((one) => withdrawalReceipts(one, at)),
      ...refunds.flatMap((one) => refundReceipts(one, at)),
    ];
    return { count: decisions.length, receipts: await fileReceipts(tx, receipts, at) };
  });
  house.news.announce(done.receipts);
  return done.count;
}

function decisionOf({ document, request, findings }: Settled, granted: RequestState) {
  return {
    key: document.key,
    version: document.version,
    state: findings.length === 0 ? granted : '100',
    listNo: request.listNo,
    codes: findings.map(({ code }) => code),
  } as const;
}
