import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES } from '../src/clearance/codes.ts';
import { EXPORT_CODES } from '../src/export/codes.ts';
import { exportFindingsPage, findingsPage } from './reference-findings.ts';

const PAGES = [
  ['findings.md', findingsPage, CODES],
  ['export-findings.md', exportFindingsPage, EXPORT_CODES],
] as const;

describe.each(PAGES)('the reference page %s', (name, page, codes) => {
  it('is fresh (run scripts/reference-findings.ts)', () => {
    const stored = new URL(`../docs/reference/${name}`, import.meta.url);
    expect(readFileSync(stored, 'utf8')).toBe(page());
  });

  it('names every code once', () => {
    const named = [...page().matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]!);
    expect(named.sort()).toEqual(Object.keys(codes).sort());
  });
});
