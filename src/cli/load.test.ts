import { expect, test } from 'vitest';
import { lineOf } from './load.ts';

const said = (path: string | null, line?: number): string =>
  lineOf({
    code: 'LOAD-X',
    zh: '错',
    en: 'wrong',
    path,
    law: null,
    hint: null,
    ...(line === undefined ? {} : { line }),
  }).split('  ')[0] ?? '';

test('a finding of a load names its file, line and column', () => {
  expect(said('tokens.csv/token', 3)).toBe('tokens.csv:3:token');
  expect(said('certificates/4101960A01.pem/file', 1)).toBe('certificates/4101960A01.pem:1:file');
  expect(said('enterprise.csv')).toBe('enterprise.csv');
  expect(said('profile/tariff.csv')).toBe('profile/tariff.csv');
  expect(said('/srv/zone/registry')).toBe('/srv/zone/registry');
  expect(said(null)).toBe('');
});
