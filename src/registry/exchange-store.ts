import { present } from '../base/assert.ts';
import { parseRate, type Rate } from '../base/rate.ts';
import { divideExact } from '../base/rounding.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExchangeRate } from './exchange-rate.ts';
import { type Written, write } from './store.ts';

const RATES = `
  select currency, from_day as "from", until_day as "until", rate::text as rate, source
  from registry.exchange_rates order by currency, from_day`;

/** All exchange rates, by currency and first day. */
export async function readExchangeRates(sql: Sql): Promise<ExchangeRate[]> {
  const rows = await sql.query<Omit<ExchangeRate, 'rate'> & { rate: string }>(RATES);
  return rows.map(({ rate, ...row }) => ({ ...row, rate: present(parseRate(rate), rate) }));
}

/** Has other loads of rates wait until the transaction ends; readers do not. */
export async function lockExchangeRates(tx: Sql): Promise<void> {
  await tx.execute('lock table registry.exchange_rates in share row exclusive mode');
}

/** Adds or changes exchange rates by currency and first day. */
export function writeExchangeRates(tx: Sql, rows: readonly ExchangeRate[]): Promise<Written> {
  return write(tx, WRITE, rows, [
    rows.map((row) => row.currency),
    rows.map((row) => row.from),
    rows.map((row) => row.until),
    rows.map((row) => decimalOf(row.rate)),
    rows.map((row) => row.source),
  ]);
}

const DECIMALS = 8;
const UNIT = 10n ** BigInt(DECIMALS);

/** What was read as a decimal of at most eight places, as one. */
function decimalOf({ n, d }: Rate): string {
  const units = present(divideExact(n * UNIT, d), 'a rate of eight decimals');
  return `${units / UNIT}.${String(units % UNIT).padStart(DECIMALS, '0')}`;
}

const WRITE = `
  with written as (
    insert into registry.exchange_rates as old (currency, from_day, until_day, rate, source)
    select currency, from_day, until_day, rate, source
    from unnest($1::text[], $2::date[], $3::date[], $4::numeric[], $5::text[])
         as given (currency, from_day, until_day, rate, source)
    order by currency, from_day
    on conflict (currency, from_day) do update set
      until_day = excluded.until_day, rate = excluded.rate, source = excluded.source
    where old is distinct from excluded
    returning currency, from_day
  )
  select count(*) as written, count(before.from_day) as changed
  from written left join registry.exchange_rates as before using (currency, from_day)`;
