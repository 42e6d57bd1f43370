import { addDays, businessDate } from '../base/dates.ts';
import type { Cell, Comparison } from '../inspection/chi-square.ts';
import { isLikely } from '../inspection/statistics.ts';
import { drawStatistics } from '../inspection/statistics-store.ts';
import { systemClock } from '../io/clock.ts';
import { type Terminal, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { dayOf } from './draw-records.ts';
import { paintFor } from './terminal.ts';

/** Days that are looked at when nothing is said. */
const USUAL_DAYS = 30;

/** Compares what was drawn with what chance does. */
export async function statistics(
  values: Values,
  _: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const to = dayOf(values, 'to', businessDate(systemClock.now()));
  const from = dayOf(values, 'from', addDays(to, 1 - USUAL_DAYS));
  if (from > to) throw new UsageError(`--from ${from} is after --to ${to}.`);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const { draws, ...comparisons } = await drawStatistics(db, { from, to });
    const ok = Object.values(comparisons).every(isLikely);
    if (values.json === true) {
      terminal.out(JSON.stringify({ ok, from, to, draws, ...comparisons }, null, 1));
    } else {
      terminal.out(
        `${from} to ${to}: ${draws.line} draws of the line, ${draws.officers} of officers`,
      );
      for (const [name, one] of Object.entries(comparisons)) show(name, one, terminal);
    }
    return ok ? 0 : 1;
  } finally {
    await db.close();
  }
}

const TITLES: Readonly<Record<string, string>> = {
  byLayer: 'Targets by layer',
  byHour: 'Targets by hour of the day',
  byOfficer: 'Officers',
};

function show(name: string, comparison: Comparison, terminal: Terminal): void {
  const { cells, small, chiSquare, degrees, p } = comparison;
  const paint = paintFor(terminal);
  terminal.out('');
  terminal.out(TITLES[name] ?? name);
  for (const cell of cells) terminal.out(`  ${lineOf(cell, small.includes(cell.name))}`);
  const judged = isLikely(comparison)
    ? paint('green', 'as chance does')
    : paint('red', 'hardly chance');
  const figures = `chi-square ${rounded(chiSquare)}, ${degrees} degrees, p ${rounded(p)}`;
  terminal.out(`  ${degrees === 0 ? 'too little to compare' : `${figures}: ${judged}`}`);
}

function lineOf({ name, observed, expected }: Cell, isSmall: boolean): string {
  const note = isSmall ? '  (too few to count)' : '';
  return `${name}: drawn ${observed}, expected ${rounded(expected)}${note}`;
}

const rounded = (value: number) => String(Number(value.toPrecision(4)));
