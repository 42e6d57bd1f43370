import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { readMonth } from '../statistics/asked.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { requestFinding, WindowFault } from './problem.ts';
import { checkRight } from './rights.ts';
import { found, schemasUnder } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';
import { GROUP_VIEW, GROUPS, LISTS } from './summary-schemas.ts';

/** Rows on a page unless told, and at most. */
const LIMIT = Type.Integer({ minimum: 1, maximum: 200, default: 50 });
const NUMBER = Type.String({ pattern: '^\\d{1,9}$' });

const MONTH_QUERY = Type.Object({
  month: Type.String({ description: 'In which the lists were closed', examples: ['2026-10'] }),
  after: Type.Optional(NUMBER),
  limit: Type.Optional(LIMIT),
});
const VIEW_QUERY = Type.Object({ after: Type.Optional(NUMBER), limit: Type.Optional(LIMIT) });
const LISTS_QUERY = Type.Object({
  line: Type.Optional(Type.Integer({ minimum: 1, description: 'Those alone in this sum' })),
  after: Type.Optional(Type.String({ pattern: '^\\w{1,30}$' })),
  limit: Type.Optional(LIMIT),
});
const ID = Type.Object({ id: Type.String({ pattern: '^\\d{1,9}$', description: 'Of a group' }) });

/** One side of the window: its addresses, the names of its calls, and whose groups it sees. */
type Side = {
  readonly base: string;
  readonly tag: string;
  readonly named: (call: string) => string;
  /** @throws WindowFault when the asker may not; null sees all */
  readonly party: (request: FastifyRequest) => string | null;
};

const OWN: Side = {
  ...{ base: '/v1/exports/summaries', tag: 'exports', named: (call) => call },
  party: (request) => viewerOf(request).code,
};
const ANY: Side = {
  ...{ base: '/v1/office/exports/summaries', tag: 'office', named: (call) => `${call}OfAny` },
  party: (request) => {
    checkRight(request, 'summaries.read');
    return null;
  },
};

/** How closed export lists were merged: months, groups, sums, lists; for firms and officers. */
export function summaryRoutes(app: App, { platform }: Parts): void {
  for (const side of [OWN, ANY]) {
    monthRoute(app, side, platform.summaries);
    groupRoute(app, side, platform.summaries);
    listsRoute(app, side, platform.summaries);
  }
}

type Views = Parts['platform']['summaries'];

function monthRoute(app: App, { base, tag, named, party }: Side, views: Views): void {
  const schema = {
    ...schemasUnder(tag, FORBIDDEN)(
      named('listSummaries'),
      'What was merged of the export lists closed in a month, by groups: each becomes one ' +
        'declaration, or several where it has more than 50 lines.',
      '某月已结关清单的归并分组：每组对应一份（或超过 50 项时多份）汇总申报单。',
      { 200: GROUPS },
    ),
    querystring: MONTH_QUERY,
  };
  app.get(base, { schema }, async (request, reply) => {
    const { month, after = '0', limit = 50 }: Static<typeof MONTH_QUERY> = request.query;
    if (readMonth(month) === null) throw new WindowFault('bad-request', [NO_MONTH]);
    const page = await views.page(`${month}-01`, party(request), after, limit);
    return reply.send({ groups: [...page.rows], next: page.next });
  });
}

function groupRoute(app: App, { base, tag, named, party }: Side, views: Views): void {
  const schema = {
    ...schemasUnder(tag, { ...FORBIDDEN, ...NOT_FOUND })(
      named('readSummary'),
      'One group: its sums, and the line of a declaration that each became.',
      '查看一个归并分组：各归并项及其对应的报关单项号。',
      { 200: GROUP_VIEW },
    ),
    ...{ params: ID, querystring: VIEW_QUERY },
  };
  app.get(`${base}/:id`, { schema }, async (request, reply) => {
    const { after = '0', limit = 50 } = request.query;
    const view = found(await views.view(request.params.id, party(request), after, limit));
    const { rows, declarations, ...rest } = view;
    return reply.send({ ...rest, declarations: [...declarations], lines: [...rows] });
  });
}

function listsRoute(app: App, { base, tag, named, party }: Side, views: Views): void {
  const schema = {
    ...schemasUnder(tag, { ...FORBIDDEN, ...NOT_FOUND })(
      named('listSummaryLists'),
      'The lists of a group, and the sum that each of their lines is in. Of one sum a page looks ' +
        'at 5,000 lists, so that it may have few and still a `next`.',
      '查看归并分组中的清单及其每项商品归入的归并项。',
      { 200: LISTS },
    ),
    ...{ params: ID, querystring: LISTS_QUERY },
  };
  app.get(`${base}/:id/lists`, { schema }, async (request, reply) => {
    const { line = null, after = '', limit = 50 } = request.query;
    const asked = { line, after, limit };
    const page = found(await views.lists(request.params.id, party(request), asked));
    return reply.send({ lists: [...page.rows], next: page.next });
  });
}

const NO_MONTH = requestFinding('REQ-MONTH', {
  zh: '不是有效月份，月份写作 2026-10',
  en: 'there is no such month; months are written as 2026-10',
});
