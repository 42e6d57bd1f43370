import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { present } from '../../../base/assert.ts';
import { freePort } from '../../../io/embedded/ports.ts';
import { connectDataDir } from '../../../io/embedded.ts';
import type { Database } from '../../../io/postgres.ts';
import type { Profile } from '../../../registry/profile.ts';
import { sendWorld } from '../../send-world.ts';
import { makeCredentials } from '../../world/credentials.ts';
import { SITES } from '../../world/parties.ts';
import { writeWorld } from '../../world/write.ts';
import { exportsOf } from '../exports-of.ts';
import { keepServing, type Program, runToEnd } from '../kills/server.ts';
import { openNetwork } from './network.ts';
import { parcelsOf, type SimParcel } from './parcels.ts';
import { type LanesPlay, type LanesPlayed, playLanes } from './play-lanes.ts';

/** What a run of lanes is told. */
export type LanesOptions = Pick<
  LanesPlay,
  'lanes' | 'rate' | 'seconds' | 'seed' | 'onProgress' | 'signal'
> & {
  readonly parcels: number;
  readonly program: Program;
  readonly profile: Profile;
  /** What an audit of the database finds broken. */
  readonly audit: (db: Database) => Promise<readonly string[]>;
};

/** What came of it. */
export type LanesReport = LanesPlayed & {
  readonly seed: bigint;
  readonly ok: boolean;
  readonly parcels: number;
};

/** Parcels that an officer has stopped. */
const STOPPED = 5;

/**
 * Sends a world to a `serve` of its own, then stands in for its sorters; every instruction is
 * compared with what was foretold, and in the end the audit has to be clean and no alarm open.
 */
export async function runLanes(options: LanesOptions): Promise<LanesReport> {
  const { seed, parcels, program, profile } = options;
  const dir = await mkdtemp(join(tmpdir(), 'onestep-lanes-'));
  const [world, dataDir] = [join(dir, 'world'), join(dir, 'data')];
  try {
    const exports = exportsOf(parcels);
    await writeWorld({ seed, parcels, exports, out: world, profile, traffic: false });
    await runToEnd(program, ['load', join(world, 'registry'), '--data-dir', dataDir]);
    const server = keepServing(program, dataDir, await freePort());
    const faults: string[] = [];
    let played: LanesPlayed;
    try {
      await server.ready(options.signal);
      faults.push(...(await fill(world, server.url)));
      const known = await stopSome(parcelsOf(seed, parcels, profile), options, dataDir);
      // A release is on the list of lanes when its transaction is over for sure.
      await new Promise((done) => setTimeout(done, SETTLED));
      played = await withNetwork(server.url, options, known);
      faults.push(...server.faults, ...played.faults);
    } finally {
      await server.stop();
    }
    faults.push(...(await lookInside(options, dataDir)));
    const ok = faults.length === 0 && options.signal?.aborted !== true;
    return { ...played, faults, seed, ok, parcels };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const SETTLED = 6_000;

async function fill(world: string, url: string): Promise<string[]> {
  const expect = join(world, 'expected.json');
  const report = await sendWorld({ paths: [world], expect, url, concurrency: 8 });
  const wrong = report.rows.filter(({ ok }) => !ok);
  return wrong.map(({ file, kind, expected, got }) => `${file} ${kind}: ${got} for ${expected}`);
}

/** Has some of the released parcels stopped, as an officer does, in and out. */
async function stopSome(
  parcels: readonly SimParcel[],
  { program }: LanesOptions,
  dataDir: string,
): Promise<SimParcel[]> {
  const all = parcels.filter(({ online }) => online === '01');
  const share = Math.ceil(all.length / STOPPED);
  const released = all.filter((_, i) => i % share === 0);
  for (const { logisticsCode, logisticsNo } of released) {
    const order = ['lane', 'stop', logisticsCode, logisticsNo, '--by', 'SIM', '--note', 'sim'];
    await runToEnd(program, [...order, '--data-dir', dataDir]);
  }
  return parcels.map((parcel) =>
    released.includes(parcel) ? { ...parcel, online: '04', offline: '03' } : parcel,
  );
}

async function withNetwork(
  url: string,
  options: LanesOptions,
  parcels: readonly SimParcel[],
): Promise<LanesPlayed> {
  const network = await openNetwork(url);
  try {
    const site = present(SITES[0], 'a site').code;
    const { token } = present(makeCredentials(options.seed).get(site), 'keys of the site');
    return await playLanes({ ...options, url, token, network }, parcels);
  } finally {
    await network.close();
  }
}

async function lookInside({ audit }: LanesOptions, dataDir: string): Promise<string[]> {
  const db = await connectDataDir(dataDir);
  try {
    const open = await db.query<{ kind: string; detail: string }>(
      'select kind, detail from inspection.alarms where settled_at is null',
    );
    const alarms = open.map(({ kind, detail }) => `alarm ${kind}: ${detail}`);
    return [...(await audit(db)).map((fault) => `audit: ${fault}`), ...alarms];
  } finally {
    await db.close();
  }
}
