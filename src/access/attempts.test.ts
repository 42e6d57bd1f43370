import { expect, it } from 'vitest';
import { countAttempts } from './attempts.ts';

const MINUTE = 60_000;

it('lets so many through within the time, and says for how long the next one waits', () => {
  const attempts = countAttempts({ times: 2, within: MINUTE });
  expect([0, 10_000, 20_000].map((at) => attempts.count('a', at))).toEqual([0, 0, 40]);
  expect(attempts.count('b', 20_000)).toBe(0);
  // What came too soon was not counted: the first is forgotten, the second is not.
  expect(attempts.count('a', MINUTE)).toBe(0);
  expect(attempts.count('a', MINUTE + 1)).toBe(10);
});

it('forgets who came in, or the last attempt alone', () => {
  const attempts = countAttempts({ times: 1, within: MINUTE });
  attempts.count('a', 0);
  attempts.clear('a');
  expect(attempts.count('a', 1)).toBe(0);
  attempts.forgive('a');
  expect(attempts.count('a', 2)).toBe(0);
  expect(attempts.count('a', 3)).toBe(60);
});

it('remembers a bounded number of keys, the latest ones', () => {
  const attempts = countAttempts({ times: 1, within: MINUTE });
  for (let i = 0; i < 50_001; i += 1) attempts.count(`k${i}`, 0);
  expect(attempts.count('k0', 1)).toBe(0);
  expect(attempts.count('k50000', 1)).toBe(60);
});
