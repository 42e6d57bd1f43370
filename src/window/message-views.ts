import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { negotiate } from './accept.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { WindowFault } from './problem.ts';
import { COMMON_PROBLEMS, MESSAGE, NOT_ACCEPTABLE, NOT_FOUND } from './schemas.ts';
import { TWIN_SCHEMA, TWIN_TYPE, twinText } from './twins.ts';

const JSON_TYPE = 'application/json';
const XML_TYPES = ['application/xml', 'text/xml'] as const;

const SCHEMA = {
  summary: 'Look up a message you sent',
  description:
    'What became of each of its records; with `Accept: application/xml` its bytes as they came, ' +
    `with \`Accept: ${TWIN_TYPE}\` the same as JSON.\n\n` +
    '查询本企业发送的报文及其每条业务数据的处理情况；以 XML 读取时返回原始报文，也可读取其等价的 JSON。',
  tags: ['messages'],
  operationId: 'readMessage',
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

/** `GET /v1/messages/{messageId}`. */
export function messageViewRoutes(app: App, { platform }: Parts): void {
  app.get('/v1/messages/:messageId', { schema: SCHEMA }, async (request, reply) => {
    const form = negotiate(request.headers.accept, [JSON_TYPE, TWIN_TYPE, ...XML_TYPES]);
    if (form === null) throw new WindowFault('not-acceptable');
    const { messageId } = request.params;
    const viewer = viewerOf(request);
    if (form === JSON_TYPE) {
      const view = await platform.message(messageId, viewer);
      // The same answer for "none" and "not yours", as for lists.
      if (view === null) throw new WindowFault('not-found');
      const { receivedAt, records, ...rest } = view;
      return reply.send({
        ...rest,
        receivedAt: isoShanghai(receivedAt),
        records: records.map((record) => ({ ...record, codes: [...record.codes] })),
      });
    }
    const bytes = await platform.messageBytes(messageId, viewer);
    if (bytes === null) throw new WindowFault('not-found');
    if (form === TWIN_TYPE) return reply.type(form).send(twinText(bytes) as never);
    return reply.type('application/xml; charset=utf-8').send(Buffer.from(bytes) as never);
  });
}
