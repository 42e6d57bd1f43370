import { describe, expect, it } from 'vitest';
import {
  type ReleasePage,
  waybillHash,
  writeReleasePage,
} from '../../documents/lane/release-page.ts';
import {
  privateKeyOf,
  publicKeyText,
  readPublicKey,
  signPage,
} from '../../documents/lane/release-signature.ts';
import { BadPage, heldList, openPage } from './held-list.ts';

const NOW = Date.UTC(2026, 10, 23, 4);
const HOUR = 3_600_000;
const page = (change: Partial<ReleasePage> = {}): ReleasePage => ({
  ...{ zone: 'z', issuedAt: NOW, expiresAt: NOW + 4 * HOUR, after: '0', next: '0' },
  ...{ allowance: { tolerance: { n: 1n, d: 10n }, grams: 0 }, carriers: ['A', 'B'] },
  released: [
    { hash: waybillHash('A', 'YT1'), gross: 100_000n },
    { hash: waybillHash('A', 'YT2'), gross: null },
    { hash: waybillHash('A', 'YT3'), gross: 100_000n },
    { hash: waybillHash('B', 'YT3'), gross: 100_000n },
  ],
  ...change,
});
const parcel = (logisticsNo: string, weight: bigint | null = 100_000n) => {
  return { logisticsNo, logisticsCode: null, weight };
};

describe('a held list', () => {
  const held = heldList([page()]);

  it('releases what is on it and weighs what it should', () => {
    expect(held.size).toBe(4);
    expect(held.judge(parcel('YT1'), NOW)).toBe('OFF-RELEASED');
    expect(held.judge({ ...parcel('YT1'), logisticsCode: 'A' }, NOW)).toBe('OFF-RELEASED');
    expect(held.judge(parcel('YT2', null), NOW)).toBe('OFF-RELEASED');
    expect(held.judge(parcel('YT1', 110_001n), NOW)).toBe('OFF-WEIGHT');
    expect(held.judge(parcel('YT1', null), NOW)).toBe('OFF-NOT-WEIGHED');
  });

  it('releases nothing else', () => {
    expect(held.judge(parcel('YT9'), NOW)).toBe('OFF-NOT-LISTED');
    expect(held.judge({ ...parcel('YT1'), logisticsCode: 'B' }, NOW)).toBe('OFF-NOT-LISTED');
    expect(held.judge(parcel('YT3'), NOW)).toBe('OFF-AMBIGUOUS');
    expect(heldList([]).judge(parcel('YT1'), NOW)).toBe('OFF-NO-LIST');
  });

  it('is good from its issue to its expiry, page by page', () => {
    expect(held.judge(parcel('YT1'), NOW + 4 * HOUR - 1)).toBe('OFF-RELEASED');
    expect(held.judge(parcel('YT1'), NOW + 4 * HOUR)).toBe('OFF-NO-LIST');
    expect(held.judge(parcel('YT1'), NOW - HOUR)).toBe('OFF-NO-LIST');
    const later = page({ issuedAt: NOW + HOUR, expiresAt: NOW + 5 * HOUR, released: [] });
    const both = heldList([page(), later]);
    expect(both.judge(parcel('YT1'), NOW + 4 * HOUR)).toBe('OFF-NOT-LISTED');
  });
});

describe('a page', () => {
  const key = privateKeyOf(Buffer.alloc(32, 7));
  const other = privateKeyOf(Buffer.alloc(32, 8));
  const text = writeReleasePage(page());

  it('is taken when the zone signed it, and no altered one ever', () => {
    const zone = readPublicKey(publicKeyText(key))!;
    expect(openPage(text, signPage(text, key), zone)).toEqual(page());
    expect(() => openPage(text, signPage(text, other), zone)).toThrow(BadPage);
    for (let at = 0; at < text.length; at += 7) {
      const altered = `${text.slice(0, at)}~${text.slice(at + 1)}`;
      expect(() => openPage(altered, signPage(text, key), zone)).toThrow(BadPage);
    }
    expect(() => openPage('x', signPage('x', key), zone)).toThrow(BadPage);
  });

  it('needs a key of Ed25519', () => {
    expect(readPublicKey('bm9uZQ==')).toBeNull();
  });
});
