import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Journal, openJournal } from './journal.ts';

let dir: string;
let path: string;
let journal: Journal;
let lines: string[];

async function reopen(): Promise<void> {
  lines = [];
  journal = await openJournal(path, (line) => lines.push(line));
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-journal-'));
  path = join(dir, 'journal');
  await reopen();
});
afterEach(async () => {
  await journal.close();
  rmSync(dir, { recursive: true });
});

describe('a journal', () => {
  it('keeps lines in order, also of many that come at once', async () => {
    const some = Array.from({ length: 500 }, (_, at) => `line ${at} 中文`);
    await Promise.all(some.map((line) => journal.append(line)));
    expect(readFileSync(path, 'utf8')).toBe(some.map((line) => `${line}\n`).join(''));
    await journal.close();
    await reopen();
    expect(lines).toEqual(some);
    await journal.append('one more');
    expect(readFileSync(path, 'utf8')).toMatch(/line 499 中文\none more\n$/);
  });

  it('is there for its owner alone', () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['after others', 'whole', 'torn'],
    ['alone', null, 'torn'],
    ['and long', 'whole', 'torn'.repeat(50_000)],
  ])('takes off a line that a crash cut off, %s', async (_, before, torn) => {
    if (before !== null) await journal.append(before);
    await journal.close();
    appendFileSync(path, torn);
    await reopen();
    const kept = before === null ? [] : [before];
    expect(lines).toEqual(kept);
    await journal.append('next');
    await journal.close();
    await reopen();
    expect(lines).toEqual([...kept, 'next']);
  });

  it('takes nothing more after a failure', async () => {
    await journal.append('first');
    await journal.close();
    await expect(journal.append('second')).rejects.toThrow();
    await expect(journal.append('third')).rejects.toThrow();
    await reopen();
    expect(lines).toEqual(['first']);
  });
});
