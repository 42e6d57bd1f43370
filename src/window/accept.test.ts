import { expect, test } from 'vitest';
import { negotiate } from './accept.ts';

const OFFERED = ['application/json', 'application/xml', 'text/xml'] as const;

test.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['application/xml', 'application/xml'],
  ['APPLICATION/XML; charset=utf-8', 'application/xml'],
  ['text/xml', 'text/xml'],
  ['text/*', 'text/xml'],
  ['application/json;q=0.5, application/xml', 'application/xml'],
  ['application/json;q=0, */*', 'application/xml'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/xml'],
  ['image/png', null],
  ['application/json;q=0', null],
  ['nonsense', null],
])('Accept: %s', (header, type) => {
  expect(negotiate(header, OFFERED)).toBe(type);
});
