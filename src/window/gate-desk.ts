import type { FastifyRequest } from 'fastify';
import { isoShanghai } from '../base/dates.ts';
import { formatScaled5 } from '../base/fen.ts';
import type { Crossing } from '../bonded/crossing-store.ts';
import { holdOf } from '../bonded/hold.ts';
import { loadJson } from '../bonded/load-json.ts';
import { paperJson } from '../bonded/paper-json.ts';
import { readReported } from '../bonded/papers-codec.ts';
import type { Slip } from '../bonded/slip.ts';
import type { SlipAtGate } from '../flows/gate-desk.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { Officer } from '../registry/officer.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import * as schemas from './gate-desk-schemas.ts';
import { placeOf, placeText } from './places.ts';
import { WindowFault } from './problem.ts';
import { checkRight, mayDo } from './rights.ts';
import { found, REFUSED, schemasUnder, taken } from './route.ts';
import { FORBIDDEN, NOT_FOUND } from './schemas.ts';
import { crossingJson, crossingSaid } from './stock.ts';
import { REASON_BODY } from './stock-count-schemas.ts';
import { LOAD } from './stock-load-schemas.ts';
import { CROSSING, CROSSING_BODY, PAPER } from './stock-schemas.ts';

/** One side of the window: its addresses, the names of its calls, and who asks. */
type Side = {
  readonly base: string;
  readonly tag: string;
  readonly named: (call: string) => string;
  /** Who looks at all that comes to gates. @throws WindowFault for those who keep none */
  readonly watch: (request: FastifyRequest) => void;
  /** Who looks at one slip; null is the authority. */
  readonly viewer: (request: FastifyRequest) => Enterprise | null;
};

const OWN: Side = {
  ...{ base: '/v1/gate', tag: 'stock', named: (call) => call },
  watch: (request) => {
    if (!viewerOf(request).roles.includes('site')) throw new WindowFault('forbidden');
  },
  viewer: viewerOf,
};
const ANY: Side = {
  ...{ base: '/v1/office/gate', tag: 'office', named: (call) => `${call}OfAny` },
  watch: (request) => checkRight(request, 'gate.read'),
  viewer: (request) => {
    checkRight(request, 'gate.read');
    return null;
  },
};

/** Vehicles that are due, one slip, what was reported; for gates and officers. */
export function gateDeskRoutes(app: App, parts: Parts): void {
  for (const side of [OWN, ANY]) {
    slipsRoute(app, side, parts);
    slipRoute(app, side, parts);
    crossingsRoute(app, side, parts);
  }
  officeRoutes(app, parts);
  releaseRoute(app, parts);
}

function slipsRoute(app: App, { base, tag, named, watch }: Side, { platform }: Parts): void {
  const schema = {
    ...schemasUnder(tag, FORBIDDEN)(
      named('listSlips'),
      'List the slips whose vehicles are due, the oldest first, or find one by its number or the ' +
        'plate of its vehicle. For gates (role site) and officers.',
      '列出待过卡核放单（先申报的在前），或按核放单号、车牌号查找。',
      { 200: schemas.SLIPS },
    ),
    querystring: schemas.SLIPS_QUERY,
  };
  app.get(`${base}/slips`, { schema }, async (request, reply) => {
    watch(request);
    const { number, after, limit = 50 }: schemas.SlipsQuery = request.query;
    const { gate } = platform.stock;
    if (number !== undefined) {
      const slip = await gate.find(number.trim());
      return reply.send({ slips: slip === null ? [] : [lineOf(slip)], next: null });
    }
    const slips = await gate.due(after === undefined ? null : placeOf(after), limit + 1);
    const shown = slips.slice(0, limit);
    const last = slips.length > limit ? shown.at(-1) : undefined;
    const next = last === undefined ? null : placeText({ at: last.madeAt, name: last.paperNo });
    return reply.send({ slips: shown.map(lineOf), next });
  });
}

function slipRoute(app: App, { base, tag, named, viewer }: Side, { platform }: Parts): void {
  const schema = {
    ...schemasUnder(tag, { ...FORBIDDEN, ...NOT_FOUND })(
      named('readSlip'),
      'Read a slip as a gate sees it: vehicle, weights, documents, what was reported, and why it ' +
        'would not pass now. For gates, officers and those who keep the book.',
      '查询核放单的过卡视图：车辆、重量、单证、历次过卡及当前不得过卡的原因。',
      { 200: schemas.SLIP },
    ),
    params: schemas.SLIP_PARAMS,
  };
  app.get(`${base}/slips/:slipNo`, { schema }, async (request, reply) => {
    const firm = viewer(request);
    const view = found(await platform.stock.gate.view(request.params.slipNo, firm));
    const mayRelease = firm === null && mayDo(request, 'gate.work');
    const mayReport = mayRelease || firm?.roles.includes('site') === true;
    return reply.send({ ...slipJson(view), mayReport, mayRelease });
  });
}

function crossingsRoute(app: App, { base, tag, named, watch }: Side, { platform }: Parts): void {
  const schema = {
    ...schemasUnder(tag, FORBIDDEN)(
      named('listCrossings'),
      'List what was reported of vehicles, the newest first; of one gate, of one day.',
      '列出过卡记录，新的在前；可按卡口和日期筛选。',
      { 200: schemas.CROSSINGS },
    ),
    querystring: schemas.CROSSINGS_QUERY,
  };
  app.get(`${base}/crossings`, { schema }, async (request, reply) => {
    watch(request);
    const { gate, day, after, limit = 50 }: schemas.CrossingsQueryJson = request.query;
    const crossings = await platform.stock.gate.crossings({
      ...{ gate: gate ?? null, day: day ?? null, limit: limit + 1 },
      after: after === undefined ? null : placeOf(after),
    });
    const shown = crossings.slice(0, limit);
    const last = crossings.length > limit ? shown.at(-1) : undefined;
    const place = last && { at: last.reportedAt, name: last.crossingId };
    const next = place === undefined ? null : placeText(place);
    return reply.send({ crossings: shown.map(reportedJson), next });
  });
}

/** @throws WindowFault 403 */
function workerOf(request: FastifyRequest): Officer {
  checkRight(request, 'gate.work');
  return found(request.officer);
}

function officeRoutes(app: App, { platform: { stock } }: Parts): void {
  const schemaOf = schemasUnder('office', FORBIDDEN);
  const crossing = schemaOf(
    'reportCrossingOfAny',
    'Report a vehicle by hand, hold it or turn it back: decided as a report of the gate itself.',
    '人工上报过卡、扣留或劝返车辆；判定规则与卡口自动上报相同。',
    { 200: CROSSING, ...REFUSED },
  );
  const options = { schema: { ...crossing, body: CROSSING_BODY } };
  app.post('/v1/office/gate/crossings', options, async (request, reply) => {
    const result = await stock.cross(crossingSaid(request.body), workerOf(request));
    return reply.send(crossingJson(taken(found(result))));
  });
  const load = schemaOf(
    'readLoadOfAny',
    'Read the load list of any slip out: its parcels, and which of them keep the vehicle.',
    '查询任一出区核放单的载货单。',
    { 200: LOAD, ...NOT_FOUND },
  );
  const loadSchema = { ...load, params: schemas.SLIP_PARAMS };
  app.get('/v1/office/gate/slips/:slipNo/load', { schema: loadSchema }, async (request, reply) => {
    checkRight(request, 'gate.read');
    return reply.send(loadJson(found(await stock.load(request.params.slipNo, null))));
  });
}

function releaseRoute(app: App, { platform: { stock } }: Parts): void {
  const schema = {
    ...schemasUnder('office', { ...FORBIDDEN, ...NOT_FOUND })(
      'releaseVehicle',
      'Let a vehicle go that is held at a gate. It passes when it is reported again.',
      '解除车辆扣留；再次上报过卡后放行。',
      { 200: PAPER, ...REFUSED },
    ),
    ...{ params: schemas.SLIP_PARAMS, body: REASON_BODY },
  };
  app.post('/v1/office/gate/slips/:slipNo/release', { schema }, async (request, reply) => {
    const { number } = workerOf(request);
    const { slipNo } = request.params;
    const done = taken(await stock.gate.release(slipNo, number, request.body.reason));
    return reply.send(paperJson(found(done).paper));
  });
}

function lineOf({ paperNo, bookNo, enterprise, state, madeAt, body }: Slip) {
  const { way, type, vehicleNo, weights, papers, lists } = body;
  return {
    ...{ slipNo: paperNo, bookNo, enterprise, way, type, state, vehicleNo },
    ...{ total: formatScaled5(weights.total), papers: papers.length, parcels: lists.length },
    ...{ isHeld: holdOf(body) !== null, madeAt: isoShanghai(madeAt) },
  };
}

function slipJson({ slip, tolerance, papers, findings, crossings }: SlipAtGate) {
  const { vehicleIc, weights, shares, goods, holds = [] } = slip.body;
  const decimals = Object.entries(weights).map(([name, kg]) => [name, formatScaled5(kg)]);
  return {
    ...{ ...lineOf(slip), vehicleIc, weights: Object.fromEntries(decimals) },
    tolerance: tolerance === null ? null : formatScaled5(tolerance),
    documents: [...papers],
    shares: shares.map((one) => ({ ...one, quantity: formatScaled5(one.quantity) })),
    goods: goods.map((one) => ({ ...one, quantity: formatScaled5(one.quantity) })),
    ...{ findings: [...findings], holds: [...holds] },
    crossings: crossings.map(reportedJson),
  };
}

function reportedJson(crossing: Crossing) {
  const { vehicleNo, weight, sealOk, stop } = readReported(crossing.said);
  const { crossedAt, reporter } = crossing;
  return {
    ...crossingJson({ ...crossing, repeated: false }),
    ...{ vehicleNo, weight, sealOk, stop: stop?.act ?? null, reporter },
    crossedAt: isoShanghai(crossedAt),
  };
}
