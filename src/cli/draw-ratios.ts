import { type BusinessDate, businessDate, isBusinessDate } from '../base/dates.ts';
import { type LayerTallies, type RatioCheck, ratiosOf } from '../inspection/ratios.ts';
import { lineTallies } from '../inspection/statistics-store.ts';
import { systemClock } from '../io/clock.ts';
import { readProfile } from '../registry/profile-file.ts';
import { indexProfile } from '../registry/profile-lookup.ts';
import { simulateDraws } from '../sandbox/simulate-draws.ts';
import { NotDone, numberOf, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { profileFolder } from './defaults.ts';
import { profileRefusal } from './ensure-profile.ts';
import { paintFor, progressBar } from './terminal.ts';

/** Parcels that a simulation may have; some minutes on a small machine. */
const MOST_SIMULATED = 100_000_000;

/** The options of `onestep draw ratios` alone. */
export const RATIO_OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  simulate: { type: 'string' },
  seed: { type: 'string' },
  on: { type: 'string' },
  profile: { type: 'string' },
} as const;

/** Compares what was planned and drawn, or simulated, with the statutory ratios (RULES CLS-2). */
export async function ratios(values: Values, terminal: Terminal): Promise<number> {
  const layers =
    values.simulate === undefined ? await counted(values) : await simulated(values, terminal);
  const report = ratiosOf(layers);
  if (values.json === true) {
    const shown = [...layers].map(([layer, tally]) => ({ layer, ...tally }));
    terminal.out(JSON.stringify({ ...report, layers: shown }, null, 2));
    return report.ok ? 0 : 1;
  }
  const paint = paintFor(terminal);
  for (const { enterpriseClass, pool, weight, drawn } of report.classes) {
    const [plan, real] = [weight / 1_000_000 / pool, drawn / pool].map(percent);
    terminal.out(`${enterpriseClass}  ${pool} lists, planned ${plan}, drawn ${drawn}: ${real}`);
  }
  for (const check of report.checks) {
    terminal.out(paint(check.holds === false ? 'red' : 'green', lineOf(check)));
  }
  if (report.classes.length === 0) terminal.out('No list was in the pool of a draw.');
  return report.ok ? 0 : 1;
}

async function counted(values: Values): Promise<LayerTallies> {
  const stray = ['seed', 'on', 'profile'].find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray} goes with --simulate.`);
  const period = { from: dayOf(values, 'from') ?? FIRST, to: dayOf(values, 'to') ?? LAST };
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    return await lineTallies(db, period);
  } finally {
    await db.close();
  }
}

const FIRST = '2000-01-01';
const LAST = '9999-12-31';

function dayOf(values: Values, name: string): BusinessDate | undefined {
  const day = textOf(values, name);
  if (day === undefined || isBusinessDate(day)) return day;
  throw new UsageError(`--${name} takes a day such as 2026-11-28, not ${day}.`);
}

async function simulated(values: Values, terminal: Terminal): Promise<LayerTallies> {
  const stray = ['from', 'to'].find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray} does not go with --simulate.`);
  const parcels = numberOf(values, 'simulate', 0, 1, MOST_SIMULATED);
  const seed = BigInt(numberOf(values, 'seed', 1));
  const date = dayOf(values, 'on') ?? businessDate(systemClock.now());
  const dir = profileFolder(textOf(values, 'profile'));
  const read = await readProfile(dir);
  if (!read.ok) throw profileRefusal(dir, read.error);
  const bar = progressBar(terminal, 'drawing');
  const onProgress = (done: number): void => bar(done, parcels);
  const index = indexProfile(read.value);
  if (index.classes(date) === null) {
    throw new NotDone(`The law of ${read.value.name} has no classes on ${date}.`);
  }
  return simulateDraws({ index, date, parcels, seed, onProgress });
}

function lineOf({ enterpriseClass, of, share, bound, possible, holds }: RatioCheck): string {
  const least = enterpriseClass === 'DISHONEST';
  const ask = `${least ? 'at least' : 'below'} ${percent(bound)}`;
  const chance = of === 'planned' ? '' : `, by chance ${possible.map(percent).join(' to ')}`;
  const end = holds === null ? 'nothing to compare with' : holds ? 'holds' : 'BROKEN';
  return `${enterpriseClass} ${of} ${percent(share)}${chance}, must be ${ask}: ${end}`;
}

/** Per cent with three decimals. */
function percent(share: number): string {
  const digits = String(Math.round(share * 100_000)).padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)} %`;
}
