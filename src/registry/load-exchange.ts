import type { Finding } from '../base/finding.ts';
import { parseRate, type Rate } from '../base/rate.ts';
import type { Sql } from '../io/postgres.ts';
import { overlap } from './dated.ts';
import { type ExchangeRate, YUAN } from './exchange-rate.ts';
import { lockExchangeRates, readExchangeRates } from './exchange-store.ts';
import type { Reader } from './load-cells.ts';
import * as cells from './load-cells.ts';
import type { Item } from './load-check.ts';
import { loadFinding } from './load-codes.ts';

/** A row of exchange rates. */
export function readExchangeRate(reader: Reader): ExchangeRate | null {
  const currency = currencyCell(reader);
  const period = cells.periodCells(reader);
  const rate = rateCell(reader);
  const source = cells.requiredCell(reader, 'source');
  if (currency === null || period === null || rate === null || source === null) return null;
  return { currency, ...period, rate, source };
}

function currencyCell(reader: Reader): string | null {
  const code = cells.digitsCell(reader, 'currency', 3);
  if (code !== YUAN) return code;
  return cells.refuse(reader, 'currency', 'LOAD-VALUE', `"${YUAN}" is the yuan itself`);
}

/** What the database keeps exactly: ten digits before the point and eight behind it. */
function rateCell(reader: Reader): Rate | null {
  const text = cells.requiredCell(reader, 'rate');
  if (text === null) return null;
  const rate = /^\d{1,10}(\.\d{1,8})?$/.test(text) ? parseRate(text) : null;
  if (rate !== null && rate.n > 0n) return rate;
  const detail = `"${text}" is no decimal above zero such as 7.0821, yuan for one unit`;
  return cells.refuse(reader, 'rate', 'LOAD-VALUE', detail);
}

type Rates = readonly Item<ExchangeRate>[];

/**
 * Leaves out rates that share a day with another one of their currency, in the files or on file:
 * which of them counts could not be told. One that begins on the same day as one on file replaces
 * it. Other loads of rates wait until the transaction ends.
 */
export async function withoutRivals(tx: Sql, items: Rates, sink: Finding[]): Promise<Rates> {
  if (items.length === 0) return items;
  await lockExchangeRates(tx);
  const filed = Map.groupBy(await readExchangeRates(tx), ({ currency }) => currency);
  const given = Map.groupBy(items, ({ value }) => value.currency);
  return [...given].flatMap(([currency, own]) =>
    distinctDays(own, filed.get(currency) ?? [], sink),
  );
}

/** By first days, so that it is known which of the earlier ones on file are replaced. */
function distinctDays(items: Rates, filed: readonly ExchangeRate[], sink: Finding[]): Rates {
  const rates = new Map(filed.map((one) => [one.from, one]));
  const taken = new Set<ExchangeRate>();
  const first = ({ value }: Item<ExchangeRate>) => value.from;
  const sorted = items.toSorted((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : 0));
  return sorted.filter(({ row, value }) => {
    const isRival = (one: ExchangeRate) =>
      overlap(one, value) && (taken.has(one) || one.from !== value.from);
    const rival = rates.values().find(isRival);
    if (rival === undefined) {
      rates.set(value.from, value);
      taken.add(value);
      return true;
    }
    const days = `from ${rival.from} until ${rival.until ?? 'further notice'}`;
    const place = { file: row.file, line: row.line, column: 'from' };
    sink.push(loadFinding('LOAD-DUPLICATE', place, `${value.currency} has another rate ${days}`));
    return false;
  });
}
