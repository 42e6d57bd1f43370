import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clientText, description } from './console-client.ts';

it('the client of the console is what the routes say today', async () => {
  const file = new URL('../web/src/api/generated.ts', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(clientText(await description()));
});

it('writes each kind of schema as a type', () => {
  const schema = {
    type: 'object',
    required: ['a', 'b-c'],
    properties: {
      a: { type: 'integer' },
      'b-c': { anyOf: [{ type: 'string' }, { type: 'null' }] },
      d: { type: 'array', items: { $ref: '#/components/schemas/Thing' } },
      e: { enum: ['x', 'y'] },
      f: { type: 'object', patternProperties: { '.*': { type: 'boolean' } } },
    },
  };
  const answer = { content: { 'application/json': { schema } } };
  const id = { in: 'path', name: 'id', required: true, schema: { type: 'string' } };
  const get = { operationId: 'readThing', parameters: [id], responses: { 200: answer } };
  const hidden = { responses: {} };
  const text = clientText({
    paths: { '/v1/things/{id}': { get }, '/other': { get: hidden } },
    components: { schemas: { Thing: { type: 'string' } } },
  });
  expect(text).toContain('export type Thing = string;');
  expect(text).toContain('path: { readonly id: string };');
  expect(text).toContain('readonly a: number; readonly "b-c": string | null;');
  expect(text).toContain('readonly d?: readonly (Thing)[]; readonly e?: "x" | "y";');
  expect(text).toContain('readonly f?: Readonly<Record<string, boolean>>');
  expect(text).toContain("readThing: 'GET /v1/things/{id}',");
  expect(text).not.toContain('/other');
});
