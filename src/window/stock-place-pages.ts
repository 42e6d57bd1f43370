import { isoShanghai } from '../base/dates.ts';
import type { App } from './app.ts';
import { pageToken, placesOfToken } from './page-tokens.ts';
import { found } from './route.ts';
import { lotJson } from './stock-line-pages.ts';
import * as schemas from './stock-page-schemas.ts';
import { BOOK_PARAMS } from './stock-schemas.ts';
import type { Side, StockHouse } from './stock-sides.ts';

/** Places of a warehouse, and what lies at one. */
export function placeRoutes(app: App, side: Side, house: StockHouse): void {
  placesRoute(app, side, house);
  atRoute(app, side, house);
}

function placesRoute(app: App, { base, named, schemaOf, viewer }: Side, house: StockHouse): void {
  const described = schemaOf(
    named('listBookPlaces'),
    'List the places of a book in the order of their codes with what lies at each: how much of ' +
      'it is of some goods or owner, its statuses, the oldest, and what expires first.',
    '按库位编码列出账册库位及其在库情况：状态、货主、最早入库、最早到期；可按商品或货主筛选。',
    { 200: schemas.PLACE_PAGE },
  );
  const schema = { ...described, params: BOOK_PARAMS, querystring: schemas.PLACES_QUERY };
  app.get(`${base}/books/:bookNo/places`, { schema }, async (request, reply) => {
    const { recordNo = null, owner = null, after = '', limit = 200 } = request.query;
    const { views } = house.stock;
    const asked = { after, limit };
    const filter = { recordNo, owner };
    const page = found(await views.places(request.params.bookNo, viewer(request), filter, asked));
    const places = page.rows.map(({ since, statuses, owners, ...row }) => {
      const at = since === null ? null : isoShanghai(since);
      return { ...row, since: at, statuses: [...statuses], owners: [...owners] };
    });
    return reply.send({ places, next: page.next });
  });
}

function atRoute(app: App, { base, named, schemaOf, viewer }: Side, house: StockHouse): void {
  const described = schemaOf(
    named('listLotsAtPlace'),
    'List what lies at a place of a book, by line and lot.',
    '列出账册某一库位的批次。',
    { 200: schemas.AT_PAGE },
  );
  const schema = { ...described, params: BOOK_PARAMS, querystring: schemas.AT_QUERY };
  app.get(`${base}/books/:bookNo/places/lots`, { schema }, async (request, reply) => {
    const { location, after, limit = 50 } = request.query;
    const [recordNo, lotNo] = placesOfToken(after, ['', '']);
    const asked = { after: { recordNo, lotNo }, limit };
    const { views } = house.stock;
    const { bookNo } = request.params;
    const page = found(await views.lotsAt(bookNo, viewer(request), location, asked));
    const lots = page.rows.map((lot) => {
      return { ...lotJson(lot), frozen: lot.frozen, name: lot.name, unit: lot.unit };
    });
    const { next } = page;
    return reply.send({ lots, next: next && pageToken([next.recordNo, next.lotNo]) });
  });
}
