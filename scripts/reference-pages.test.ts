import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../src/documents/ceb/catalogue.ts';
import { CONTENT_CODES } from '../src/documents/content-codes.ts';
import { STRUCTURE_CODES } from '../src/documents/structure-codes.ts';
import { REGISTRY_CODES } from '../src/registry/codes.ts';
import { TEXTS } from '../src/xml/texts.ts';
import { messagesPage } from './reference-messages.ts';
import { refusalsPage } from './reference-refusals.ts';

const stored = (name: string): string =>
  readFileSync(new URL(`../docs/reference/${name}.md`, import.meta.url), 'utf8');

describe('reference pages are fresh (run scripts/reference-<name>.ts)', () => {
  it.each([
    ['messages', messagesPage],
    ['refusals', refusalsPage],
  ] as const)('%s', (name, page) => {
    expect(stored(name)).toBe(page());
  });
});

it('the page of messages has every field of every message', () => {
  const page = messagesPage();
  for (const { type, head, lines } of CATALOGUE.values()) {
    const chapter = page.split(/^## /m).find((part) => part.startsWith(type)) ?? '';
    const named = [...chapter.matchAll(/^\| (?:\*\*)?`(\w+)`/gm)].map(([, name]) => name);
    const fields = [...head.fields, ...(lines?.fields ?? [])].map(({ element }) => element);
    expect(named).toEqual(fields);
  }
});

it('the page of refusals has every code of its tables', () => {
  const named = new Set(
    [...refusalsPage().matchAll(/`([A-Z]+-[A-Z0-9-]+)`/g)].map(([, one]) => one),
  );
  const codes = [
    ...Object.keys({ ...STRUCTURE_CODES, ...CONTENT_CODES, ...REGISTRY_CODES }),
    ...Object.values(TEXTS).map(([code]) => code),
  ];
  expect(codes.filter((code) => !named.has(code))).toEqual([]);
});
