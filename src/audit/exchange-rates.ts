import type { BusinessDate } from '../base/dates.ts';
import type { Sql } from '../io/postgres.ts';
import { type Fraction, fractionOf, WHOLE } from './decimals.ts';

type Period = { currency: string; from: BusinessDate; until: BusinessDate | null; rate: string };

/** The exchange rates that the registry has, by currency. */
export type Rates = ReadonlyMap<string, readonly Period[]>;

const RATES = `
  select currency, from_day::text as "from", until_day::text as "until", rate::text as rate
  from registry.exchange_rates`;

/** Reads all of them. One statement. */
export async function ratesOf(sql: Sql): Promise<Rates> {
  return Map.groupBy(await sql.query<Period>(RATES), ({ currency }) => currency);
}

const YUAN = '142';

/** Yuan for one unit of a currency on a day; null where there is no rate. */
export function rateOn(rates: Rates, currency: string, day: BusinessDate): Fraction | null {
  if (currency === YUAN) return WHOLE;
  const periods = rates.get(currency) ?? [];
  const own = periods.find(({ from, until }) => from <= day && (until === null || day < until));
  return fractionOf(own?.rate);
}
