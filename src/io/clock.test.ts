import { expect, test } from 'vitest';
import { settableClock, systemClock } from './clock.ts';
import { systemEntropy } from './random.ts';

test('a settable clock stands still until it is moved', () => {
  const clock = settableClock(1_000);
  expect([clock.now(), clock.now()]).toEqual([1_000, 1_000]);
  clock.advance(500);
  expect(clock.now()).toBe(1_500);
  clock.set(7);
  expect(clock.now()).toBe(7);
});

test('the system clock is the time of the machine', () => {
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
});

test('system entropy does not repeat itself', () => {
  expect(systemEntropy.bytes(16)).toHaveLength(16);
  expect(systemEntropy.uuid()).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(Array.from({ length: 100 }, () => systemEntropy.uuid())).size).toBe(100);
});
