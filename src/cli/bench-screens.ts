import { join, resolve } from 'node:path';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { quantile, rounded } from '../sandbox/bench/latencies.ts';
import { askOf, type Screen, timeScreen } from '../sandbox/bench/screen.ts';
import { exportScreens, publicScreens } from '../sandbox/bench/screens-exports.ts';
import { firmScreens } from '../sandbox/bench/screens-firm.ts';
import { LIST_SCREENS } from '../sandbox/bench/screens-lists.ts';
import { officeScreens } from '../sandbox/bench/screens-office.ts';
import { stockScreens } from '../sandbox/bench/screens-stock.ts';
import { checkSpace } from './bench-disk.ts';
import { fillHistory, type History, openHistory } from './bench-fill.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { fillPages, PAGES_OF } from './bench-pages.ts';
import { type Rig, withRig, withScratch } from './bench-rig.ts';
import { admitKeeper, headersOf, learnSubjects, type Months, monthsOf } from './bench-subjects.ts';
import { numberOf, type Terminal, textOf } from './command.ts';
import { makeFolder } from './files.ts';
import { progressBar } from './terminal.ts';

const PARCELS = 2_000_000;
const ASKS = 100;
/** Milliseconds within which nineteen answers of twenty of each screen are to come. */
const BOUND = 200;

/** `onestep bench screens`: what the pages of the console ask for, one after the other. */
export function benchScreens(call: BenchCall): Promise<Outcome> {
  const kept = textOf(call.values, 'data-dir');
  if (kept === undefined) return withScratch((dir) => screensIn(join(dir, 'history'), call));
  return screensIn(resolve(kept), call);
}

async function screensIn(dataDir: string, { values, terminal }: BenchCall): Promise<Outcome> {
  const parcels = numberOf(values, 'parcels', PARCELS, 1, 20_000_000);
  const asks = numberOf(values, 'asks', ASKS, 1, 10_000);
  makeFolder(dataDir);
  const history = openHistory(dataDir, BigInt(numberOf(values, 'seed', 1, 0, 2 ** 31)));
  const missing = Math.max(0, parcels - history.parcels);
  await checkSpace(dataDir, missing);
  const { fillSeconds } = await fillHistory(history, missing, terminal);
  const options = { dataDir, owner: history.owner, terminal, officer: 'supervisor' } as const;
  return withRig(options, async (rig) => {
    const pagesSeconds = await fillPages(rig.db, history, terminal);
    const screens = await timeScreens(rig, history, asks, terminal);
    const took = { fillSeconds: rounded(fillSeconds), pagesSeconds: rounded(pagesSeconds) };
    return outcomeOf(history, screens, took, await settingsOf(rig.db));
  });
}

type Timed = Screen & { readonly times: Float64Array };

function screensOf({ today, now, last, notices }: Months): readonly Screen[] {
  return [
    ...LIST_SCREENS,
    ...firmScreens({ now, notices }),
    ...officeScreens({ today }),
    ...stockScreens(PAGES_OF.bookNo),
    ...exportScreens(last),
    ...publicScreens(last),
  ];
}

async function timeScreens(
  { target: { url }, db }: Rig,
  history: History,
  asks: number,
  terminal: Terminal,
): Promise<Timed[]> {
  const bar = progressBar(terminal, 'Asking');
  const ask = askOf(url, headersOf(history.owner));
  await admitKeeper(db);
  const months = monthsOf();
  const subjects = await learnSubjects(ask, db, history, asks, months);
  const screens = screensOf(months);
  const timed: Timed[] = [];
  for (const screen of screens) {
    timed.push({ ...screen, times: await timeScreen(ask, screen, subjects, asks) });
    bar(timed.length, screens.length);
  }
  return timed;
}

function outcomeOf(
  history: History,
  screens: readonly Timed[],
  took: Readonly<Record<string, number>>,
  postgres: Readonly<Record<string, string>>,
): Outcome {
  const at = (times: Float64Array, part: number) => rounded(quantile(times, part), 2);
  const cases = screens.map(({ name, times }) => ({
    ...{ name, p50Ms: at(times, 0.5), p95Ms: at(times, 0.95), maxMs: at(times, 1) },
  }));
  const slowest = cases.reduce((a, b) => (b.p95Ms > a.p95Ms ? b : a));
  return {
    figures: {
      historyParcels: history.parcels,
      pagesParcels: history.pages,
      ...took,
      screens: screens.length,
      asks: screens.reduce((sum, { times }) => sum + times.length, 0),
      p95Ms: slowest.p95Ms,
      slowest: slowest.name,
      cases,
    },
    ok: slowest.p95Ms < BOUND,
    postgres,
    samples: {
      columns: ['screen', 'ms'],
      rows: screens.flatMap(({ name, times }) => [...times].map((ms) => [name, rounded(ms, 3)])),
    },
  };
}
