import { businessDate, type Instant } from '../base/dates.ts';
import type { Rate } from '../base/rate.ts';
import { type ExportFacts, exportLawOf } from '../export/facts.ts';
import { blockedPairs } from '../export/summary/due.ts';
import type { Sql } from '../io/postgres.ts';
import type { DeclaredExportList } from '../matching/export-case.ts';
import { YUAN } from '../registry/exchange-rate.ts';
import { rateOn } from '../registry/snapshot.ts';
import { loadExportStock } from './export-stock.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * What export lists are decided from on a day: the law, enterprises, their overseas warehouses and
 * exchange rates are in memory; whose summary is overdue is asked of the database, and what books
 * have. Three statements at most.
 */
export async function loadExportFacts(
  tx: Sql,
  lists: readonly DeclaredExportList[],
  registry: RegistryView,
  at: Instant,
): Promise<ExportFacts> {
  const { snapshot, index } = registry;
  const date = businessDate(at);
  const law = exportLawOf(index, date);
  const { summaryDay } = law;
  const [blocked, stock] = await Promise.all([
    blockedPairs(tx, date, { summaryDay, workingDays: index.workingDays }),
    loadExportStock(tx, lists, registry, date),
  ]);
  const rates = new Map<string, Rate>();
  for (const currency of [YUAN, ...snapshot.exchangeRates.keys()]) {
    const rate = rateOn(snapshot, currency, date);
    if (rate !== null) rates.set(currency, rate);
  }
  const { enterprises, overseasWarehouses: warehouses } = snapshot;
  return { at, date, index, law, enterprises, rates, warehouses, ...stock, blocked };
}
