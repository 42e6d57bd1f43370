import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { declarationsInHand } from '../b2b/lookup.ts';
import { IN_HAND, type InHandState } from '../b2b/states.ts';
import { LIMITS } from '../base/limits.ts';
import { concludeDeclaration, DECISIONS, type OfficerSaid } from '../flows/b2b-conclude.ts';
import { inHandJson, inOfficeJson } from '../flows/b2b-json.ts';
import { viewCustomsDeclaration } from '../flows/b2b-view.ts';
import type { House } from '../flows/house.ts';
import {
  CASE_READERS,
  done,
  found,
  type OfficeApp,
  type OfficeParts,
  officerOf,
  officerWith,
  SAID_BYTES,
  schemaOf,
} from './http.ts';

const PATH = '/v1/office/exports/declarations';

const closed = { additionalProperties: false };
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const FINDINGS = Type.Array(Type.Ref('Finding'));
const NUMBER = Type.Object({
  number: Type.String({ minLength: 18, maxLength: 18, pattern: '^[0-9A-Z]+$' }),
});

const QUERY = Type.Object(
  {
    state: Type.Optional(
      Type.Unsafe<InHandState>(
        Type.String({
          enum: [...IN_HAND],
          description: '300 documents, 500 goods, 501 detained, 502 handed over',
        }),
      ),
    ),
    after: Type.Optional(
      Type.String({
        pattern: '^D[0-9]{17}$',
        description: 'preEntryId of the last one of the page before',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.tasksPerPage, default: 50 })),
  },
  closed,
);

const ROW = {
  preEntryId: Type.String(),
  entryId: orNull(Type.String({ description: 'Customs number' })),
  copNo: Type.String(),
  attempt: Type.Integer(),
  status: Type.String({ description: '100, 300, 400, 430, 500 to 502, 599, 600, 700, 800, 899' }),
  takenAt: Type.String(),
  fob: orNull(Type.String({ description: 'Value free on board, yuan' })),
  duty: orNull(Type.String({ description: 'Export duty, yuan' })),
  customsCode: Type.String(),
  agentCode: Type.String({ description: 'The declarant' }),
  ebcCode: Type.String({ description: 'The consignor' }),
  ownerCode: Type.String({ description: 'Producer or seller' }),
  ...{ ebpCode: Type.String(), orderNo: Type.String() },
  ...{ logisticsCode: Type.String(), logisticsNo: Type.String() },
};

const VIEW = Type.Object({
  ...ROW,
  findings: FINDINGS,
  timeline: Type.Array(
    Type.Object({
      ...{ at: Type.String(), status: Type.String(), reference: orNull(Type.String()) },
      findings: FINDINGS,
      officer: orNull(Type.String({ description: 'Who said so; declarants are not told' })),
      reason: orNull(Type.String({ description: 'Why' })),
    }),
  ),
  declaration: Type.Record(Type.String(), Type.String()),
  goods: Type.Array(Type.Record(Type.String(), Type.String())),
});

const BODY = Type.Object(
  {
    decision: Type.Unsafe<OfficerSaid['decision']>(
      Type.String({ enum: [...DECISIONS], description: 'release: it passes; return: it does not' }),
    ),
    reason: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'Of a return it is told to the declarant, so without names of persons',
      }),
    ),
  },
  closed,
);

type Parts = Pick<OfficeParts, 'saying'> & { readonly house: House };

/** `/v1/office/exports/declarations`: customs declarations that officers have in hand. */
export function exportDeclarationRoutes(app: OfficeApp, parts: Parts): void {
  readingRoutes(app, parts);
  const concluded = schemaOf(
    parts,
    'concludeExportDeclaration',
    'Conclude a customs declaration whose documents are in hand (300): it passes and may be ' +
      'drawn for inspection, or it is returned with a reason. Goods (500) are concluded by the ' +
      'task of their two officers. The same said again changes nothing.',
    '对人工审核中的报关单作出结论：通过（仍可能被随机抽中查验）或退单；查验由任务中的两名关员作出结论。',
    { 200: VIEW },
  );
  const options = { schema: { ...concluded, params: NUMBER, body: BODY }, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/:number/conclude`, options, async (request, reply) => {
    const { number } = request.params;
    const { decision, reason = '' } = request.body;
    const said = { decision, reason };
    done(parts, await concludeDeclaration(parts.house, officerOf(request), number, said));
    const shown = await viewCustomsDeclaration(parts.house.db, number, null);
    return reply.send(inOfficeJson(found(parts, shown)));
  });
}

function readingRoutes(app: OfficeApp, parts: Parts): void {
  const { db } = parts.house;
  const listed = schemaOf(
    parts,
    'listExportDeclarations',
    'List customs declarations that are in hand, the oldest first. Pages follow by after.',
    '列出人工审核或查验中的报关单，最早的在前；以 after 翻页。',
    { 200: Type.Object({ declarations: Type.Array(Type.Object(ROW)) }) },
  );
  app.get(PATH, { schema: { ...listed, querystring: QUERY } }, async (request, reply) => {
    officerWith(request, parts, CASE_READERS);
    const { state = null, after = null, limit = 50 } = request.query;
    const rows = await declarationsInHand(db, { state, after, limit });
    return reply.send({ declarations: rows.map(inHandJson) });
  });
  const viewed = schemaOf(
    parts,
    'readExportDeclarationInOffice',
    'Read a customs declaration by preEntryId or entryId with who concluded it.',
    '查询报关单全部内容及办理人员。',
    { 200: VIEW },
  );
  app.get(`${PATH}/:number`, { schema: { ...viewed, params: NUMBER } }, async (request, reply) => {
    officerWith(request, parts, CASE_READERS);
    const shown = await viewCustomsDeclaration(db, request.params.number, null);
    return reply.send(inOfficeJson(found(parts, shown)));
  });
}
