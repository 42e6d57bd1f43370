import type { Readable } from 'node:stream';
import { type TSchema, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Finding } from '../base/finding.ts';
import {
  DECLARATION_FIELDS,
  GOODS_FIELDS,
  type SaidField,
} from '../documents/declaration/fields.ts';
import { type SaidTables, saidIn } from '../documents/declaration/said.ts';
import { readJson } from '../documents/json/json-text.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { WindowFault } from './problem.ts';
import { checkContent, receive, refusalOf } from './receive.ts';
import { PROBLEM_ANSWERS } from './schemas.ts';

export const TAKEN = 'application/json';

/** For the reader of the description; `src/documents/declaration` judges what comes. */
function groupSchema(fields: readonly SaidField[], start = ''): TSchema {
  const names = new Set(fields.map(({ path }) => path.slice(start.length).split('.')[0]!));
  const members = [...names].map((name) => {
    const field = fields.find(({ path }) => path === start + name);
    const inner = fields.filter(({ path }) => path.startsWith(`${start}${name}.`));
    const schema =
      field === undefined
        ? groupSchema(inner, `${start}${name}.`)
        : Type.String({ description: `${field.zh} · ${field.en}`, examples: [field.example] });
    const required = field?.required ?? inner.some((one) => one.required);
    return [name, required ? schema : Type.Optional(schema)] as const;
  });
  return Type.Object(Object.fromEntries(members));
}

/** The body that field tables describe. */
export function bodySchema({ head, goods }: SaidTables, maxItems: number, description: string) {
  return Type.Object(
    {
      ...(groupSchema(head) as ReturnType<typeof Type.Object>).properties,
      goods: Type.Array(groupSchema(goods), { minItems: 1, maxItems }),
    },
    { description },
  );
}

const BODY = bodySchema(
  { head: DECLARATION_FIELDS, goods: GOODS_FIELDS },
  99,
  'One parcel; every value once, all of them texts',
);

const uuid = Type.String({ description: 'For GET /v1/messages/{messageId}' });

/** What a declaration that was taken is answered. */
export const DECLARED = Type.Object(
  {
    messageIds: Type.Object({ order: uuid, payment: uuid, waybill: uuid, list: uuid }),
    declarations: Type.Array(
      Type.Object({
        orderNo: Type.String(),
        copNo: Type.String(),
        preNo: Type.Union([Type.String(), Type.Null()], {
          description: 'For GET /v1/declarations/{listNo}',
        }),
      }),
    ),
    duplicate: Type.Boolean({ description: 'All of it was there already; nothing was done again' }),
  },
  { description: 'Stored durably, all four documents' },
);

const SCHEMA = {
  summary: 'Declare one parcel in one body',
  description:
    'Order, payment, waybill and list at once, by right of the undertakings that the sender has ' +
    'on file for the platform or seller (order), the payment firm (payment) and the carrier ' +
    '(waybill); whoever is the party itself needs none. Each value is said once and the ' +
    'platform writes the four messages. All four are filed, or none: every finding has the JSON ' +
    'pointer of the value. The same declaration again does nothing twice; another one under the ' +
    'same numbers is 409.\n\n' +
    '一次申报：以一个 JSON 同时申报订单、支付单、运单和清单，凭已备案的代传承诺代为传输；四单同时入库或全部不入库。',
  tags: ['declarations'],
  operationId: 'declare',
  consumes: [TAKEN],
  body: { content: { [TAKEN]: { schema: BODY } } },
  response: { 202: DECLARED, ...PROBLEM_ANSWERS },
};

async function declare({ platform }: Parts, request: FastifyRequest, body: Buffer) {
  const json = readJson(body);
  if (!json.ok) throw new WindowFault('bad-request', json.error);
  const findings: Finding[] = [];
  const said = saidIn(json.value, findings);
  if (findings.length > 0) throw new WindowFault('refused', findings);
  const result = await platform.declare(said, viewerOf(request), body.length);
  if (!result.accepted) throw refusalOf(result);
  const { messageIds, orderNo, copNo, preNo, duplicate } = result;
  return { messageIds, declarations: [{ orderNo, copNo, preNo }], duplicate };
}

/** `POST /v1/declarations`. */
export function declareRoutes(root: App, parts: Parts): void {
  withBytes(root, parts, (app) => {
    app.post<{ Body: Buffer | WindowFault }>(
      '/v1/declarations',
      { schema: SCHEMA, ...AS_IT_CAME },
      async (request, reply) => {
        return reply.code(202).send(await declare(parts, request, bytesOf(request.body)));
      },
    );
  });
}

/** Routes that take JSON as the bytes that came, and judge them themselves. */
export function withBytes(root: App, parts: Parts, routes: (app: App) => void): void {
  root.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(TAKEN, (request: FastifyRequest, payload: Readable, done) => {
      receive(parts, request, payload, (body) => done(null, body));
    });
    routes(app);
  });
}

/** Options of such a route. */
export const AS_IT_CAME = { validatorCompiler: () => () => true };

/** The bytes of a body, or why it was not read. @throws WindowFault */
export function bytesOf(body: Buffer | WindowFault | undefined): Buffer {
  if (body instanceof WindowFault) throw body;
  const bytes = body ?? Buffer.alloc(0);
  checkContent(bytes);
  return bytes;
}
