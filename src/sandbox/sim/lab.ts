import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startOfDay } from '../../base/dates.ts';
import { seededRandom } from '../../base/random.ts';
import { loadRegistryFiles } from '../../flows/load-registry.ts';
import { migrate } from '../../io/migrate.ts';
import { connect, type Database } from '../../io/postgres.ts';
import type { Profile } from '../../registry/profile.ts';
import { hashKey } from '../../registry/settings.ts';
import { writeProfile } from '../../registry/store.ts';
import { withStock } from '../with-stock.ts';
import { withoutArrivals } from '../without-arrivals.ts';
import { makeCertificate } from '../world/certificate.ts';
import { type Credentials, credentialsOf, makeCredentials } from '../world/credentials.ts';
import { makeKey } from '../world/keys.ts';
import { BAD_KINDS, GOOD_KINDS } from '../world/kinds/kinds.ts';
import { AREAS, PAYMENTS } from '../world/parties.ts';
import { DEFAULT_START, planWorld, type WorldPlan, worldArguments } from '../world/plan.ts';
import { registryFiles, type WorldFile } from '../world/registry-files.ts';
import type { Desk } from './letters.ts';
import { seededEntropy } from './seeded-entropy.ts';

/** Where seeds are played: one server, one prepared database to copy, one set of keys. */
export type Lab = {
  readonly profile: Profile;
  readonly desk: Desk;
  /** A fresh database that knows the parties and the people of a plan. */
  open(plan: WorldPlan): Promise<LabDatabase>;
  close(): Promise<void>;
};

export type LabDatabase = {
  readonly url: string;
  /** Connection for what is not part of the simulation. */
  readonly admin: Database;
  drop(): Promise<void>;
};

/** What a seed registers beside what all have: its buyers, and the shelves of its own. */
const OWN_FILES = [
  ...['buyers.csv', 'book-lines.csv', 'opening-stock.csv', 'officers.csv', 'duty.csv'],
  ...['exchange-rates.csv', 'overseas-warehouses.csv'],
];

/** Keys are the same for every seed: making them takes longer than playing one. */
const KEYS = 1_210n;

/**
 * Makes the database that every seed begins with. No arrivals are played.
 * @param server URL of a PostgreSQL server where databases may be made
 */
export async function openLab(server: string, given: Profile): Promise<Lab> {
  const profile = withStock(withoutArrivals(given), true);
  const admin = connect(server, { max: 2 });
  const credentials = makeCredentials(KEYS, AREAS);
  const desk = { credentials, second: secondCards(credentials) };
  const template = `sim_${process.pid}`;
  let count = 0;
  await admin.script(`drop database if exists ${template}`);
  await admin.script(`create database ${template}`);
  const base = connect(urlOf(server, template), { max: 2 });
  try {
    await prepare(base, profile, desk);
  } finally {
    await base.close();
  }
  return {
    profile,
    desk,
    open: async (plan) => {
      count += 1;
      const name = `${template}_${count}`;
      await admin.script(`create database ${name} template ${template}`);
      const db = connect(urlOf(server, name), { max: 3, name: 'simulation' });
      const files = registryFiles(plan, credentials);
      await loadFiles(
        db,
        files.filter(({ path }) => OWN_FILES.some((name) => path.endsWith(name))),
      );
      const drop = async (): Promise<void> => {
        await db.close();
        await admin.script(`drop database ${name} with (force)`);
      };
      return { url: urlOf(server, name), admin: db, drop };
    },
    close: async () => {
      await admin.script(`drop database if exists ${template} with (force)`);
      await admin.close();
    },
  };
}

async function prepare(db: Database, profile: Profile, desk: Desk): Promise<void> {
  await migrate(db, 0);
  await hashKey(db, seededEntropy(seededRandom(KEYS)));
  await db.transaction((tx) => writeProfile(tx, profile, 0));
  // Without traffic, so that its books are those that the stories share.
  const kinds = { good: GOOD_KINDS, bad: BAD_KINDS };
  const plan = planWorld(worldArguments({ seed: KEYS, parcels: 1 }), profile, kinds);
  await loadFiles(db, registryFiles(plan, desk.credentials));
}

async function loadFiles(db: Database, files: readonly WorldFile[]): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'onestep-sim-'));
  try {
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), bytes);
    }
    const at = startOfDay(DEFAULT_START);
    const report = await loadRegistryFiles(db, join(dir, 'registry'), at);
    const [finding] = report.findings;
    if (finding !== undefined) throw new Error(`${finding.code} ${finding.en} ${finding.path}`);
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Second cards of the payment firms, for the day their first one is revoked. */
function secondCards(credentials: ReadonlyMap<string, Credentials>): Map<string, Credentials> {
  return new Map(
    PAYMENTS.map((party, i) => {
      const key = makeKey(seededRandom(KEYS + BigInt(i + 1)), 1024);
      const terms = { serial: `7000000${i}`, code: party.code, name: party.name };
      const days = { from: '2015-06-01', until: '2045-05-31' };
      const certificate = makeCertificate(key, { ...terms, ...days });
      const { token } = credentialsOf(credentials, party);
      return [party.code, { party, key, certificate, token }];
    }),
  );
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
