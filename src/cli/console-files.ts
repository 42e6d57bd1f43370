import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConsoleFiles } from '../window/console.ts';

/** Where `scripts/console.mjs` builds the console. */
const FOLDER = fileURLToPath(new URL('../../dist/console', import.meta.url));

/** The built console; null where it was never built, or not to the end. */
export async function readConsole(folder = FOLDER): Promise<ConsoleFiles | null> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const pairs = files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const below = path.slice(folder.length + 1).replaceAll(sep, '/');
      return [below, await readFile(path)] as const;
    });
    const found = new Map(await Promise.all(pairs));
    return found.has('index.html') ? found : null;
  } catch {
    return null;
  }
}
