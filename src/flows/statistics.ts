import type { Instant } from '../base/dates.ts';
import { readProgress } from '../clearance/progress-store.ts';
import { IMPORTS } from '../clearance/statistics/trade.ts';
import { EXPORTS } from '../export/statistics/trade.ts';
import { statisticsCsv } from '../statistics/csv.ts';
import { type Labels, labelsBy } from '../statistics/labels.ts';
import { SDMX_TYPE, type SdmxOptions, statisticsSdmx } from '../statistics/sdmx.ts';
import { monthOf } from '../statistics/sums.ts';
import { readStatistics, type StatisticsTable } from '../statistics/table.ts';
import type { Dimension, Month } from '../statistics/trade.ts';
import { readPublicStatistics } from '../statistics/veil.ts';
import type { House } from './house.ts';

/** What statistics are read from. */
export type StatisticsHouse = Pick<House, 'db' | 'clock' | 'registry'>;

/** A table with what it takes to write it. */
export type StatisticsView = { readonly table: StatisticsTable } & SdmxOptions;

/** Both ways over the border. */
export const TRADES = { exports: EXPORTS, imports: IMPORTS } as const;
export type Way = keyof typeof TRADES;

/** The table of a month for those who see every enterprise. */
export async function statistics(
  house: StatisticsHouse,
  way: Way,
  month: Month,
  by: readonly Dimension[],
): Promise<StatisticsView> {
  const until = await countedUntil(house, way);
  return viewOf(house, await readStatistics(house.db, TRADES[way], month, by), until);
}

/**
 * The table of a month as everybody may see it. Null while the month is not over and counted: who
 * looked again and again would see each list as it is added, and whose it is.
 */
export async function publicStatistics(
  house: StatisticsHouse,
  way: Way,
  month: Month,
  by: Dimension,
): Promise<StatisticsView | null> {
  const until = await countedUntil(house, way);
  if (month >= monthOf(until)) return null;
  return viewOf(house, await readPublicStatistics(house.db, TRADES[way], month, by), until);
}

/** Exports are counted as they are closed, imports a little after their release. */
async function countedUntil({ db, clock }: StatisticsHouse, way: Way): Promise<Instant> {
  return way === 'exports' ? clock.now() : readProgress(db, 'imports');
}

async function viewOf(
  house: StatisticsHouse,
  table: StatisticsTable,
  until: Instant,
): Promise<StatisticsView> {
  const isProvisional = table.month >= monthOf(until);
  return { table, at: house.clock.now(), isProvisional, labels: await labelsOf(house) };
}

async function labelsOf({ db, registry }: StatisticsHouse): Promise<Labels> {
  const { index, snapshot } = await registry.fresh(db);
  return labelsBy(index.profile.codes, (code) => snapshot.enterprises.get(code)?.name ?? null);
}

/** The forms that tables are written in. */
export const STATISTICS_FORMS = ['sdmx', 'csv'] as const;
export type StatisticsForm = (typeof STATISTICS_FORMS)[number];

/** A table as bytes of an answer, with their media type. */
export type StatisticsText = { readonly type: string; readonly text: string };

/** Writes a table. */
export function statisticsText(
  { table, ...options }: StatisticsView,
  form: StatisticsForm,
): StatisticsText {
  if (form === 'csv') {
    return { type: 'text/csv; charset=utf-8', text: statisticsCsv(table, options.labels) };
  }
  return { type: SDMX_TYPE, text: `${JSON.stringify(statisticsSdmx(table, options), null, 1)}\n` };
}

/** The form that a request asks for: by name, else by its header `Accept`, else SDMX-JSON. */
export function statisticsForm(
  format: StatisticsForm | undefined,
  accept: string | undefined,
): StatisticsForm {
  return format ?? (accept?.trim().startsWith('text/csv') === true ? 'csv' : 'sdmx');
}
