import type { BusinessDate } from '../base/dates.ts';
import { guaranteeAccount } from '../clearance/facts.ts';
import type { Sql } from '../io/postgres.ts';
import { setLimits } from '../ledger/store.ts';
import { type GuaranteeLimit, guaranteeLimits } from '../registry/snapshot.ts';
import type { House } from './house.ts';

/**
 * Sets the guarantee accounts to what is lodged on a day: guarantees begin and end by date, not
 * only by a load (TAX-11). One statement; nothing is written when nothing changed.
 */
export async function followGuarantees(house: House, date: BusinessDate): Promise<void> {
  const { snapshot } = await house.registry.fresh(house.db);
  await limitGuarantees(house.db, guaranteeLimits([...snapshot.guarantees.values()].flat(), date));
}

/** Sets the guarantee accounts of guarantors to these amounts, fen. One statement. */
export async function limitGuarantees(sql: Sql, lodged: readonly GuaranteeLimit[]): Promise<void> {
  await setLimits(
    sql,
    lodged.map(({ enterpriseCode, amount }) => ({
      account: guaranteeAccount(enterpriseCode),
      limit: amount,
    })),
  );
}
