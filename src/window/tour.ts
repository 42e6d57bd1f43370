import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type Instant, isoShanghai } from '../base/dates.ts';
import { type Fen, formatFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { DOCUMENTS, type DocumentName } from '../flows/declare.ts';
import type { App, Parts } from './app.ts';
import { jsonDeclaration } from './declarations.ts';
import { WindowFault } from './problem.ts';
import { publicBound } from './public-bound.ts';
import { found, schemasUnder } from './route.ts';
import { DECLARATION, FINDING, NOT_FOUND, PROBLEM_ANSWERS } from './schemas.ts';
import { isFromHere } from './session-guard.ts';

/** One document of the parcel of a tour, and what the window said to it. */
export type TourMessage = {
  readonly document: DocumentName;
  /** `CEB311`. */
  readonly type: string;
  readonly sender: string;
  readonly senderName: string;
  readonly xml: string;
  /** Null until it was sent. */
  readonly sentAt: Instant | null;
  /** Null when it was not sent, or refused. */
  readonly messageId: string | null;
  /** Why it was refused as a whole. */
  readonly findings: readonly Finding[];
};

/** A made-up parcel that a newcomer sees through. */
export type TourParcel = {
  readonly id: string;
  readonly orderNo: string;
  readonly platform: string;
  readonly seller: string;
  readonly warehouse: string;
  /** Masked. */
  readonly buyer: string;
  readonly goods: readonly {
    readonly name: string;
    readonly quantity: string;
    readonly price: Fen;
  }[];
  readonly freight: Fen;
  /** What the order states. */
  readonly tax: Fen;
  readonly messages: readonly TourMessage[];
};

/** The guided tour of a sample zone. */
export type Tour = {
  /** Whether the sample is there already. */
  isOpen(): boolean;
  /** Makes a parcel and puts its buyer, goods and book on file. */
  begin(): Promise<TourParcel>;
  /** Null when there is none, or it was too long ago. */
  find(id: string): TourParcel | null;
  /** Sends one of its documents as the firm would; once more does nothing. */
  send(id: string, document: DocumentName): Promise<TourParcel | null>;
};

const MESSAGE = Type.Object({
  document: Type.Unsafe<DocumentName>(Type.String({ enum: [...DOCUMENTS] })),
  type: Type.String(),
  sender: Type.String({ description: 'Code of the firm that sends it' }),
  senderName: Type.String(),
  xml: Type.String({ description: 'The signed message; the person in it is made up' }),
  sentAt: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union([Type.String(), Type.Null()], {
    description: 'What became of its record: `filed`, `refused` ...; null until that is known',
  }),
  findings: Type.Array(FINDING, { description: 'Why it was refused as a whole' }),
});

const MONEY = Type.String({ description: 'Yuan', examples: ['168.00'] });

const TOUR = Type.Object({
  id: Type.String(),
  orderNo: Type.String(),
  platform: Type.String(),
  seller: Type.String(),
  warehouse: Type.String(),
  buyer: Type.String({ description: 'Masked' }),
  goods: Type.Array(Type.Object({ name: Type.String(), quantity: Type.String(), price: MONEY })),
  freight: MONEY,
  tax: MONEY,
  messages: Type.Array(MESSAGE),
  /** Null until its list is on file. */
  declaration: Type.Union([DECLARATION, Type.Null()]),
  milliseconds: Type.Union([Type.Integer(), Type.Null()], {
    description: 'From the last document that it waited for to the verdict',
  }),
});

const ID = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) });
const WHICH = Type.Object(
  { document: Type.Unsafe<DocumentName>(Type.String({ enum: [...DOCUMENTS] })) },
  { additionalProperties: false },
);

const schemaOf = schemasUnder('tour', {
  ...NOT_FOUND,
  ...{ 403: PROBLEM_ANSWERS[403], 429: PROBLEM_ANSWERS[429] },
});

/**
 * `/v1/public/tour`: a made-up parcel from order to release, step by step. Only the sample zone has
 * it: in any other nobody makes up parcels, and it answers 404.
 */
export function tourRoutes(app: App, parts: Parts, tour: Tour | null): void {
  // In an instance of its own, so that the bound holds for these addresses alone.
  void app.register(async (open) => {
    const bound = publicBound(parts.clock);
    open.addHook('onRequest', async (request) => bound(request));
    openRoutes(open as unknown as App, parts, tour);
  });
}

function openRoutes(app: App, parts: Parts, tour: Tour | null): void {
  const isOpen = (): boolean => tour?.isOpen() === true;
  const here = (): Tour => found(isOpen() ? tour : null);
  const isThere = schemaOf(
    'isTour',
    'Whether this zone has a guided tour. Needs no token.',
    '本关区是否提供引导演示（仅样例关区提供），无需令牌。',
    { 200: Type.Object({ isThere: Type.Boolean() }) },
  );
  app.get('/v1/public/tour', { schema: isThere }, async (_, reply) =>
    reply.send({ isThere: isOpen() }),
  );
  const begin = schemaOf(
    'beginTour',
    'Make up a parcel for the guided tour. In the sample zone alone; for its own pages.',
    '为引导演示生成一票虚构的包裹，仅样例关区可用。',
    { 201: TOUR },
  );
  app.post('/v1/public/tour', { schema: begin }, async (request, reply) => {
    const host = here();
    fromHere(request);
    return reply.code(201).send(await viewOf(parts, await host.begin()));
  });
  const read = schemaOf(
    'readTour',
    'Where the parcel of a guided tour stands.',
    '引导演示包裹的当前状态。',
    { 200: TOUR },
  );
  app.get('/v1/public/tour/:id', { schema: { ...read, params: ID } }, async (request, reply) =>
    reply.send(await viewOf(parts, found(here().find(request.params.id)))),
  );
  const send = schemaOf(
    'sendTourDocument',
    'Send one document of the parcel of a guided tour, as its firm would.',
    '以对应企业身份发送引导演示包裹的一份单证。',
    { 202: TOUR },
  );
  const schema = { ...send, params: ID, body: WHICH };
  app.post('/v1/public/tour/:id/documents', { schema }, async (request, reply) => {
    const host = here();
    fromHere(request);
    const parcel = await host.send(request.params.id, request.body.document);
    return reply.code(202).send(await viewOf(parts, found(parcel)));
  });
}

function fromHere(request: FastifyRequest): void {
  if (!isFromHere(request)) throw new WindowFault('cross-site');
}

/** The parcel with what the platform made of it. */
async function viewOf({ platform }: Parts, parcel: TourParcel) {
  const { goods, freight, tax, messages, ...rest } = parcel;
  const records = await Promise.all(
    messages.map(async ({ messageId }) => {
      const message = messageId === null ? null : await platform.message(messageId, null);
      return message?.records[0] ?? null;
    }),
  );
  const preNo = records.at(DOCUMENTS.indexOf('list'))?.preNo ?? null;
  const declaration = preNo === null ? null : await platform.declaration(preNo, null);
  const decidedAt = declaration?.verdict?.decidedAt ?? null;
  const last = Math.max(...messages.map(({ sentAt }) => sentAt ?? 0));
  return {
    ...rest,
    goods: goods.map((one) => ({ ...one, price: formatFen(one.price) })),
    ...{ freight: formatFen(freight), tax: formatFen(tax) },
    messages: messages.map(({ messageId: _, sentAt, findings, ...message }, i) => ({
      ...message,
      sentAt: sentAt === null ? null : isoShanghai(sentAt),
      state: records[i]?.state ?? null,
      findings: [...findings],
    })),
    declaration: declaration && jsonDeclaration(declaration),
    milliseconds: decidedAt === null ? null : Math.max(0, decidedAt - last),
  };
}
