import { open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where a file is written before it takes its name: hidden, in the same folder. */
export function draftOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.part`);
}

/** Writes bytes to a path and makes sure that they are on the disk. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a file that is there whole or not at all, whenever the process or the power ends. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = draftOf(path);
  await writeDurably(draft, bytes);
  await rename(draft, path);
}
