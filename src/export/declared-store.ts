import { CaseRace } from '../base/case-race.ts';
import { keyColumns, partsOf } from '../base/keys.ts';
import type { Sql } from '../io/postgres.ts';
import { archiveExportCases } from './case-store.ts';
import { EXPORT_REFUSALS } from './refusals.ts';

const HOLD = `
  insert into export.cases as c (ebp_code, order_no, epoch, attempt, state)
  values ($1, $2, 1, 0, 'declared')
  on conflict (ebp_code, order_no) do update set epoch = c.epoch + 1, state = 'declared',
    decided_at = null, accepted_at = null, released_at = null, stream = null, sequence = null,
    position = null, pre_no = null, list_no = null, channel = null, fob = null, codes = '{}',
    logistics_code = null, logistics_no = null
  where c.epoch = $3::integer and c.state in ('open', '100', '430')`;

/**
 * Takes an order for a customs declaration: no list and no change of its documents lands any more.
 * A returned list of it goes into the history, and stands returned no more. Three statements.
 * @throws CaseRace when a list was decided or a document changed since `seenEpoch`
 */
export async function holdOrder(tx: Sql, orderKey: string, seenEpoch: number): Promise<void> {
  await archiveExportCases(tx, [orderKey]);
  const held = await tx.execute(HOLD, [...partsOf(orderKey), seenEpoch]);
  if (held !== 1) throw new CaseRace('an order was declared meanwhile');
  await EXPORT_REFUSALS.forget(tx, [orderKey]);
}

const FREE = `
  update export.cases set epoch = epoch + 1, state = case attempt when 0 then 'open' else '100' end
  where (ebp_code, order_no) in (select * from unnest($1::text[], $2::text[]))
    and state = 'declared'`;

/** Frees orders whose declarations were returned or withdrawn. One statement or none. */
export async function freeOrders(tx: Sql, orderKeys: readonly string[]): Promise<void> {
  if (orderKeys.length === 0) return;
  const freed = await tx.execute(FREE, keyColumns([...orderKeys].sort()));
  if (freed !== orderKeys.length) throw new CaseRace('an order was freed meanwhile');
}
