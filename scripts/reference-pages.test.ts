import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../src/documents/ceb/catalogue.ts';
import { fieldIn } from '../src/documents/ceb/fields.ts';
import { CONTENT_CODES } from '../src/documents/content-codes.ts';
import { STRUCTURE_CODES } from '../src/documents/structure-codes.ts';
import { verifyBytes } from '../src/documents/verify.ts';
import { REGISTRY_CODES } from '../src/registry/codes.ts';
import { TEXTS } from '../src/xml/texts.ts';
import { exampleMessage, exampleValue } from './message-examples.ts';
import { declarationsPage } from './reference-declarations.ts';
import { messagePages } from './reference-messages.ts';
import { paymentDataPage } from './reference-payment-data.ts';
import { refusalsPage } from './reference-refusals.ts';
import { riskPage } from './reference-risk.ts';
import { scenariosPage } from './reference-scenarios.ts';

const stored = (name: string): string =>
  readFileSync(new URL(`../docs/reference/${name}`, import.meta.url), 'utf8');

describe('reference pages are fresh (run scripts/reference-<name>.ts)', () => {
  it.each([...messagePages()])('messages/%s', (name, page) => {
    expect(stored(`messages/${name}`)).toBe(page);
  });

  it('guide/sandbox-scenarios.md', () => {
    expect(stored('../guide/sandbox-scenarios.md')).toBe(scenariosPage());
  });

  it('declarations.md', () => {
    expect(stored('declarations.md')).toBe(declarationsPage());
  });

  it('payment-data.md', () => {
    expect(stored('payment-data.md')).toBe(paymentDataPage());
  });

  it('risk-rules.md', () => {
    expect(stored('risk-rules.md')).toBe(riskPage());
  });

  it('refusals.md', () => {
    expect(stored('refusals.md')).toBe(refusalsPage());
  });
});

describe.each([...CATALOGUE.values()])('the page of $type', (table) => {
  it('has every field', () => {
    const page = messagePages().get(`${table.type}.md`) ?? '';
    const named = [...page.matchAll(/^\| (?:\*\*)?`(\w+)`/gm)].map(([, name]) => name);
    const fields = [...table.head.fields, ...(table.lines?.fields ?? [])];
    expect(named).toEqual(fields.map(({ element }) => element));
  });

  const all = [...table.head.fields, ...(table.lines?.fields ?? [])];
  const whole = table.editions.filter((edition) => all.every((one) => fieldIn(one, edition)));

  it.each(whole)('has a sound example, edition %s', (edition) => {
    const { findings } = verifyBytes(Buffer.from(exampleMessage(table)), { edition });
    const unsound = findings.filter(({ level }) => level !== 'signature');
    expect(unsound).toEqual([]);
  });

  it('shows a value for every field that may hold one', () => {
    const fields = [...table.head.fields, ...(table.lines?.fields ?? [])];
    const empty = fields.filter((field) => exampleValue(table, field) === '');
    expect(empty.filter(({ required }) => required)).toEqual([]);
  });
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
