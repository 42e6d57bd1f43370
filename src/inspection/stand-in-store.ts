import type { Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';

/** When stand-ins may act on what an order number asked for. */
export type Due = {
  readonly at: Instant;
  /** Takes the minutes out of an order number. */
  readonly minutesForm: string;
  /** How long to wait where it says none. */
  readonly seconds: number;
};

function dueValues({ at, minutesForm, seconds }: Due): unknown[] {
  return [instantText(at), minutesForm, seconds];
}

const DUE = `
  i.label = 'forced' and i.concluded_at is null and i.selected_at + coalesce(
    substring(i.order_no from $2)::integer * interval '1 minute', $3 * interval '1 second')
    <= $1::timestamptz`;

/**
 * Has forced parcels lie at the place of inspection whose time is over. One that a lane brought
 * there before stays as it is.
 */
export async function bringForced(sql: Sql, due: Due): Promise<void> {
  await sql.execute(
    `update inspection.inspections i set state = 'arrived', arrived_at = $1::timestamptz
     where i.state = 'selected' and ${DUE}`,
    dueValues(due),
  );
}

/** Open tasks of forced parcels whose time is over, with their order numbers. */
export function forcedTasks(
  sql: Sql,
  due: Due,
  limit: number,
): Promise<{ readonly id: string; readonly orderNo: string }[]> {
  return sql.query(
    `select t.id, i.order_no as "orderNo" from inspection.inspections i
     join inspection.tasks t on t.kind = 'inspection' and t.subject = i.list_no
       and t.serial = i.serial and t.closed_at is null
     where i.state <> 'selected' and ${DUE} order by i.selected_at, i.list_no limit $4`,
    [...dueValues(due), limit],
  );
}
