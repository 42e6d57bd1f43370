import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openInbox } from './inbox.ts';

const SETTLE = 60;
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-inbox-'));
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('gives message files that stay the same, in the order of their names', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const inbox = openInbox(dir, SETTLE);
  const names = async () => (await inbox.settled()).map(({ name }) => name);
  for (const name of ['b.xml', 'a.XML', '.hidden.xml', 'c.xml.part', 'd.txt']) {
    writeFileSync(join(dir, name), '<a/>');
  }
  mkdirSync(join(dir, 'folder.xml'));
  expect(await names()).toEqual([]);
  now += SETTLE;
  appendFileSync(join(dir, 'b.xml'), '<b/>');
  expect(await names()).toEqual(['a.XML']);
  now += SETTLE;
  renameSync(join(dir, 'c.xml.part'), join(dir, 'c.xml'));
  expect(await names()).toEqual(['a.XML', 'b.xml']);
  inbox.postpone('a.XML');
  expect(await names()).toEqual(['b.xml']);
  rmSync(join(dir, 'b.xml'));
  now += SETTLE;
  expect(await names()).toEqual(['c.xml']);
});
