import { expect, it } from 'vitest';
import { keyedNumbers } from './hash-table.ts';

it('keeps numbers by key through every growth', () => {
  const table = keyedNumbers();
  const many = 100_000;
  for (let i = 0; i < many; i += 1) {
    const at = table.place(`order|${i}`);
    table.numbers()[at] = table.numbers()[at]! + i + 1;
  }
  const wrong = Array.from({ length: many }, (_, i) => i).filter(
    (i) => table.numbers()[table.find(`order|${i}`)] !== i + 1,
  );
  expect(wrong).toEqual([]);
  expect(table.nonZero()).toBe(many);
  expect(table.find('order|-1')).toBe(-1);
  table.numbers()[table.find('order|7')] = 0;
  expect(table.nonZero()).toBe(many - 1);
});

it('tells neighbours and rearranged texts apart', () => {
  const table = keyedNumbers();
  const keys = [
    '',
    'a',
    'b',
    'ab',
    'ba',
    'aa',
    'a|b',
    'ab|',
    '中',
    '中中',
    '\u0000',
    '\u0000\u0000',
  ];
  for (const [i, key] of keys.entries()) table.numbers()[table.place(key)] = i + 1;
  expect(keys.map((key) => table.numbers()[table.find(key)])).toEqual(keys.map((_, i) => i + 1));
});
