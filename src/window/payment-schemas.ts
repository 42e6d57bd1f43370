import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { PULL_STATES } from '../paydata/pull.ts';

/** The shapes of the calls about payment data. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const time = (description: string) =>
  Type.String({ description, examples: ['2026-11-23T20:12:15.000+08:00'] });

export const SERVICE_BODY = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 2_000,
      description: 'https address of platDataOpen, which takes POST; redirects are not followed',
      examples: ['https://shop.example.com/platDataOpen'],
    }),
  },
  { additionalProperties: false },
);

export const SERVICE = Type.Object({
  ebpCode: Type.String({ examples: ['4101W60001'] }),
  url: Type.String(),
  registeredAt: time('When it was registered'),
});

export const TEST_ANSWER = Type.Object({
  taken: Type.Boolean({ description: 'Answered with code 10000' }),
  error: orNull(Type.String({ examples: ['HTTP 500', 'timeout', 'code 20000'] })),
  milliseconds: Type.Integer(),
});

export const PULLS_QUERY = Type.Object({
  state: Type.Optional(Type.Enum(Object.fromEntries(PULL_STATES.map((state) => [state, state])))),
  after: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
      description: 'sessionID of the last pull of the page before',
      examples: ['FE2374F8-0000-4000-8000-556162420000'],
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.pullsPerPage, default: 100 })),
});

export const PULL_PAGE = Type.Object({
  pulls: Type.Array(
    Type.Object({
      sessionID: Type.String(),
      ebpCode: Type.String(),
      orderNo: Type.String(),
      listNo: Type.String(),
      state: Type.String({
        description:
          'open (you are called), asked (you took the call), answered, late (the time is over; ' +
          'upload all the same), unregistered (you have no interface on file)',
      }),
      attempts: Type.Integer({ description: 'How often you were called' }),
      drawnAt: time('When the order was drawn'),
      dueAt: time('When its data must be here'),
      acknowledgedAt: orNull(time('When you took the call')),
      answeredAt: orNull(time('When data came that can be read and trusted')),
      lateAt: orNull(time('When the time was found to be over')),
      nextCallAt: orNull(time('When you are called again')),
      lastError: orNull(Type.String({ examples: ['HTTP 500', 'timeout', 'code 20000'] })),
      codes: Type.Array(Type.String(), {
        description: 'What was wrong with calls and uploads; the comparison is not told',
      }),
    }),
  ),
});

/** For the reader of the description; `src/documents/payment-data` judges what comes. */
export const UPLOAD_BODY = Type.Object({
  payExInfoStr: Type.String({ description: 'JSON text, see docs/reference/payment-data.md' }),
});

export const UPLOAD_ANSWER = Type.Object(
  {
    code: Type.String({ description: '10000 taken, 20000 not', examples: ['10000'] }),
    message: Type.String({ description: 'What is wrong, in Chinese and English' }),
    total: Type.Integer(),
    serviceTime: Type.Integer({ description: 'Milliseconds since 1970' }),
  },
  { description: 'Read; the code says whether it was taken' },
);
