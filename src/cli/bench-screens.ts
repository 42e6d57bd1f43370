import { join, resolve } from 'node:path';
import { assert, present } from '../base/assert.ts';
import { settingsOf } from '../sandbox/bench/environment.ts';
import { quantile, rounded } from '../sandbox/bench/latencies.ts';
import { type ListPage, type Numbers, readListPage } from '../sandbox/bench/list-page-json.ts';
import type { Known } from '../sandbox/bench/look-ups.ts';
import { OFFICER_TOKEN } from './bench-cockpits.ts';
import { checkSpace } from './bench-disk.ts';
import { fillHistory, type History, openHistory } from './bench-fill.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { type Rig, withRig, withScratch } from './bench-rig.ts';
import { numberOf, textOf } from './command.ts';
import { makeFolder } from './files.ts';

const PARCELS = 2_000_000;
const ASKS = 100;
/** How far somebody goes on from page to page. */
const DEPTH = 10;
/** Milliseconds within which nineteen answers of twenty of each screen are to come. */
const BOUND = 200;

/** What one screen of the console asks for; `numbers` are those of a list that there is. */
type Screen = {
  readonly name: string;
  readonly isOffice: boolean;
  /** The address; a screen of pages is gone through by its `next`. */
  path(numbers: Numbers): string;
  readonly isPaged?: boolean;
};

const GROUPS = ['submitted', 'action', 'inspection', 'released', 'returned'];

const SCREENS: readonly Screen[] = [
  ...GROUPS.map((state) => ({
    ...{ name: `office, ${state}`, isOffice: true, isPaged: true },
    path: () => `/v1/office/declarations?state=${state}`,
  })),
  ...GROUPS.map((state) => ({
    ...{ name: `enterprise, ${state}`, isOffice: false, isPaged: true },
    path: () => `/v1/declarations?state=${state}`,
  })),
  ...(['listNo', 'preNo', 'orderNo', 'logisticsNo'] as const).flatMap((kind) => [
    {
      ...{ name: `office, search by ${kind}`, isOffice: true },
      path: (numbers: Numbers) => `/v1/office/declarations?number=${numbers[kind]}`,
    },
    {
      ...{ name: `enterprise, search by ${kind}`, isOffice: false },
      path: (numbers: Numbers) => `/v1/declarations?number=${numbers[kind]}`,
    },
  ]),
  {
    ...{ name: 'office, a list', isOffice: true },
    path: ({ listNo }) => `/v1/office/declarations/${listNo}`,
  },
  {
    ...{ name: 'office, its documents', isOffice: true },
    path: ({ listNo }) => `/v1/office/declarations/${listNo}/documents`,
  },
  {
    ...{ name: 'enterprise, a list', isOffice: false },
    path: ({ listNo }) => `/v1/declarations/${listNo}`,
  },
  { name: 'office, cockpit', isOffice: true, path: () => '/v1/office/cockpit' },
  {
    ...{ name: 'office, audit trail', isOffice: true, isPaged: true },
    path: () => '/v1/office/actions',
  },
];

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
  await fillHistory(history, missing, terminal);
  const options = { dataDir, owner: history.owner, terminal, officer: 'supervisor' } as const;
  return withRig(options, async (rig) => {
    const screens = await timeScreens(rig, history, asks);
    return outcomeOf(history, screens, await settingsOf(rig.db));
  });
}

type Timed = Screen & { readonly times: Float64Array };

async function timeScreens({ target }: Rig, history: History, asks: number): Promise<Timed[]> {
  const known = history.sample(asks);
  const numbers: Numbers[] = [];
  for (const list of known) numbers.push(await numbersOf(target.url, list));
  const screens: Timed[] = [];
  for (const screen of SCREENS) {
    const asker = openAsker(target.url, screen, known, numbers);
    // The first ones make the connections and the plans of a server that has just started.
    for (let i = 0; i < Math.min(5, asks); i += 1) await asker();
    const times = new Float64Array(asks);
    for (let i = 0; i < asks; i += 1) {
      const begun = performance.now();
      await asker();
      times[i] = performance.now() - begun;
    }
    screens.push({ ...screen, times: times.sort() });
  }
  return screens;
}

async function numbersOf(url: string, { token, preNo }: Known): Promise<Numbers> {
  const { lists } = await asked(url, `/v1/declarations?number=${preNo}`, token);
  return present(lists?.[0], preNo);
}

/** Asks for one screen again and again: of other lists, or the page after the one before. */
function openAsker(
  url: string,
  { path, isOffice, isPaged = false }: Screen,
  known: readonly Known[],
  numbers: readonly Numbers[],
): () => Promise<void> {
  let turn = 0;
  let next: string | null = null;
  return async () => {
    const at = turn % known.length;
    turn += 1;
    const own = path(present(numbers[at], 'a list of the history'));
    const token = isOffice ? OFFICER_TOKEN : present(known[isPaged ? 0 : at], 'a list').token;
    if (turn % DEPTH === 0) next = null;
    const glue = own.includes('?') ? '&' : '?';
    const page = next === null ? own : `${own}${glue}after=${encodeURIComponent(next)}`;
    const answer = await asked(url, page, token);
    if (isPaged) next = answer.next;
    else assert(answer.lists?.length !== 0, `${own} finds its list`);
  };
}

async function asked(url: string, path: string, token: string): Promise<ListPage> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
  const text = await answer.text();
  assert(answer.status === 200, `${path} answers ${answer.status}`);
  return readListPage(text);
}

function outcomeOf(
  history: History,
  screens: readonly Timed[],
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
