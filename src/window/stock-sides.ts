import type { FastifyRequest } from 'fastify';
import { type Parts, viewerOf } from './app.ts';
import { checkRight } from './rights.ts';
import { schemasUnder } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';

const ANSWERS = { ...FORBIDDEN, ...NOT_FOUND };

/** One side of the window: its addresses, the names of its calls, and whose books it sees. */
export type Side = {
  readonly base: string;
  readonly named: (call: string) => string;
  readonly schemaOf: ReturnType<typeof schemasUnder<typeof ANSWERS>>;
  /** The enterprise whose books they must be; null sees all. @throws WindowFault 403 */
  readonly viewer: (request: FastifyRequest) => string | null;
};

/** What these routes ask; only while they are called, as nothing stands behind a description. */
export type StockHouse = Pick<Parts['platform'], 'stock'>;

export const OWN: Side = {
  ...{ base: '/v1/stock', named: (call) => call, schemaOf: schemasUnder('stock', ANSWERS) },
  viewer: (request) => viewerOf(request).code,
};

export const ANY: Side = {
  ...{ base: '/v1/office/stock', named: (call) => `${call}OfAny` },
  schemaOf: schemasUnder('office', ANSWERS),
  viewer: (request) => {
    checkRight(request, 'stock.read');
    return null;
  },
};
