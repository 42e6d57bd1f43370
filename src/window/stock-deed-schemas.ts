import { type Static, Type } from '@fastify/type-provider-typebox';
import { DISPOSALS } from '../bonded/disposal.ts';
import { WORKS } from '../bonded/processing.ts';
import { STOCK_STATUSES } from '../registry/book.ts';
import {
  decimal,
  GOODS,
  LOT,
  MOST_LINES,
  number,
  OWN_NO,
  orNull,
  PARTS,
  RECORD,
  UNIT,
} from './stock-schemas.ts';

/** The shapes of deeds on bonded stock. */

const CLOSED = { additionalProperties: false };
const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Union(
    values.map((value) => Type.Literal(value as T[number])),
    { description },
  );
const LOCATION = Type.String({ minLength: 1, maxLength: 32, description: 'Where goods lie then' });
const PROOF = (description: string) => Type.String({ minLength: 1, maxLength: 64, description });
const BOOK = number('Number of the account book');

export const TRANSFER_PARAMS = Type.Object({ paperNo: number('Its customs number') });

export const PROCESSING_BODY = Type.Object(
  {
    bookNo: BOOK,
    ownNo: OWN_NO,
    work: oneOf(WORKS, 'What is done; several lines together are `sets`'),
    parts: PARTS,
    outputs: Type.Array(
      Type.Object(
        {
          count: Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'Whole units' }),
          components: Type.Array(GOODS, {
            minItems: 1,
            maxItems: 100,
            description: 'What one unit consists of',
          }),
          setNo: orNull(Type.String({ minLength: 1, maxLength: 64, description: 'Of a set' })),
          hs: orNull(Type.String({ pattern: '^\\d{10}$', description: 'Its code afterwards' })),
          location: LOCATION,
        },
        CLOSED,
      ),
      { minItems: 1, maxItems: 1_000 },
    ),
  },
  CLOSED,
);

export const CHANGE_BODY = Type.Object(
  {
    bookNo: BOOK,
    ownNo: OWN_NO,
    from: oneOf(STOCK_STATUSES, 'What the goods are'),
    to: oneOf(STOCK_STATUSES, 'What they become'),
    proof: PROOF('Number of the declaration, guarantee, inspection or change behind it'),
    location: LOCATION,
    until: orNull(Type.String({ format: 'date', description: 'Of display: the last day out' })),
    parts: PARTS,
  },
  CLOSED,
);

const TRANSFER_PARTS = Type.Array(
  Type.Object(
    {
      recordNo: RECORD,
      toRecordNo: number('Record number of the line of the receiving book'),
      lotNo: LOT,
      quantity: decimal('In the unit that is named, else in the declared unit of the line'),
      unit: UNIT,
    },
    CLOSED,
  ),
  { minItems: 1, maxItems: MOST_LINES },
);

export const TRANSFER_BODY = Type.Object(
  {
    bookNo: number('Your book: the receiving one in a zone, the giving one between zones'),
    ownNo: OWN_NO,
    fromBook: BOOK,
    toBook: BOOK,
    parts: TRANSFER_PARTS,
  },
  CLOSED,
);

export const CONFIRM_BODY = Type.Object({ parts: TRANSFER_PARTS }, CLOSED);

export const DISPOSAL_BODY = Type.Object(
  {
    bookNo: BOOK,
    ownNo: OWN_NO,
    way: oneOf(DISPOSALS, 'How the goods leave the book'),
    status: oneOf(STOCK_STATUSES, 'What the goods are'),
    proof: PROOF('Number of the certificate of destruction or of the declaration'),
    reason: Type.String({ minLength: 1, maxLength: 255 }),
    parts: PARTS,
  },
  CLOSED,
);

export type TransferPartJson = Static<typeof TRANSFER_PARTS>[number];
export type ProcessingJson = Static<typeof PROCESSING_BODY>;
