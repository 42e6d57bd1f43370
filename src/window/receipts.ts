import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import { receiptListXml, receiptXml } from '../receipts/xml.ts';
import { negotiate } from './accept.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { WindowFault } from './problem.ts';
import {
  COMMON_PROBLEMS,
  NOT_ACCEPTABLE,
  NOT_FOUND,
  RECEIPT_PAGE,
  RECEIPT_PAGE_XML,
  RECEIPT_XML,
} from './schemas.ts';

const JSON_TYPE = 'application/json';
const XML_TYPES = ['application/xml', 'text/xml'] as const;
const MOST = Number.MAX_SAFE_INTEGER;

const LIMIT = 100;

const PAGE = Type.Object({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MOST,
      description: 'Receipts with larger cursors; 0, the default, begins at the first one ever',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LIMITS.receiptsPerPage,
      description: `At most so many; default ${LIMIT}`,
    }),
  ),
  wait: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: LIMITS.longPollSeconds,
      description: 'Seconds to wait for a receipt when there is none; default 0',
    }),
  ),
});

const PAGE_SCHEMA = {
  summary: 'Read your receipts',
  description:
    'In the order in which they were given, beginning behind the cursor `after`, replayable for ' +
    'ever. Keep `next` and ask again with it. With `wait` the call returns as soon as there is a ' +
    'receipt. As XML the answer is a list `<Receipts next="..">` of `<Receipt cursor="..">`, ' +
    'each holding one whole receipt message.\n\n' +
    '按顺序读取回执，可永久重放；wait 为长轮询秒数。',
  tags: ['receipts'],
  operationId: 'readReceipts',
  querystring: PAGE,
  response: {
    200: {
      description: 'A page; empty when there is nothing new',
      content: {
        [JSON_TYPE]: { schema: RECEIPT_PAGE },
        'application/xml': RECEIPT_PAGE_XML,
      },
    },
    ...COMMON_PROBLEMS,
    ...NOT_ACCEPTABLE,
  },
};

const ONE_SCHEMA = {
  summary: 'Read one receipt',
  description:
    'With `Accept: application/xml` the bare receipt message (CEB312, 412, 512, 622), byte for ' +
    'byte what declarants’ programs read.\n\n以 XML 读取时返回单份标准回执报文。',
  tags: ['receipts'],
  operationId: 'readReceipt',
  params: Type.Object({ cursor: Type.Integer({ minimum: 1, maximum: MOST }) }),
  response: {
    200: {
      description: 'The receipt',
      content: {
        [JSON_TYPE]: { schema: Type.Ref('Receipt') },
        'application/xml': RECEIPT_XML,
      },
    },
    ...COMMON_PROBLEMS,
    ...NOT_FOUND,
    ...NOT_ACCEPTABLE,
  },
};

function jsonReceipt({ cursor, at, ...rest }: FiledReceipt) {
  return { ...rest, cursor: Number(cursor), at: isoShanghai(at) };
}

/** @throws WindowFault 406 before any work is done. */
function formOf(request: FastifyRequest): 'json' | 'xml' {
  const type = negotiate(request.headers.accept, [JSON_TYPE, ...XML_TYPES]);
  if (type === null) throw new WindowFault('not-acceptable');
  return type === JSON_TYPE ? 'json' : 'xml';
}

const asXml = (reply: FastifyReply, text: string) =>
  reply.type('application/xml; charset=utf-8').send(text);

/** Fires when the client goes away or the server stops. */
function goneSignal(reply: FastifyReply, stopping: AbortSignal): AbortSignal {
  const gone = new AbortController();
  const abort = () => gone.abort();
  if (stopping.aborted) abort();
  stopping.addEventListener('abort', abort, { once: true });
  reply.raw.once('close', () => {
    stopping.removeEventListener('abort', abort);
    abort();
  });
  return gone.signal;
}

async function readOrWait(
  { platform, metrics, stopping }: Parts,
  enterprise: string,
  page: { readonly after: number; readonly limit: number; readonly wait: number },
  reply: FastifyReply,
): Promise<FiledReceipt[]> {
  const after = BigInt(page.after);
  const ready = await platform.receipts.read(enterprise, after, page.limit);
  if (ready.length > 0 || page.wait === 0) return ready;
  metrics.waiting(1);
  const signal = goneSignal(reply, stopping);
  const news = await platform.receipts
    .wait(enterprise, after, page.wait, signal)
    .finally(() => metrics.waiting(-1));
  return news ? platform.receipts.read(enterprise, after, page.limit) : [];
}

/** `GET /v1/receipts` and `GET /v1/receipts/{cursor}`. */
export function receiptRoutes(app: App, parts: Parts): void {
  app.get('/v1/receipts', { schema: PAGE_SCHEMA }, async (request, reply) => {
    const form = formOf(request);
    const { code } = viewerOf(request);
    const { after = 0, limit = LIMIT, wait = 0 } = request.query;
    const receipts = await readOrWait(parts, code, { after, limit, wait }, reply);
    parts.metrics.receiptsSent(receipts.length);
    const next = Number(receipts.at(-1)?.cursor ?? after);
    if (form === 'xml') return asXml(reply, receiptListXml(code, receipts, next));
    return reply.send({ receipts: receipts.map(jsonReceipt), next });
  });
  app.get('/v1/receipts/:cursor', { schema: ONE_SCHEMA }, async (request, reply) => {
    const form = formOf(request);
    const { code } = viewerOf(request);
    const after = BigInt(request.params.cursor) - 1n;
    const [receipt] = await parts.platform.receipts.read(code, after, 1);
    if (receipt === undefined) throw new WindowFault('not-found');
    parts.metrics.receiptsSent(1);
    if (form === 'xml') return asXml(reply, receiptXml(code, receipt));
    return reply.send(jsonReceipt(receipt));
  });
}
