import { isoShanghai } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import type { Lot } from '../bonded/lot.ts';
import { balanceJson } from '../bonded/paper-json.ts';
import type { LotPlace } from '../bonded/stock-pages.ts';
import type { StandingLine } from '../flows/stock-views.ts';
import type { App } from './app.ts';
import { pageToken, placesOfToken } from './page-tokens.ts';
import { WindowFault } from './problem.ts';
import { found } from './route.ts';
import * as schemas from './stock-page-schemas.ts';
import { BOOK_PARAMS, LOTS_PARAMS } from './stock-schemas.ts';
import type { Side, StockHouse } from './stock-sides.ts';

/** Lines of a book, the lots of one, and what moved. */
export function lineRoutes(app: App, side: Side, house: StockHouse): void {
  linesRoute(app, side, house);
  lineRoute(app, side, house);
  movementsRoute(app, side, house);
}

function linesRoute(app: App, { base, named, schemaOf, viewer }: Side, house: StockHouse): void {
  const described = schemaOf(
    named('listBookLines'),
    'List lines of a book with what stands there of each, or find them by how their number or ' +
      'heading begins or by a part of their item number or name. A search looks at 20,000 lines ' +
      'a page, so that one may have few and still a `next`.',
    '列出账册各序号及其余额；可按序号、商品编码、货号或品名查找。',
    { 200: schemas.LINE_PAGE },
  );
  const schema = { ...described, params: BOOK_PARAMS, querystring: schemas.LINES_QUERY };
  app.get(`${base}/books/:bookNo/lines`, { schema }, async (request, reply) => {
    const { find = '', after = '', limit = 50 } = request.query;
    const asked = { find: find.trim(), after, limit };
    const { views } = house.stock;
    const page = found(await views.lines(request.params.bookNo, viewer(request), asked));
    return reply.send({ lines: page.rows.map(lineJson), next: page.next });
  });
}

function lineJson({ recordNo, itemNo, hs, name, unit, balances, ...more }: StandingLine) {
  const { frozen, toExports, toDeeds } = more;
  return {
    ...{ recordNo, itemNo, hs, name, unit, frozen, balances: balances.map(balanceJson) },
    ...{ toExports: formatScaled5(toExports), toDeeds: formatScaled5(toDeeds) },
  };
}

function lineRoute(app: App, { base, named, schemaOf, viewer }: Side, house: StockHouse): void {
  const described = schemaOf(
    named('readBookLine'),
    'Read one line of a book with its lots, in the order in which they are taken: single goods ' +
      'before those in sets, first what expires first, then what came first. Goods that were ' +
      'picked for a parcel are no lots here; they lie at the place `LIST:` of their list.',
    '查询账册序号及其批次，按先到期、先入库顺序；已为包裹拣出的货物不在其列。',
    { 200: schemas.LINE_VIEW },
  );
  const schema = { ...described, params: LOTS_PARAMS, querystring: schemas.PAGE_QUERY };
  app.get(`${base}/books/:bookNo/lines/:recordNo`, { schema }, async (request, reply) => {
    const { after, limit = 50 } = request.query;
    const { bookNo, recordNo } = request.params;
    const asked = { after: after === undefined ? null : lotPlaceOf(after), limit };
    const { views } = house.stock;
    const view = found(await views.line(bookNo, recordNo, viewer(request), asked));
    const lots = view.rows.map((lot) => {
      return { ...lotJson(lot), frozen: lot.frozen, sellable: lot.sellable };
    });
    return reply.send({ line: lineJson(view.line), lots, next: view.next && textOf(view.next) });
  });
}

/** A lot as pages show it. */
export function lotJson(lot: Omit<Lot, 'bookNo'>) {
  const { recordNo, lotNo, status, owner, location, expiresOn, document } = lot;
  return {
    ...{ recordNo, lotNo, status, owner, location, expiresOn, document },
    ...{ quantity: formatScaled5(lot.quantity), since: isoShanghai(lot.openedAt) },
  };
}

function textOf({ inSet, expiresOn, openedAt, lotNo }: LotPlace): string {
  return pageToken([inSet ? '1' : '0', expiresOn ?? '', String(openedAt), lotNo]);
}

function lotPlaceOf(token: string): LotPlace {
  const [inSet, expiresOn, openedAt, lotNo] = placesOfToken(token, ['', '', '', '']);
  return {
    ...{ inSet: inSet === '1', expiresOn: expiresOn === '' ? null : expiresOn },
    ...{ openedAt: Number(openedAt), lotNo },
  };
}

function movementsRoute(
  app: App,
  { base, named, schemaOf, viewer }: Side,
  house: StockHouse,
): void {
  const described = schemaOf(
    named('listBookMovements'),
    'List what moved in a book, or of one lot (its line and number together), the latest first.',
    '列出账册或某一批次的库存变动及其依据单证，最新在前。',
    { 200: schemas.MOVEMENT_PAGE },
  );
  const schema = { ...described, params: BOOK_PARAMS, querystring: schemas.MOVEMENTS_QUERY };
  app.get(`${base}/books/:bookNo/movements`, { schema }, async (request, reply) => {
    const { recordNo, lotNo, after, limit = 50 } = request.query;
    if ((recordNo === undefined) !== (lotNo === undefined)) {
      throw new WindowFault('bad-request', [schemas.HALF_A_LOT]);
    }
    const lot = recordNo === undefined || lotNo === undefined ? null : { recordNo, lotNo };
    const of = { bookNo: request.params.bookNo, lot };
    const asked = { after: after === undefined ? null : movementPlaceOf(after), limit };
    const page = found(await house.stock.views.movements(of, viewer(request), asked));
    const movements = page.rows.map((row) => {
      return { ...row, at: isoShanghai(row.at), quantity: formatScaled5(row.quantity) };
    });
    const { next } = page;
    const token = next && [String(next.at), next.recordNo, next.lotNo, next.document, next.line];
    return reply.send({ movements, next: token && pageToken(token) });
  });
}

/** The latest day that a place may name: later than anything that moved. */
const LATEST = 8.64e15;

function movementPlaceOf(token: string) {
  const [at, recordNo, lotNo, document, line] = placesOfToken(token, ['', '', '', '', '']);
  return { at: Math.min(Number(at) || 0, LATEST), recordNo, lotNo, document, line };
}
