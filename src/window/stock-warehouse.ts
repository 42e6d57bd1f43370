import { isoShanghai } from '../base/dates.ts';
import { type CsvColumn, csvRows } from '../bonded/csv-rows.ts';
import { bookStream } from '../bonded/events.ts';
import type { MovementKind, MovementSaid } from '../bonded/movement.ts';
import { paperJson } from '../bonded/paper-json.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { jsonOrCsv, takeCsv } from './csv-body.ts';
import { WindowFault } from './problem.ts';
import { readOrWait, type Waits } from './receipts.ts';
import { found, REFUSED, taken } from './route.ts';
import { NOT_FOUND } from './schemas.ts';
import { quantityOf, schemaOf } from './stock.ts';
import { PAPER } from './stock-schemas.ts';
import * as schemas from './stock-warehouse-schemas.ts';

/** `/v1/stock/movements`, `/v1/stock/events` and what was received of an entry list. */
export function warehouseRoutes(root: App, parts: Parts): void {
  root.register(async (app: App) => {
    takeCsv(app, parts);
    movements(app, parts);
  });
  events(root, parts);
  receiving(root, parts);
}

function movements(app: App, { platform: { stock } }: Parts): void {
  const schema = schemaOf(
    'reportMovements',
    'Report movements of a warehouse: put-away from RECEIVING, relocation, picking for a ' +
      'list. As JSON or CSV. Each names the paper or list behind it and is accepted or refused ' +
      'for itself; the same event again has the same answer. What is out of order is `retryable`.',
    '上报仓库移动：上架、移库、拣货；逐条受理或退回，均须注明依据单证。',
    { 200: schemas.MOVEMENTS, ...NOT_FOUND, ...REFUSED },
  );
  const content = {
    'application/json': { schema: schemas.MOVEMENTS_BODY },
    'text/csv': { schema: schemas.FILE },
  };
  const options = { schema: { ...schema, querystring: schemas.BOOK_QUERY, body: { content } } };
  app.post('/v1/stock/movements', options, async (request, reply) => {
    const said = jsonOrCsv(request.body, movementRows, movementsSaid);
    const done = found(await stock.move(request.query.bookNo, said, viewerOf(request).code));
    const accepted = done.filter((one) => one.accepted).length;
    const shown = done.map((one) => ({ ...one, findings: [...one.findings] }));
    return reply.send({ accepted, refused: done.length - accepted, movements: shown });
  });
}

function movementsSaid({ movements: all }: schemas.MovementsBodyJson): MovementSaid[] {
  return all.map(movementSaid);
}

function movementSaid(json: schemas.MovementJson): MovementSaid {
  const { eventId, kind, recordNo, quantity, lotNo = null, from = null } = json;
  const { location = null, expiresOn = null, document = null, at } = json;
  return {
    ...{ eventId, kind, recordNo, quantity: quantityOf(quantity), lotNo, from, location },
    ...{ expiresOn, document, at: Date.parse(at) },
  };
}

const DECIMAL = /^\d{1,14}(\.\d{1,5})?$/;
const PLACE = /^[\w:./-]{1,64}$/;
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const column = <Name extends string>(
  name: Name,
  zh: string,
  pattern: RegExp,
  wants: string,
): CsvColumn<Name> => ({ name, zh, pattern, wants });

const COLUMNS = [
  column('eventId', '事件编号', /^.{1,64}$/, 'a number of up to 64 characters'),
  column('kind', '类型', /^(put-away|relocation|pick)$/, 'put-away, relocation or pick'),
  column('recordNo', '账册序号', /^[\w-]{1,30}$/, 'a record number'),
  column('quantity', '数量', DECIMAL, 'a decimal of at most five places'),
  { ...column('lotNo', '批次', /^[\w@:./-]{1,160}$/, 'the number of a lot'), optional: true },
  { ...column('from', '原库位', PLACE, 'a place'), optional: true },
  { ...column('location', '目的库位', PLACE, 'a place'), optional: true },
  { ...column('expiresOn', '有效期', /^\d{4}-\d{2}-\d{2}$/, 'a day: 2027-01-31'), optional: true },
  { ...column('document', '依据单证', /^.{1,80}$/, 'a paper or list'), optional: true },
  column('at', '时间', STAMP, 'a time with its zone: 2026-11-28T09:00:00+08:00'),
];

function movementRows(file: Buffer) {
  const rows = csvRows(file, COLUMNS);
  if (!rows.ok) return rows;
  const value = rows.value.map((row): MovementSaid => {
    const { eventId, kind, recordNo, quantity, lotNo, from, location } = row;
    return {
      ...{ eventId: eventId ?? '', kind: kind as MovementKind, recordNo: recordNo ?? '' },
      ...{ quantity: quantityOf(quantity ?? ''), lotNo, from, location },
      ...{ expiresOn: row.expiresOn, document: row.document, at: Date.parse(row.at ?? '') },
    };
  });
  return { ok: true as const, value };
}

const LIMIT = 100;

function events(app: App, parts: Parts): void {
  const waits: Waits = new Map();
  const schema = schemaOf(
    'readStockEvents',
    'Read the events of a book: numbered, replayable for ever. Lists released to be picked and ' +
      'gone through the gate; papers that are new or changed; once a day, displays that are ' +
      'overdue. With `wait` the call returns as soon as there is one.',
    '按顺序读取账册事件：待拣清单、已出区清单、单证及其状态、逾期展示（每日一次）；可永久重放。',
    { 200: schemas.EVENTS, ...NOT_FOUND },
  );
  const options = { schema: { ...schema, querystring: schemas.EVENTS_QUERY } };
  app.get('/v1/stock/events', options, async (request, reply) => {
    const { bookNo, after = 0, limit = LIMIT, wait = 0 } = request.query;
    const { stock } = parts.platform;
    const { code } = viewerOf(request);
    if (parts.unread.isFull(code)) throw new WindowFault('overload');
    if (!(await stock.keeps(bookNo, code))) throw new WindowFault('not-found');
    const page = { after, limit, wait };
    const found = await readOrWait(parts, waits, bookStream(bookNo), page, reply);
    const next = Number(found.at(-1)?.cursor ?? after);
    return reply.send({ events: found.map(eventJson), next });
  });
}

function eventJson({ cursor, at, keys, status: state, lines, findings }: FiledReceipt) {
  const { kind = '', number = '', ownNo, orderNo, logisticsNo } = keys;
  const goods = lines?.map(({ recordNo = '', quantity = '', unit = '' }) => {
    return { recordNo, quantity, unit };
  });
  return {
    ...{ cursor: Number(cursor), at: isoShanghai(at), kind, number, state },
    ...(ownNo === undefined ? {} : { ownNo }),
    ...(orderNo === undefined ? {} : { orderNo }),
    ...(logisticsNo === undefined ? {} : { logisticsNo }),
    ...(goods === undefined ? {} : { goods }),
    ...(findings.length === 0 ? {} : { findings: [...findings] }),
  };
}

function receiving(app: App, { platform: { stock } }: Parts): void {
  const schema = schemaOf(
    'reportReceived',
    'Report what was counted of an entry list that came: what is short stays in RECEIVING as an ' +
      'open difference, what is more or other than declared comes in as surplus.',
    '上报入区核注清单收货结果：短少留待处理，溢余及错货记为溢余批次。',
    { 200: PAPER, ...NOT_FOUND, ...REFUSED },
  );
  const { RECEIVED_PARAMS: params, RECEIVED_BODY: body } = schemas;
  const options = { schema: { ...schema, params, body } };
  app.post('/v1/stock/entries/:paperNo/received', options, async (request, reply) => {
    const lines = request.body.lines.map(({ seq = null, recordNo = null, counted }) => {
      return { seq, recordNo, counted: quantityOf(counted) };
    });
    const { code } = viewerOf(request);
    const done = found(taken(await stock.received(request.params.paperNo, lines, code)));
    return reply.send({ ...paperJson(done.paper), repeated: done.repeated });
  });
}
