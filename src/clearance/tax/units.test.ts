import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rate } from '../../base/rate.ts';
import { convert, measure, sheets } from './units.ts';

const BEER = rate(988n, 1n);

describe('units of specific rates', () => {
  it.each([
    ['035', 6_00000n, 't', null, rate(6n, 1000n)],
    ['036', 750_00000n, 'kg', null, rate(3n, 4n)],
    ['070', 1_00000n, 'kg', null, rate(1000n, 1n)],
    ['095', 6_00000n, 't', BEER, rate(6n, 988n)],
    ['096', 330_00000n, 'l', null, rate(33n, 100n)],
    ['063', 1_00000n, 'l', null, rate(1000n, 1n)],
    ['033', 1_00000n, 'l', null, rate(1000n, 1n)],
    ['035', 1000_00000n, 'l', BEER, rate(988n, 1n)],
    ['095', 70000n, 'kg', rate(62_500n, 57n), rate(6_384n, 10_000n)],
  ])('%s %s in %s', (code, qty, unit, density, expected) => {
    expect(convert(measure(qty, code)!, unit, density)).toEqual(expected);
  });

  it('does not guess a density', () => {
    expect(convert(measure(100_000n, '095')!, 'kg', null)).toBeNull();
    expect(convert(measure(100_000n, '035')!, 'l', null)).toBeNull();
  });

  it('knows sheets from bottles', () => {
    expect(measure(100_000n, '142')).toBeNull();
    expect(sheets(500_000n, '020')).toEqual(rate(5n, 1n));
    expect(sheets(500_000n, '010')).toEqual(rate(5n, 1n));
    expect(sheets(500_000n, '140')).toBeNull();
  });

  it('uses the codes as the code table has them', () => {
    const table = readFileSync('profiles/cn-zhengzhou/codes/unit.csv', 'utf8').split('\n');
    const expected = [
      '035,千克',
      '036,克',
      '070,吨',
      '095,升',
      '096,毫升',
      '063,千升',
      '033,立方米',
    ];
    for (const row of [...expected, '010,张', '020,片']) {
      expect(table.some((line) => line.startsWith(`${row},`))).toBe(true);
    }
  });
});
