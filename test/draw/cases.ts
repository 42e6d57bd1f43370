import type { DrawInput } from '../../src/inspection/derive.ts';
import { drawText, makeDraw } from '../../src/inspection/draw.ts';
import type { DrawFile, Officer, Override, Share, Target } from '../../src/inspection/draw-file.ts';
import { commitmentOf, fileHash, sha256 } from '../../src/inspection/hashes.ts';
import { verifyDraw } from '../../src/inspection/verify-draw.ts';

export const ID = { zone: 'z', day: '2026-11-28', sequence: 3 };
export const at = (time: string) => `2026-11-28T${time}:00.000+08:00`;
export const target = (id: string, weight = 1, more: Partial<Target> = {}): Target => {
  return { id, layer: 'all', enterprise: 'E1', weight, needs: [], ...more };
};
export const officer = (id: string, more: Partial<Officer> = {}): Officer => {
  return { id, tags: [], weight: 1, capacity: 9, declared: [], ...more };
};
const SECRETS = { a: sha256('a'), b: sha256('b') };
export const share = (party: 'a' | 'b', more: Partial<Share> = {}): Share => {
  const secret = SECRETS[party];
  const commitment = commitmentOf(ID, party, secret);
  return { party, commitment, committedAt: at('08:10'), secret, revealedAt: at('09:01'), ...more };
};

export const INPUT: DrawInput = {
  ...ID,
  terms: {
    publishedAt: at('08:00'),
    body: {
      plan: [{ layer: 'all', method: 'count', number: 2, officers: 2 }],
      parties: ['a', 'b'],
      commitBy: at('08:20'),
      revealFrom: at('09:00'),
      revealBy: at('09:05'),
      revealWithin: null,
      fallback: 'void',
      beacon: null,
    },
  },
  targets: { publishedAt: at('08:30'), body: ['T1', 'T2', 'T3', 'T4'].map((id) => target(id)) },
  officers: { publishedAt: at('08:30'), body: ['O1', 'O2', 'O3', 'O4'].map((id) => officer(id)) },
  shares: [share('a'), share('b')],
  beacon: null,
  recusals: [],
};
export const DRAWN_AT = at('09:06');

export const report = (file: DrawFile) => verifyDraw(Buffer.from(drawText(file)));
export const codes = (file: DrawFile) => report(file).findings.map(({ code }) => code);
export const made = (more: Partial<DrawInput> = {}, overrides: readonly Override[] = []) =>
  makeDraw({ ...INPUT, ...more }, DRAWN_AT, overrides);
/** The file with other members and a hash that fits them. */
export const forged = (file: DrawFile, more: Partial<DrawFile>): DrawFile => {
  const other = { ...file, ...more };
  return { ...other, hash: fileHash(other) };
};
