import { formatScaled5 } from '../base/fen.ts';
import type { Settling } from '../bonded/count.ts';
import { type CsvColumn, csvRows } from '../bonded/csv-rows.ts';
import { paperJson } from '../bonded/paper-json.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { jsonOrCsv, takeCsv } from './csv-body.ts';
import { found, REFUSED, taken } from './route.ts';
import { NOT_FOUND } from './schemas.ts';
import { quantityOf, schemaOf } from './stock.ts';
import { countViewJson } from './stock-count-desk.ts';
import * as schemas from './stock-count-schemas.ts';
import { PAPER } from './stock-schemas.ts';
import { FILE } from './stock-warehouse-schemas.ts';

/** `/v1/stock/counts`: stock-takes. */
export function countRoutes(root: App, parts: Parts): void {
  opening(root, parts);
  scanning(root, parts);
  root.register(async (app: App) => {
    takeCsv(app, parts);
    uploading(app, parts);
  });
  closing(root, parts);
}

function opening(app: App, { platform: { stock } }: Parts): void {
  const count = schemaOf(
    'declareCount',
    'Open a stock-take of a book, of some of its lines or places. Its goods do not move until it ' +
      'is closed or cancelled; lists go on being accepted, gates wait. The same one again is 200.',
    '开立盘点单：范围内货物冻结，清单继续受理，卡口等待。',
    { 200: PAPER, 201: PAPER, ...REFUSED },
  );
  const options = { schema: { ...count, body: schemas.COUNT_BODY } };
  app.post('/v1/stock/counts', options, async (request, reply) => {
    const { bookNo, ownNo, records = null, locations = null, blind = true } = request.body;
    const said = { bookNo, ownNo, records, locations, blind };
    const { paper, repeated } = taken(await stock.count(said, viewerOf(request).code));
    return reply.code(repeated ? 200 : 201).send({ ...paperJson(paper), repeated });
  });
  const view = schemaOf(
    'readCount',
    'Read a stock-take: shelf, warehouse and book side by side, lot by lot; what is promised and ' +
      'on its way in apart. While a blind count is open, only what was counted. The payment ' +
      'notice when missing goods were taxed.',
    '查询盘点单：实盘、仓库、账面三方比对；占用与在途另列；短少补税的缴款书。',
    { 200: schemas.COUNT, ...NOT_FOUND },
  );
  const viewOptions = { schema: { ...view, params: schemas.COUNT_PARAMS } };
  app.get('/v1/stock/counts/:countNo', viewOptions, async (request, reply) => {
    const { code } = viewerOf(request);
    const shown = found(await stock.viewCount(request.params.countNo, code));
    return reply.send(countViewJson(shown, stock.counts.units()));
  });
}

function scanning(app: App, { platform: { stock } }: Parts): void {
  const schema = schemaOf(
    'scanCount',
    'Scan a lot: the quantity is added to what was scanned of it at this place. The same scan ' +
      'again adds nothing. `expected` is what the book has there, unless the count is blind.',
    '盘点扫描：数量累加；同一扫描重复上报不重复计数。',
    { 200: schemas.SCANNED, ...NOT_FOUND, ...REFUSED },
  );
  const { COUNT_PARAMS: params, SCAN_BODY: body } = schemas;
  const options = { schema: { ...schema, params, body } };
  app.post('/v1/stock/counts/:countNo/scans', options, async (request, reply) => {
    const { scanId, location, lot: lotNo, recordNo = null } = request.body;
    const said = { scanId, location, lotNo, recordNo, quantity: quantityOf(request.body.quantity) };
    const { code } = viewerOf(request);
    const done = found(taken(await stock.scan(request.params.countNo, said, code)));
    const { scan, repeated, counted, expected } = done;
    return reply.send({
      ...{ scanId: scan.scanId, repeated, recordNo: scan.recordNo, lotNo: scan.lotNo },
      ...{ location: scan.location, counted: formatScaled5(counted) },
      expected: expected === null ? null : formatScaled5(expected),
    });
  });
}

const column = <Name extends string>(
  name: Name,
  zh: string,
  pattern: RegExp,
  wants: string,
): CsvColumn<Name> => ({ name, zh, pattern, wants });
const COLUMNS = [
  column('location', '库位', /^[\w:./-]{1,64}$/, 'a place'),
  column('lotNo', '批次', /^[\w@:./-]{1,160}$/, 'the number of a lot'),
  column('recordNo', '账册序号', /^[\w-]{1,30}$/, 'a record number'),
  column('quantity', '数量', /^\d{1,14}(\.\d{1,5})?$/, 'a decimal of at most five places'),
];

function countRows(file: Buffer) {
  const rows = csvRows(file, COLUMNS);
  if (!rows.ok) return rows;
  const value = rows.value.map(({ location, lotNo, recordNo, quantity }) => ({
    ...{ location: location ?? '', lotNo: lotNo ?? '', recordNo: recordNo ?? '' },
    quantity: quantityOf(quantity ?? ''),
  }));
  return { ok: true as const, value };
}

function countLines({ lines }: schemas.LinesBodyJson) {
  return lines.map((line) => ({ ...line, quantity: quantityOf(line.quantity) }));
}

function uploading(app: App, { platform: { stock } }: Parts): void {
  const schema = schemaOf(
    'uploadCount',
    'Say what lies where, lot by lot, as JSON or CSV: what was found on the shelf, or what the ' +
      'system of the warehouse has. Each line replaces what was said of its lot and place. All ' +
      'lines are taken, or none with every wrong cell.',
    '上传盘点结果或仓库系统库存（JSON 或 CSV）；错误逐单元格列出。',
    { 200: schemas.UPLOADED, ...NOT_FOUND, ...REFUSED },
  );
  const content = {
    'application/json': { schema: schemas.LINES_BODY },
    'text/csv': { schema: FILE },
  };
  const { COUNT_PARAMS: params, LINES_QUERY: querystring } = schemas;
  const options = { schema: { ...schema, params, querystring, body: { content } } };
  app.post('/v1/stock/counts/:countNo/lines', options, async (request, reply) => {
    const { side = 'shelf', uploadId } = request.query;
    const rows = jsonOrCsv(request.body, countRows, countLines);
    const lines = rows.map((row, i) => ({ ...row, scanId: `${uploadId} ${i + 1}` }));
    const { code } = viewerOf(request);
    const done = await stock.countLines(request.params.countNo, { side, lines }, code);
    return reply.send(found(taken(done)));
  });
}

function closing(app: App, { platform: { stock } }: Parts): void {
  const schema = schemaOf(
    'closeCount',
    'Close a stock-take: each difference is explained by a paper and a reason, taxed as general ' +
      'trade when goods are missing, or declared as surplus; the book then follows the shelf. ' +
      'With a difference left over it does not close. Where goods are missing that are explained ' +
      'and not taxed, it is `declared` and waits for customs; what agrees moves again.',
    '结束盘点：差异逐项说明、补税或报溢余后，账册按实物调整并解冻；短少仅作说明的须待海关同意。',
    { 200: PAPER, ...NOT_FOUND, ...REFUSED },
  );
  const { COUNT_PARAMS: params, CLOSE_BODY: body } = schemas;
  const options = { schema: { ...schema, params, body } };
  app.post('/v1/stock/counts/:countNo/close', options, async (request, reply) => {
    const said = request.body.settlements.map(({ document = null, ...rest }): Settling => {
      return { ...rest, document };
    });
    const { code } = viewerOf(request);
    const done = found(taken(await stock.closeCount(request.params.countNo, said, code)));
    return reply.send({ ...paperJson(done.paper), repeated: !done.changed });
  });
}
