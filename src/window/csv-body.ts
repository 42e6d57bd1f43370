import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { App, Parts } from './app.ts';
import { WindowFault } from './problem.ts';
import { checkContent, receive } from './receive.ts';

const CSV = 'text/csv';

/** Lets the routes of an application take CSV files beside JSON. */
export function takeCsv(app: App, parts: Parts): void {
  app.addContentTypeParser(CSV, (request: FastifyRequest, payload: Readable, done) => {
    receive(parts, request, payload, (body) => done(null, body));
  });
}

/**
 * The content of a request that is JSON, checked by its schema, or a CSV file.
 * @throws WindowFault 422 with the cells that are wrong
 */
export function jsonOrCsv<T>(
  body: unknown,
  read: (file: Buffer) => Result<T, Finding[]>,
  fromJson: (json: never) => T,
): T {
  if (body instanceof WindowFault) throw body;
  if (!Buffer.isBuffer(body)) return fromJson(body as never);
  checkContent(body);
  const rows = read(body);
  if (!rows.ok) throw new WindowFault('refused', rows.error);
  return rows.value;
}
