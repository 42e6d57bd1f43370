import { appendFileSync, existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { environmentOf } from '../sandbox/bench/environment.ts';
import { writeSamples } from '../sandbox/bench/samples.ts';
import { HELP } from './bench-help.ts';
import { LOAD_OPTIONS, STOCK_OPTIONS } from './bench-load.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { environmentLines, tableOf } from './bench-table.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { fileFault, makeFolder } from './files.ts';

/** One benchmark: the options that mean something to it, and what it does. */
type Part = {
  readonly options: readonly string[];
  /** Loaded when it is asked for. */
  readonly load: () => Promise<(call: BenchCall) => Promise<Outcome>>;
};

const LOAD = Object.keys(LOAD_OPTIONS);
const STOCK = Object.keys(STOCK_OPTIONS);
const without = (...names: string[]): string[] => LOAD.filter((one) => !names.includes(one));

const PARTS: Readonly<Record<string, Part>> = {
  clear: {
    options: [...LOAD, ...STOCK, 'rounds'],
    load: async () => (await import('./bench-clear.ts')).benchClear,
  },
  budget: {
    options: [...without('rate'), ...STOCK],
    load: async () => (await import('./bench-budget.ts')).benchBudget,
  },
  copy: {
    options: without('rate'),
    load: async () => (await import('./bench-copy.ts')).benchCopy,
  },
  lane: {
    options: without('concurrency', 'parcels'),
    load: async () => (await import('./bench-lane.ts')).benchLane,
  },
  history: {
    options: [...without('rate'), 'data-dir', 'rounds'],
    load: async () => (await import('./bench-history.ts')).benchHistory,
  },
  soak: {
    options: [...without('rate', 'seconds', 'parcels'), 'minutes'],
    load: async () => (await import('./bench-soak.ts')).benchSoak,
  },
  screens: {
    options: ['parcels', 'asks', 'data-dir', 'seed'],
    load: async () => (await import('./bench-screens.ts')).benchScreens,
  },
  'close-month': {
    options: ['lists', 'seed'],
    load: async () => (await import('./bench-close-month.ts')).benchCloseMonth,
  },
  xml: {
    options: ['rounds', 'seed'],
    load: async () => (await import('./bench-xml.ts')).benchXml,
  },
  signature: {
    options: ['rounds', 'seed'],
    load: async () => (await import('./bench-signature.ts')).benchSignature,
  },
};

/** Options that every part takes. */
const COMMON = ['json', 'out', 'no-record'];

const ROOT = resolve(import.meta.dirname, '../..');
const HISTORY = join(ROOT, 'bench', 'history.ndjson');

async function bench(
  values: Values,
  [name = '', ...files]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const part = partOf(name, files, values);
  const command = ['onestep bench', name, ...files.map((file) => basename(file)), ...said(values)];
  const environment = environmentOf(command.join(' '), ROOT);
  const samplesFile = samplesPath(values, name, environment.startedAt);
  const outcome = await (await part.load())({ values, files, terminal });
  const { columns, rows } = outcome.samples;
  await writeSamples(samplesFile, columns, rows).catch((error: unknown) => {
    throw fileFault(error, samplesFile);
  });
  const { figures, postgres, ok } = outcome;
  const about = { ...environment, postgres };
  if (values.json === true) {
    const all = { bench: name, ok, ...figures, environment: about, samplesFile };
    terminal.out(JSON.stringify(all, null, 2));
  } else {
    for (const line of tableOf(figures)) terminal.out(line);
    terminal.out('');
    for (const line of environmentLines(about)) terminal.out(line);
    terminal.out(`samples in ${samplesFile}`);
  }
  if (values['no-record'] !== true) record({ bench: name, ok, ...figures, environment: about });
  return ok ? 0 : 1;
}

/** @throws UsageError for a part that is not there, and for what it does not take */
function partOf(name: string, files: readonly string[], values: Values): Part {
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (part === undefined) {
    const names = Object.keys(PARTS).join(', ');
    const missing = `There is no bench "${name}"; there is: ${names}`;
    throw new UsageError(`${missing}. See: onestep bench --help`);
  }
  const taken = [...part.options, ...COMMON];
  const other = Object.keys(values).find((option) => !taken.includes(option));
  const surplus = other === undefined ? (name === 'xml' ? undefined : files[0]) : `--${other}`;
  if (surplus === undefined) return part;
  throw new UsageError(`bench ${name} takes no ${surplus}. See: onestep bench --help`);
}

/** The options as they were given; of a path its last name, which says enough. */
function said(values: Values): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`];
    if (typeof value !== 'string') return [];
    return [`--${name} ${value.includes('/') ? basename(value) : value}`];
  });
}

function samplesPath(values: Values, name: string, startedAt: string): string {
  const folder = resolve(textOf(values, 'out') ?? join('.onestep', 'bench'));
  makeFolder(folder);
  return join(folder, `${name}-${startedAt.replaceAll(/[-:]|\.\d+/g, '')}.csv.gz`);
}

/** Runs of a clone are kept with it; an installed package has nowhere to keep them. */
function record(entry: object): void {
  if (!existsSync(join(ROOT, '.git')) || !existsSync(join(ROOT, 'bench'))) return;
  appendFileSync(HISTORY, `${JSON.stringify(entry)}\n`);
}

export const BENCH: Command = {
  name: 'bench',
  summary: 'measure what the platform does on this machine',
  positionals: ['NAME...'],
  options: {
    ...LOAD_OPTIONS,
    ...STOCK_OPTIONS,
    rounds: { type: 'string' },
    lists: { type: 'string' },
    minutes: { type: 'string' },
    asks: { type: 'string' },
    'data-dir': { type: 'string' },
    out: { type: 'string' },
    'no-record': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: bench,
  help: HELP,
};
