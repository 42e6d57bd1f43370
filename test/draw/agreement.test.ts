/** The two verifiers of draws: they agree, on what is sound and on what was altered. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { drawText, makeDraw } from '../../src/inspection/draw.ts';
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
  if (first.ok !== (second === '')) {
    const told = first.findings.map(({ code, path, en }) => `${code} ${path} ${en}`).join();
    throw new Error(`first: ${told}; second: ${second}; ${Buffer.from(bytes)}`);
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
    let tried = 0;
    for (const file of files.slice(0, 2_000)) {
      const forged = forge(file, random.below(1_000_000));
      if (forged === null) continue;
      tried += 1;
      expect([agreed(bytesOf(forged.file)), forged.path]).toEqual([false, forged.path]);
    }
    expect(tried).toBeGreaterThan(1_800);
  });
});

type Path = readonly string[];
type Node = { [key: string]: unknown };

/** The way to every value of a file, to those that hold others too. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const within = Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]));
  return path.length === 0 ? within : [path, ...within];
}

const at = (file: object, path: Path) =>
  path.reduce<unknown>((node, key) => (node as Node)[key], file);

/** The file with another value in one place; no hash is made to fit. */
function altered(file: DrawFile, path: Path, value: unknown): DrawFile {
  const copy = structuredClone(file);
  (at(copy, path.slice(0, -1)) as Node)[path.at(-1)!] = value;
  return copy;
}

/** Another value that fits the place: a name or hash with another last digit, a number one more. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string' || value.includes('T0') || value.includes('T1')) return null;
  return /[0-9a-f]$/.test(value) ? value.slice(0, -1) + (value.endsWith('7') ? '8' : '7') : null;
}

/**
 * What no rule binds, as no share that does not count is, nor the beacon of a void draw: the hash
 * of the file alone binds it.
 */
const FREE = /^(hash|overrides|redraws\/\d+\/reason)/;

function forge(file: DrawFile, choice: number) {
  const free = file.shares.flatMap(({ state }, i) => (state === 'counted' ? [] : [`shares/${i}/`]));
  if (file.seed === null) free.push('beacon');
  const paths = pathsIn(file).filter((path) => {
    const name = path.join('/');
    const bound = !FREE.test(name) && !free.some((start) => name.startsWith(start));
    return bound && otherThan(at(file, path)) !== null;
  });
  const path = paths[choice % paths.length];
  if (path === undefined) return null;
  const forged = altered(file, path, otherThan(at(file, path)));
  return { path: path.join('/'), file: { ...forged, hash: fileHash(forged) } };
}

/** The draw made again from altered input, as an insider would; else with a hash that fits. */
function madeAgain(file: DrawFile): DrawFile {
  try {
    return makeDraw({ ...file, recusals: file.redraws }, file.drawnAt, file.overrides);
  } catch {
    return { ...file, hash: fileHash(file) };
  }
}

it('values of every form in every place are judged alike, with all hashes made to fit', () => {
  const random = seededRandom(7n);
  const files = Array.from({ length: 2_000 }, () => randomDraw(random)).filter(
    (file) =>
      file.redraws.length > 0 &&
      file.overrides.length > 0 &&
      file.beacon !== null &&
      verifyDraw(bytesOf(file)).ok,
  );
  const forms = ['', 'x', 'a b', 'ÿ', 0, 1, -1, 1.5, 2e6, 2 ** 60, null, true, [], ['x'], [[]], {}];
  const file = files[0]!;
  const verdicts = pathsIn(file).flatMap((path) =>
    forms.map((form) => agreed(bytesOf(madeAgain(altered(file, path, form))))),
  );
  expect(verdicts.length).toBeGreaterThan(2_000);
  expect(verdicts.filter((sound) => !sound).length).toBeGreaterThan(verdicts.length / 2);
});

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
