import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { IMAGE_PIECE, imageHash } from './image.ts';

it.each([0, 1, IMAGE_PIECE - 1, IMAGE_PIECE, IMAGE_PIECE + 1, 3 * IMAGE_PIECE])(
  'hashes %i bytes',
  async (size) => {
    const bytes = Buffer.alloc(size, 'onestep');
    expect(await imageHash(bytes)).toBe(hash('sha256', bytes));
  },
);

it('lets others have a turn between pieces', async () => {
  let isOver = false;
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await imageHash(Buffer.alloc(8 * IMAGE_PIECE));
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(8);
});
