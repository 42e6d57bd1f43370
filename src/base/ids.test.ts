import { describe, expect, it } from 'vitest';
import { listNo, preNo } from './ids.ts';

describe('numbers of a list', () => {
  it('have 18 characters', () => {
    expect(preNo('2020-09-18', 42n)).toBe('B20200918000000042');
    expect(listNo('4612', 2020, 'I', 999_999_999n)).toBe('46122020I999999999');
    expect(preNo('2020-09-18', 0n)).toHaveLength(18);
    expect(listNo('4604', 2020, 'E', 1n)).toHaveLength(18);
  });

  it('stop when nine digits have run out', () => {
    expect(() => preNo('2020-09-18', 1_000_000_000n)).toThrow('run out');
    expect(() => listNo('4612', 2020, 'I', -1n)).toThrow('run out');
  });
});
