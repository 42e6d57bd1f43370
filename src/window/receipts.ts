import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../base/limits.ts';
import { receiptJson } from '../receipts/json.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import { receiptEnvelope, receiptListXml, receiptXml } from '../receipts/xml.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { negotiate } from './accept.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import {
  COMMON_PROBLEMS,
  NOT_ACCEPTABLE,
  NOT_FOUND,
  RECEIPT_PAGE,
  RECEIPT_PAGE_XML,
  RECEIPT_XML,
} from './schemas.ts';
import { TWIN_SCHEMA, TWIN_TYPE, twinText } from './twins.ts';

const JSON_TYPE = 'application/json';
const XML_TYPES = ['application/xml', 'text/xml'] as const;
const MOST = Number.MAX_SAFE_INTEGER;

const LIMIT = 100;

const ENVELOPE = Type.Optional(
  Type.Literal('dxp', {
    description: 'As XML only: each receipt in the DXP envelope in which the port sends it',
  }),
);

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
  envelope: ENVELOPE,
});

const TWIN_PAGE = Type.Object({
  receipts: Type.Array(Type.Object({ cursor: Type.Integer(), message: TWIN_SCHEMA })),
  next: Type.Integer(),
});

const PAGE_SCHEMA = {
  summary: 'Read your receipts',
  description:
    'In the order in which they were given, beginning behind the cursor `after`, replayable for ' +
    'ever. Keep `next` and ask again with it. With `wait` the call returns as soon as there is a ' +
    'receipt. As XML the answer is a list `<Receipts next="..">` of `<Receipt cursor="..">`, ' +
    `each holding one whole receipt message; as ${TWIN_TYPE} each is JSON.\n\n` +
    '按顺序读取回执，可永久重放；wait 为长轮询秒数。',
  tags: ['receipts'],
  operationId: 'readReceipts',
  querystring: PAGE,
  response: {
    200: {
      description: 'A page; empty when there is nothing new',
      content: {
        [JSON_TYPE]: { schema: RECEIPT_PAGE },
        [TWIN_TYPE]: { schema: TWIN_PAGE },
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
    'With `Accept: application/xml` the bare receipt message (CEB312, 412, 512, 622, or INV and ' +
    'SAS of zones), byte for byte what declarants’ programs read.\n\n以 XML 读取时返回单份标准回执报文。',
  tags: ['receipts'],
  operationId: 'readReceipt',
  params: Type.Object({ cursor: Type.Integer({ minimum: 1, maximum: MOST }) }),
  querystring: Type.Object({ envelope: ENVELOPE }),
  response: {
    200: {
      description: 'The receipt',
      content: {
        [JSON_TYPE]: { schema: Type.Ref('Receipt') },
        [TWIN_TYPE]: { schema: TWIN_SCHEMA },
        'application/xml': RECEIPT_XML,
      },
    },
    ...COMMON_PROBLEMS,
    ...NOT_FOUND,
    ...NOT_ACCEPTABLE,
  },
};

/** @throws WindowFault 406 before any work is done. */
function formOf(request: FastifyRequest): 'json' | 'twin' | 'xml' {
  const type = negotiate(request.headers.accept, [JSON_TYPE, TWIN_TYPE, ...XML_TYPES]);
  if (type === null) throw new WindowFault('not-acceptable');
  if (type === TWIN_TYPE) return 'twin';
  return type === JSON_TYPE ? 'json' : 'xml';
}

/**
 * How a receipt is written as XML.
 * @throws WindowFault 400 when an envelope is asked for that has no address
 */
function writerOf({ code, dxpId }: Enterprise, envelope: 'dxp' | undefined) {
  if (envelope === undefined) return (filed: FiledReceipt) => receiptXml(code, filed);
  if (dxpId === null) throw new WindowFault('bad-request', [NO_ADDRESS]);
  return (filed: FiledReceipt) => receiptEnvelope(code, dxpId, filed);
}

const NO_ADDRESS = requestFinding(
  'REQ-ENVELOPE',
  {
    zh: '企业未登记传输编号(dxpId)，无法使用信封',
    en: 'no DXP number is registered for the enterprise, so nothing can be sent to it',
  },
  {
    path: 'query/envelope',
    hint: 'Register the dxp_id of the enterprise, or leave envelope off.',
    hintZh: '请登记企业的 dxp_id，或不使用 envelope 参数。',
  },
);

const asXml = (reply: FastifyReply, text: string) =>
  reply.type('application/xml; charset=utf-8').send(text);

const asTwin = (reply: FastifyReply, text: string) => reply.type(TWIN_TYPE).send(text as never);

/** A page whose receipts are the twins of their messages. */
function twinPage(
  receipts: readonly FiledReceipt[],
  next: number,
  write: (filed: FiledReceipt) => string,
): string {
  const items = receipts.map(
    (filed) => `{"cursor":${filed.cursor},"message":${twinText(write(filed))}}`,
  );
  return `{"receipts":[${items.join(',')}],"next":${next}}`;
}

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

/** Calls of each stream that wait. */
export type Waits = Map<string, number>;

/** @throws WindowFault 429 when as many wait already as may. */
function beginWait(waits: Waits, enterprise: string, most: number): () => void {
  const others = waits.get(enterprise) ?? 0;
  if (others >= most) throw tooManyWaits(most);
  waits.set(enterprise, others + 1);
  return () => {
    const left = (waits.get(enterprise) ?? 1) - 1;
    if (left > 0) waits.set(enterprise, left);
    else waits.delete(enterprise);
  };
}

function tooManyWaits(most: number): WindowFault {
  const finding = requestFinding(
    'REQ-WAITS',
    {
      zh: `已有 ${most} 个长轮询请求在等待`,
      en: `${most} calls of this enterprise wait for receipts already`,
    },
    {
      path: 'query/wait',
      hint: 'One call that waits is enough: it returns with the first receipt.',
      hintZh: '一个等待中的请求即可：有回执时立即返回。',
    },
  );
  return new WindowFault('overload', [finding]);
}

const UNREAD = requestFinding(
  'REQ-UNREAD',
  { zh: '此前的应答尚未读取', en: 'earlier answers to this enterprise are not read yet' },
  {
    hint: 'Read each answer before asking for the next page.',
    hintZh: '请读完上一页应答后再请求下一页。',
  },
);

/** The receipts of a stream behind a cursor, or those that come within the time. */
export async function readOrWait(
  { platform, metrics, patience, stopping }: Parts,
  waits: Waits,
  enterprise: string,
  page: { readonly after: number; readonly limit: number; readonly wait: number },
  reply: FastifyReply,
): Promise<FiledReceipt[]> {
  const after = BigInt(page.after);
  const ready = await platform.receipts.read(enterprise, after, page.limit);
  if (ready.length > 0 || page.wait === 0) return ready;
  const end = beginWait(waits, enterprise, patience.longPollsEach);
  metrics.waiting(1);
  const signal = goneSignal(reply, stopping);
  const news = await platform.receipts.wait(enterprise, after, page.wait, signal).finally(() => {
    end();
    metrics.waiting(-1);
  });
  return news ? platform.receipts.read(enterprise, after, page.limit) : [];
}

/** `GET /v1/receipts` and `GET /v1/receipts/{cursor}`. */
export function receiptRoutes(app: App, parts: Parts): void {
  const waits: Waits = new Map();
  app.get('/v1/receipts', { schema: PAGE_SCHEMA }, async (request, reply) => {
    const form = formOf(request);
    const viewer = viewerOf(request);
    const { code } = viewer;
    if (parts.unread.isFull(code)) throw new WindowFault('overload', [UNREAD]);
    const { after = 0, limit = LIMIT, wait = 0, envelope } = request.query;
    const write = writerOf(viewer, envelope);
    const receipts = await readOrWait(parts, waits, code, { after, limit, wait }, reply);
    parts.metrics.receiptsSent(receipts.length);
    const next = Number(receipts.at(-1)?.cursor ?? after);
    if (form === 'twin') return asTwin(reply, twinPage(receipts, next, write));
    if (form === 'xml') return asXml(reply, receiptListXml(receipts, next, write));
    return reply.send({ receipts: receipts.map(receiptJson), next });
  });
  app.get('/v1/receipts/:cursor', { schema: ONE_SCHEMA }, async (request, reply) => {
    const form = formOf(request);
    const viewer = viewerOf(request);
    const write = writerOf(viewer, request.query.envelope);
    const after = BigInt(request.params.cursor) - 1n;
    const [receipt] = await parts.platform.receipts.read(viewer.code, after, 1);
    if (receipt === undefined) throw new WindowFault('not-found');
    parts.metrics.receiptsSent(1);
    if (form === 'twin') return asTwin(reply, twinText(write(receipt))!);
    if (form === 'xml') return asXml(reply, write(receipt));
    return reply.send(receiptJson(receipt));
  });
}
