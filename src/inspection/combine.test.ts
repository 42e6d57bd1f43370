import { describe, expect, it } from 'vitest';
import { type Combined, combine, SUB_OUTCOMES, type SubOutcome } from './combine.ts';

const ALL: readonly (SubOutcome | null)[] = [...SUB_OUTCOMES, null];
const PAIRS = ALL.flatMap((a) => ALL.map((b) => [a, b] as const));

/** The table written out: the row is what customs says, the column quarantine. */
const TABLE: Readonly<Record<string, string>> = {
  //          release  amend    return   destroy  detain   transfer again    -
  release: '  release  amend    return   destroy  detain   transfer again    hold',
  amend: '    amend    amend    return   destroy  detain   transfer again    hold',
  return: '   return   return   return   destroy  detain   transfer again    hold',
  destroy: '  destroy  destroy  destroy  destroy  detain   transfer again    hold',
  detain: '   detain   detain   detain   detain   detain   transfer again    hold',
  transfer: ' transfer transfer transfer transfer transfer transfer again    hold',
  again: '    again    again    again    again    again    again    again    hold',
  null: '     hold     hold     hold     hold     hold     hold     hold     hold',
};

describe('combine', () => {
  it.each(PAIRS)('%s and %s', (customs, quarantine) => {
    const expected = TABLE[String(customs)]!.trim().split(/ +/)[ALL.indexOf(quarantine)];
    expect(combine(customs, quarantine)).toBe(expected);
  });

  it('releases only what both release, whoever says what', () => {
    const released = PAIRS.filter(([a, b]) => combine(a, b) === ('release' satisfies Combined));
    expect(released).toEqual([['release', 'release']]);
    for (const [a, b] of PAIRS) expect(combine(a, b)).toBe(combine(b, a));
  });
});
