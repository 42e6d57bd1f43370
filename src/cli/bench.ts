import { appendFileSync, existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { environmentOf } from '../sandbox/bench/environment.ts';
import { writeSamples } from '../sandbox/bench/samples.ts';
import { HELP } from './bench-help.ts';
import { LOAD_OPTIONS } from './bench-load.ts';
import type { BenchCall, Outcome } from './bench-outcome.ts';
import { tableOf } from './bench-table.ts';
import { type Command, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { fileFault, makeFolder } from './files.ts';

/** Each part is loaded when it is asked for. */
const PARTS: Readonly<Record<string, () => Promise<(call: BenchCall) => Promise<Outcome>>>> = {
  clear: async () => (await import('./bench-clear.ts')).benchClear,
  xml: async () => (await import('./bench-xml.ts')).benchXml,
  signature: async () => (await import('./bench-signature.ts')).benchSignature,
};

const ROOT = resolve(import.meta.dirname, '../..');
const HISTORY = join(ROOT, 'bench', 'history.ndjson');

async function bench(
  values: Values,
  [name = '', ...files]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const part = await partOf(name, files);
  const command = ['onestep bench', name, ...files.map((file) => basename(file)), ...said(values)];
  const environment = environmentOf(command.join(' '), ROOT);
  const outcome = await part({ values, files, terminal });
  const samplesFile = samplesPath(values, name, environment.startedAt);
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
    terminal.out(`\nsamples in ${samplesFile}`);
  }
  if (values['no-record'] !== true) record({ bench: name, ok, ...figures, environment: about });
  return ok ? 0 : 1;
}

function partOf(name: string, files: readonly string[]) {
  const load = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (load === undefined) {
    const missing =
      name === 'lane' ? 'bench lane yet; it comes with the sorting line' : `bench "${name}"`;
    const names = Object.keys(PARTS).join(', ');
    throw new UsageError(`There is no ${missing}; there is: ${names}. See: onestep bench --help`);
  }
  if (files.length > 0 && name !== 'xml') {
    const surplus = files.join(' ');
    throw new UsageError(`bench ${name} takes no ${surplus}. See: onestep bench --help`);
  }
  return load();
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
    rounds: { type: 'string' },
    out: { type: 'string' },
    'no-record': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  run: bench,
  help: HELP,
};
