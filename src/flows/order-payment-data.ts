import { businessDate } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { loadCases } from '../clearance/case-store.ts';
import type { Pull } from '../paydata/pull.ts';
import { loadDeclared } from './declared-payment.ts';
import { storePulls } from './draw-payment-data.ts';
import type { House } from './house.ts';

/** Why nothing is asked: nothing was decided on documents of the order; no interface on file. */
export type NotOrdered = 'undecided' | 'unregistered';

/**
 * Has the payment data of one order asked for, as an officer wants it, whatever the share that is
 * drawn. A running platform asks within a second.
 */
export async function orderPaymentData(
  { db, clock, entropy, registry, archive }: Omit<House, 'news' | 'numbers' | 'terms'>,
  ebpCode: string,
  orderNo: string,
): Promise<Result<Pull, NotOrdered>> {
  const key = keyOf(ebpCode, orderNo);
  const listNo = (await loadCases(db, [key])).get(key)?.listNo ?? null;
  if (listNo === null || (await loadDeclared(db, archive, listNo)) === null) {
    return fail('undecided');
  }
  const at = clock.now();
  const { minutes } = (await registry.fresh(db)).index.paymentData(businessDate(at));
  const wanted = { sessionId: entropy.uuid(), ebpCode, orderNo, listNo };
  const [pull] = await db.transaction((tx) => {
    return storePulls(tx, [wanted], { ordered: true, at, minutes });
  });
  return pull === undefined || pull.state === 'unregistered' ? fail('unregistered') : ok(pull);
}
