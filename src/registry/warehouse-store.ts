import type { Sql } from '../io/postgres.ts';
import type { OverseasWarehouse } from './overseas-warehouse.ts';
import { type Written, write } from './store.ts';

const WAREHOUSES = `
  select enterprise_code as "enterpriseCode", number, from_day as "from", until_day as "until",
         name, country, proof
  from registry.overseas_warehouses order by enterprise_code, number, from_day`;

/** All overseas warehouses on file, by seller, number and first day. */
export function readOverseasWarehouses(sql: Sql): Promise<OverseasWarehouse[]> {
  return sql.query<OverseasWarehouse>(WAREHOUSES);
}

/** Adds or changes overseas warehouses by seller, number and first day. */
export function writeOverseasWarehouses(
  tx: Sql,
  rows: readonly OverseasWarehouse[],
): Promise<Written> {
  return write(tx, WRITE, rows, [
    rows.map((row) => row.enterpriseCode),
    rows.map((row) => row.number),
    rows.map((row) => row.from),
    rows.map((row) => row.until),
    rows.map((row) => row.name),
    rows.map((row) => row.country),
    rows.map((row) => row.proof),
  ]);
}

const WRITE = `
  with written as (
    insert into registry.overseas_warehouses as old
      (enterprise_code, number, from_day, until_day, name, country, proof)
    select enterprise_code, number, from_day, until_day, name, country, proof
    from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::text[], $6::text[], $7::text[])
         as given (enterprise_code, number, from_day, until_day, name, country, proof)
    order by enterprise_code, number, from_day
    on conflict (enterprise_code, number, from_day) do update set
      until_day = excluded.until_day, name = excluded.name, country = excluded.country,
      proof = excluded.proof
    where old is distinct from excluded
    returning enterprise_code, number, from_day
  )
  select count(*) as written, count(before.from_day) as changed
  from written
  left join registry.overseas_warehouses as before using (enterprise_code, number, from_day)`;
