import { expect, it } from 'vitest';
import {
  type ReleasePage,
  readReleasePage,
  waybillHash,
  writeReleasePage,
} from './release-page.ts';

const PAGE: ReleasePage = {
  zone: 'cn-zhengzhou',
  issuedAt: Date.UTC(2026, 10, 23, 4),
  expiresAt: Date.UTC(2026, 10, 23, 8),
  after: '0',
  next: '1763870400000-46122026I000000002',
  allowance: { tolerance: { n: 1n, d: 10n }, grams: 50 },
  carriers: ['4101960W01', '4101960W02'],
  released: [
    { hash: waybillHash('4101960W01', 'YT1'), gross: 150_000n },
    { hash: waybillHash('4101960W01', 'YT2'), gross: null },
  ],
};

it('reads what it wrote', () => {
  expect(readReleasePage(writeReleasePage(PAGE))).toEqual(PAGE);
  const bare: ReleasePage = { ...PAGE, allowance: null, carriers: [], released: [] };
  expect(readReleasePage(writeReleasePage(bare))).toEqual(bare);
});

it('has another hash for every carrier and number, without their text', () => {
  const hashes = [waybillHash('A', 'B'), waybillHash('A', 'C'), waybillHash('B', 'B')];
  expect(new Set(hashes).size).toBe(3);
  expect(writeReleasePage(PAGE)).not.toContain('YT1');
});

it('takes nothing else', () => {
  const text = writeReleasePage(PAGE);
  const others = [
    '',
    text.slice(0, -1),
    `${text}x`,
    text.replace('releases 1', 'releases 2'),
    text.replace('released 2', 'released 3'),
    text.replace('issued 2', 'issued x'),
    text.replace(' 1.5\n', ' 1.5 1\n'),
    text.replace(' 1.5\n', ' 1,5\n'),
    text.replace('allowance 1/10 50', 'allowance 1/10'),
    text.replace('allowance 1/10 50', 'allowance 1/0 50'),
  ];
  for (const other of others) expect(readReleasePage(other)).toBeNull();
});
