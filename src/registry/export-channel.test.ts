import { describe, expect, it } from 'vitest';
import { parseRate, ZERO } from '../base/rate.ts';
import { type ChannelAsked, channelFor } from './export-channel.ts';
import type { ExportGoods, ExportLaw } from './export-law.ts';

const LAW: ExportLaw = {
  modes: ['9610', '1210', '9710', '9810'],
  simplified: { limit: 500_000n },
  b2b: { limit: 500_000n },
  arrival: true,
  master: true,
  summaryDay: 15,
  returnMonths: 12,
  reminderDays: 5,
};

const PLAIN: ExportGoods = {
  ...{ hs: '', name: '', unit1: '035', unit2: null, duty: ZERO, refund: ZERO, conditions: [] },
  ...{ prohibited: false, from: '2016-01-01', until: null },
};

/** One letter stands for goods of a kind. */
const GOODS: Readonly<Record<string, ExportGoods>> = {
  plain: PLAIN,
  licensed: { ...PLAIN, conditions: ['4', 'x'] },
  inspected: { ...PLAIN, conditions: ['A', 'B'] },
  dutiable: { ...PLAIN, duty: parseRate('0.2')! },
  prohibited: { ...PLAIN, prohibited: true },
  border: { ...PLAIN, conditions: ['x', 'y'] },
};

function asked(mode: string, goods: Record<string, bigint | null>, licence = false): ChannelAsked {
  const lines = Object.entries(goods).map(([hs, fob]) => ({ hs, currency: '502', fob }));
  return { mode, licence, lines };
}

function answer(question: ChannelAsked, law = LAW): string {
  const { channel, reasons } = channelFor(question, law, (hs) => GOODS[hs] ?? null);
  return [channel ?? '-', ...reasons.map(({ code, path }) => `${code} ${path}`)].join(', ');
}

describe('the channel of a ticket', () => {
  it.each([
    ['9610', { plain: 500_000n }, 'A'],
    ['1210', { plain: 500_001n }, 'B, CHN-VALUE /goods'],
    ['9710', { plain: 250_000n, border: 250_000n }, 'L'],
    ['9810', { plain: 250_001n, border: 250_000n }, 'D, CHN-VALUE /goods'],
    ['9710', { licensed: 1n }, 'D, CHN-LICENCE /goods/0/hs'],
    ['9610', { plain: 1n, inspected: 1n }, 'B, CHN-INSPECTION /goods/1/hs'],
    ['9710', { dutiable: 1n }, 'D, CHN-DUTY /goods/0/hs'],
    ['9710', { prohibited: 1n }, '-, CHN-PROHIBITED /goods/0/hs'],
    ['9710', { strange: 1n }, '-, CHN-CODE /goods/0/hs'],
    ['9710', { plain: null }, '-, CHN-RATE /goods/0/currency'],
    ['0110', { plain: 1n }, '-, CHN-MODE /mode'],
  ])('of %s with %o is %s', (mode, goods, expected) => {
    expect(answer(asked(mode, goods as Record<string, bigint | null>))).toBe(expected);
  });

  it('is full where a licence is named or the list channel is closed', () => {
    expect(answer(asked('9710', { plain: 1n }, true))).toBe('D, CHN-NAMED /licenseNo');
    const closed = { ...LAW, simplified: null, b2b: null };
    expect(answer(asked('9710', { plain: 1n }), closed)).toBe('D, CHN-CLOSED /mode');
    expect(answer(asked('9610', { plain: 1n }), closed)).toBe('B, CHN-CLOSED /mode');
  });

  it('tells the sums in its texts', () => {
    const { fob, reasons } = channelFor(asked('9710', { plain: 1_234_567n }), LAW, () => PLAIN);
    expect([fob, reasons[0]!.en]).toEqual([
      1_234_567n,
      'the ticket is worth 12345.67 yuan, above the 5000.00 of lists',
    ]);
  });
});
