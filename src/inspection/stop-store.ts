import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** An order that every lane stops a parcel, whatever its list says (LINE-3, 04). */
export type Stop = {
  readonly logisticsCode: string;
  readonly logisticsNo: string;
  readonly orderedAt: Instant;
  readonly orderedBy: string;
  readonly reason: string;
};

const ORDER = `
  insert into inspection.stops (ordered_at, logistics_code, logistics_no, ordered_by, reason)
  select u.ordered_at, u.logistics_code, u.logistics_no, u.ordered_by, u.reason
  from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[])
    as u (ordered_at, logistics_code, logistics_no, ordered_by, reason)
  where not exists (select from inspection.stops s where s.logistics_code = u.logistics_code
    and s.logistics_no = u.logistics_no and s.lifted_at is null)`;

/**
 * Has waybills stopped, each of them once. One statement, none for none.
 * @returns how many were not stopped already
 */
export async function orderStops(sql: Sql, stops: readonly Stop[]): Promise<number> {
  if (stops.length === 0) return 0;
  return sql.execute(ORDER, [
    stops.map(({ orderedAt }) => instantText(orderedAt)),
    stops.map(({ logisticsCode }) => logisticsCode),
    stops.map(({ logisticsNo }) => logisticsNo),
    stops.map(({ orderedBy }) => orderedBy),
    stops.map(({ reason }) => reason),
  ]);
}

const LIFT = `
  update inspection.stops set lifted_at = $3::timestamptz
  where logistics_code = $1 and logistics_no = $2 and lifted_at is null`;

/** Lets a waybill go on. @returns false when it is not stopped */
export async function liftStop(
  sql: Sql,
  { logisticsCode, logisticsNo }: Pick<Stop, 'logisticsCode' | 'logisticsNo'>,
  at: Instant,
): Promise<boolean> {
  return (await sql.execute(LIFT, [logisticsCode, logisticsNo, instantText(at)])) > 0;
}

const LIFT_OF_RULES = `
  update inspection.stops s set lifted_at = $1::timestamptz
  from unnest($2::text[], $3::text[]) as u (logistics_code, logistics_no)
  where s.logistics_code = u.logistics_code and s.logistics_no = u.logistics_no
    and s.lifted_at is null and s.reason = $4`;

/** Why a parcel is stopped that no officer has stopped by hand. */
export const BY_RULES = 'risk rules';

/** Lets parcels go on that rules had stopped; what an officer stopped stays. One statement. */
export async function liftStopsOfRules(
  tx: Sql,
  waybills: readonly Pick<Stop, 'logisticsCode' | 'logisticsNo'>[],
  at: Instant,
): Promise<void> {
  if (waybills.length === 0) return;
  await tx.execute(LIFT_OF_RULES, [
    instantText(at),
    waybills.map(({ logisticsCode }) => logisticsCode),
    waybills.map(({ logisticsNo }) => logisticsNo),
    BY_RULES,
  ]);
}

const STANDING = `
  select logistics_code as "logisticsCode", logistics_no as "logisticsNo",
    ordered_at as "orderedAt", ordered_by as "orderedBy", reason
  from inspection.stops where lifted_at is null order by ordered_at limit $1`;

/** The orders that stand, the oldest first. */
export async function standingStops(sql: Sql, limit: number): Promise<Stop[]> {
  return sql.query<Stop>(STANDING, [limit]);
}
