import type { Readable } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { formatReceipt } from '../receipts/format.ts';
import { negotiate } from './accept.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { WINDOW_FAULTS, type WindowFaultCode } from './faults.ts';
import { WindowFault } from './problem.ts';
import { checkContent, receive, refusalOf } from './receive.ts';
import { ACCEPTED, PROBLEM_ANSWERS } from './schemas.ts';
import { isTwin, messageOfTwin, TWIN_SCHEMA, TWIN_TYPES, withoutLines } from './twins.ts';

const XML_FORM = 'application/xml; charset=utf-8';
const XML_TAKEN = ['application/xml', 'text/xml', 'application/octet-stream'];
const TAKEN = [...XML_TAKEN, ...TWIN_TYPES];

const CEB = { namespace: 'http://www.chinaport.gov.cn/ceb', prefix: 'ceb' };
const part = (name: string, description: string) =>
  Type.String({ description, examples: ['...'], xml: { name, ...CEB } });

/** For the reader of the description only: `src/documents` judges what comes. */
const CONTENT = Type.Object(
  {
    guid: Type.String({ examples: ['36 characters'], xml: { attribute: true } }),
    version: Type.String({ examples: ['1.0'], xml: { attribute: true } }),
    Order: part('Order', 'One record; up to 100'),
    BaseTransfer: part('BaseTransfer', 'Who transmits'),
    Signature: Type.String({ examples: ['...'], xml: { name: 'ds:Signature' } }),
  },
  {
    description: 'The file as it was signed, byte for byte; here an order',
    xml: { name: 'CEB311Message', ...CEB },
  },
);

const SCHEMA = {
  summary: 'Send one message',
  description:
    'The bytes of one signed CEB message, with 1 to 100 records, or of one document of a special ' +
    'zone (INV101, SAS121), or of the DXP envelope around either, whose SenderId must be the ' +
    'dxpId (sender_id) of the message. 202 means that it is stored ' +
    'durably; what becomes of each record follows as receipts. Sending the same bytes again does ' +
    'nothing twice and answers the same with `duplicate: true`. A message that is refused as a ' +
    'whole is answered with CEB900 when `Accept` prefers XML, a document of a zone with ' +
    'CommonResponeMessage.\n\nAs JSON: the twin of the ' +
    'message (docs/JSON.md), signature and all; what is stored is the XML that it says.\n\n' +
    '发送一份已签名的业务报文、保税核注清单或核放单，或含该报文的 DXP 信封；也可用等价的 JSON。' +
    '202 表示报文已可靠入库；每条业务数据的结果以回执返回。',
  tags: ['messages'],
  operationId: 'sendMessage',
  consumes: TAKEN,
  body: {
    content: Object.fromEntries(
      TAKEN.map((type) => [type, { schema: XML_TAKEN.includes(type) ? CONTENT : TWIN_SCHEMA }]),
    ),
  },
  response: { 202: ACCEPTED, ...PROBLEM_ANSWERS },
};

/** Files what was read; throws what is to be answered instead of 202. */
async function file({ platform, metrics }: Parts, request: FastifyRequest, bytes: Buffer) {
  checkContent(bytes);
  const json = isTwin(request.headers['content-type']);
  const message = json ? messageOfTwin(bytes) : bytes;
  const result = await platform.submit(message, viewerOf(request));
  const outcome = result.accepted
    ? result.duplicate
      ? 'duplicate'
      : 'accepted'
    : String(result.status);
  metrics.message(outcome, bytes.length);
  if (!result.accepted) {
    const findings = json ? withoutLines(result.findings) : result.findings;
    throw refusalOf({ ...result, findings });
  }
  const { messageId, type, records, duplicate } = result;
  return { messageId, type, records, duplicate };
}

const PROBLEM_TYPES = ['application/problem+json', 'application/json'] as const;
const XML_TYPES = ['application/xml', 'text/xml'] as const;
/** What is said of a message, and not of the request that brought it. */
const OF_MESSAGE: ReadonlySet<WindowFaultCode> = new Set(['bad-request', 'refused', 'forbidden']);

/** CEB900 for who asks for XML: the form in which the port refuses what it cannot read. */
function asFormatReceipt(
  { clock }: Parts,
  { headers }: FastifyRequest,
  body: Buffer,
  fault: WindowFault,
): string | null {
  const wanted = negotiate(headers.accept, [...PROBLEM_TYPES, ...XML_TYPES]);
  const isXml = wanted === 'application/xml' || wanted === 'text/xml';
  if (!isXml || !OF_MESSAGE.has(fault.code) || fault.findings.length === 0) return null;
  return formatReceipt(body, fault.findings, clock.now());
}

/** `POST /v1/messages`. */
export function messageRoutes(root: App, parts: Parts): void {
  root.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(TAKEN, (request: FastifyRequest, payload: Readable, done) => {
      receive(parts, request, payload, (body) => done(null, body));
    });
    app.post<{ Body: Buffer | WindowFault }>(
      '/v1/messages',
      {
        schema: SCHEMA,
        // The content is bytes, not JSON: the scanner and the codec judge it.
        validatorCompiler: () => () => true,
      },
      async (request, reply) => {
        const body = request.body ?? Buffer.alloc(0);
        try {
          if (body instanceof WindowFault) throw body;
          return reply.code(202).send(await file(parts, request, body));
        } catch (error) {
          if (!(error instanceof WindowFault)) throw error;
          if (error.code === 'overload') {
            await parts.impatience.hold(request.raw.socket, error.retryAfter ?? 1);
          }
          const xml = Buffer.isBuffer(body) ? asFormatReceipt(parts, request, body, error) : null;
          if (xml === null) throw error;
          return reply
            .code(WINDOW_FAULTS[error.code].status)
            .type(XML_FORM)
            .send(xml as never);
        }
      },
    );
  });
}
