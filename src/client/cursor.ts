import { readFile } from 'node:fs/promises';
import { writeWhole } from './whole-file.ts';

/** Where a reader of receipts keeps how far it has come. Any database does as well as a file. */
export type CursorStore = {
  /** The cursor to go on behind; 0 in the beginning. */
  load(): Promise<number>;
  /** Keeps a cursor whose receipts are in hand. */
  save(cursor: number): Promise<void>;
};

/** The file holds something else than a cursor; reading from the beginning would double. */
export class NoCursor extends Error {
  override name = 'NoCursor';
}

/**
 * A cursor in a file of its own: one number. Each is written whole beside the old one and then
 * takes its place, so a program that is killed leaves the old or the new one.
 * `load` throws NoCursor when the file holds something else; both throw what the disk says.
 */
export function fileCursor(path: string): CursorStore {
  return {
    load: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '0';
        throw error;
      });
      if (/^\d{1,15}\s*$/.test(text)) return Number(text);
      throw new NoCursor(`${path} holds no cursor`);
    },
    save: (cursor) => writeWhole(path, Buffer.from(`${cursor}\n`)),
  };
}
