import { present } from '../base/assert.ts';
import type { Fen } from '../base/fen.ts';
import type { Sql } from '../io/postgres.ts';

/** Tax of all released parcels of these platforms, fen. One statement over their case rows. */
export async function releasedTax(sql: Sql, platforms: readonly string[]): Promise<Fen> {
  const [row] = await sql.query<{ tax: Fen }>(
    `select coalesce(sum(duty + consumption_tax + vat), 0)::bigint as tax
     from clearance.cases where ebp_code = any($1::text[]) and state = '800'`,
    [platforms],
  );
  return present(row, 'the sum').tax;
}
