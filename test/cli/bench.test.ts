/** The benchmarks on a very small scale: that they measure what they say, not how much. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { tableOf } from '../../src/cli/bench-table.ts';
import { shallRunWith } from '../external-tool.ts';
import { program } from './program.ts';
import { call } from './terminal.ts';

const OUT = mkdtempSync(join(tmpdir(), 'onestep-bench-test-'));
afterAll(() => rmSync(OUT, { recursive: true, force: true }));

/** A benchmark that leaves nothing in the project. */
const bench = (...args: string[]) => call('bench', ...args, '--out', OUT, '--no-record');

type Figures = Record<string, number | string | boolean | null> & {
  readonly samplesFile: string;
  readonly environment: { command: string; cores: number; postgres: Record<string, string> };
};

/** Rows of the samples below their header. */
function samplesOf({ samplesFile }: Figures): string[][] {
  const text = gunzipSync(readFileSync(samplesFile)).toString();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

describe('bench close-month', { timeout: 120_000 }, () => {
  it('closes a month, and times how whole lists are taken back', async () => {
    const called = await bench('close-month', '--lists', '300', '--json');
    expect(called.code).toBe(0);
    const figures = called.json() as Figures;
    // All sums are those of the lists, also after what was taken back of declarations.
    expect(figures).toMatchObject({ ok: true, lists: 300 });
    expect(figures.resultLines).toBe(figures.lines);
    for (const name of ['correctionMs', 'sumsCorrectionMs']) {
      expect(figures[name], name).toBeGreaterThan(0);
      expect(figures[name], name).toBeLessThan(1_000);
    }
  });
});

describe('bench clear', { timeout: 60_000 }, () => {
  it('clears a fixed number and tells all about it', async () => {
    const called = await bench('clear', '--parcels', '200', '--records', '20', '--json');
    expect([called.code, called.err]).toEqual([0, '']);
    const figures = called.json() as Figures;
    expect(figures).toMatchObject({
      ok: true,
      parcels: 200,
      released: 200,
      auditFindings: 0,
      freightRanOut: false,
      busyAnswers: 0,
    });
    for (const name of ['parcelsPerSecond', 'p50Ms', 'p999Ms', 'rawBytesPerParcel']) {
      expect(figures[name], name).toBeGreaterThan(0);
    }
    const { cpuMicrosPerParcel, serverCpuMicrosPerParcel, databaseCpuMicrosPerParcel } = figures;
    expect(cpuMicrosPerParcel).toBe(
      Number(serverCpuMicrosPerParcel) + Number(databaseCpuMicrosPerParcel),
    );
    expect(figures.environment.command).toMatch(/^onestep bench clear --parcels 200 --records 20/);
    expect(figures.environment.postgres).toMatchObject({ fsync: 'on', synchronous_commit: 'on' });
    const [head, ...rows] = samplesOf(figures);
    expect(head).toEqual(['chunk', 'parcel', 'sentMs', 'latencyMs', 'status']);
    expect(rows).toHaveLength(200);
    expect(Math.max(...rows.map((row) => Number(row[3])))).toBeCloseTo(Number(figures.maxMs), 0);
  });

  it('takes bonded goods from their book, of many articles or one', async () => {
    for (const more of [[], ['--hot']]) {
      const args = ['clear', '--bonded', ...more, '--parcels', '60', '--json'];
      const called = await bench(...args);
      expect([called.code, called.err]).toEqual([0, '']);
      const told = { ok: true, bonded: true, hot: more.length > 0, stock: true, released: 60 };
      expect(called.json()).toMatchObject({ ...told, auditFindings: 0 });
    }
    const alone = await bench('clear', '--hot');
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('goes with --bonded')]);
  });

  it('clears parcels that leave, also in turns with import', { timeout: 180_000 }, async () => {
    const alone = await bench('clear', '--mode', '9610', '--parcels', '60', '--json');
    expect([alone.code, alone.err]).toEqual([0, '']);
    const told = { ok: true, mode: '9610', parcels: 60, released: 60, auditFindings: 0 };
    expect(alone.json()).toMatchObject(told);
    const both = await bench('clear', '--mode', 'both', '--parcels', '40', '--json');
    expect([both.code, both.err]).toEqual([0, '']);
    const figures = both.json() as Figures & { cases: { name: string }[] };
    expect(figures).toMatchObject({ ok: true, parcels: 80, released: 80, auditFindings: 0 });
    expect(Number(figures.ratio)).toBeCloseTo(Number(figures.ours) / Number(figures.peer), 2);
    expect(figures.cases.map(({ name }) => name)).toEqual(['import', 'export']);
  });

  it('keeps to a rate, and shows a table', async () => {
    const called = await bench(
      ...['clear', '--records', '1', '--rate', '50', '--seconds', '2', '--seed', '2'],
    );
    expect([called.code, called.err]).toEqual([0, '']);
    const line = (label: string) => new RegExp(`^${label} +(\\S+)(?: +(.+))?$`, 'm');
    expect(line('parcels').exec(called.out)?.[1]).toBe('100');
    expect(line('released').exec(called.out)?.[1]).toBe('100');
    expect(line('loop').exec(called.out)?.[1]).toBe('open');
    expect(line('p99').exec(called.out)?.[2]).toBe('ms');
    // 100 arrivals at 50 a second take about two seconds, whatever the machine can do.
    expect(Number(line('time').exec(called.out)?.[1])).toBeGreaterThan(1);
    expect(called.out).toMatch(/^database +PostgreSQL \d.*: fsync on, synchronous_commit on/m);
    expect(called.out).toMatch(/\nsamples in \S+clear-\S+\.csv\.gz$/);
  });
});

describe('bench copy', { timeout: 60_000 }, () => {
  it('compares with COPY of the same bytes', async () => {
    const called = await bench('copy', '--parcels', '200', '--records', '100', '--json');
    expect([called.code, called.err]).toEqual([0, 'Copying ...']);
    const figures = called.json() as Figures & { cases: Record<string, number>[] };
    expect(figures).toMatchObject({ ok: true, parcels: 200, released: 200, auditFindings: 0 });
    const { ours, peer, ratio } = figures;
    expect(Number(ratio)).toBeCloseTo(Number(ours) / Number(peer), 2);
    expect(figures.cases.map(({ parcelsPerSecond }) => parcelsPerSecond! > 0)).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('bench lane', { timeout: 120_000 }, () => {
  it('scans beside clearance and compares every answer', async () => {
    const called = await bench('lane', '--rate', '20', '--seconds', '1', '--json');
    expect(called.code).toBe(0);
    const figures = called.json() as Figures;
    expect(figures).toMatchObject({ ok: true, scans: 20, wrong: 0, auditFindings: 0 });
    const { p50Ms, p99Ms, released, diverted } = figures;
    expect(Number(p50Ms)).toBeGreaterThan(0);
    expect(Number(p99Ms)).toBeGreaterThanOrEqual(Number(p50Ms));
    expect(Number(released) + Number(diverted)).toBe(20);
  });
});

describe('comparisons', { timeout: 60_000 }, () => {
  it.runIf(shallRunWith('xmllint'))('bench xml', async () => {
    const { code, err } = await bench('xml', 'package.json', '--rounds', '1', '--json');
    expect([code, err]).toEqual([1, expect.stringMatching(/onestep verify says why/)]);
    const called = await bench('xml', '--rounds', '1', '--json');
    expect([called.code, called.err]).toEqual([0, '']);
    const figures = called.json() as Figures & { cases: { name: string; ratio: number }[] };
    expect(figures.ratio).toBeGreaterThan(0);
    expect(Number(figures.ours)).toBeGreaterThan(
      Number(figures.peer) * Number(figures.ratio) * 0.5,
    );
    expect(figures.cases.map(({ name }) => name)).toContain('CEB621 of 20');
    expect(samplesOf(figures)).toHaveLength(figures.cases.length + 1);
  });

  it.runIf(shallRunWith('xmlsec1'))('bench signature', async () => {
    const { code, out, err } = await bench('signature', '--rounds', '1');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^RSA 2048 SHA256, 20 records +[\d,.]+ +[\d,.]+ +[\d,.]+ +[\d,.]+$/m);
  });
});

describe('wrong calls', () => {
  const WRONG: readonly (readonly [string, RegExp])[] = [
    ['bench', /^NAME is missing\. See: onestep bench --help$/],
    ['bench speed', /^There is no bench "speed"; there is: clear, .*\. See: onestep bench --help$/],
    ['bench lane --rate 0', /^--rate takes a whole number from 1 to 20000, not 0\.$/],
    ['bench clear file.xml', /^bench clear takes no file\.xml\. See: onestep bench --help$/],
    ['bench xml --records 1', /^bench xml takes no --records\. See: onestep bench --help$/],
    ['bench soak --minutes 0', /^--minutes takes a whole number from 1 to 1440, not 0\.$/],
    ['bench clear --records 101', /^--records takes a whole number from 1 to 100, not 101\.$/],
    ['bench clear --seconds 0', /^--seconds takes a whole number from 1 to 3600, not 0\.$/],
    ['bench clear --rate 0', /^--rate takes a whole number from 1 to 100000, not 0\.$/],
    ['bench clear --mode 9710', /^--mode takes one of import, 9610, both, not 9710\.$/],
    ['bench clear --mode 9610 --bonded', /^--bonded goes with --mode import\.$/],
    ['bench clear --rounds 2', /^--rounds goes with --mode both\.$/],
    ['bench budget --mode both', /^bench budget takes one --mode\.$/],
    ['bench constructor', /^There is no bench "constructor"/],
  ];
  it.each(WRONG)('onestep %s', async (args, sentence) => {
    const { code, out, err } = await call(...args.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
  });
});

describe('bench history', { timeout: 120_000 }, () => {
  it('compares with an empty database and looks up what is there', async () => {
    const dir = join(OUT, 'history');
    const scale = ['--parcels', '2000', '--seconds', '1', '--records', '20', '--data-dir', dir];
    const called = await bench('history', ...scale, '--json');
    expect([called.code, called.err]).toEqual([0, '']);
    const figures = called.json() as Figures;
    expect(figures).toMatchObject({ ok: true, auditFindings: 0 });
    for (const name of ['ours', 'peer', 'ratio', 'bytesPerParcel']) {
      expect(figures[name], name).toBeGreaterThan(0);
    }
  });

  it('has pages of the console asked for beside what is there', async () => {
    const dir = join(OUT, 'history');
    const scale = ['--parcels', '2000', '--data-dir', dir];
    const { err, json } = await bench('screens', ...scale, '--asks', '1', '--json');
    expect(err).toBe('');
    const figures = json() as Figures & { readonly cases: { name: string; p95Ms: number }[] };
    expect(figures.asks).toBe(figures.screens);
    expect([figures.pagesParcels, Number(figures.screens) > 120]).toEqual([2_000, true]);
    expect(figures.p95Ms).toBe(Math.max(...figures.cases.map(({ p95Ms }) => p95Ms)));
    expect(figures.cases.map(({ name }) => name)).toContain(figures.slowest);
    expect(samplesOf(figures)).toHaveLength(1 + Number(figures.asks));
    // What was multiplied is no use to the auditor.
    const again = await bench('history', ...scale);
    expect([again.code, again.err]).toEqual([2, expect.stringMatching(/bench screens/)]);
  });

  it('stops its database when it is interrupted, however often', async () => {
    const dir = join(OUT, 'interrupted');
    const running = join(dir, 'postgres', 'postmaster.pid');
    const args = ['history', '--parcels', '500000', '--data-dir', dir, '--no-record'];
    const { child, ended } = program(['bench', ...args]);
    while (!existsSync(running)) await pause(50);
    await pause(2_000);
    for (const signal of ['SIGTERM', 'SIGTERM', 'SIGINT'] as const) {
      child.kill(signal);
      await pause(20);
    }
    const { code, err } = await ended;
    expect([code, err]).toEqual([1, expect.stringContaining('Interrupted.')]);
    expect(existsSync(running)).toBe(false);
  });
});

it('shows figures with their units', () => {
  const cases = [{ name: 'a', ours: 1, peer: 12_345.6, ratio: 0.5 }];
  const figures = {
    parcelsPerSecond: 1_234,
    p99Ms: 5.5,
    cpuMicrosPerParcel: 7,
    empty: null,
    cases,
  };
  expect(tableOf(figures)).toEqual([
    'rate  1,234  /s',
    'p99     5.5  ms',
    'cpu       7  µs a parcel',
    '',
    'name  ours      peer  ratio',
    'a        1  12,345.6    0.5',
  ]);
});
