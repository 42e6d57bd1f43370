import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SeededRandom, seededRandom } from '../../../base/random.ts';
import { freePort } from '../../../io/embedded/ports.ts';
import { connectDataDir } from '../../../io/embedded.ts';
import type { Database } from '../../../io/postgres.ts';
import type { Profile } from '../../../registry/profile.ts';
import type { SendProgress } from '../../send/journey.ts';
import { type SendReport, sendWorld } from '../../send-world.ts';
import { writeWorld } from '../../world/write.ts';
import { exportsOf } from '../exports-of.ts';
import { keepServing, type Program, runToEnd, type Server } from './server.ts';

/** What a run with real processes is told. */
export type KillsOptions = {
  readonly seed: bigint;
  readonly parcels: number;
  readonly kills: number;
  readonly program: Program;
  readonly profile: Profile;
  readonly audit: (db: Database) => Promise<readonly string[]>;
  readonly onKill?: (what: string, done: number) => void;
  readonly signal?: AbortSignal;
};

/** What came of it; `faults` is empty when every outcome was the expected one. */
export type KillsReport = {
  readonly seed: bigint;
  readonly ok: boolean;
  readonly faults: readonly string[];
  readonly kills: readonly string[];
  /** Kills that came while messages were still being sent. */
  readonly whileSending: number;
  readonly messages: number;
  readonly parcels: number;
  /** Messages whose answer was lost and that were known when they came again. */
  readonly duplicates: number;
  readonly seconds: number;
};

const SECOND = 1_000;

/**
 * Sends a world to a real `serve` over HTTP while `kill -9` ends the server, PostgreSQL or both at
 * random moments; the sender resends the same bytes. In the end every outcome must be the expected
 * one and the audit clean. Nothing is left behind, also when it fails or is aborted.
 */
export async function runKills(options: KillsOptions): Promise<KillsReport> {
  const { seed, parcels, kills, program, profile } = options;
  const dir = await mkdtemp(join(tmpdir(), 'onestep-kills-'));
  const [world, dataDir] = [join(dir, 'world'), join(dir, 'data')];
  const limit = AbortSignal.timeout((180 + kills * 20 + parcels / 5) * SECOND);
  const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]);
  let server: Server | null = null;
  try {
    // Customs cannot release entry lists while its database dies again and again.
    const few = { recordsPerMessage: 4, traffic: false, exports: exportsOf(parcels) };
    const written = await writeWorld({ seed, parcels, out: world, profile, ...few });
    await runToEnd(program, ['load', join(world, 'registry'), '--data-dir', dataDir]);
    server = keepServing(program, dataDir, await freePort());
    await server.ready(signal);
    const run = await sendUnderFire({ ...options, signal }, server, world);
    const faults = [...server.faults, ...run.faults];
    await server.stop();
    if (limit.aborted) faults.unshift('it did not come to its end in time');
    if (!signal.aborted) faults.push(...(await auditOf(options, dataDir)));
    const { whileSending, report, seconds } = run;
    return {
      ...{ seed, ok: faults.length === 0 && !signal.aborted, faults, kills: run.kills },
      ...{ whileSending, messages: written.messages, parcels, seconds },
      duplicates: report?.progress.duplicates ?? 0,
    };
  } finally {
    await server?.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function auditOf({ audit }: KillsOptions, dataDir: string): Promise<string[]> {
  const db = await connectDataDir(dataDir);
  try {
    return (await audit(db)).map((fault) => `audit: ${fault}`);
  } finally {
    await db.close();
  }
}

type Fire = {
  readonly report: SendReport | null;
  readonly faults: readonly string[];
  readonly kills: readonly string[];
  readonly whileSending: number;
  readonly seconds: number;
};

async function sendUnderFire(
  options: KillsOptions & { readonly signal: AbortSignal },
  server: Server,
  world: string,
): Promise<Fire> {
  const began = performance.now();
  const state: { progress: SendProgress | null; ended: boolean } = { progress: null, ended: false };
  const sending = sendWorld({
    paths: [world],
    expect: join(world, 'expected.json'),
    url: server.url,
    concurrency: 4,
    // A call that is cut off again and again looks like a platform that is away all the time.
    patience: 60 + options.kills * 10,
    signal: options.signal,
    onProgress: (progress) => {
      state.progress = progress;
    },
  }).then(
    (report) => ({ report, error: null }),
    (error: unknown) => ({ report: null, error }),
  );
  sending.finally(() => {
    state.ended = true;
  });
  const fired = await fire(options, server, () => ({
    sent: state.progress?.sent ?? 0,
    messages: state.progress?.messages ?? 1,
    ended: state.ended,
  }));
  const { report, error } = await sending;
  const faults = error === null ? [] : [`sending ended: ${String(error)}`];
  const wrong = report?.rows.filter(({ ok }) => !ok) ?? [];
  const lines = wrong.map(({ file, type, key, kind, expected, got, why }) =>
    [`${kind} ${file} ${type} ${key}: ${got}, expected ${expected}`, why].join(' ').trim(),
  );
  const seconds = Math.round((performance.now() - began) / SECOND);
  return { report, faults: [...faults, ...lines], ...fired, seconds };
}

type Look = () => { readonly sent: number; readonly messages: number; readonly ended: boolean };

// The kills are spread over the messages, each a random moment after the share of it was sent; what
// is left when all is sent comes while the receipts are read.
async function fire(
  options: KillsOptions & { readonly signal: AbortSignal },
  server: Server,
  look: Look,
): Promise<Pick<Fire, 'kills' | 'whileSending'>> {
  const random = seededRandom(options.seed ^ 0x9_0000_0000n);
  const shares = Array.from({ length: options.kills }, () => random.below(10_000)).sort(
    (a, b) => a - b,
  );
  const kills: string[] = [];
  let whileSending = 0;
  for (const share of shares) {
    const { signal } = options;
    while (!signal.aborted && !look().ended && look().sent * 10_000 < share * look().messages) {
      await sleep(10);
    }
    await sleep(random.below(100));
    if (signal.aborted) break;
    if (look().sent < look().messages && !look().ended) whileSending += 1;
    const what = strike(random, server);
    kills.push(what);
    options.onKill?.(what, kills.length);
    // Now and then the next blow falls before it is up again.
    if (!random.chance(1, 5)) await server.ready(signal);
  }
  await server.ready(options.signal);
  return { kills, whileSending };
}

function strike(random: SeededRandom, server: Server): string {
  const what = random.pick(['server', 'server', 'database', 'both'] as const);
  const hit = what === 'server' ? false : server.killDatabase();
  if (what === 'database' && hit) return 'database';
  server.kill();
  return hit ? 'both' : 'server';
}
