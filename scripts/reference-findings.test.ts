import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CODES } from '../src/clearance/codes.ts';
import { findingsPage } from './reference-findings.ts';

const PAGE = new URL('../docs/reference/findings.md', import.meta.url);

it('the reference page of findings is fresh (run scripts/reference-findings.ts)', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(findingsPage());
});

it('the reference page names every code once', () => {
  const named = [...findingsPage().matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]!);
  expect(named.sort()).toEqual(Object.keys(CODES).sort());
});
