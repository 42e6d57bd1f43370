/** docs/verify-draw: its test vectors are those of the code, and its program is short. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/limits.ts';
import { drawText } from '../../src/inspection/draw.ts';
import type { Officer, Target } from '../../src/inspection/draw-file.ts';
import { drawOfficers } from '../../src/inspection/draw-officers.ts';
import { drawTargets } from '../../src/inspection/draw-targets.ts';
import { commitmentOf, streamBlock } from '../../src/inspection/hashes.ts';
import { revealWindow } from '../../src/inspection/shares.ts';
import { numberStream } from '../../src/inspection/stream.ts';
import { sampleDraw } from '../../src/sandbox/draw-sample.ts';
import { page, quoted, ROOT, tableRows } from './markdown.ts';

const PAGE = page('docs/verify-draw/README.md');
const SEED = '0'.repeat(64);
const TARGETS = [1, 2, 3, 4, 5].map((weight): Target => {
  return { id: `T${weight}`, layer: 'a', enterprise: 'E1', weight, needs: [] };
});
const OFFICERS = ['O1', 'O2', 'O3', 'O4'].map((id): Officer => {
  const conflict = { enterprise: 'E1', reason: 'conflict', weight: 0 } as const;
  return { id, tags: [], weight: 1, capacity: 3, declared: id === 'O2' ? [conflict] : [] };
});

const planned = (method: 'count' | 'rate', number: number) =>
  [{ layer: 'a', method, number, officers: 2 }] as const;
const drawn = (method: 'count' | 'rate', number: number) =>
  drawTargets(SEED, planned(method, number), TARGETS);
const ids = (targets: readonly Target[]) => targets.map(({ id }) => id).join(' ');

it('shows the vectors of the code', () => {
  const stream = numberStream(SEED, 'targets');
  const three = drawn('count', 3);
  const recusal = { target: 'T4', officer: 'O1', reason: 'conflict', at: '' } as const;
  const { result, redraws } = drawOfficers(SEED, planned('count', 3), three, OFFICERS, [recusal]);
  const id = { zone: 'cn-zhengzhou', day: '2026-11-28', sequence: 7 };
  const published = ['2026-12-31T23:59:58.999+08:00', '2026-12-31T23:59:50.000+08:00'] as const;
  const { from, by } = revealWindow(5_000, published);
  expect(tableRows(PAGE, ['what', 'value']).map(([, cell = '']) => quoted(cell)[0])).toEqual([
    streamBlock(SEED, 'targets', 0),
    streamBlock(SEED, 'targets', 1),
    Array.from({ length: 8 }, () => stream.below(10)).join(' '),
    ids(three),
    ids(drawn('rate', 10)),
    result.map(({ pair }) => pair.join(' ')).join(', '),
    redraws[0]?.replacement,
    `${from} ${by}`,
    commitmentOf(id, 'customs', '01'.repeat(32)),
  ]);
});

describe('verify.mjs', () => {
  const text = readFileSync(join(ROOT, 'docs/verify-draw/verify.mjs'), 'utf8');

  it('has fewer than 120 lines and no dependency', () => {
    expect(text.split('\n').length - 1).toBeLessThan(120);
    expect(text).not.toMatch(/^\s*(import|export)\b|\brequire\(|\bimport\(/m);
  });

  it('runs in Node on files, and fails when one is not sound', () => {
    const dir = mkdtempSync(join(tmpdir(), 'onestep-verify-draw-'));
    const draw = drawText(sampleDraw({ targets: 50, officers: 5, seedHex: '7' }));
    writeFileSync(join(dir, 'good'), draw);
    writeFileSync(join(dir, 'bad'), draw.replace('"capacity":4', '"capacity":5'));
    const run = (...names: string[]) => {
      const program = join(ROOT, 'docs/verify-draw/verify.mjs');
      const args = [program, ...names];
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
      return [status, stdout];
    };
    expect(run('good')).toEqual([0, 'good: sound\n']);
    expect(run('good', 'bad')).toEqual([1, 'good: sound\nbad: NOT SOUND: officers\n']);
    rmSync(dir, { recursive: true });
  });
});

it('names the bounds of the code', () => {
  const bounds = [LIMITS.drawTargets, LIMITS.drawOfficers, LIMITS.drawDeclared, LIMITS.drawTags];
  for (const bound of bounds) expect(PAGE.text).toContain(`0 to ${bound.toLocaleString('en')}`);
  expect(PAGE.text).toContain(`At most ${LIMITS.drawBytes / 1024 ** 2} MiB`);
});
