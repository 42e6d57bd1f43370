import { CaseRace } from '../base/case-race.ts';
import type { BusinessDate, Instant } from '../base/dates.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { BillSums } from './bill.ts';

/** 1 generated, 2 collected in a payment notice, 3 void (TAX-13). */
export type BillState = '1' | '2' | '3';

/** One tax bill of a released list. */
export type Bill = BillSums & {
  readonly listNo: string;
  /** From 1; the next one when goods came back. */
  readonly serial: number;
  readonly state: BillState;
  readonly assureCode: string;
  readonly releasedDay: BusinessDate;
  readonly issuedAt: Instant;
  /** The payment notice that collects it. */
  readonly dutyNo: string | null;
};

/** Of `clearance.bills`, as a `Bill` has them. */
export const BILL_COLUMNS = `
  list_no as "listNo", serial, state, assure_code as "assureCode",
  to_char(released_day, 'YYYY-MM-DD') as "releasedDay", issued_at as "issuedAt", duty,
  consumption_tax as "consumptionTax", vat, duty_no as "dutyNo"`;

const OF_LISTS = `
  select ${BILL_COLUMNS} from clearance.bills where list_no = any($1::text[])
  order by list_no, serial`;

/** Every bill of these lists, in their order. One statement or none. */
export async function billsOf(sql: Sql, listNos: readonly string[]): Promise<Bill[]> {
  if (listNos.length === 0) return [];
  return sql.query<Bill>(OF_LISTS, [[...new Set(listNos)]]);
}

/** Counts open bills of the rows `moved` that come (+) or go (-), by guarantor and month. */
const counted = (sign: '+' | '-') => `
  counted as (
    insert into clearance.bill_months as kept (assure_code, month, bills, amount)
    select assure_code, date_trunc('month', released_day)::date, ${sign}count(*),
      ${sign}sum(duty + consumption_tax + vat)::bigint
    from moved group by 1, 2 order by 1, 2
    on conflict (assure_code, month) do update set bills = kept.bills + excluded.bills,
      amount = kept.amount + excluded.amount
  )
  select count(*)::integer as n from moved`;

/** How many bills a statement with `counted` wrote. */
async function written(tx: Sql, text: string, values: readonly unknown[]): Promise<number> {
  return (await tx.query<{ n: number }>(text, values))[0]?.n ?? 0;
}

const INSERT = `
  with moved as (
    insert into clearance.bills (issued_at, state, list_no, serial, assure_code, released_day, duty,
      consumption_tax, vat)
    select $1::timestamptz, u.state, u.list_no, u.serial, u.assure_code, u.released_day, u.duty,
      u.consumption_tax, u.vat
    from unnest($2::text[], $3::text[], $4::smallint[], $5::text[], $6::date[], $7::bigint[],
        $8::bigint[], $9::bigint[])
      as u (state, list_no, serial, assure_code, released_day, duty, consumption_tax, vat)
    on conflict do nothing
    returning assure_code, released_day, duty, consumption_tax, vat
  ), ${counted('+')}`;

/**
 * Writes new bills. One statement or none.
 * @throws CaseRace when another process wrote one of them meanwhile
 */
export async function addBills(tx: Sql, bills: readonly Bill[], at: Instant): Promise<void> {
  if (bills.length === 0) return;
  const count = await written(tx, INSERT, [
    instantText(at),
    bills.map(({ state }) => state),
    bills.map(({ listNo }) => listNo),
    bills.map(({ serial }) => serial),
    bills.map(({ assureCode }) => assureCode),
    bills.map(({ releasedDay }) => releasedDay),
    bills.map(({ duty }) => duty),
    bills.map(({ consumptionTax }) => consumptionTax),
    bills.map(({ vat }) => vat),
  ]);
  if (count !== bills.length) throw new CaseRace('a list was billed meanwhile');
}

const VOID = `
  with moved as (
    update clearance.bills b set state = '3' from unnest($1::text[], $2::smallint[])
      as u (list_no, serial)
    where b.list_no = u.list_no and b.serial = u.serial and b.state = '1'
    returning b.assure_code, b.released_day, b.duty, b.consumption_tax, b.vat
  ), ${counted('-')}`;

/**
 * Makes bills void. One statement or none.
 * @throws CaseRace when one of them was collected or made void meanwhile
 */
export async function voidBills(
  tx: Sql,
  bills: readonly Pick<Bill, 'listNo' | 'serial'>[],
): Promise<void> {
  if (bills.length === 0) return;
  const count = await written(tx, VOID, [
    bills.map(({ listNo }) => listNo),
    bills.map(({ serial }) => serial),
  ]);
  if (count !== bills.length) throw new CaseRace('a bill was collected meanwhile');
}

const COLLECTABLE = `
  select ${BILL_COLUMNS} from clearance.bills b
  where state = '1' and released_day <= $1::date
    and not exists (
      select from clearance.refunds r where r.list_no = b.list_no and r.state = 'open')
  order by released_day, assure_code, list_no limit $2`;

/** Bills of lists released by a day that no open refund may still make void, the oldest first. */
export async function collectableBills(
  sql: Sql,
  releasedBy: BusinessDate,
  limit: number,
): Promise<Bill[]> {
  return sql.query<Bill>(COLLECTABLE, [releasedBy, limit]);
}

const COLLECT = `
  with moved as (
    update clearance.bills b set state = '2', duty_no = u.duty_no
    from unnest($1::text[], $2::smallint[], $3::text[]) as u (list_no, serial, duty_no)
    where b.list_no = u.list_no and b.serial = u.serial and b.state = '1'
      and not exists (
        select from clearance.refunds r where r.list_no = b.list_no and r.state = 'open')
    returning b.assure_code, b.released_day, b.duty, b.consumption_tax, b.vat
  ), ${counted('-')}`;

/**
 * Puts bills into their notices. One statement.
 * @throws CaseRace when one of them was collected or made void, or a refund opened, meanwhile
 */
export async function collectBills(
  tx: Sql,
  bills: readonly (Pick<Bill, 'listNo' | 'serial'> & { readonly dutyNo: string })[],
): Promise<void> {
  const count = await written(tx, COLLECT, [
    bills.map(({ listNo }) => listNo),
    bills.map(({ serial }) => serial),
    bills.map(({ dutyNo }) => dutyNo),
  ]);
  if (count !== bills.length) throw new CaseRace('a bill was collected meanwhile');
}
