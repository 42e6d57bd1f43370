/**
 * What `onestep verify` says of every sample, looked at by hand and kept. Samples that the
 * repository may not carry are taken from ONESTEP_SAMPLES when that is set, else left out.
 * ONESTEP_UPDATE=1 writes the files anew, to be looked at again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type VerifyReport, verifyBytes } from '../../src/documents/verify.ts';

const HERE = import.meta.dirname;
const OWN = join(HERE, 'samples');
const EXPECTED = join(HERE, 'expected', 'verify');
const OTHERS = process.env.ONESTEP_SAMPLES;
const UPDATE = process.env.ONESTEP_UPDATE === '1';
const FOLDERS = [
  'official-202205/import',
  'official-2018/import',
  'official-202205/export',
  'official-2018/export',
  'xian-port/1210',
  'xian-port/9610',
  'guangzhou-gateway',
  'malformed',
  'reconstructed',
  'zhengzhou',
];

/** Names of samples with an expected file, or all that are at hand when writing them. */
function names(): string[] {
  if (UPDATE) return FOLDERS.flatMap(inFolder);
  return readdirSync(EXPECTED, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''));
}

function inFolder(folder: string): string[] {
  const found = new Set<string>();
  for (const root of [OWN, OTHERS]) {
    if (root === undefined || !existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder))) {
      if (name.endsWith('.xml')) found.add(join(folder, name.replace(/\.xml$/, '')));
    }
  }
  return [...found];
}

function sample(name: string): Buffer | null {
  for (const root of [OWN, OTHERS]) {
    const path = root === undefined ? null : join(root, `${name}.xml`);
    if (path !== null && existsSync(path)) return readFileSync(path);
  }
  return null;
}

/** The report without its words, which may be reworded, and without any value of the sample. */
function summary(report: VerifyReport) {
  const { type, edition, records, signature, findings } = report;
  const kept = findings.map(({ level, code, record, path, line }) => ({
    level,
    code,
    record,
    path,
    line: line ?? null,
  }));
  return { type, edition, records, signature: signature.state, findings: kept };
}

describe('verify of the samples', () => {
  it('has an expected file for every sample of the repository', () => {
    const own = FOLDERS.slice(0, 4).flatMap(inFolder);
    expect(own.length).toBe(74);
    expect(names()).toEqual(expect.arrayContaining(own));
  });

  it.each(names())('%s', (name) => {
    const bytes = sample(name);
    if (bytes === null) return expect(name.startsWith('official-')).toBe(false);
    const edition = name.startsWith('official-2018') ? '2018' : '202205';
    const found = summary(verifyBytes(bytes, { edition }));
    const path = join(EXPECTED, `${name}.json`);
    if (UPDATE) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${JSON.stringify(found, null, 2)}\n`);
    }
    expect(found).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });
});
