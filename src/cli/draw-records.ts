import { addDays, businessDate, isBusinessDate, isoShanghai } from '../base/dates.ts';
import { drawText } from '../inspection/draw.ts';
import { drawFileOf, drawsAfter, type JournalRow } from '../inspection/draw-store.ts';
import { verifyDraw } from '../inspection/verify-draw.ts';
import { systemClock } from '../io/clock.ts';
import { NotDone, numberOf, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { writeOutput } from './files.ts';

const MOST_SEQUENCE = 100_000_000;

/** A day option, or the default. @throws UsageError */
export function dayOf(values: Values, name: string, fallback: string): string {
  const day = textOf(values, name) ?? fallback;
  if (isBusinessDate(day)) return day;
  throw new UsageError(`--${name} takes a day such as 2026-11-28, not ${day}.`);
}

/** Writes the file of a draw. */
export async function exportDraw(
  values: Values,
  _: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const out = textOf(values, 'out');
  if (out === undefined || values.day === undefined || values.sequence === undefined) {
    throw new UsageError('Give --day D, --sequence N and --out FILE. See: onestep draw --help');
  }
  const day = dayOf(values, 'day', '');
  const sequence = numberOf(values, 'sequence', 0, 1, MOST_SEQUENCE);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const file = await drawFileOf(db, day, sequence);
    if (file === null) throw new NotDone(`There is no draw ${sequence} of ${day}, or it is open.`);
    const text = drawText(file);
    await writeOutput(out, text);
    const { ok } = verifyDraw(Buffer.from(text));
    const told = { file: out, hash: file.hash, ok };
    if (values.json === true) terminal.out(JSON.stringify(told, null, 2));
    else terminal.out(`${out}: ${ok ? 'sound' : 'NOT SOUND'}\n  hash ${file.hash}`);
    return ok ? 0 : 1;
  } finally {
    await db.close();
  }
}

/** Lists the draws of a day. */
export async function listDraws(
  values: Values,
  _: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const day = dayOf(values, 'day', businessDate(systemClock.now()));
  const after = numberOf(values, 'after', 0, 0, MOST_SEQUENCE);
  const limit = numberOf(values, 'limit', 1_000, 1, 100_000);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    const draws = await drawsAfter(db, { day, sequence: after }, addDays(day, 1), limit);
    if (values.json === true) {
      const shown = draws.map((one) => ({ ...one, openedAt: isoShanghai(one.openedAt) }));
      terminal.out(JSON.stringify({ draws: shown }, null, 1));
    } else for (const one of draws) terminal.out(lineOf(one));
    return 0;
  } finally {
    await db.close();
  }
}

function lineOf({ day, sequence, series, openedAt, state, size, targetsHash }: JournalRow): string {
  const time = isoShanghai(openedAt).slice(11, 23);
  return `${day} ${sequence}  ${time}  ${series}  ${state}  ${size} targets  ${targetsHash}`;
}
