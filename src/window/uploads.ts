import type { Readable } from 'node:stream';
import { type TSchema, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { CellFinding } from '../documents/declaration/rows.ts';
import { templateCsv, templateXlsx } from '../documents/declaration/template.ts';
import type { FileReport, FileWay } from '../flows/declare-file.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { DECLARED } from './declare.ts';
import { WindowFault } from './problem.ts';
import { checkContent, receive, refusalOf } from './receive.ts';
import { COMMON_PROBLEMS, PROBLEM_ANSWERS } from './schemas.ts';

const CSV = 'text/csv';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TAKEN = [CSV, XLSX, 'application/octet-stream'];

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const CELL_FINDING = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  law: orNull(Type.String()),
  hint: orNull(Type.String()),
  hintZh: Type.Optional(orNull(Type.String())),
  sheet: Type.String({ description: 'Empty for CSV' }),
  row: Type.Integer({ description: 'As the spreadsheet numbers it' }),
  column: orNull(Type.String({ examples: ['AB'] })),
  header: orNull(Type.String()),
  value: orNull(Type.String({ description: 'Personal ones masked' })),
});

const ENTRY = Type.Object({
  orderNo: Type.String(),
  rows: Type.Array(Type.Integer()),
  filed: Type.Boolean(),
  ...{ messageIds: orNull(DECLARED.properties.messageIds) },
  copNo: orNull(Type.String()),
  preNo: orNull(Type.String()),
  duplicate: Type.Boolean({ description: 'It was there already; nothing was done again' }),
  findings: Type.Array(CELL_FINDING),
});

const REPORT = Type.Object(
  {
    filed: Type.Integer({ description: 'Declarations that are stored durably' }),
    refused: Type.Integer({ description: 'Declarations of which nothing was stored' }),
    declarations: Type.Array(ENTRY),
  },
  { description: 'What became of each declaration of the file' },
);

const SCHEMA = {
  summary: 'Declare parcels in a file',
  description:
    'A CSV (UTF-8 or GB18030) or XLSX file with a row a line of goods; rows of one order are ' +
    'one parcel, declared as by `POST /v1/declarations`. The first row holds the names of the ' +
    'columns, in Chinese or English, as in the template. Right declarations are filed and wrong ' +
    'told cell by cell; with check=true nothing is filed, and what documents on file would say ' +
    `of it is not told. Up to ${LIMITS.uploadDeclarations} declarations. A file that cannot be ` +
    'read is refused whole (422).\n\n' +
    '批量申报：CSV 或 XLSX 文件，每行一项商品，同一订单的各行为一票。正确的申报入库，错误逐单元格列出。',
  tags: ['declarations'],
  operationId: 'declareFile',
  consumes: TAKEN,
  querystring: Type.Object({
    allOrNothing: Type.Optional(
      Type.Boolean({ description: 'File all declarations, or none when one is wrong' }),
    ),
    check: Type.Optional(
      Type.Boolean({ description: 'File nothing: tell what is wrong with each before it is sent' }),
    ),
  }),
  body: {
    content: Object.fromEntries(
      TAKEN.map((type) => [type, { schema: Type.String({ description: 'The file' }) }]),
    ),
  },
  response: { 200: REPORT, ...PROBLEM_ANSWERS },
};

/** A finding on a file that is not read, with the cell as its path. */
function asFinding(finding: Finding | CellFinding): Finding {
  if (!('sheet' in finding)) return finding;
  const { sheet, row, column, header: _header, value: _value, ...rest } = finding;
  const cell = `${column ?? ''}${row}`;
  return { ...rest, path: sheet === '' ? cell : `${sheet}!${cell}` };
}

function jsonReport({ filed, refused, declarations }: FileReport) {
  return {
    filed,
    refused,
    declarations: declarations.map(({ orderNo, rows, declared, findings }) => ({
      orderNo,
      rows: [...rows],
      filed: declared !== null,
      messageIds: declared?.messageIds ?? null,
      copNo: declared?.copNo ?? null,
      preNo: declared?.preNo ?? null,
      duplicate: declared?.duplicate ?? false,
      findings: [...findings],
    })),
  };
}

/** `POST /v1/declarations/uploads`. */
export function uploadRoutes(root: App, parts: Parts): void {
  root.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(TAKEN, (request: FastifyRequest, payload: Readable, done) => {
      receive(parts, request, payload, (body) => done(null, body));
    });
    app.post<{ Body: Buffer | WindowFault; Querystring: Flags }>(
      '/v1/declarations/uploads',
      {
        schema: SCHEMA,
        validatorCompiler: ({ httpPart }) => (httpPart === 'body' ? taken : areFlags),
      },
      async (request, reply) => {
        const body = request.body ?? Buffer.alloc(0);
        if (body instanceof WindowFault) throw body;
        checkContent(body);
        const result = await parts.platform.declareFile(
          body,
          viewerOf(request),
          wayOf(request.query),
        );
        if ('accepted' in result) throw refusalOf(result);
        if (!result.ok) throw new WindowFault('refused', result.error.map(asFinding));
        return reply.send(jsonReport(result.value));
      },
    );
  });
}

const taken = () => true;

type Flags = { readonly allOrNothing?: unknown; readonly check?: unknown };

/** The parameters of the query, whose compiler is not that of the body. */
function areFlags(query: unknown): boolean {
  const { allOrNothing, check } = query as Flags;
  return [allOrNothing, check].every((one) => one === undefined || /^(true|false)$/.test(`${one}`));
}

function wayOf({ allOrNothing, check }: Flags): FileWay {
  if (check === 'true') return 'check';
  return allOrNothing === 'true' ? 'together' : 'each';
}

const TEMPLATES = {
  csv: { type: `${CSV}; charset=utf-8`, write: templateCsv },
  xlsx: { type: XLSX, write: templateXlsx },
} as const;

/** `GET /v1/declarations/template.csv` and `.xlsx`. */
export function templateRoutes(app: App): void {
  for (const form of ['csv', 'xlsx'] as const) {
    const { type, write } = TEMPLATES[form];
    const schema = {
      summary: `Template of a file of declarations, ${form.toUpperCase()}`,
      description: 'A star marks what is required.\n\n批量申报模板，带 * 的列必填。',
      tags: ['declarations'],
      operationId: `declarationTemplate${form === 'csv' ? 'Csv' : 'Xlsx'}`,
      querystring: Type.Object({
        lang: Type.Optional(
          Type.Union([Type.Literal('zh'), Type.Literal('en')], {
            description: 'Names of the columns; default zh',
          }),
        ),
      }),
      response: {
        200: { description: 'The file', content: { [type]: { schema: Type.String() } } },
        ...COMMON_PROBLEMS,
      },
    };
    app.get(`/v1/declarations/template.${form}`, { schema }, async (request, reply) => {
      const file = write(request.query.lang ?? 'zh');
      reply.header('content-disposition', `attachment; filename="declarations.${form}"`);
      return reply.type(type).send(file as never);
    });
  }
}
