/** The two verifiers of draws: they agree, on what is sound and on what was altered. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { drawText } from '../../src/inspection/draw.ts';
import type { DrawFile } from '../../src/inspection/draw-file.ts';
import { fileHash } from '../../src/inspection/hashes.ts';
import { verifyDraw } from '../../src/inspection/verify-draw.ts';
import { sampleDraw } from '../../src/sandbox/draw-sample.ts';
import { randomDraw } from './random-draw.ts';
import { secondVerdict } from './verifier.ts';

const bytesOf = (file: DrawFile) => Buffer.from(drawText(file));

/** Whether both say the same of the bytes; then what they say. */
function agreed(bytes: Uint8Array): boolean {
  const [first, second] = [verifyDraw(bytes), secondVerdict(bytes)];
  const told = first.findings.map(({ code }) => code).join();
  if (first.ok !== (second === '')) {
    throw new Error(`first: ${first.ok} ${told}; second: ${second}; ${Buffer.from(bytes)}`);
  }
  return first.ok;
}

describe('10,000 random draws', () => {
  const random = seededRandom(20261128n);
  const files = Array.from({ length: 10_000 }, () => randomDraw(random));

  it('are judged alike, and most are sound', () => {
    const verdicts = files.map((file) => agreed(bytesOf(file)));
    const sound = verdicts.filter(Boolean).length;
    expect(sound).toBeGreaterThan(5_000);
    expect(sound).toBeLessThan(9_900);
    const outcomes = Map.groupBy(files, ({ outcome }) => outcome);
    expect([...outcomes.values()].every(({ length }) => length > 500)).toBe(true);
    expect([...outcomes.keys()].sort()).toEqual(['complete', 'rest', 'void']);
  });

  it('are refused by both when one value is another, with the hash made to fit', () => {
    let altered = 0;
    for (const file of files.slice(0, 2_000)) {
      const forged = forge(file, random.below(1_000_000));
      if (forged === null) continue;
      altered += 1;
      expect([agreed(bytesOf(forged.file)), forged.path]).toEqual([false, forged.path]);
    }
    expect(altered).toBeGreaterThan(1_800);
  });
});

type Place = { readonly path: string; readonly set: (file: Node) => void };
type Node = { [key: string]: unknown };

/**
 * Every value that the draw rests on, each with another that fits its place: a name or hash with
 * another last digit, a number that is one more.
 */
function placesIn(value: unknown, path: readonly string[]): Place[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => placesIn(one, [...path, key]));
  }
  const other = otherThan(value);
  if (other === null) return [];
  const set = (file: Node) => {
    const parent = path.slice(0, -1).reduce((node, key) => node[key] as Node, file);
    parent[path.at(-1)!] = other;
  };
  return [{ path: path.join('/'), set }];
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string' || value.includes('T0') || value.includes('T1')) return null;
  return /[0-9a-f]$/.test(value) ? value.slice(0, -1) + (value.endsWith('7') ? '8' : '7') : null;
}

/** What no rule binds, as no share that does not count is: the hash of the file alone binds it. */
const FREE = /^(hash|overrides|redraws\/\d+\/reason)/;

function forge(file: DrawFile, choice: number) {
  const free = file.shares.flatMap(({ state }, i) => (state === 'counted' ? [] : [`shares/${i}/`]));
  const places = placesIn(file, []).filter(
    ({ path }) => !FREE.test(path) && !free.some((start) => path.startsWith(start)),
  );
  const place = places[choice % places.length];
  if (place === undefined) return null;
  const copy = structuredClone(file) as unknown as Node;
  place.set(copy);
  const forged = copy as unknown as DrawFile;
  return { path: place.path, file: { ...forged, hash: fileHash(forged) } };
}

it('one altered byte is found by both, at every place of a file', () => {
  const bytes = bytesOf(sampleDraw({ targets: 6, officers: 3, seedHex: '1' }));
  expect(agreed(bytes)).toBe(true);
  for (let place = 0; place < bytes.length; place += 1) {
    for (const bit of [1, 2, 16, 128]) {
      const altered = Uint8Array.from(bytes);
      altered[place]! ^= bit;
      expect([place, bit, agreed(altered)]).toEqual([place, bit, false]);
    }
  }
});

it('bytes that say the same in another way are not the file', () => {
  const text = drawText(sampleDraw({ targets: 6, officers: 3, seedHex: '1' }));
  const others = [
    text.trimEnd(),
    `${text}\n`,
    `\uFEFF${text}`,
    text.replace(':', ': '),
    text.replace('"sample"', '"s\\u0061mple"'),
    text.replace('"sequence":1', '"sequence":1.0'),
    text.replace('{', '{"zone":"other",'),
    text.replace('"weight":0', '"weight":-0'),
    JSON.stringify(JSON.parse(text), null, 1),
  ];
  for (const other of others) {
    expect(other).not.toBe(text);
    expect([other, agreed(Buffer.from(other))]).toEqual([other, false]);
  }
});

it.each([
  '',
  '{}',
  '[]',
  'null',
  '1',
  '"x"',
  '{"algorithm":"onestep-draw-1"}',
  '['.repeat(100_000),
])('neither falls over %.20s', (text) => {
  expect(agreed(Buffer.from(text))).toBe(false);
  expect(agreed(Buffer.from(`${text}\n`))).toBe(false);
});

it('a sample of the largest size is sound', () => {
  const file = sampleDraw({ targets: 20_000, officers: 2_000, seedHex: 'ff' });
  expect(agreed(bytesOf(file))).toBe(true);
});
