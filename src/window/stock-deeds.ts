import { paperJson } from '../bonded/paper-json.ts';
import type { Output } from '../bonded/processing.ts';
import type { TransferSaidPart } from '../bonded/transfer.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { found, REFUSED, taken } from './route.ts';
import { NOT_FOUND } from './schemas.ts';
import { DECLARED, goodsOf, partsOf, quantityOf, schemaOf } from './stock.ts';
import * as schemas from './stock-deed-schemas.ts';
import { PAPER } from './stock-schemas.ts';

/** `/v1/stock`: what is done to goods that lie in the warehouse. */
export function stockDeedRoutes(app: App, parts: Parts): void {
  working(app, parts);
  leaving(app, parts);
  transferring(app, parts);
}

function working(app: App, { platform: { stock } }: Parts): void {
  const processing = schemaOf(
    'declareProcessing',
    'Declare a processing order (STK-10): bonded goods are graded, split, repacked, labelled or ' +
      'put together as sets. Of each line of the book as much comes out as goes in. Done at once.',
    '申报简单加工；按账册序号数量守恒，不得改变税目。',
    DECLARED,
  );
  const processingOptions = { schema: { ...processing, body: schemas.PROCESSING_BODY } };
  app.post('/v1/stock/processing', processingOptions, async (request, reply) => {
    const { outputs, parts, ...rest } = request.body;
    const said = { ...rest, parts: partsOf(parts), outputs: outputs.map(outputOf) };
    const done = taken(await stock.deeds.process(said, viewerOf(request).code));
    const { paper, repeated } = done;
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
  const change = schemaOf(
    'declareChange',
    'Declare that goods become others by a document (STK-8): taxed, bonded, shown outside and ' +
      'back, fit for the shelf again. Taxing waits for customs, all else is done at once.',
    '申报库存状态转换；内销征税转非保须海关同意，其余即时生效。',
    DECLARED,
  );
  const changeOptions = { schema: { ...change, body: schemas.CHANGE_BODY } };
  app.post('/v1/stock/changes', changeOptions, async (request, reply) => {
    const { parts, until = null, ...rest } = request.body;
    const said = { ...rest, until, parts: partsOf(parts) };
    const done = taken(await stock.deeds.change(said, viewerOf(request).code));
    const { paper, repeated } = done;
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
}

function leaving(app: App, { platform: { stock } }: Parts): void {
  const disposal = schemaOf(
    'declareDisposal',
    'Ask to let goods leave the book: destroyed, sent back abroad, or sold as general trade ' +
      '(STK-13). They are promised to it until customs has decided.',
    '申请销毁、退运或按一般贸易内销；海关决定前占用库存。',
    DECLARED,
  );
  const options = { schema: { ...disposal, body: schemas.DISPOSAL_BODY } };
  app.post('/v1/stock/disposals', options, async (request, reply) => {
    const { parts, ...rest } = request.body;
    const said = { ...rest, parts: partsOf(parts) };
    const done = taken(await stock.deeds.dispose(said, viewerOf(request).code));
    const { paper, repeated } = done;
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
}

function transferring(app: App, { platform: { stock } }: Parts): void {
  const transfer = schemaOf(
    'declareTransfer',
    'Declare a transfer of bonded goods between two books (STK-11). In a zone the receiving side ' +
      'declares and the giving one confirms; between zones the giving side declares, customs ' +
      'agrees, and the receiving one confirms. Until then nothing leaves.',
    '申报账册间流转：区内由转入方先申报、转出方确认；区间由转出方先申报，海关同意后转入方确认。',
    DECLARED,
  );
  const transferOptions = { schema: { ...transfer, body: schemas.TRANSFER_BODY } };
  app.post('/v1/stock/transfers', transferOptions, async (request, reply) => {
    const { parts, ...rest } = request.body;
    const said = { ...rest, parts: transferParts(parts) };
    const done = taken(await stock.deeds.transfer(said, viewerOf(request).code));
    const { paper, repeated } = done;
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
  const confirm = schemaOf(
    'confirmTransfer',
    'Confirm a transfer as its other side, line by line: the goods change the book. Other ' +
      'quantities are refused, and nothing moves.',
    '流转另一方逐项确认；数量不一致的不予确认。',
    { 200: PAPER, ...NOT_FOUND, ...REFUSED },
  );
  const confirmOptions = {
    schema: { ...confirm, params: schemas.TRANSFER_PARAMS, body: schemas.CONFIRM_BODY },
  };
  app.post('/v1/stock/transfers/:paperNo/confirm', confirmOptions, async (request, reply) => {
    const said = transferParts(request.body.parts);
    const { paperNo } = request.params;
    const result = await stock.deeds.confirm(paperNo, said, viewerOf(request).code);
    return reply.send(paperJson(found(taken(result)).paper));
  });
}

function transferParts(parts: readonly schemas.TransferPartJson[]): TransferSaidPart[] {
  return parts.map(({ recordNo, toRecordNo, lotNo = null, quantity, unit = null }) => {
    return { recordNo, toRecordNo, lotNo, quantity: quantityOf(quantity), unit };
  });
}

function outputOf(output: schemas.ProcessingJson['outputs'][number]): Output {
  const { count, components, setNo = null, hs = null, location } = output;
  return { count, components: goodsOf(components), setNo, hs, location };
}
