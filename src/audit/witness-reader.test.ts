import { describe, expect, it } from 'vitest';
import { readNoted } from './witness-reader.ts';

const DRAW = {
  ...{ day: '2022-06-18', sequence: 1, openedAt: '2022-06-18T20:00:00.001+08:00' },
  targetsHash: 'a',
};
const BLOCK = { day: '2022-06-18', first: 1, digest: 'd' };
const BOUNDS = { from: '1970-01-01T08:00:00.000+08:00', until: '2022-06-19T00:00:00.000+08:00' };

describe('notes of a witness', () => {
  it.each([
    ['lines', [BOUNDS, BLOCK, DRAW].map((one) => JSON.stringify(one)).join('\n')],
    ['a list', JSON.stringify([BOUNDS, BLOCK, DRAW], null, 1)],
    ['an object', JSON.stringify({ ...BOUNDS, blocks: [BLOCK], draws: [DRAW] }, null, 1)],
  ])('are read as %s', (_, text) => {
    const { draws, blocks, from, until } = readNoted(text);
    const openedAt = Date.parse(DRAW.openedAt);
    expect([...draws]).toEqual([
      ['2022-06-18/1', { openedAt, targetsHash: 'a', officersHash: null }],
    ]);
    expect([...blocks]).toEqual([['2022-06-18/1', 'd']]);
    expect([from, until]).toEqual([0, Date.parse(BOUNDS.until)]);
  });

  it('need not say between which times they are complete', () => {
    expect(readNoted(JSON.stringify(DRAW))).toMatchObject({ from: null, until: null });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'draws'],
    ['a number', '1'],
    ['something else', '{"a":1}'],
    ['a time that is none', JSON.stringify({ ...DRAW, openedAt: 'noon' })],
  ])('are refused when they are %s', (_, text) => {
    expect(() => readNoted(text)).toThrow(SyntaxError);
  });
});
