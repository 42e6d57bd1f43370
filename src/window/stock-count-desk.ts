import type { Static } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { Count, CountPlace } from '../bonded/count.ts';
import { countJson } from '../bonded/count-json.ts';
import { paperJson } from '../bonded/paper-json.ts';
import { noticeJson } from '../clearance/notice-json.ts';
import type { CountView } from '../flows/counts.ts';
import type { CodeTable } from '../registry/profile.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { checkRight } from './rights.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';
import * as schemas from './stock-count-schemas.ts';
import { PAPER } from './stock-schemas.ts';

/** Stock-takes as pages, what is to be counted, and what customs decides on them. */
export function countDeskRoutes(app: App, parts: Parts): void {
  pageRoutes(app, parts);
  sheetRoute(app, parts);
  officeRoutes(app, parts);
}

type Query = Static<typeof schemas.COUNTS_QUERY>;

function pageRoutes(app: App, { platform: { stock } }: Parts): void {
  const answer = async (
    { state = 'open', after = '', limit = 50 }: Query,
    keeper: string | null,
  ) => {
    const asked = { keeper, after, isOpen: state === 'open', limit: limit + 1 };
    const counts = await stock.counts.page(asked);
    const shown = counts.slice(0, limit);
    return {
      counts: shown.map(countLine),
      next: counts.length > limit ? (shown.at(-1)?.paperNo ?? null) : null,
    };
  };
  const own = schemasUnder('stock')(
    'listCounts',
    'List the stock-takes of your books, those that are open or all, the newest numbers first.',
    '列出本企业账册的盘点单（未结束的或全部），编号新的在前。',
    { 200: schemas.COUNTS },
  );
  const ownOptions = { schema: { ...own, querystring: schemas.COUNTS_QUERY } };
  app.get('/v1/stock/counts', ownOptions, async (request, reply) =>
    reply.send(await answer(request.query, viewerOf(request).code)),
  );
  const all = schemasUnder('office', FORBIDDEN)(
    'listCountsOfAny',
    'List the stock-takes of all books, those that are open or all.',
    '列出全区账册的盘点单（未结束的或全部）。',
    { 200: schemas.COUNTS },
  );
  const options = { schema: { ...all, querystring: schemas.COUNTS_QUERY } };
  app.get('/v1/office/stock/counts', options, async (request, reply) => {
    checkRight(request, 'counts.read');
    return reply.send(await answer(request.query, null));
  });
}

function countLine({ paperNo, bookNo, enterprise, ownNo, state, madeAt, changedAt, body }: Count) {
  const { records, locations } = body.scope;
  return {
    ...{ countNo: paperNo, bookNo, enterprise, ownNo, state, blind: body.blind },
    ...{ records: records && [...records], locations: locations && [...locations] },
    ...{ madeAt: isoShanghai(madeAt), changedAt: isoShanghai(changedAt) },
  };
}

/** A stock-take with its notice, as everybody reads it who may. */
export function countViewJson(view: CountView, units: CodeTable) {
  const notice = view.notice && noticeJson(view.notice, view.today);
  const { lines, ...rest } = countJson(view);
  const named = lines.map((line) => ({ ...line, ...unitOf(line, units) }));
  return { ...countLine(view.count), ...rest, lines: named, notice };
}

function unitOf({ unit }: { readonly unit: string }, units: CodeTable) {
  const { zh = unit, en = unit } = units.get(unit) ?? {};
  return { unitZh: zh, unitEn: en };
}

function sheetRoute(app: App, { platform: { stock } }: Parts): void {
  const schema = schemasUnder('stock', NOT_FOUND)(
    'readCountSheet',
    'Read what a stock-take has to count, place by place: each lot with its goods and unit, and ' +
      'never how much of it the book has.',
    '查询盘点表：逐库位列出待盘批次、商品与计量单位，不含账面数量。',
    { 200: schemas.SHEET },
  );
  const { COUNT_PARAMS: params, SHEET_QUERY: querystring } = schemas;
  const options = { schema: { ...schema, params, querystring } };
  app.get('/v1/stock/counts/:countNo/sheet', options, async (request, reply) => {
    const { after, limit = LIMITS.sheetLots } = request.query;
    const { countNo } = request.params;
    const { code } = viewerOf(request);
    const lots = found(await stock.counts.sheet(countNo, code, placeOf(after), limit + 1));
    const units = stock.counts.units();
    const shown = lots.slice(0, limit).map((lot) => ({ ...lot, ...unitOf(lot, units) }));
    const last = lots.length > limit ? shown.at(-1) : undefined;
    return reply.send({ lots: shown, next: last === undefined ? null : placeText(last) });
  });
}

function placeOf(after: string | undefined): CountPlace | null {
  const [location = '', lotNo = '', recordNo = ''] = after?.split('~') ?? [];
  return after === undefined ? null : { location, lotNo, recordNo };
}

const placeText = ({ location, lotNo, recordNo }: CountPlace): string =>
  `${location}~${lotNo}~${recordNo}`;

function officeRoutes(app: App, { platform: { stock } }: Parts): void {
  const answers = { ...FORBIDDEN, ...NOT_FOUND };
  const schemaOf = schemasUnder('office', answers);
  const params = schemas.COUNT_PARAMS;
  const view = schemaOf(
    'readCountOfAny',
    'Read any stock-take: shelf, warehouse and book side by side, how it is settled, its notice.',
    '查询任一盘点单：实盘、仓库、账面比对，差异处理与缴款书。',
    { 200: schemas.COUNT },
  );
  const base = '/v1/office/stock/counts/:countNo';
  app.get(base, { schema: { ...view, params } }, async (request, reply) => {
    checkRight(request, 'counts.read');
    const view = found(await stock.counts.view(request.params.countNo));
    return reply.send(countViewJson(view, stock.counts.units()));
  });
  const approve = schemaOf(
    'approveCount',
    'Agree that goods are missing which are explained and not taxed: the book follows the shelf.',
    '同意盘点短少说明：账册按实物调整。',
    { 200: PAPER, ...REFUSED },
  );
  app.post(`${base}/approve`, { schema: { ...approve, params } }, async (request, reply) => {
    mayDecide(request);
    const done = found(taken(await stock.counts.approve(request.params.countNo)));
    return reply.send({ ...paperJson(done.paper), repeated: !done.changed });
  });
  const refuse = schemaOf(
    'refuseCount',
    'Do not agree: the count is open again for its lines with differences, to be counted anew or ' +
      'taxed.',
    '不同意盘点短少说明：有差异的序号重新盘点或补税。',
    { 200: PAPER, ...REFUSED },
  );
  const refuseSchema = { ...refuse, params, body: schemas.REASON_BODY };
  app.post(`${base}/refuse`, { schema: refuseSchema }, async (request, reply) => {
    mayDecide(request);
    const { reason } = request.body;
    const done = found(taken(await stock.counts.refuse(request.params.countNo, reason)));
    return reply.send({ ...paperJson(done.paper), repeated: !done.changed });
  });
}

/** @throws WindowFault 403: who lets tax go is not who works on the queue */
const mayDecide = (request: FastifyRequest): void => checkRight(request, 'counts.decide');
