import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { isoShanghai } from '../base/dates.ts';
import { negotiate } from './accept.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { WindowFault } from './problem.ts';
import { checkRight } from './rights.ts';
import { found } from './route.ts';
import { COMMON_PROBLEMS, FORBIDDEN, MESSAGE, NOT_ACCEPTABLE, NOT_FOUND } from './schemas.ts';
import { TWIN_SCHEMA, TWIN_TYPE, twinText } from './twins.ts';

const JSON_TYPE = 'application/json';
const XML_TYPES = ['application/xml', 'text/xml'] as const;

const SHAPE = {
  params: Type.Object({
    messageId: Type.String({
      pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
      description: '`messageId` of the answer to the message',
    }),
  }),
  response: {
    200: {
      description: 'The message',
      content: {
        [JSON_TYPE]: { schema: MESSAGE },
        [TWIN_TYPE]: { schema: TWIN_SCHEMA },
        'application/xml': { schema: Type.String({ description: 'The message, byte for byte' }) },
      },
    },
    ...COMMON_PROBLEMS,
    ...NOT_FOUND,
    ...NOT_ACCEPTABLE,
  },
};

const SCHEMA = {
  summary: 'Look up a message you sent',
  description:
    'What became of each of its records; with `Accept: application/xml` its bytes as they came, ' +
    `with \`Accept: ${TWIN_TYPE}\` the same as JSON.\n\n` +
    '查询本企业发送的报文及其每条业务数据的处理情况；以 XML 读取时返回原始报文，也可读取其等价的 JSON。',
  tags: ['messages'],
  operationId: 'readMessage',
  ...SHAPE,
};

const OFFICE_SCHEMA = {
  summary: 'Look up any message',
  description:
    'The same for officers and supervisors, of whomever the message is: it has names and numbers ' +
    'of persons, so that each look by session is noted in the audit trail.\n\n' +
    '执法人员查看任一报文及其原文；内含个人信息，每次查看均记入审计日志。',
  tags: ['office'],
  operationId: 'readAnyMessage',
  ...SHAPE,
  response: { ...SHAPE.response, ...FORBIDDEN },
};

/** `GET /v1/messages/{messageId}`, and the same for officers. */
export function messageViewRoutes(app: App, { platform }: Parts): void {
  const routes = [
    ['/v1/messages/:messageId', SCHEMA, viewerOf],
    ['/v1/office/messages/:messageId', OFFICE_SCHEMA, readerOf],
  ] as const;
  for (const [path, schema, askerOf] of routes) {
    app.get(path, { schema }, async (request, reply) => {
      const form = negotiate(request.headers.accept, [JSON_TYPE, TWIN_TYPE, ...XML_TYPES]);
      if (form === null) throw new WindowFault('not-acceptable');
      const { messageId } = request.params;
      const viewer = askerOf(request);
      if (form === JSON_TYPE) {
        // The same answer for "none" and "not yours", as for lists.
        const { receivedAt, records, ...rest } = found(await platform.message(messageId, viewer));
        return reply.send({
          ...rest,
          receivedAt: isoShanghai(receivedAt),
          records: records.map((record) => ({ ...record, codes: [...record.codes] })),
        });
      }
      const bytes = found(await platform.messageBytes(messageId, viewer));
      if (form === TWIN_TYPE) return reply.type(form).send(twinText(bytes) as never);
      return reply.type('application/xml; charset=utf-8').send(Buffer.from(bytes) as never);
    });
  }
}

/** An officer who may see every message: nobody in particular. @throws WindowFault 403 */
function readerOf(request: FastifyRequest): null {
  checkRight(request, 'messages.read');
  return null;
}
