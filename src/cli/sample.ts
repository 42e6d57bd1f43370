import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { releasedTax } from '../clearance/case-totals.ts';
import { readTokens } from '../client/tokens-codec.ts';
import { loadRegistryFiles } from '../flows/load-registry.ts';
import { systemClock } from '../io/clock.ts';
import { readReceipts } from '../receipts/store.ts';
import type { Profile } from '../registry/profile.ts';
import { readProfile } from '../registry/profile-file.ts';
import { readExpected } from '../sandbox/send/expected-codec.ts';
import type { SendProgress } from '../sandbox/send/journey.ts';
import { type SendReport, sendWorld } from '../sandbox/send-world.ts';
import type { Expected } from '../sandbox/world/expected.ts';
import { writeWorld } from '../sandbox/world/write.ts';
import { NotDone } from './command.ts';
import { customsOn } from './customs.ts';
import { DEFAULT_PROFILE } from './defaults.ts';
import { fileFault } from './files.ts';
import type { Served } from './serve.ts';

/** A small world in a directory, its firms registered. */
export type Sample = {
  readonly dir: string;
  /** The law that it was made under. */
  readonly law: Profile;
  readonly expected: Expected;
  readonly tokens: ReadonlyMap<string, string>;
  readonly messages: number;
};

/** So many parcels that come in for each that leaves. */
const EXPORT_SHARE = 10;

/**
 * Writes the sample world anew and registers its firms; the same arguments give the same bytes, so
 * a second start sends what is known already.
 * @throws NotDone in one sentence
 */
export async function prepareSample(
  platform: Served,
  dir: string,
  world: { readonly seed: bigint; readonly parcels: number },
  onProgress: (share: number) => void,
): Promise<Sample> {
  const profile = await lawOfSample();
  const exports = Math.ceil(world.parcels / EXPORT_SHARE);
  const wish = { ...world, exports, officers: true, out: dir, profile, onProgress };
  const written = await rewrite(dir, () => writeWorld(wish));
  const report = await loadRegistryFiles(platform.db, join(dir, 'registry'), systemClock.now());
  const [first] = report.findings;
  if (first !== undefined) throw new NotDone(`The sample cannot be registered: ${first.en}.`);
  // The window shall know the firms now, not at its next look.
  await platform.house.registry.fresh(platform.db);
  return {
    ...{ dir, law: profile },
    expected: await readExpected(join(dir, 'expected.json')),
    tokens: await readTokens(dir),
    messages: written.messages,
  };
}

/** The law that the sample is made under. @throws NotDone in one sentence */
export async function lawOfSample(): Promise<Profile> {
  const profile = await readProfile(DEFAULT_PROFILE);
  if (!profile.ok) throw new NotDone(`The profile cannot be used: ${profile.error[0]?.en}.`);
  return profile.value;
}

// Messages of a sample of another size would be sent along, so nothing old may stay.
async function rewrite<T>(dir: string, write: () => Promise<T>): Promise<T> {
  try {
    await rm(dir, { recursive: true, force: true });
    return await write();
  } catch (error) {
    throw fileFault(error, dir);
  }
}

/** Sends the sample through the HTTP door of the platform. */
export function sendSample(
  platform: Served,
  sample: Sample,
  onProgress: (progress: SendProgress) => void,
  signal: AbortSignal,
): Promise<SendReport> {
  return sendWorld({
    paths: [join(sample.dir, 'messages')],
    url: platform.url,
    expect: join(sample.dir, 'expected.json'),
    patience: 15,
    customs: customsOn(platform.house),
    onProgress,
    signal,
  });
}

/** Tax of the sample's released parcels so far, fen. */
export function taxOf({ db }: Served, { expected }: Sample): Promise<bigint> {
  return releasedTax(db, [...new Set(expected.lists.map(({ ebpCode }) => ebpCode))]);
}

/** A returned list of the sample, for a first look: who may read it, and its customs number. */
export type Example = { readonly token: string; readonly listNo: string; readonly code: string };

const PAGE = 1_000;

/** Finds a list that was returned for a reason of the law; null when the sample has none. */
export async function findExample({ db }: Served, sample: Sample): Promise<Example | null> {
  for (const agent of new Set(sample.expected.lists.map(({ sender }) => sender))) {
    const token = sample.tokens.get(agent);
    if (token === undefined) continue;
    const receipts = await readReceipts(db, agent, 0n, PAGE);
    const returned = receipts.find(
      ({ type, status, keys }) => type === 'CEB622' && status === '100' && keys.preNo !== undefined,
    );
    const { preNo } = returned?.keys ?? {};
    if (preNo === undefined) continue;
    return { token, listNo: preNo, code: returned?.findings[0]?.code ?? '' };
  }
  return null;
}
