import { type Static, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { decimal, MOST_LINES, number, orNull, RECORD } from './stock-schemas.ts';

/** The shapes of what the system of a warehouse says of bonded stock and is told. */

/** A place in a warehouse. */
export const PLACE = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w:./-]+$' });
/** A lot: its number with or without the place. */
export const LOT = Type.String({ minLength: 1, maxLength: 160, pattern: '^[\\w@:./-]+$' });
/** A number that the sender gives to what it reports. */
export const EVENT_ID = Type.String({ minLength: 1, maxLength: 64, description: 'Your number' });
/** A file instead of JSON. */
export const FILE = Type.Unknown({ description: 'A CSV file, UTF-8 or GB18030' });

const KIND = Type.Union([
  Type.Literal('put-away'),
  Type.Literal('relocation'),
  Type.Literal('pick'),
]);
const DAY = Type.String({ format: 'date', examples: ['2027-01-31'] });

export const MOVEMENT = Type.Object(
  {
    eventId: EVENT_ID,
    kind: KIND,
    recordNo: RECORD,
    quantity: decimal('In the declared unit of the line'),
    lotNo: orNull(LOT),
    from: orNull(PLACE),
    location: orNull(PLACE),
    expiresOn: orNull(DAY),
    document: orNull(
      Type.String({
        minLength: 1,
        maxLength: 80,
        description: 'entry, slip, list ... and its number',
        examples: ['entry QD461226I000000001', 'list 46122026I000000001'],
      }),
    ),
    at: Type.String({ format: 'date-time', description: 'When it happened' }),
  },
  { additionalProperties: false },
);

export const MOVEMENTS_BODY = Type.Object(
  { movements: Type.Array(MOVEMENT, { minItems: 1, maxItems: MOST_LINES }) },
  { additionalProperties: false },
);
export const BOOK_QUERY = Type.Object({ bookNo: number('Number of the account book') });

export const RECEIVED_PARAMS = Type.Object({ paperNo: number('The entry list') });
export const RECEIVED_BODY = Type.Object(
  {
    lines: Type.Array(
      Type.Object({
        seq: orNull(Type.Integer({ minimum: 1, maximum: 99_999 })),
        recordNo: orNull(RECORD),
        counted: decimal('What was counted, in the declared unit'),
      }),
      { minItems: 1, maxItems: MOST_LINES },
    ),
  },
  { additionalProperties: false },
);

export type MovementJson = Static<typeof MOVEMENT>;
export type MovementsBodyJson = Static<typeof MOVEMENTS_BODY>;
export type ReceivedBodyJson = Static<typeof RECEIVED_BODY>;

export const MOVEMENTS = Type.Object({
  accepted: Type.Integer(),
  refused: Type.Integer(),
  movements: Type.Array(
    Type.Object({
      eventId: Type.String(),
      accepted: Type.Boolean(),
      repeated: Type.Boolean({ description: 'It was reported before; nothing was done again' }),
      retryable: Type.Boolean({ description: 'It may be accepted later as it is' }),
      findings: Type.Array(Type.Ref('Finding')),
    }),
  ),
});

export const EVENTS_QUERY = Type.Object({
  bookNo: number('Number of the account book'),
  after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.receiptsPerPage })),
  wait: Type.Optional(Type.Integer({ minimum: 0, maximum: LIMITS.longPollSeconds })),
});

export const EVENTS = Type.Object({
  events: Type.Array(
    Type.Object({
      cursor: Type.Integer(),
      at: Type.String(),
      kind: Type.String({ description: 'list, or the kind of a paper' }),
      number: Type.String(),
      state: Type.String({
        description: 'released or gone of a list; that of a paper; overdue of a display',
      }),
      ownNo: Type.Optional(Type.String()),
      orderNo: Type.Optional(Type.String()),
      logisticsNo: Type.Optional(Type.String()),
      goods: Type.Optional(
        Type.Array(
          Type.Object({
            recordNo: Type.String(),
            quantity: Type.String(),
            unit: Type.String(),
          }),
        ),
      ),
      findings: Type.Optional(Type.Array(Type.Ref('Finding'))),
    }),
  ),
  next: Type.Integer(),
});
