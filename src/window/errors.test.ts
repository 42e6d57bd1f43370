import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { faultOf } from './errors.ts';

it('says what of a request is missing or not allowed, and where', async () => {
  const app = Fastify({ ajv: { customOptions: { allErrors: true } } });
  const way = { type: 'string', enum: ['in', 'out'] };
  const item = { type: 'object', required: ['way'], properties: { way } };
  const lines = { type: 'array', minItems: 3, items: item };
  const properties = { lines, note: { type: 'string' } };
  const body = { type: 'object', required: ['lines', 'note'], properties };
  app.post('/', { schema: { body } }, () => 'taken');
  app.setErrorHandler((error, _, reply) => reply.send(faultOf(error).findings));
  const sent = { lines: [{}, { way: 'up' }] };
  const { body: told } = await app.inject({ method: 'POST', url: '/', payload: sent });
  const findings: { path: string; en: string; hint: string | null }[] = JSON.parse(told);
  expect(findings.map(({ path, en, hint }) => [path, en, hint])).toEqual([
    ['body/note', 'is missing', null],
    ['body/lines', 'has too few items', 'Expected: minItems 3'],
    ['body/lines/0/way', 'is missing', null],
    ['body/lines/1/way', 'is none of the allowed values', 'Expected: enum in,out'],
  ]);
});
