import { businessDate } from '../base/dates.ts';
import { monthBefore, readDimensions, readMonth } from '../export/statistics/asked.ts';
import type { Month } from '../export/statistics/counted.ts';
import type { Dimension } from '../export/statistics/cubes.ts';
import {
  exportStatistics,
  type StatisticsView,
  statisticsText,
} from '../flows/export-statistics.ts';
import { watchRegistry } from '../flows/registry-watch.ts';
import { systemClock } from '../io/clock.ts';
import { type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { statisticsLines } from './statistics-lines.ts';

/** Prints the statistics of exports of a month. */
export async function exportStatisticsAction(values: Values, terminal: Terminal): Promise<number> {
  const month = monthAsked(values);
  const by = dimensionsAsked(values);
  if (values.csv === true && values.json === true) {
    throw new UsageError('Give either --csv or --json, not both.');
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const registry = await watchRegistry(db);
    const view = await exportStatistics({ db, clock: systemClock, registry }, month, by);
    for (const line of linesOf(view, values)) terminal.out(line);
    return 0;
  } finally {
    await db.close();
  }
}

function monthAsked(values: Values): Month {
  const text = textOf(values, 'month') ?? monthBefore(businessDate(systemClock.now()));
  const month = readMonth(text);
  if (month === null) throw new UsageError(`--month takes a month such as 2026-10, not ${text}.`);
  return month;
}

function dimensionsAsked(values: Values): readonly Dimension[] {
  const text = textOf(values, 'by') ?? 'mode';
  const by = readDimensions(text);
  if (by !== null) return by;
  throw new UsageError(`There is no table by ${text}. See: onestep exports --help`);
}

function linesOf(view: StatisticsView, values: Values): string[] {
  if (values.json === true) return [statisticsText(view, 'sdmx').text.trimEnd()];
  // A terminal ends each line by itself; the file keeps the line ends of CSV.
  if (values.csv === true) return [statisticsText(view, 'csv').text.replace(/\r\n$/, '\r')];
  const { table, isProvisional } = view;
  if (table.rows.length === 0) return [`No lists were closed in ${table.month}.`];
  const { revisedOn } = table;
  const state = isProvisional ? ', not over yet' : revisedOn ? `, revised on ${revisedOn}` : '';
  return [`Exports of ${table.month}${state}`, ...statisticsLines(table, view.labels)];
}
