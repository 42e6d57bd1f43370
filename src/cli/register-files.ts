import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Instant } from '../base/dates.ts';
import { loadRegistryFiles } from '../flows/load-registry.ts';
import type { Database } from '../io/postgres.ts';
import type { WorldFile } from '../sandbox/world/registry-files.ts';
import { NotDone } from './command.ts';

/** Loads made-up files of a registry as `onestep load` does. @throws NotDone in one sentence */
export async function registerFiles(
  db: Database,
  files: readonly WorldFile[],
  at: Instant,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'onestep-sample-'));
  try {
    for (const { path, bytes } of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), bytes);
    }
    const report = await loadRegistryFiles(db, join(dir, 'registry'), at);
    const [first] = report.findings;
    if (first !== undefined) throw new NotDone(`The sample cannot be registered: ${first.en}.`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
