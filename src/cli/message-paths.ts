import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './command.ts';
import { fileFault } from './files.ts';

/**
 * The files that the paths name, in order: a file as given, of a directory every `*.xml` and
 * `*.zip` in it and below. A file named twice comes once.
 * @throws UsageError or NotDone in one sentence
 */
export async function messagePaths(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const files = await filesAt(path).catch((error: unknown) => {
      throw fileFault(error, path);
    });
    if (files.length === 0) throw new UsageError(`There are no .xml or .zip files in ${path}.`);
    for (const file of files) found.add(file);
  }
  return [...found];
}

async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files: string[] = [];
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) files.push(...(await filesAt(inside)));
    else if (/\.(xml|zip)$/i.test(entry.name)) files.push(inside);
  }
  return files;
}

/**
 * The first bytes of a file, at most `most`, however large it is.
 * @throws UsageError or NotDone in one sentence
 */
export async function readAtMost(path: string, most: number): Promise<Buffer> {
  try {
    await using file = await open(path);
    const { size } = await file.stat();
    const bytes = Buffer.alloc(size > 0 ? Math.min(size, most) : most);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === bytes.length) return bytes.subarray(0, filled);
    }
  } catch (error) {
    throw fileFault(error, path);
  }
}
