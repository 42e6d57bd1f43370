import { present } from '../base/assert.ts';
import { parseRate } from '../base/rate.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExchangeRate } from './exchange-rate.ts';

const RATES = `
  select currency, from_day as "from", until_day as "until", rate::text as rate, source
  from registry.exchange_rates order by currency, from_day`;

/** All exchange rates, by currency and first day. */
export async function readExchangeRates(sql: Sql): Promise<ExchangeRate[]> {
  const rows = await sql.query<Omit<ExchangeRate, 'rate'> & { rate: string }>(RATES);
  return rows.map(({ rate, ...row }) => ({ ...row, rate: present(parseRate(rate), rate) }));
}
