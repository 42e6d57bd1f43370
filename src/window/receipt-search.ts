import { Type } from '@fastify/type-provider-typebox';
import { receiptJson } from '../receipts/json.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { schemasUnder } from './route.ts';

const QUERY = Type.Object({
  type: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{3,10}$', examples: ['CEB622'] })),
  status: Type.Optional(Type.String({ pattern: '^-?[0-9A-Z]{1,10}$', examples: ['800'] })),
  number: Type.Optional(
    Type.String({
      ...{ minLength: 3, maxLength: 64 },
      description: 'A part of a number in it: of a list, order, waybill, bill or document',
    }),
  ),
  before: Type.Optional(
    Type.Integer({
      ...{ minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      description: '`next` of the page before; without it from the newest on',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});

const PAGE = Type.Object({
  receipts: Type.Array(Type.Ref('Receipt'), { description: 'The newest first' }),
  next: Type.Union([Type.Integer(), Type.Null()], {
    description:
      'Give this as `before` to look further; null when the first receipt ever was reached. ' +
      'There may be one after a page without a find: a call looks at some thousands of receipts',
  }),
});

/** `GET /v1/receipts/search`: receipts as a person looks for them, the newest first. */
export function receiptSearchRoute(app: App, { platform }: Pick<Parts, 'platform'>): void {
  const described = schemasUnder('receipts')(
    'searchReceipts',
    'Look for receipts of yours, the newest first. Programs read them in order instead: GET ' +
      '/v1/receipts.',
    '按报文类型、状态与单证编号查找回执，最新的在前。',
    { 200: PAGE },
  );
  const schema = { ...described, querystring: QUERY };
  app.get('/v1/receipts/search', { schema }, async (request, reply) => {
    const { type = '', status = '', number = '', before, limit = 50 } = request.query;
    const place = before === undefined ? null : BigInt(before);
    const { receipts, next } = await platform.receipts.search(viewerOf(request).code, {
      ...{ type, status, number, before: place, limit },
    });
    const shown = receipts.map(receiptJson);
    return reply.send({ receipts: shown, next: next === null ? null : Number(next) });
  });
}
