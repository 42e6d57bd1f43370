import { describe, expect, it } from 'vitest';
import { type ChannelFacts, chooseChannel, quotaFinding, splitFinding } from './channel.ts';

const ONE_PIECE = 100_000n;

function facts(changes: Partial<ChannelFacts>): ChannelFacts {
  return {
    total: 100_00n,
    lineCount: 1,
    firstQty: ONE_PIECE,
    singleLimit: 5_000_00n,
    annualRemaining: 26_000_00n,
    ...changes,
  };
}

describe('the decision table of TAX-10', () => {
  const single = { lineCount: 1, firstQty: ONE_PIECE };
  const pair = { lineCount: 1, firstQty: 2n * ONE_PIECE };
  const half = { lineCount: 1, firstQty: ONE_PIECE / 2n };
  const lines = { lineCount: 2, firstQty: ONE_PIECE };
  it.each([
    ['exactly the single limit', { ...pair, total: 5_000_00n }, 'preferential'],
    ['one fen over, one article', { ...single, total: 5_000_01n }, 'full'],
    ['one fen over, two of it', { ...pair, total: 5_000_01n }, 'split'],
    ['one fen over, half of it', { ...half, total: 5_000_01n }, 'split'],
    ['one fen over, two lines', { ...lines, total: 5_000_01n }, 'split'],
    ['exactly what the year leaves', { total: 400_00n, annualRemaining: 400_00n }, 'preferential'],
    ['one fen more than that', { total: 400_01n, annualRemaining: 400_00n }, 'quota'],
    ['a single article at the annual limit', { ...single, total: 26_000_00n }, 'full'],
    ['a single article over it', { ...single, total: 26_000_01n }, 'quota'],
    ['both too many and too dear', { ...pair, total: 26_000_01n }, 'split'],
    ['nothing left', { annualRemaining: 0n }, 'quota'],
    [
      'the quota left to the ledger',
      { ...single, total: 99_999_00n, annualRemaining: null },
      'full',
    ],
    ['the limits before 2019', { total: 2_000_01n, singleLimit: 2_000_00n }, 'full'],
  ])('%s', (_, changes, expected) => {
    expect(chooseChannel(facts(changes))).toBe(expected);
  });
});

describe('refusals', () => {
  it('say the amounts and the law', () => {
    const quota = quotaFinding(
      { total: 114_44n, used: 26_000_00n, annualLimit: 26_000_00n },
      '财关税〔2018〕49号',
    );
    expect(quota.code).toBe('1313');
    expect(quota.zh).toBe('订购人超过年度限额，累计金额26114.44 > 限额26000.00');
    expect(quota.law).toBe('财关税〔2018〕49号');
    const split = splitFinding(5_000_01n, 5_000_00n, '财关税〔2018〕49号');
    expect(split.code).toBe('-621005');
    expect(split.en).toContain('5000.01');
  });
});
