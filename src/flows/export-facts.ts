import { businessDate, type Instant } from '../base/dates.ts';
import type { Rate } from '../base/rate.ts';
import { type ExportFacts, exportCurrenciesOf, exportLawOf } from '../export/facts.ts';
import { blockedPairs } from '../export/summary/due.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { rateOn } from '../registry/snapshot.ts';
import { loadExportStock } from './export-stock.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * What export lists are decided from on a day: the law, enterprises and exchange rates are in
 * memory; whose summary is overdue is asked of the database, and what books have. Three statements
 * at most.
 */
export async function loadExportFacts(
  tx: Sql,
  cases: readonly ExportMatched[],
  registry: RegistryView,
  at: Instant,
): Promise<ExportFacts> {
  const { snapshot, index } = registry;
  const date = businessDate(at);
  const law = exportLawOf(index, date);
  const rates = new Map<string, Rate>();
  for (const currency of new Set(cases.flatMap(exportCurrenciesOf))) {
    const rate = rateOn(snapshot, currency, date);
    if (rate !== null) rates.set(currency, rate);
  }
  const blocked = await blockedPairs(tx, date, {
    summaryDay: law.summaryDay,
    workingDays: index.workingDays,
  });
  const stock = await loadExportStock(tx, cases, registry, date);
  return { at, date, index, law, enterprises: snapshot.enterprises, rates, ...stock, blocked };
}
