import type { Transfer, TransferKind } from '../ledger/transfer.ts';
import type { ClearanceContext } from './context.ts';
import { guaranteeInForce, mustGuarantee } from './guarantee.ts';

/**
 * What a passing list takes from the buyer's year: the dutiable price (ID-2) and its weights.
 * @param kind `direct` on release, `reserve` while the list is held (ID-3)
 */
export function takeQuota(
  context: ClearanceContext,
  kind: 'direct' | 'reserve',
  ref: string,
): Transfer[] {
  const { dutiable, quota, parameters, weights } = context;
  const transfers: Transfer[] = [];
  if (dutiable > 0n) {
    const limit = parameters.annualLimit;
    transfers.push({ ...quota.account, kind, amount: dutiable, ref, limit });
  }
  for (const { account, grams, lawful } of weights) {
    if (grams > 0n) transfers.push({ ...account, kind, amount: grams, ref, limit: lawful });
  }
  return transfers;
}

/**
 * The tax frozen in the guarantee (TAX-11); nothing where none is asked for.
 * @param kind `direct` at release, `reserve` while the list waits for its arrival
 */
export function freezeTax(
  context: ClearanceContext,
  kind: 'direct' | 'reserve',
  ref: string,
): Transfer[] {
  const { bill, guaranteeAccount } = context;
  const guarantee = guaranteeInForce(context);
  if (bill === null || guarantee === null || !mustGuarantee(context)) return [];
  const limit = guarantee.amount;
  return [{ ...guaranteeAccount, kind, amount: bill.total, ref, limit }];
}

/** What becomes of an earlier hold's reserves: `post` on release, `void` on return (ID-3). */
export function settle(
  reserved: readonly Transfer[],
  kind: Extract<TransferKind, 'post' | 'void'>,
): Transfer[] {
  return reserved
    .filter((transfer) => transfer.kind === 'reserve')
    .map((transfer) => ({ ...transfer, kind }));
}
