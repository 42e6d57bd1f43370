import { type Month, monthOf } from '../export/statistics/counted.ts';
import { statisticsCsv } from '../export/statistics/csv.ts';
import type { Dimension } from '../export/statistics/cubes.ts';
import { type Labels, labelsBy } from '../export/statistics/labels.ts';
import { SDMX_TYPE, type SdmxOptions, statisticsSdmx } from '../export/statistics/sdmx.ts';
import { readStatistics, type StatisticsTable } from '../export/statistics/table.ts';
import { type PublicDimension, readPublicStatistics } from '../export/statistics/veil.ts';
import type { House } from './house.ts';

/** What statistics are read from. */
export type StatisticsHouse = Pick<House, 'db' | 'clock' | 'registry'>;

/** A table with what it takes to write it. */
export type StatisticsView = { readonly table: StatisticsTable } & SdmxOptions;

/** The table of a month for those who see every enterprise. */
export async function exportStatistics(
  house: StatisticsHouse,
  month: Month,
  by: readonly Dimension[],
): Promise<StatisticsView> {
  return viewOf(house, await readStatistics(house.db, month, by));
}

/**
 * The table of a month as everybody may see it. Null while the month is not over: who looked again
 * and again would see each list as it is closed, and whose it is.
 */
export async function publicExportStatistics(
  house: StatisticsHouse,
  month: Month,
  by: PublicDimension,
): Promise<StatisticsView | null> {
  if (month >= monthOf(house.clock.now())) return null;
  return viewOf(house, await readPublicStatistics(house.db, month, by));
}

async function viewOf(house: StatisticsHouse, table: StatisticsTable): Promise<StatisticsView> {
  const at = house.clock.now();
  return { table, at, isProvisional: table.month >= monthOf(at), labels: await labelsOf(house) };
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
