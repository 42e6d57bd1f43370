import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, type Log } from '../io/log.ts';
import { type Command, numberOf, type Terminal, textOf, type Values } from './command.ts';
import { dataDirOf } from './database.ts';
import { DEFAULT_PORT } from './defaults.ts';
import { makeFolder } from './files.ts';
import { liveTable } from './live-table.ts';
import { OPENID_HELP } from './openid-of.ts';
import { findExample, prepareSample, sendSample, taxOf } from './sample.ts';
import { openSampleAccounts } from './sample-accounts.ts';
import { drawnPair, scanSample } from './sample-lane.ts';
import { declarePast } from './sample-past.ts';
import { sendFault } from './send.ts';
import { logOf, SERVE_OPTIONS, type Served, startPlatform, untilAsked } from './serve.ts';
import { nextLines, outcomeOf } from './start-words.ts';
import { doing, progressBar } from './terminal.ts';
import { type SampleTour, sampleTour } from './tour-of.ts';

const PARCELS = 1_000;
const SEED = 1210;

async function start(values: Values, _: readonly string[], terminal: Terminal): Promise<number> {
  const world = {
    seed: BigInt(numberOf(values, 'seed', SEED)),
    parcels: numberOf(values, 'parcels', PARCELS, 1, 100_000),
  };
  const asked = untilAsked();
  const tour = sampleTour();
  const platform = await doing(
    terminal,
    'Starting the database and the platform (the first time takes a few seconds more)',
    startPlatform(values, logFor(values), tour, (db) => declarePast(db, world.seed)),
  );
  try {
    const shown = await showSample({ platform, tour }, values, world, terminal, asked);
    if (values.once === true) return shown === true ? 0 : 1;
    if (shown !== null) {
      terminal.out('');
      terminal.out('Serving until Ctrl-C.');
      await asked;
    }
    terminal.err('Stopping: what was begun is finished first.');
    return shown === null ? 1 : 0;
  } finally {
    await platform.close();
  }
}

// The table has the screen, so what the log has to say is kept beside the data.
function logFor(values: Values): Log {
  if (values['log-level'] !== undefined) return logOf(values);
  const dir = dataDirOf(values);
  const write = (line: string): void => {
    makeFolder(dir);
    appendFileSync(join(dir, 'start.log'), line);
  };
  return createLog({ level: 'warn', to: { write } });
}

/** @returns whether all went as predicted; null when Ctrl-C came first. */
async function showSample(
  { platform, tour }: { readonly platform: Served; readonly tour: SampleTour },
  values: Values,
  world: { readonly seed: bigint; readonly parcels: number },
  terminal: Terminal,
  asked: Promise<unknown>,
): Promise<boolean | null> {
  const bar = progressBar(terminal, `Writing ${world.parcels} parcels and their firms`);
  const dir = join(dataDirOf(values), 'sample');
  const sample = await prepareSample(platform, dir, world, (share) =>
    bar(Math.round(share * 100), 100),
  );
  terminal.out(
    `${world.parcels} parcels of a made-up zone, declared in ${sample.messages} signed messages ` +
      `over HTTP at ${platform.url}:`,
  );
  const stop = new AbortController();
  void asked.then(() => stop.abort());
  const table = liveTable(terminal, () => taxOf(platform, sample));
  const report = await sendSample(platform, sample, table.show, stop.signal).catch((error) => {
    if (stop.signal.aborted) return null;
    throw sendFault(error, platform.url);
  });
  if (report === null) return null;
  await table.end(report.progress, report.seconds);
  const outcome = outcomeOf(report, sample.expected);
  for (const line of ['', ...outcome.lines]) terminal.out(line);
  const example = await findExample(platform, sample);
  const isDrawn = await scanSample(platform);
  const pair = isDrawn && platform.hasConsole ? await drawnPair(platform) : null;
  const seats = platform.hasConsole ? await openSampleAccounts(platform, sample, pair) : null;
  tour.open(platform, world.seed, sample.law);
  for (const line of nextLines(platform.url, placeOf(values), example, seats)) terminal.out(line);
  return outcome.ok;
}

// The options by which another command finds the same database.
function placeOf(values: Values): string {
  const [dir, url] = [textOf(values, 'data-dir'), textOf(values, 'database-url')];
  if (dir !== undefined) return ` --data-dir ${dir}`;
  return url === undefined ? '' : ` --database-url ${url}`;
}

export const START: Command = {
  name: 'start',
  summary: 'run the platform and show it at work on a sample world (npm start)',
  positionals: [],
  options: {
    ...SERVE_OPTIONS,
    once: { type: 'boolean' },
    parcels: { type: 'string' },
    seed: { type: 'string' },
  },
  run: start,
  help: `
onestep start [options]          (npm start -- [options])

Shows the job: starts the platform with the sample zone, sends a small made-up world of parcels
through its HTTP door, with a live table of what becomes of them, and goes on serving until Ctrl-C.
A second start on the same data sends the same bytes: they are answered as duplicates.

  --once               end after the sample: exit code 0 when every outcome is the predicted one
  --parcels N          parcels in the sample (default ${PARCELS})
  --seed N             which sample (default ${SEED})
  --port N             port of the HTTP interface (default ${DEFAULT_PORT}; 0 takes a free one)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --data-dir DIR       where data and sample are kept (default .onestep)
  --database-url URL   a PostgreSQL server of your own instead (or DATABASE_URL)
  --archive DIR        where the files of archived days are (default archive in the data directory)
  --profile DIR        law of the zone to load on the first start, a folder or the name of one that
                       comes with Onestep: cn-zhengzhou (default), cn-sandbox
  --webhooks-local     let webhooks go to plain http and private addresses
  --session-idle N     minutes without use after which a session of the console ends (default 30)
  --session-hours N    hours after which it ends in any case (default 12)
${OPENID_HELP}
  --log-level LEVEL    log to standard error; else warnings go to start.log in the data directory
`,
};
