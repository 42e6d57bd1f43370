import { expect, it } from 'vitest';
import { inTurns } from './in-turns.ts';

it('lets others on between two items, and keeps their order', async () => {
  const seen: string[] = [];
  const other = setInterval(() => seen.push('other'), 0);
  const results = await inTurns([3, 2, 1], async (item) => {
    const end = performance.now() + 5;
    while (performance.now() < end);
    seen.push(`item ${item}`);
    return item * 10;
  });
  clearInterval(other);
  expect(results).toEqual([30, 20, 10]);
  expect(seen.slice(0, seen.indexOf('item 1'))).toContain('other');
});

it('tells a failure at the end', async () => {
  const work = async (item: number) => {
    if (item === 1) throw new Error('one');
    return item;
  };
  await expect(inTurns([1, 2, 3], work)).rejects.toThrow('one');
});
