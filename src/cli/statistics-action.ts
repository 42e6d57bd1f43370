import { businessDate } from '../base/dates.ts';
import { watchRegistry } from '../flows/registry-watch.ts';
import {
  type StatisticsView,
  statistics,
  statisticsText,
  TRADES,
  type Way,
} from '../flows/statistics.ts';
import { systemClock } from '../io/clock.ts';
import { monthBefore, readDimensions, readMonth } from '../statistics/asked.ts';
import type { Dimension, Month } from '../statistics/trade.ts';
import { type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { statisticsLines } from './statistics-lines.ts';

/** Prints the statistics of a month of exports or imports. */
export async function statisticsAction(
  way: Way,
  values: Values,
  terminal: Terminal,
): Promise<number> {
  const month = monthAsked(values);
  const by = dimensionsAsked(way, values);
  if (values.csv === true && values.json === true) {
    throw new UsageError('Give either --csv or --json, not both.');
  }
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const registry = await watchRegistry(db);
    const view = await statistics({ db, clock: systemClock, registry }, way, month, by);
    for (const line of linesOf(view, way, values)) terminal.out(line);
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

function dimensionsAsked(way: Way, values: Values): readonly Dimension[] {
  const text = textOf(values, 'by') ?? 'mode';
  const by = readDimensions(TRADES[way], text);
  if (by !== null) return by;
  throw new UsageError(`There is no table by ${text}. See: onestep ${way} --help`);
}

const WORDS = {
  exports: { title: 'Exports', counted: 'closed' },
  imports: { title: 'Imports', counted: 'released' },
} as const;

function linesOf(view: StatisticsView, way: Way, values: Values): string[] {
  if (values.json === true) return [statisticsText(view, 'sdmx').text.trimEnd()];
  // A terminal ends each line by itself; the file keeps the line ends of CSV.
  if (values.csv === true) return [statisticsText(view, 'csv').text.replace(/\r\n$/, '\r')];
  const { table, isProvisional } = view;
  const { title, counted } = WORDS[way];
  if (table.rows.length === 0) return [`No lists were ${counted} in ${table.month}.`];
  const { revisedOn } = table;
  const state = isProvisional ? ', not over yet' : revisedOn ? `, revised on ${revisedOn}` : '';
  return [`${title} of ${table.month}${state}`, ...statisticsLines(table, view.labels)];
}
