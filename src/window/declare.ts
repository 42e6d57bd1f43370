import type { Readable } from 'node:stream';
import { type TSchema, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Finding } from '../base/finding.ts';
import {
  DECLARATION_FIELDS,
  type DeclarationField,
  GOODS_FIELDS,
} from '../documents/declaration/fields.ts';
import { saidIn } from '../documents/declaration/said.ts';
import { readJson } from '../documents/json/json-text.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { WindowFault } from './problem.ts';
import { checkContent, receive, refusalOf } from './receive.ts';
import { PROBLEM_ANSWERS } from './schemas.ts';

const TAKEN = 'application/json';

/** For the reader of the description; `src/documents/declaration` judges what comes. */
function groupSchema(fields: readonly DeclarationField[], start = ''): TSchema {
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

const BODY = Type.Object(
  {
    ...(groupSchema(DECLARATION_FIELDS) as ReturnType<typeof Type.Object>).properties,
    goods: Type.Array(groupSchema(GOODS_FIELDS), { minItems: 1, maxItems: 99 }),
  },
  { description: 'One parcel; every value once, all of them texts' },
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
  checkContent(body);
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
  root.register(async (app: App) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(TAKEN, (request: FastifyRequest, payload: Readable, done) => {
      receive(parts, request, payload, (body) => done(null, body));
    });
    app.post<{ Body: Buffer | WindowFault }>(
      '/v1/declarations',
      { schema: SCHEMA, validatorCompiler: () => () => true },
      async (request, reply) => {
        const body = request.body ?? Buffer.alloc(0);
        if (body instanceof WindowFault) throw body;
        return reply.code(202).send(await declare(parts, request, body));
      },
    );
  });
}
