import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { paperJson } from '../bonded/paper-json.ts';
import type { BookNow } from '../flows/books-now.ts';
import type { App, Parts } from './app.ts';
import { pageToken, placesOfToken } from './page-tokens.ts';
import { WindowFault } from './problem.ts';
import { checkRight } from './rights.ts';
import { found, REFUSED, taken } from './route.ts';
import { lineRoutes } from './stock-line-pages.ts';
import * as schemas from './stock-page-schemas.ts';
import { placeRoutes } from './stock-place-pages.ts';
import { BOOK_PARAMS, PAPER, PAPER_PARAMS } from './stock-schemas.ts';
import { ANY, OWN, type Side, type StockHouse } from './stock-sides.ts';

/** Books of bonded goods page by page, for firms and officers; officers decide on papers too. */
export function stockPageRoutes(app: App, { platform }: Parts): void {
  for (const side of [OWN, ANY]) {
    bookRoutes(app, side, platform);
    paperRoutes(app, side, platform);
    lineRoutes(app, side, platform);
    placeRoutes(app, side, platform);
  }
  officeRoutes(app, platform);
}

function bookRoutes(app: App, { base, named, schemaOf, viewer }: Side, house: StockHouse): void {
  const listed = schemaOf(
    named('listBooks'),
    'List account books with what waits on each and what of it comes to an end.',
    '列出账册及其待办单证、临期货物和有效期。',
    { 200: schemas.BOOK_PAGE },
  );
  const schema = { ...listed, querystring: schemas.BOOKS_QUERY };
  app.get(`${base}/books`, { schema }, async (request, reply) => {
    const { after = '', limit = 50 } = request.query;
    const page = await house.stock.views.books(viewer(request), after, limit);
    return reply.send({ books: page.rows.map(bookJson), next: page.next });
  });
  const one = schemaOf(
    named('readBookNow'),
    'How a book stands today: what waits on it and what of it comes to an end.',
    '查询账册当前状态：待办单证、临期货物和有效期。',
    { 200: schemas.BOOK_NOW },
  );
  const oneSchema = { ...one, params: BOOK_PARAMS };
  app.get(`${base}/books/:bookNo/now`, { schema: oneSchema }, async (request, reply) => {
    const { bookNo } = request.params;
    const book = found(await house.stock.views.book(bookNo, viewer(request)));
    return reply.send(bookJson(book));
  });
}

/** A book with what waits on it, as JSON. */
export function bookJson(book: BookNow) {
  const { enterpriseCode: enterprise, waiting, expiring, guarantee, ...rest } = book;
  return {
    ...{ ...rest, enterprise },
    waiting: waiting.map(({ kind, state, count, since }) => {
      return { kind, state, count, since: isoShanghai(since) };
    }),
    expiring: expiring && { lots: expiring.lots, first: expiring.first },
    guarantee: guarantee && {
      ...{ amount: formatFen(guarantee.amount), used: formatFen(guarantee.used) },
    },
  };
}

function paperRoutes(app: App, { base, named, schemaOf, viewer }: Side, house: StockHouse): void {
  const described = schemaOf(
    named('listBookPapers'),
    'List papers of a book: those that are open, or all of a kind, the newest first. A transfer ' +
      'is a paper of both its books.',
    '列出账册的单证：未办结的，或某一类的全部单证（新的在前）；流转单同属两本账册。',
    { 200: schemas.PAPER_PAGE },
  );
  const schema = { ...described, params: BOOK_PARAMS, querystring: schemas.PAPERS_QUERY };
  app.get(`${base}/books/:bookNo/papers`, { schema }, async (request, reply) => {
    const { kind, after, limit = 50 } = request.query;
    const [afterKind, paperNo] = placesOfToken(after, [kind ?? '', '']);
    const asked = {
      isOpen: kind === undefined,
      after: { kind: kind ?? afterKind, paperNo },
      limit,
    };
    const { views } = house.stock;
    const page = found(await views.papers(request.params.bookNo, viewer(request), asked));
    const papers = page.rows.map((row) => {
      return { ...row, madeAt: isoShanghai(row.madeAt), changedAt: isoShanghai(row.changedAt) };
    });
    const { next } = page;
    return reply.send({ papers, next: next && pageToken([next.kind, next.paperNo]) });
  });
}

function officeRoutes(app: App, house: StockHouse): void {
  const described = ANY.schemaOf(
    'readPaperOfAny',
    'Read any paper of bonded stock: its state and content so far.',
    '查询任一库存单证。',
    { 200: PAPER },
  );
  const schema = { ...described, params: PAPER_PARAMS };
  const address = `${ANY.base}/papers/:kind/:paperNo`;
  app.get(address, { schema }, async (request, reply) =>
    reply.send(paperJson(found(await house.stock.paper(request.params, ANY.viewer(request))))),
  );
  const decided = ANY.schemaOf(
    'decideStockPaper',
    'Decide on a change of status, a transfer between zones or a disposal that waits for ' +
      'customs: approve it, or refuse it with a reason. Then its goods are free again.',
    '海关审批状态转换、跨区流转或处置单：同意，或说明理由不予同意（释放占用）。',
    { 200: PAPER, ...REFUSED },
  );
  const options = {
    schema: { ...decided, params: PAPER_PARAMS, body: schemas.DECISION_BODY },
  };
  app.post(`${address}/decision`, options, async (request, reply) => {
    checkRight(request, 'stock.decide');
    const { decision, reason } = request.body;
    if ((decision === 'refuse') !== (reason !== undefined)) {
      throw new WindowFault('bad-request', [schemas.NO_REASON]);
    }
    const done = await house.stock.deeds.decide(request.params, reason ?? null);
    return reply.send(paperJson(found(taken(done)).paper));
  });
}
