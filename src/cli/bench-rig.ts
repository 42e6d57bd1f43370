import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type AuditReport, audit } from '../audit/audit.ts';
import { loadRegistryFiles } from '../flows/load-registry.ts';
import { systemClock } from '../io/clock.ts';
import { type Embedded, startEmbedded } from '../io/embedded.ts';
import { migrate } from '../io/migrate.ts';
import { connect, type Database } from '../io/postgres.ts';
import { lastCursors } from '../receipts/store.ts';
import type { Profile } from '../registry/profile.ts';
import type { Target } from '../sandbox/bench/drive.ts';
import type { Footprint } from '../sandbox/bench/figures.ts';
import { cpuMicros } from '../sandbox/bench/processes.ts';
import { freightRegistry, type RegistryWish } from '../sandbox/bench/registry.ts';
import { withStock } from '../sandbox/with-stock.ts';
import { withoutArrivals } from '../sandbox/without-arrivals.ts';
import { withoutClasses } from '../sandbox/without-classes.ts';
import { type Credentials, credentialsOf } from '../sandbox/world/credentials.ts';
import { AGENTS } from '../sandbox/world/parties.ts';
import { admitOfficer } from './bench-cockpits.ts';
import { type ChildServer, startChild } from './bench-server.ts';
import { NotDone, type Terminal } from './command.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { ensureProfile } from './ensure-profile.ts';
import { progressBar } from './terminal.ts';

/** A server process and its database, to be measured from outside. */
export type Rig = {
  readonly db: Database;
  readonly server: ChildServer;
  readonly embedded: Embedded;
  readonly target: Target;
};

/** Whose freight it is: the seed and the keys and tokens that come from it. */
export type Owner = {
  readonly seed: bigint;
  readonly credentials: ReadonlyMap<string, Credentials>;
};

export type RigOptions = {
  readonly dataDir: string;
  readonly owner: Owner;
  readonly terminal: Terminal;
  readonly nodeOptions?: readonly string[];
  /** Whether the law has bonded goods taken from their book; not unless told. */
  readonly stocked?: boolean;
  /** Whether it classes lists and draws for inspection; not unless told. */
  readonly classed?: boolean;
  /** In which role an officer is there, with the token of the benchmark; none unless told. */
  readonly officer?: 'officer' | 'supervisor';
  /** Whether currencies have rates, for parcels that leave; not unless told. */
  readonly exports?: boolean;
};

/**
 * Starts database and server on a data directory, does the work, and stops both, also when the
 * user interrupts it.
 */
export async function withRig<T>(options: RigOptions, work: (rig: Rig) => Promise<T>): Promise<T> {
  const { dataDir } = options;
  const interrupted = interruption();
  try {
    const embedded = await startEmbedded({ dataDir });
    const db = connect(embedded.url);
    try {
      return await withServer(options, { db, embedded }, (rig) =>
        Promise.race([work(rig), interrupted.asked]),
      );
    } finally {
      await db.close();
      await embedded.stop();
    }
  } finally {
    interrupted.over();
  }
}

async function withServer<T>(
  { dataDir, owner, terminal, nodeOptions = [], stocked = false, ...more }: RigOptions,
  { db, embedded }: Pick<Rig, 'db' | 'embedded'>,
  work: (rig: Rig) => Promise<T>,
): Promise<T> {
  const { classed = false, exports = false, officer } = more;
  const files = { officers: classed || officer !== undefined, exports };
  await register(db, owner, files, (law) => classesOf(withStock(law, stocked), classed));
  if (officer !== undefined) await admitOfficer(db, officer);
  const server = await startChild(dataDir, terminal.err, nodeOptions);
  try {
    const agents = AGENTS.map((party) => credentialsOf(owner.credentials, party).token);
    const target = { url: server.url, agents, cursors: await cursorsOf(db, owner) };
    return await work({ db, server, embedded, target });
  } finally {
    await server.stop();
  }
}

// A database with history has told the declarants much already: they go on behind it.
async function cursorsOf(db: Database, { credentials }: Owner): Promise<Map<string, number>> {
  const last = await lastCursors(
    db,
    AGENTS.map(({ code }) => code),
  );
  return new Map(
    AGENTS.map((party) => {
      const { token } = credentialsOf(credentials, party);
      return [token, Number(last.get(party.code) ?? 0n)];
    }),
  );
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Ctrl-C ends the work, so that what was started is stopped and deleted; until it is `over` more
 * of it changes nothing, for `timeout` and terminals signal every process of a group by itself.
 */
function interruption(): { readonly asked: Promise<never>; over(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => reject(new NotDone('Interrupted.'));
  // Nobody need be waiting for it yet.
  promise.catch(() => undefined);
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    asked: promise,
    over: () => {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}

/** A folder that is gone afterwards. */
export async function withScratch<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'onestep-bench-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const classesOf = (law: Profile, classed: boolean) => (classed ? law : withoutClasses(law));

/** Brings an empty database to the schema, the law and the registry of an owner's freight. */
export async function register(
  db: Database,
  { seed, credentials }: Owner,
  wish: RegistryWish,
  adapt: (law: Profile) => Profile,
): Promise<void> {
  await migrate(db, systemClock.now());
  // What is measured is a parcel of four documents, as it was before arrivals were asked for.
  const without = (law: Profile) => adapt(withoutArrivals(law));
  await ensureProfile(db, DEFAULT_PROFILE, systemClock, without);
  await withScratch(async (dir) => {
    for (const { path, bytes } of freightRegistry(seed, credentials, wish)) {
      const file = join(dir, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    await loadRegistryFiles(db, join(dir, 'registry'), systemClock.now());
  });
}

/** What everything has taken so far. */
export async function footprint({ db, server, embedded }: Rig): Promise<Footprint> {
  const [row] = await db.query<{ size: bigint; wal: bigint }>(
    `select pg_database_size(current_database()) as size,
       pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as wal`,
  );
  const { user, system } = process.cpuUsage();
  return {
    serverMicros: cpuMicros(server.pid),
    databaseMicros: cpuMicros(embedded.pid()),
    generatorMicros: user + system,
    databaseBytes: Number(row?.size ?? 0n),
    walBytes: Number(row?.wal ?? 0n),
  };
}

/** What the auditor says of the rig's database and how much it read. */
export async function auditRig({ db }: Rig, terminal: Terminal) {
  const bar = progressBar(terminal, 'Auditing');
  let steps = 0;
  const report: AuditReport = await audit(db, {
    now: systemClock.now(),
    full: false,
    onProgress: (done, all) => {
      steps = all;
      bar(done, all);
    },
  });
  for (const { title, broken, examples } of report.laws) {
    if (broken > 0) terminal.err(`${title}: ${broken} broken: ${examples[0] ?? ''}`);
  }
  return { auditFindings: report.findings, auditSteps: steps };
}
