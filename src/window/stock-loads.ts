import { loadJson } from '../bonded/load-json.ts';
import { paperJson } from '../bonded/paper-json.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { found, REFUSED, taken } from './route.ts';
import { NOT_FOUND } from './schemas.ts';
import { schemaOf, weightsOf } from './stock.ts';
import * as schemas from './stock-load-schemas.ts';
import { PAPER } from './stock-schemas.ts';

/** `/v1/stock/slips`: load lists, which are the parcels of slips out. */
export function loadRoutes(app: App, { platform: { stock } }: Parts): void {
  const view = schemaOf(
    'readLoad',
    'Read the load list of a slip out: each parcel with the status of its list, and why it ' +
      'keeps the vehicle from passing if it does. For those who keep the book, and for gates ' +
      '(role site).',
    '查询核放单的载货单：各包裹清单状态及不得过卡的原因。',
    { 200: schemas.LOAD, ...NOT_FOUND },
  );
  const { SLIP_PARAMS: params, UNLOAD_BODY: body } = schemas;
  const viewOptions = { schema: { ...view, params } };
  app.get('/v1/stock/slips/:slipNo/load', viewOptions, async (request, reply) => {
    const load = await stock.load(request.params.slipNo, viewerOf(request));
    return reply.send(loadJson(found(load)));
  });
  const unload = schemaOf(
    'unloadParcels',
    'Take parcels off a load list before the gate, with the weights of the vehicle without them. ' +
      'They wait on their exit list for another slip. After the gate nothing changes.',
    '过卡前将包裹从载货单移除并更新重量；过卡后载货单不得变更。',
    { 200: PAPER, ...NOT_FOUND, ...REFUSED },
  );
  const options = { schema: { ...unload, params, body } };
  app.post('/v1/stock/slips/:slipNo/unload', options, async (request, reply) => {
    const { lists, weights } = request.body;
    const said = { lists, weights: weightsOf(weights) };
    const { code } = viewerOf(request);
    const done = found(taken(await stock.unload(request.params.slipNo, said, code)));
    return reply.send({ ...paperJson(done.paper), repeated: !done.changed });
  });
}
