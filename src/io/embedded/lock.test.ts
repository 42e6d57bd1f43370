import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markIsAlive, selfMark, withLock } from './lock.ts';
import { isAlive } from './processes.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'onestep-lock-'));
  path = join(dir, 'lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('only one at a time is inside, and everyone gets in', async () => {
  let inside = 0;
  const order: number[] = [];
  const enter = (n: number) =>
    withLock(path, 10_000, async () => {
      inside += 1;
      expect(inside).toBe(1);
      await sleep(5);
      order.push(n);
      inside -= 1;
    });
  await Promise.all([1, 2, 3, 4].map(enter));
  expect(order.sort()).toEqual([1, 2, 3, 4]);
  expect(existsSync(path)).toBe(false);
});

test('the lock of a dead process is taken over, also when its id was given away', async () => {
  for (const mark of ['999999999 1', `${process.pid} 1`]) {
    writeFileSync(path, mark);
    expect(await withLock(path, 1_000, async () => readFileSync(path, 'utf8'))).toBe(selfMark());
  }
});

test('a living holder is waited for, then told', async () => {
  await withLock(path, 1_000, async () => {
    await expect(withLock(path, 60, async () => {})).rejects.toThrow(/holds .* for too long\.$/);
  });
});

test('the lock is freed when the work fails', async () => {
  const failing = withLock(path, 1_000, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(existsSync(path)).toBe(false);
});

test('our own mark lives, others do not', () => {
  expect(markIsAlive(selfMark())).toBe(true);
  expect(markIsAlive('')).toBe(false);
  expect([isAlive(process.pid), isAlive(999_999_999)]).toEqual([true, false]);
});
