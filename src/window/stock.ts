import { isoShanghai } from '../base/dates.ts';
import { formatScaled5, parseScaled5, type Scaled5 } from '../base/fen.ts';
import { fail } from '../base/result.ts';
import { stockFinding } from '../bonded/codes.ts';
import type { CrossingSaid } from '../bonded/crossing.ts';
import { displayJson } from '../bonded/display.ts';
import type { EntrySaid } from '../bonded/entry.ts';
import { balanceJson, paperJson } from '../bonded/paper-json.ts';
import type { SlipSaid, Weights } from '../bonded/slip.ts';
import type { SaidPart } from '../bonded/taking.ts';
import type { Crossed } from '../flows/crossings.ts';
import type { AnyExitSaid } from '../flows/overseas-exits.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { WindowFault } from './problem.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';
import * as schemas from './stock-schemas.ts';

/** A schema of a route about stock. */
export const schemaOf = schemasUnder('stock');

/** `/v1/stock` and `/v1/gate`: books, lots, their papers and the gate. */
export function stockRoutes(app: App, parts: Parts): void {
  looking(app, parts);
  declaring(app, parts);
  gate(app, parts);
}

function looking(app: App, { platform: { stock } }: Parts): void {
  const book = schemaOf(
    'readBook',
    'Read an account book: what came in, went out, remains and is promised, line by line; what ' +
      'is on display past its last day. For its owner and the enterprise in the zone.',
    '查询账册各序号的入、出、结余与占用数量，以及逾期未返库的展示货物。',
    { 200: schemas.BOOK, ...NOT_FOUND },
  );
  const options = { schema: { ...book, params: schemas.BOOK_PARAMS } };
  app.get('/v1/stock/books/:bookNo', options, async (request, reply) => {
    const view = found(await stock.book(request.params.bookNo, viewerOf(request).code));
    const { bookNo, enterpriseCode: enterprise, areaCode, customsCode, from, until } = view.book;
    const lines = view.lines.map(({ recordNo, itemNo, hs, name, unit, balances }) => {
      return { recordNo, itemNo, hs, name, unit, balances: balances.map(balanceJson) };
    });
    const overdue = view.overdue.map(displayJson);
    return reply.send({ bookNo, enterprise, areaCode, customsCode, from, until, lines, overdue });
  });
  const lots = schemaOf(
    'readLots',
    'Read the lots of a line in the order in which they should be taken: first what expires ' +
      'first, then what came first.',
    '查询账册序号的批次，按先到期、先入库顺序建议出库。',
    { 200: schemas.LOTS, ...NOT_FOUND },
  );
  const lotOptions = { schema: { ...lots, params: schemas.LOTS_PARAMS } };
  app.get('/v1/stock/books/:bookNo/lines/:recordNo/lots', lotOptions, async (request, reply) => {
    const { bookNo, recordNo } = request.params;
    const all = found(await stock.lots(bookNo, recordNo, viewerOf(request).code));
    const shown = all.map(({ quantity, lotNo, status, owner, location, ...lot }) => {
      const { expiresOn, document, sellable } = lot;
      const where = { lotNo, status, owner, location, expiresOn, document, sellable };
      return { ...where, quantity: formatScaled5(quantity) };
    });
    return reply.send({ lots: shown });
  });
  const paper = schemaOf(
    'readPaper',
    'Read an entry list, exit list or gate slip: its state and content so far.',
    '查询核注清单或核放单。',
    { 200: schemas.PAPER, ...NOT_FOUND },
  );
  const paperOptions = { schema: { ...paper, params: schemas.PAPER_PARAMS } };
  app.get('/v1/stock/papers/:kind/:paperNo', paperOptions, async (request, reply) => {
    return reply.send(paperJson(found(await stock.paper(request.params, viewerOf(request).code))));
  });
}

export const DECLARED = { 200: schemas.PAPER, 201: schemas.PAPER, ...REFUSED };

function declaring(app: App, { platform: { stock } }: Parts): void {
  const entry = schemaOf(
    'declareEntry',
    'Declare an entry list (核注清单 I). Goods count in the book when it is released and they are ' +
      'through the gate. Goods of the country that enter for export (`forExport`) name the ' +
      'export declaration of their seller. The same one again is answered with 200.',
    '申报入区核注清单；放行且过卡后计入账册。',
    DECLARED,
  );
  const entryOptions = { schema: { ...entry, body: schemas.ENTRY_BODY } };
  app.post('/v1/stock/entries', entryOptions, async (request, reply) => {
    const done = taken(await stock.entry(entrySaid(request.body), viewerOf(request).code));
    const { paper, repeated } = done;
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
  const exit = schemaOf(
    'declareExit',
    'Declare an exit list (核注清单 E) of released parcels, or of parcels of exports that have ' +
      'left: by their lists or by a period. Each list stands on one; the goods are worked out ' +
      'unless you say them, then they must agree. Or of goods for an overseas warehouse ' +
      '(`overseas`), which leave when customs has released it.',
    '按已放行清单申报出区核注清单；出口包裹出区后按清单或期间归并申报；或申报出区至海外仓的货物。',
    DECLARED,
  );
  const exitOptions = { schema: { ...exit, body: schemas.EXIT_BODY } };
  app.post('/v1/stock/exits', exitOptions, async (request, reply) => {
    const done = taken(await stock.exit(exitSaid(request.body), viewerOf(request).code));
    const { paper, repeated } = done;
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
  const slip = schemaOf(
    'declareSlip',
    'Declare a gate slip (核放单): one vehicle with its papers, or its share of one.',
    '申报核放单。',
    DECLARED,
  );
  const slipOptions = { schema: { ...slip, body: schemas.SLIP_BODY } };
  app.post('/v1/stock/slips', slipOptions, async (request, reply) => {
    const done = taken(await stock.slip(slipSaid(request.body), viewerOf(request).code));
    const { paper, repeated } = done;
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
  const cancel = schemaOf(
    'cancelPaper',
    'Take a paper back: a slip before it crosses, an entry or exit list while it is on no slip.',
    '作废未过卡的核放单，或未绑定核放单的核注清单。',
    { 200: schemas.PAPER, ...NOT_FOUND, ...REFUSED },
  );
  const cancelOptions = { schema: { ...cancel, params: schemas.PAPER_PARAMS } };
  app.post('/v1/stock/papers/:kind/:paperNo/cancel', cancelOptions, async (request, reply) => {
    const done = found(taken(await stock.cancel(request.params, viewerOf(request).code)));
    return reply.send(paperJson(done.paper));
  });
}

function gate(app: App, { platform: { stock } }: Parts): void {
  const crossing = schemaOf(
    'reportCrossing',
    'Ask whether a vehicle passes, and book what follows. For gates (role site). Decided in one ' +
      'call: `passed` false comes with the reasons. The same report again has the same answer.',
    '卡口过卡判定：一次调用即决定并记账；重复上报结果相同。',
    { 200: schemas.CROSSING, ...FORBIDDEN, ...REFUSED },
  );
  const options = { schema: { ...crossing, body: schemas.CROSSING_BODY } };
  app.post('/v1/gate/crossings', options, async (request, reply) => {
    const result = await stock.cross(crossingSaid(request.body), viewerOf(request));
    if (result === null) throw new WindowFault('forbidden');
    return reply.send(crossingJson(taken(result)));
  });
}

/** What a gate is told, as JSON. */
export function crossingJson(crossed: Crossed) {
  const { crossingId, slipNo, gate: at, passed, repeated, reportedAt, findings } = crossed;
  const when = isoShanghai(reportedAt);
  const answer = { crossingId, slipNo, gate: at, passed, repeated, reportedAt: when };
  return { ...answer, findings: [...findings] };
}

/** The schema lets only decimals of at most five places through. */
export const quantityOf = (text: string): Scaled5 => parseScaled5(text) ?? 0n;

function entrySaid(body: schemas.EntryBodyJson): EntrySaid {
  const { bookNo, ownNo, type = '8', declarationNo = null, slipNo = null, lines } = body;
  return {
    ...{ bookNo, ownNo, type, declarationNo, slipNo },
    ...(body.forExport ? { forExport: true as const } : {}),
    lines: lines.map(({ seq, recordNo, itemNo = null, hs = null, unit, quantity }) => {
      return { seq, recordNo, itemNo, hs, unit, quantity: quantityOf(quantity) };
    }),
  };
}

type GoodsJson = { readonly recordNo: string; readonly quantity: string };

export function goodsOf(goods: readonly GoodsJson[]) {
  return goods.map(({ recordNo, quantity }) => ({ recordNo, quantity: quantityOf(quantity) }));
}

function exitSaid(body: schemas.ExitBodyJson): AnyExitSaid {
  const { bookNo, ownNo, lists = [], period, lines = null, overseas } = body;
  if (overseas !== undefined) {
    if (lists.length > 0 || period !== undefined || lines !== null) return taken(fail([BESIDE]));
    const { parts, ...destination } = overseas;
    return { bookNo, ownNo, overseas: destination, parts: partsOf(parts) };
  }
  const days = period === undefined ? {} : { period };
  return { bookNo, ownNo, lists, ...days, lines: lines === null ? null : goodsOf(lines) };
}

const BESIDE = stockFinding('BND-OVERSEAS', 'overseas', {
  reason: 'stand alone: no lists, period or lines beside them',
  reasonZh: '不得同时填写清单、期间或汇总商品',
});

export function partsOf(parts: readonly schemas.PartJson[]): SaidPart[] {
  return parts.map(({ recordNo, lotNo = null, quantity, unit = null }) => {
    return { recordNo, lotNo, quantity: quantityOf(quantity), unit };
  });
}

export function weightsOf(weights: schemas.SlipBodyJson['weights']): Weights {
  const { tare, frame, container, gross, net, total } = weights;
  return {
    ...{ tare: quantityOf(tare), frame: quantityOf(frame), container: quantityOf(container) },
    ...{ gross: quantityOf(gross), net: quantityOf(net), total: quantityOf(total) },
  };
}

function slipSaid(body: schemas.SlipBodyJson): SlipSaid {
  const { bookNo, ownNo, way, type, binding, papers = [], vehicleNo, vehicleIc = null } = body;
  const { shares = [], lists = [], goods = [], weights } = body;
  return {
    ...{ bookNo, ownNo, way, type, binding, papers, vehicleNo, vehicleIc },
    weights: weightsOf(weights),
    shares: shares.map(({ paperNo, seq, quantity }) => {
      return { paperNo, seq, quantity: quantityOf(quantity) };
    }),
    ...{ lists, goods: goodsOf(goods) },
  };
}

/** What a gate, or an officer at one, says of a vehicle. */
export function crossingSaid(body: schemas.CrossingBodyJson): CrossingSaid {
  const { crossingId, gate: at, slipNo, vehicleNo, vehicleIc = null, weight = null } = body;
  const { stop = null } = body;
  return {
    ...{ crossingId, gate: at, slipNo, vehicleNo, vehicleIc, sealOk: body.sealOk },
    weight: weight === null ? null : quantityOf(weight),
    at: Date.parse(body.at),
    ...(stop === null ? {} : { stop }),
  };
}
