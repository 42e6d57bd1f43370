import type { BusinessDate } from '../base/dates.ts';
import { guaranteeAccount } from '../clearance/facts.ts';
import { setLimits } from '../ledger/store.ts';
import { guaranteeLimits } from '../registry/snapshot.ts';
import type { House } from './house.ts';

/**
 * Sets the guarantee accounts to what is lodged on a day: guarantees begin and end by date, not
 * only by a load (TAX-11). One statement; nothing is written when nothing changed.
 */
export async function followGuarantees(house: House, date: BusinessDate): Promise<void> {
  const { snapshot } = await house.registry.fresh(house.db);
  const limits = guaranteeLimits([...snapshot.guarantees.values()].flat(), date);
  await setLimits(
    house.db,
    limits.map(({ enterpriseCode, amount }) => ({
      account: guaranteeAccount(enterpriseCode),
      limit: amount,
    })),
  );
}
