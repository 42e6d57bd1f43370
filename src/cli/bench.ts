import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { audit } from '../audit/audit.ts';
import { loadRegistryFiles } from '../flows/load-registry.ts';
import { systemClock } from '../io/clock.ts';
import { startEmbedded } from '../io/embedded.ts';
import { migrate } from '../io/migrate.ts';
import { connect, type Database } from '../io/postgres.ts';
import { readProfile } from '../registry/profile-file.ts';
import { drive } from '../sandbox/bench/drive.ts';
import { type ClearFigures, type Footprint, figuresOf } from '../sandbox/bench/figures.ts';
import { type Freight, makeFreight } from '../sandbox/bench/freight.ts';
import { cpuMicros, startChild } from './bench-server.ts';
import { type Command, numberOf, type Terminal, UsageError, type Values } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { ensureProfile } from './ensure-profile.ts';
import { progressBar } from './terminal.ts';

async function bench(
  values: Values,
  [name]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (name !== 'clear') throw new UsageError(`There is no benchmark "${name}"; there is: clear.`);
  const dir = await mkdtemp(join(tmpdir(), 'onestep-bench-'));
  try {
    const figures = await benchClear(values, dir, terminal);
    if (values.json === true) terminal.out(JSON.stringify(figures, null, 2));
    else for (const [key, value] of Object.entries(figures)) terminal.out(`${key}: ${value}`);
    const clean = figures.released === figures.parcels && figures.auditFindings === 0;
    return clean ? 0 : 1;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function benchClear(values: Values, dir: string, terminal: Terminal): Promise<ClearFigures> {
  const freight = await prepare(values, terminal);
  const dataDir = join(dir, 'data');
  const embedded = await startEmbedded({ dataDir });
  const db = connect(embedded.url);
  try {
    await register(db, dir, freight);
    const server = await startChild(dataDir);
    try {
      const bar = progressBar(terminal, 'Clearing');
      const watched = [server.pid, embedded.pid()];
      const before = await footprint(db, watched);
      const run = await drive(freight, {
        url: server.url,
        concurrency: numberOf(values, 'concurrency', 12, 1, 256),
        limit: numberOf(values, 'seconds', 300, 1, 3600) * 1000,
        onProgress: (decided) => bar(decided, freight.parcels),
      });
      const after = await footprint(db, watched);
      const { findings } = await audit(db, { now: systemClock.now(), full: false });
      return figuresOf(run, before, after, freight.bytes, findings);
    } finally {
      await server.stop();
    }
  } finally {
    await db.close();
    await embedded.stop();
  }
}

async function prepare(values: Values, terminal: Terminal): Promise<Freight> {
  const profile = await readProfile(DEFAULT_PROFILE);
  if (!profile.ok) throw new UsageError(`The profile cannot be used: ${profile.error[0]?.en}.`);
  return makeFreight({
    seed: BigInt(numberOf(values, 'seed', 1)),
    parcels: numberOf(values, 'parcels', 10_000, 1, 1_000_000),
    records: numberOf(values, 'records', 20, 1, 100),
    profile: profile.value,
    onProgress: progressBar(terminal, 'Preparing'),
  });
}

async function register(db: Database, dir: string, freight: Freight): Promise<void> {
  for (const { path, bytes } of freight.registry) {
    const file = join(dir, 'world', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  await migrate(db, systemClock.now());
  await ensureProfile(db, DEFAULT_PROFILE, systemClock);
  await loadRegistryFiles(db, join(dir, 'world', 'registry'), systemClock.now());
}

async function footprint(db: Database, pids: readonly number[]): Promise<Footprint> {
  const [row] = await db.query<{ size: bigint }>(
    'select pg_database_size(current_database()) as size',
  );
  return { cpuMicros: cpuMicros(pids), databaseBytes: Number(row?.size ?? 0n) };
}

export const BENCH: Command = {
  name: 'bench',
  summary: 'measure what the platform does on this machine',
  positionals: ['NAME'],
  options: {
    parcels: { type: 'string' },
    records: { type: 'string' },
    concurrency: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: bench,
  help: `
onestep bench clear [options]

Clears import parcels end to end over HTTP: signed messages, a server process and an embedded
PostgreSQL of its own with fsync on, receipts read back, then the audit. Messages are prepared
beforehand; the sender runs in this process, so its CPU is not counted. Exit code 0 only when
every parcel was released and the audit found nothing.

  --parcels N          how many parcels (default 10000)
  --records N          parcels in one message (default 20)
  --concurrency N      groups of messages under way at once (default 12)
  --seconds N          give up after this time (default 300)
  --seed N             which world (default 1)
  --json               print the figures as JSON

parcelsPerSecond counts from the first message sent to the last verdict received; p50Ms to p999Ms
are from sending a list to having the receipt of its verdict; cpuMicrosPerParcel is server and
database together; bytesPerParcel is what the database grew by.
`,
};
