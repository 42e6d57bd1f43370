import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../whole-file.ts';

/** Where a lane keeps X-ray images, by the number of their scan, until the zone has them. */
export type ImageShelf = {
  /** On the disk when it resolves. */
  put(scanId: string, bytes: Uint8Array): Promise<void>;
  /** Numbers of the scans whose images lie here. */
  all(): Promise<readonly string[]>;
  get(scanId: string): Promise<Uint8Array>;
  remove(scanId: string): Promise<void>;
};

/** A shelf in memory: what is not sent is lost with the program. */
export function memoryShelf(): ImageShelf {
  const images = new Map<string, Uint8Array>();
  return {
    put: async (scanId, bytes) => {
      images.set(scanId, bytes);
    },
    all: async () => [...images.keys()],
    get: async (scanId) => images.get(scanId) ?? new Uint8Array(),
    remove: async (scanId) => {
      images.delete(scanId);
    },
  };
}

const END = '.image';

/** A shelf in a folder of its own, a file for each image. */
export function folderShelf(folder: string): ImageShelf {
  // Whatever a number holds, its file is in the folder: no stroke and no dots alone.
  const fileOf = (scanId: string) => join(folder, encodeURIComponent(scanId) + END);
  return {
    put: async (scanId, bytes) => {
      await mkdir(folder, { recursive: true });
      await writeWhole(fileOf(scanId), Buffer.from(bytes));
    },
    all: async () => {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const images = names.filter((name) => name.endsWith(END)).sort();
      return images.map((name) => decodeURIComponent(name.slice(0, -END.length)));
    },
    get: (scanId) => readFile(fileOf(scanId)),
    remove: (scanId) => rm(fileOf(scanId), { force: true }),
  };
}
