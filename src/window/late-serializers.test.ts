import fastify from 'fastify';
import { expect, test } from 'vitest';
import { lateSerializers } from './late-serializers.ts';

const ONE = { type: 'object', properties: { no: { type: 'string' } } };
/** What cannot be written, as it refers to what there is not. */
const BROKEN = { $ref: 'nowhere#' };

test('answers are written by their schema, made when the first of its kind is given', async () => {
  const app = fastify({
    schemaController: { compilersFactory: { buildSerializer: lateSerializers } },
  });
  app.get('/', { schema: { response: { 200: ONE, 404: BROKEN } } }, (request, reply) =>
    reply.code(request.headers.from === undefined ? 200 : 404).send({ no: 7, secret: 'x' }),
  );
  for (let turn = 0; turn < 2; turn += 1) expect((await app.inject('/')).body).toBe('{"no":"7"}');
  const { statusCode } = await app.inject({ url: '/', headers: { from: 'a' } });
  expect(statusCode).toBe(500);
  await app.close();
});
