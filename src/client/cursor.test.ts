import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileCursor, NoCursor } from './cursor.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-cursor-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('begins at 0, keeps the last cursor and leaves nothing else', async () => {
  const path = join(dir, 'cursor');
  expect(await fileCursor(path).load()).toBe(0);
  for (const cursor of [7, 1_000_000]) await fileCursor(path).save(cursor);
  expect(await fileCursor(path).load()).toBe(1_000_000);
  expect([readdirSync(dir), readFileSync(path, 'utf8')]).toEqual([['cursor'], '1000000\n']);
});

it('does not take something else for the beginning', async () => {
  const path = join(dir, 'other');
  for (const text of ['', 'seven', '-1', '7 8']) {
    writeFileSync(path, text);
    await expect(fileCursor(path).load()).rejects.toThrow(NoCursor);
  }
  await expect(fileCursor(dir).load()).rejects.toThrow('EISDIR');
});
