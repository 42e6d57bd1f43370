import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileJournal, memoryJournal } from './journal.ts';
import { NoJournal, type OfflineScan } from './journal-json.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-journal-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const scanOf = (scanId: string): OfflineScan => ({
  ...{ scanId, logisticsNo: 'YT1', lane: 'L1', instruction: '03', reason: 'OFF-NOT-LISTED' },
  at: '2026-11-23T12:00:00.000+08:00',
});

it('keeps what is added until it is removed, in memory and in a file', async () => {
  for (const journal of [memoryJournal(), fileJournal(join(dir, 'lane.ndjson'))]) {
    expect(await journal.all()).toEqual([]);
    await Promise.all(['a', 'b', 'c'].map((id) => journal.add(scanOf(id))));
    const removing = journal.remove(new Set(['a', 'c']));
    await Promise.all([removing, journal.add(scanOf('d'))]);
    expect(await journal.all()).toEqual([scanOf('b'), scanOf('d')]);
  }
});

it('is there for the next program, without a line that was not finished', async () => {
  const path = join(dir, 'torn.ndjson');
  await fileJournal(path).add(scanOf('a'));
  appendFileSync(path, '{"scanId":"b","logis');
  expect(await fileJournal(path).all()).toEqual([scanOf('a')]);
  appendFileSync(path, '\n');
  await expect(fileJournal(path).all()).rejects.toThrow(NoJournal);
});
