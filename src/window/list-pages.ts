import { type Static, Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { FoundList, Way } from '../flows/find-parcels.ts';
import { LIST_GROUPS, type ListGroup, type ListLine } from '../flows/list-page.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { jsonDeclaration, LIST_ID } from './declarations.ts';
import { placeOf, placeText } from './places.ts';
import { checkRight, mayDo } from './rights.ts';
import { found, schemasUnder } from './route.ts';
import { DECLARATION, FORBIDDEN, NOT_FOUND } from './schemas.ts';

const GROUPS = Object.keys(LIST_GROUPS) as ListGroup[];
const WAYS: readonly Way[] = ['import', 'export'];
const orNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

const QUERY = Type.Object({
  state: Type.Optional(
    Type.Unsafe<ListGroup>(
      Type.String({
        ...{ enum: GROUPS, default: 'action' },
        description:
          'submitted (waits for documents), action (300, 400, 501, 502, 600), inspection (500), ' +
          'released (800, 899), returned (100, 430, 599, 700)',
      }),
    ),
  ),
  way: Type.Optional(Type.Unsafe<Way>(Type.String({ enum: [...WAYS] }))),
  number: Type.Optional(
    Type.String({
      ...{ minLength: 2, maxLength: 64 },
      description: 'invtNo, preNo, orderNo or logisticsNo: finds in every state, without pages',
    }),
  ),
  after: Type.Optional(
    Type.String({ pattern: '^\\d{1,15}~[\\w-]{1,64}$', description: '`next` of the page before' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.listsPerPage, default: 50 })),
});

const LINE = Type.Object({
  way: Type.String({ description: 'import or export' }),
  listNo: orNull('invtNo'),
  preNo: Type.String(),
  ebpCode: Type.String(),
  orderNo: Type.String(),
  logisticsCode: Type.String(),
  logisticsNo: Type.String(),
  state: Type.String({
    description: 'A returnStatus; waiting for documents, aside for a person, open before both',
  }),
  at: Type.String({ description: 'Since when' }),
  codes: Type.Array(Type.String(), { description: 'Why, by the codes of its findings' }),
  missing: Type.Array(Type.String(), { description: 'What it waits for' }),
});
/** A page of lists. */
export const PAGE = Type.Object({
  lists: Type.Array(LINE, { description: 'The newest first' }),
  next: orNull('Give this as `after` for what follows; null at the end'),
});
const DOCUMENTS = Type.Object({
  documents: Type.Array(
    Type.Object({
      kind: Type.String({
        description:
          'list, order, payment, collection, waybill, arrival, status, master, departure',
      }),
      code: Type.String({ description: 'Code of the firm in its key' }),
      no: Type.String({ description: 'Its number' }),
      version: Type.Integer(),
      deleted: Type.Boolean(),
      messageId: Type.String({ description: 'The message that brought it' }),
      record: Type.Integer({ description: 'Place in that message, from 1' }),
      acceptedAt: Type.String(),
      mayRead: Type.Boolean({ description: 'Whether you may read that message' }),
    }),
  ),
});

type Query = Static<typeof QUERY>;

/** Pages of lists, search by number, and the documents of a list; for enterprises and officers. */
export function listPageRoutes(app: App, parts: Parts): void {
  pageRoutes(app, parts);
  documentRoutes(app, parts);
  officeRoute(app, parts);
}

function pageRoutes(app: App, { platform: { lists } }: Parts): void {
  const answer = async (query: Query, viewer: Enterprise | null) => {
    const { state: group = 'action', way, number, after, limit = 50 } = query;
    if (number !== undefined) {
      const lines = await lists.find(number.trim(), viewer);
      return { lists: lines.map(foundJson), next: null };
    }
    const page = await lists.page({
      ...{ group, limit, ways: way === undefined ? WAYS : [way] },
      agent: viewer?.code ?? null,
      after: after === undefined ? null : placeOf(after),
    });
    return { lists: page.lists.map(lineJson), next: page.next && placeText(page.next) };
  };
  const own = schemasUnder('declarations')(
    'listDeclarations',
    'List what you declare, by group of states, or find lists you take part in by a number. ' +
      'Pages follow each other by `next`; each costs the same however many lists there are.',
    '按状态分组列出本企业申报的清单，或按编号查找所参与的清单；以 next 翻页。',
    { 200: PAGE },
  );
  app.get('/v1/declarations', { schema: { ...own, querystring: QUERY } }, async (request, reply) =>
    reply.send(await answer(request.query, viewerOf(request))),
  );
  const all = schemasUnder('office', FORBIDDEN)(
    'listAllDeclarations',
    'List the lists of the zone, by group of states, or find them by a number. Those to be ' +
      'inspected are for supervisors, as nobody else may know them before the end (RAND-7).',
    '按状态分组列出全区清单，或按编号查找；待查验清单仅主管可列。',
    { 200: PAGE },
  );
  const schema = { ...all, querystring: QUERY };
  app.get('/v1/office/declarations', { schema }, async (request, reply) => {
    checkRight(request, 'lists.read');
    const { state, number } = request.query;
    if (state === 'inspection' && number === undefined) checkRight(request, 'lists.inspection');
    return reply.send(await answer(request.query, null));
  });
}

function documentRoutes(app: App, { platform: { lists } }: Parts): void {
  const answer = async (listNo: string, viewer: Enterprise | null, mayReadAll: boolean) => {
    const all = found(await lists.documents(listNo, viewer));
    return {
      documents: all.map(({ acceptedAt, record, mayRead, ...one }) => ({
        ...one,
        ...{ record: record + 1, acceptedAt: isoShanghai(acceptedAt) },
        mayRead: mayRead && mayReadAll,
      })),
    };
  };
  const own = schemasUnder('declarations', NOT_FOUND)(
    'listDocuments',
    'The documents of a list and the messages that brought them.',
    '清单的单证及其所在报文。',
    { 200: DOCUMENTS },
  );
  const ownSchema = { ...own, params: LIST_ID };
  app.get('/v1/declarations/:listNo/documents', { schema: ownSchema }, async (request, reply) =>
    reply.send(await answer(request.params.listNo, viewerOf(request), true)),
  );
  const all = schemasUnder('office', { ...FORBIDDEN, ...NOT_FOUND })(
    'listAnyDocuments',
    'The documents of any list and the messages that brought them.',
    '任一清单的单证及其所在报文。',
    { 200: DOCUMENTS },
  );
  const schema = { ...all, params: LIST_ID };
  app.get('/v1/office/declarations/:listNo/documents', { schema }, async (request, reply) => {
    checkRight(request, 'lists.read');
    const mayReadAll = mayDo(request, 'messages.read');
    return reply.send(await answer(request.params.listNo, null, mayReadAll));
  });
}

function officeRoute(app: App, { platform }: Parts): void {
  const described = schemasUnder('office', { ...FORBIDDEN, ...NOT_FOUND })(
    'readAnyDeclaration',
    'Look up any list: status, timeline, verdict with its reasons and tax.',
    '查询任一清单的状态、过程与审核结论。',
    { 200: DECLARATION },
  );
  const schema = { ...described, params: LIST_ID };
  app.get('/v1/office/declarations/:listNo', { schema }, async (request, reply) => {
    checkRight(request, 'lists.read');
    const view = found(await platform.declaration(request.params.listNo, null));
    return reply.send(jsonDeclaration(view));
  });
}

function lineJson({ at, codes, missing, agentCode: _, ...rest }: ListLine) {
  return { ...rest, at: isoShanghai(at), codes: [...codes], missing: [...missing] };
}

/** A list that was found, as a line. */
export function foundJson(one: FoundList) {
  const { way, listNo, preNo, ebpCode, orderNo, logisticsCode, logisticsNo, state } = one;
  const at = isoShanghai(one.decidedAt ?? one.acceptedAt);
  const numbers = { way, listNo, preNo, ebpCode, orderNo, logisticsCode, logisticsNo };
  return { ...numbers, state, at, codes: [...one.codes], missing: [...one.missing] };
}
