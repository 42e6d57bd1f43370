import { expect, it } from 'vitest';
import type { Frame, Sampled } from './cpu-profile-json.ts';
import { stageOf, timeByStage } from './stages.ts';

const frame = (name: string, url: string, parent: Frame | null = null): Frame => {
  return { name, url, parent };
};
const file = (path: string): string => `file:///somewhere/${path}`;

const root = frame('(root)', '');
const flow = frame('clear', file('src/flows/clear.ts'), root);
const base = frame('sum', file('src/base/fen.ts'), flow);
const sha = frame('hash', 'node:internal/crypto/hash', frame('put', file('src/xml/signature.ts')));

it('gives time to the innermost stage that is known', () => {
  expect(stageOf(base)).toBe('flows');
  expect(stageOf(sha)).toBe('signature: canonical form, RSA');
  expect(stageOf(frame('parse', file('node_modules/pg-protocol/dist/parser.js'), root))).toBe(
    'database driver',
  );
  expect(stageOf(frame('onread', 'node:net', root))).toBe('sockets and HTTP of Node');
  expect(stageOf(frame('(garbage collector)', '', root))).toBe('garbage collection');
  expect(stageOf(frame('toString', '', flow))).toBe('flows');
  expect(stageOf(frame('(idle)', '', root))).toBeNull();
});

it('adds up what falls between two moments', () => {
  const idle = frame('(idle)', '', root);
  const thread: Sampled = {
    frames: [flow, base, sha, idle, sha],
    at: [0, 10, 20, 30, 40],
    spans: [10, 10, 10, 10, 10],
  };
  expect(timeByStage([thread, thread], 10, 30)).toEqual([
    ['flows', 20],
    ['signature: canonical form, RSA', 20],
  ]);
});
