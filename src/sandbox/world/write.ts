import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Profile } from '../../registry/profile.ts';
import { BAD_KINDS, GOOD_KINDS } from './kinds/kinds.ts';
import { planWorld, type WorldArguments, worldArguments } from './plan.ts';
import { renderWorld } from './render.ts';

/** What `onestep world` is told. */
export type WriteWorldOptions = Pick<WorldArguments, 'seed' | 'parcels'> &
  Partial<WorldArguments> & {
    /** Directory to write into; made when missing, files of the same name are replaced. */
    readonly out: string;
    readonly profile: Profile;
    /**
     * False keeps entry lists and payments of duty out with what follows from them, whatever the
     * law; default true.
     */
    readonly traffic?: boolean;
    /** Called now and then with the share done, 0 to 1. */
    readonly onProgress?: (share: number) => void;
  };

/** What was written. */
export type WrittenWorld = {
  readonly parcels: number;
  /** Parcels that leave; absent where none were asked for. */
  readonly exports?: number;
  readonly messages: number;
  readonly files: number;
  readonly bytes: number;
};

/**
 * Writes a world: `registry/`, `keys/`, `messages/`, `expected.json`, and under a law that keeps
 * stock `papers/` and `reports/`. The same arguments give the same bytes on any day and machine.
 * @throws the file system's error when `out` cannot be written.
 */
export async function writeWorld(options: WriteWorldOptions): Promise<WrittenWorld> {
  const { out, profile, onProgress, traffic = true, ...given } = options;
  const kinds = { good: GOOD_KINDS, bad: BAD_KINDS, traffic };
  const plan = planWorld(worldArguments(given), profile, kinds);
  const messages = plan.messages.length + (plan.exports?.messages.length ?? 0);
  const folders = new Set<string>();
  let [files, bytes] = [0, 0];
  for (const file of renderWorld(plan)) {
    const path = join(out, file.path);
    if (!folders.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
    folders.add(dirname(path));
    await writeFile(path, file.bytes);
    files += 1;
    bytes += file.bytes.length;
    onProgress?.(Math.min(1, files / (messages + 60)));
  }
  onProgress?.(1);
  const exports = plan.exports?.stories.reduce((sum, story) => sum + story.parcels, 0);
  const parcels = plan.parcels.length;
  return { parcels, ...(exports === undefined ? {} : { exports }), messages, files, bytes };
}
