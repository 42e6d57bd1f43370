import { expect, it } from 'vitest';
import { fieldsOf } from '../client/wire.ts';
import * as counts from './stock-count-schemas.ts';
import * as deeds from './stock-deed-schemas.ts';
import * as loads from './stock-load-schemas.ts';
import * as papers from './stock-schemas.ts';
import * as warehouse from './stock-warehouse-schemas.ts';

/** Paths of texts that may be null and empty. */
function emptyTexts(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((one, i) => emptyTexts(one, `${path}/${i}`));
  const { anyOf } = fieldsOf(schema);
  const parts = Array.isArray(anyOf) ? anyOf.map(fieldsOf) : [];
  const isNullable = parts.some(({ type }) => type === 'null');
  const isEmpty = parts.some(
    ({ type, minLength, pattern, format }) =>
      type === 'string' && minLength === undefined && pattern === undefined && format === undefined,
  );
  const inner = Object.entries(schema).flatMap(([key, one]) => emptyTexts(one, `${path}/${key}`));
  return isNullable && isEmpty ? [path, ...inner] : inner;
}

it('takes null for nothing, and never for an empty text', () => {
  const bodies = Object.entries({ ...papers, ...counts, ...deeds, ...loads, ...warehouse }).filter(
    ([name]) => /BODY|MOVEMENT|SCAN$|RECEIVED/.test(name),
  );
  expect(bodies.length).toBeGreaterThan(8);
  expect(bodies.flatMap(([name, schema]) => emptyTexts(schema, name))).toEqual([]);
});
