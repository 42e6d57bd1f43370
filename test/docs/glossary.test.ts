/** The glossary names what is there: identifiers of the code, elements of the messages. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { page, quoted, ROOT, tableRows } from './markdown.ts';

const ROWS = tableRows(page('docs/GLOSSARY.md'), [
  '中文',
  'identifier',
  'message element',
  'meaning',
]);

function code(pattern: string): string {
  const files = globSync(pattern, { cwd: ROOT }).filter((path) => !path.endsWith('.test.ts'));
  return files.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
}

function column(index: number): string[] {
  return ROWS.flatMap((row) => quoted(row[index] ?? ''));
}

/** Those that do not stand in the text as words of their own. */
function absent(words: readonly string[], text: string): string[] {
  const known = new Set(text.match(/[A-Za-z]\w*/g));
  return words.filter((word) => !known.has(word));
}

it('has rows', () => {
  expect(ROWS.length).toBeGreaterThan(60);
});

it('every identifier stands in src', () => {
  expect(absent(column(1), code('src/**/*.ts'))).toEqual([]);
});

it('every message element stands in the field tables or the signature', () => {
  const folders = ['documents/ceb', 'documents/zone', 'documents/payment-data', 'xml'];
  const tables = folders.map((folder) => code(`src/${folder}/*.ts`)).join('\n');
  expect(absent(column(2), tables)).toEqual([]);
});

it('one word for one thing: no identifier and no Chinese word twice', () => {
  const words = [...column(1), ...ROWS.map(([zh = '']) => zh)];
  expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
});
