import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';

/** The shapes of the calls about webhooks. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const closed = { additionalProperties: false };
const time = (description: string) =>
  Type.String({ description, examples: ['2026-11-23T20:12:15.000+08:00'] });

const FIELDS = {
  url: Type.String({
    minLength: 1,
    maxLength: 2_000,
    description: 'https address that takes POST; redirects are not followed',
    examples: ['https://erp.example.com/onestep'],
  }),
  description: Type.Optional(Type.String({ maxLength: 200, examples: ['the ERP'] })),
  types: Type.Optional(
    Type.Array(Type.String({ maxLength: 16 }), {
      maxItems: 50,
      description: 'Types of receipts to send, such as CEB622; empty, the default, for all',
    }),
  ),
  batch: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LIMITS.webhookBatch,
      description: `Most receipts in one message; default ${LIMITS.webhookBatchUsual}`,
    }),
  ),
};

const CURSOR = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Send the receipts behind this cursor; 0 begins with the first one ever',
});

export const CREATE_BODY = Type.Object(
  { ...FIELDS, after: Type.Optional(CURSOR) },
  { ...closed, description: 'Without `after` it begins with the receipts to come' },
);

export const CHANGE_BODY = Type.Object(
  {
    ...FIELDS,
    url: Type.Optional(FIELDS.url),
    enabled: Type.Optional(
      Type.Boolean({ description: 'false pauses; true goes on, also after it was switched off' }),
    ),
  },
  { ...closed, minProperties: 1 },
);

export const SECRET_BODY = Type.Object(
  {
    overlapHours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: LIMITS.webhookOverlapHours,
        description:
          'So long each message is signed with the old secret as well; default ' +
          String(LIMITS.webhookOverlapHoursUsual),
      }),
    ),
  },
  closed,
);

export const REPLAY_BODY = Type.Object({ after: CURSOR }, closed);

export const ID_PARAMS = Type.Object({
  id: Type.String({ pattern: '^wh_[0-9a-f]{32}$', examples: [`wh_${'0'.repeat(32)}`] }),
});

const WEBHOOK_FIELDS = {
  id: Type.String(),
  url: Type.String(),
  description: Type.String(),
  types: Type.Array(Type.String()),
  batch: Type.Integer(),
  state: Type.String({
    description: 'active, paused by you, or dead: switched off after failures',
  }),
  createdAt: time('When it was created'),
  position: Type.Integer({ description: 'Cursor of the last receipt that was taken' }),
  failures: Type.Integer({ description: 'Attempts in a row that failed' }),
  failingSince: orNull(time('Since when')),
  nextAttemptAt: orNull(time('When a message that failed is tried again')),
  lastError: orNull(
    Type.String({ description: 'Of the last failure', examples: ['HTTP 500', 'timeout'] }),
  ),
  lastErrorAt: orNull(time('When that was')),
  deliveredAt: orNull(time('When a message was taken last')),
  oldSecretUntil: orNull(time('Until when the old secret signs as well')),
};

export const WEBHOOK = Type.Object(WEBHOOK_FIELDS);
export const WEBHOOK_LIST = Type.Object({ webhooks: Type.Array(WEBHOOK) });
export const WEBHOOK_WITH_SECRET = Type.Object({
  ...WEBHOOK_FIELDS,
  secret: Type.String({ description: 'Shown only this once', examples: ['whsec_...'] }),
});
export const ATTEMPTS = Type.Object({
  attempts: Type.Array(
    Type.Object({
      number: Type.Integer(),
      at: time('When it ended'),
      after: Type.Integer({ description: 'It held the receipts behind this cursor' }),
      through: Type.Integer({ description: 'Up to this one' }),
      receipts: Type.Integer({ description: 'How many of the types that were asked for' }),
      milliseconds: Type.Integer({ description: 'Until the answer' }),
      error: orNull(Type.String({ description: 'Why it was not taken; null: it was' })),
    }),
    { description: 'The newest first' },
  ),
});
export const TEST_ANSWER = Type.Object({
  delivered: Type.Boolean(),
  error: orNull(Type.String({ examples: ['HTTP 500', 'timeout', 'ECONNREFUSED'] })),
  milliseconds: Type.Integer(),
});
