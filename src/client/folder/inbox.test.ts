import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInbox } from './inbox.ts';

const SETTLE = 60;
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-inbox-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('gives message files that stay the same, in the order of their names', async () => {
  const inbox = openInbox(dir, SETTLE);
  const names = async () => (await inbox.settled()).map(({ name }) => name);
  for (const name of ['b.xml', 'a.XML', '.hidden.xml', 'c.xml.part', 'd.txt']) {
    writeFileSync(join(dir, name), '<a/>');
  }
  mkdirSync(join(dir, 'folder.xml'));
  expect(await names()).toEqual([]);
  await sleep(SETTLE + 20);
  appendFileSync(join(dir, 'b.xml'), '<b/>');
  expect(await names()).toEqual(['a.XML']);
  await sleep(SETTLE + 20);
  renameSync(join(dir, 'c.xml.part'), join(dir, 'c.xml'));
  expect(await names()).toEqual(['a.XML', 'b.xml']);
  inbox.postpone('a.XML');
  expect(await names()).toEqual(['b.xml']);
  rmSync(join(dir, 'b.xml'));
  await sleep(SETTLE + 20);
  expect(await names()).toEqual(['c.xml']);
});
