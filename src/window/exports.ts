import { Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { CHANNEL_FIELDS } from '../documents/declaration/channel-fields.ts';
import { CUSTOMS_FIELDS } from '../documents/declaration/customs-fields.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { AS_IT_CAME, bodySchema, bytesOf, TAKEN, withBytes } from './declare.ts';
import { channelJson, declarationJson } from './exports-json.ts';
import { CHANNEL, DECLARATION, DECLARED, NUMBER } from './exports-schemas.ts';
import type { WindowFault } from './problem.ts';
import { refusalOf } from './receive.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';

const schemaOf = schemasUnder('exports');

/** A body as its fields have it, for the reader of the description. */
const taking = (schema: ReturnType<typeof bodySchema>) => ({
  consumes: [TAKEN],
  body: { content: { [TAKEN]: { schema } } },
});

/** `/v1/exports`: the channel of a ticket, and customs declarations of 9710 and 9810. */
export function exportRoutes(app: App, parts: Parts): void {
  withBytes(app, parts, (inner) => {
    channelRoute(inner, parts);
    declareRoute(inner, parts);
  });
  lookingRoutes(app, parts);
}

type Body = { Body: Buffer | WindowFault };

function channelRoute(app: App, { platform }: Parts): void {
  const schema = {
    ...schemaOf(
      'askChannel',
      'Ask which channel a ticket of exports takes: the list where goods and value permit it, ' +
        'else what is declared in full, with every reason; by the law and the rates of the day.',
      '查询出口单票应采用的申报渠道及原因：清单或报关单。',
      { 200: CHANNEL, ...PROBLEM_ANSWERS },
    ),
    ...taking(bodySchema(CHANNEL_FIELDS, LIMITS.linesPerRecord, 'A ticket; all values are texts')),
  };
  app.post<Body>('/v1/exports/channel', { schema, ...AS_IT_CAME }, async (request, reply) => {
    const asked = taken(await platform.exports.channel(bytesOf(request.body)));
    return reply.send(channelJson(asked));
  });
}

function declareRoute(app: App, { platform }: Parts): void {
  const described = 'An order and waybill on file, and the data set of the declaration';
  const schema = {
    ...schemaOf(
      'declareExport',
      'Declare a sale to a firm abroad (9710) or goods for an overseas warehouse (9810) in full, ' +
        'for what lists do not take and for whoever wants to. The order (CEB303) and the waybill ' +
        '(CEB505) are on file. It is decided at once: accepted or returned (100) with every ' +
        'reason, under a number in either case. The same bytes again do nothing twice; what was ' +
        'returned or withdrawn is declared again under its own number, with other bytes.',
      '以报关单方式申报跨境电商B2B出口（9710、9810）；订单和运单须已入库，即时审核。',
      { 200: DECLARED, 201: DECLARED, ...PROBLEM_ANSWERS },
    ),
    ...taking(bodySchema(CUSTOMS_FIELDS, LIMITS.declarationLines, described)),
  };
  app.post<Body>('/v1/exports/declarations', { schema, ...AS_IT_CAME }, async (request, reply) => {
    const { code } = viewerOf(request);
    const done = await platform.exports.declare(bytesOf(request.body), code);
    if (!done.ok) throw refusalOf(done.error);
    const { declSeqNo, duplicate } = done.value;
    const shown = found(await platform.exports.declaration(declSeqNo, code));
    return reply.code(duplicate ? 200 : 201).send({ ...declarationJson(shown), duplicate });
  });
}

function lookingRoutes(app: App, { platform }: Parts): void {
  const params = Type.Object({ number: NUMBER });
  const view = schemaOf(
    'readExportDeclaration',
    'Read a customs declaration by preEntryId or entryId: status, timeline, findings, duty and ' +
      'all that was accepted. For its declarant, consignor, and producer or seller.',
    '查询报关单状态、回执、税款及申报内容。',
    { 200: DECLARATION, ...NOT_FOUND },
  );
  const viewing = { schema: { ...view, params } };
  app.get('/v1/exports/declarations/:number', viewing, async (request, reply) => {
    const { number } = request.params;
    const shown = await platform.exports.declaration(number, viewerOf(request).code);
    return reply.send(declarationJson(found(shown)));
  });
  const withdraw = schemaOf(
    'withdrawExportDeclaration',
    'Withdraw a customs declaration before its release, unless it was selected for inspection. ' +
      'Order and waybill are free again, and a payment notice of it is void.',
    '放行前撤销报关单（已布控查验的除外），缴款书作废。',
    { 200: DECLARATION, ...NOT_FOUND, ...REFUSED },
  );
  const withdrawing = { schema: { ...withdraw, params } };
  app.post('/v1/exports/declarations/:number/withdraw', withdrawing, async (request, reply) => {
    const { code } = viewerOf(request);
    found(taken(await platform.exports.withdraw(request.params.number, code)));
    const shown = await platform.exports.declaration(request.params.number, code);
    return reply.send(declarationJson(found(shown)));
  });
}
