import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { Words } from '../../web/src/words/words.ts';

const FOLDER = new URL('../../web/src/words/', import.meta.url);

// All words are one table, in which the later of two would silently take the place of the other.
test('no word of the console stands in two files', async () => {
  const files = (await readdir(FOLDER)).filter((name) => !['all.ts', 'words.ts'].includes(name));
  const tables = await Promise.all(
    files.map(async (name): Promise<Words> => {
      const [table] = Object.values((await import(new URL(name, FOLDER).href)) as object);
      return table;
    }),
  );
  const words = tables.flatMap((table) => Object.keys(table));
  expect(words.length).toBeGreaterThan(500);
  expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
});
