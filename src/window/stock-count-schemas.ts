import { type Static, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { decimal, MOST_LINES, number, OWN_NO, orNull, RECORD } from './stock-schemas.ts';
import { EVENT_ID, LOT, PLACE } from './stock-warehouse-schemas.ts';

/** The shapes of a stock-take. */

export const COUNT_PARAMS = Type.Object({ countNo: number('The count') });

export const COUNT_BODY = Type.Object(
  {
    bookNo: number('Number of the account book'),
    ownNo: OWN_NO,
    records: orNull(Type.Array(RECORD, { minItems: 1, maxItems: MOST_LINES })),
    locations: orNull(Type.Array(PLACE, { minItems: 1, maxItems: MOST_LINES })),
    blind: Type.Optional(
      Type.Boolean({ description: 'Hide what the book has until it is counted; default true' }),
    ),
  },
  { additionalProperties: false },
);

export const SCAN_BODY = Type.Object(
  {
    scanId: EVENT_ID,
    location: PLACE,
    lot: LOT,
    recordNo: orNull(RECORD),
    quantity: decimal('Added to what was scanned of this lot here'),
  },
  { additionalProperties: false },
);

const SIDE = Type.Union([Type.Literal('shelf'), Type.Literal('warehouse')], {
  description: 'What was found, or what the system of the warehouse has; default shelf',
});
export const LINES_QUERY = Type.Object({
  side: Type.Optional(SIDE),
  uploadId: Type.String({ minLength: 1, maxLength: 48, description: 'Your number of the upload' }),
});
export const LINES_BODY = Type.Object(
  {
    lines: Type.Array(
      Type.Object({
        location: PLACE,
        lotNo: LOT,
        recordNo: RECORD,
        quantity: decimal('Replaces what was said of this lot here'),
      }),
      { minItems: 1, maxItems: MOST_LINES },
    ),
  },
  { additionalProperties: false },
);

const HOW = Type.Union([Type.Literal('explained'), Type.Literal('taxed'), Type.Literal('surplus')]);
export const CLOSE_BODY = Type.Object(
  {
    settlements: Type.Array(
      Type.Object({
        recordNo: RECORD,
        lotNo: LOT,
        location: PLACE,
        how: HOW,
        document: orNull(
          Type.String({ minLength: 1, maxLength: 80, examples: ['entry QD461226I000000001'] }),
        ),
        reason: Type.String({ minLength: 1, maxLength: 400 }),
      }),
      { maxItems: MOST_LINES },
    ),
  },
  { additionalProperties: false },
);

export type CountBodyJson = Static<typeof COUNT_BODY>;
export type LinesBodyJson = Static<typeof LINES_BODY>;
export type CloseBodyJson = Static<typeof CLOSE_BODY>;

const TEXT = Type.String();
const NULLABLE = Type.Union([Type.String(), Type.Null()]);

export const SCANNED = Type.Object({
  scanId: TEXT,
  repeated: Type.Boolean({ description: 'It was scanned before; nothing was added' }),
  recordNo: TEXT,
  lotNo: TEXT,
  location: TEXT,
  counted: Type.String({ description: 'Of this lot here so far' }),
  expected: NULLABLE,
});

export const UPLOADED = Type.Object({ lines: Type.Integer(), repeated: Type.Boolean() });

const SCOPE = (description: string) =>
  Type.Union([Type.Array(Type.String()), Type.Null()], { description });
const UNIT_NAMES = { unitZh: TEXT, unitEn: TEXT };
const LINE = {
  countNo: TEXT,
  bookNo: TEXT,
  enterprise: Type.String({ description: 'Who opened it' }),
  ownNo: TEXT,
  state: Type.String({
    description: 'approved: goods are counted; declared: customs decides; closed; void',
  }),
  blind: Type.Boolean({ description: 'What the book has is hidden until it is counted' }),
  records: SCOPE('Lines of the book that are counted; null is all'),
  locations: SCOPE('Places that are counted; null is all'),
  madeAt: TEXT,
  changedAt: TEXT,
};

export const COUNTS_QUERY = Type.Object({
  state: Type.Optional(
    Type.Unsafe<'open' | 'all'>(Type.String({ enum: ['open', 'all'], default: 'open' })),
  ),
  after: Type.Optional(number('`next` of the page before')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.listsPerPage, default: 50 })),
});
export const COUNTS = Type.Object({ counts: Type.Array(Type.Object(LINE)), next: NULLABLE });

export const SHEET_QUERY = Type.Object({
  after: Type.Optional(
    Type.String({ maxLength: 256, pattern: '^[^~]+~[^~]+~[^~]+$', description: '`next` before' }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: LIMITS.sheetLots, default: LIMITS.sheetLots }),
  ),
});
export const SHEET = Type.Object({
  lots: Type.Array(
    Type.Object({
      location: TEXT,
      lotNo: TEXT,
      recordNo: TEXT,
      itemNo: TEXT,
      name: TEXT,
      unit: Type.String({ description: 'Customs code of the unit in which it is counted' }),
      ...UNIT_NAMES,
      expiresOn: NULLABLE,
    }),
    { description: 'In the order of places, then of lots' },
  ),
  next: NULLABLE,
});

export const REASON_BODY = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 400 }) },
  { additionalProperties: false },
);

const SETTLED = Type.Object({
  ...{ recordNo: TEXT, lotNo: TEXT, location: TEXT, how: TEXT, document: NULLABLE, reason: TEXT },
  ...{ book: TEXT, shelf: TEXT, warehouse: NULLABLE },
  tax: Type.Union([
    Type.Object({ dutiablePrice: TEXT, duty: TEXT, consumptionTax: TEXT, vat: TEXT }),
    Type.Null(),
  ]),
});

export const COUNT = Type.Object({
  ...LINE,
  rows: Type.Array(
    Type.Object({
      recordNo: TEXT,
      lotNo: TEXT,
      location: TEXT,
      status: NULLABLE,
      book: TEXT,
      shelf: NULLABLE,
      warehouse: NULLABLE,
      differs: Type.Boolean(),
    }),
  ),
  lines: Type.Array(
    Type.Object({
      recordNo: TEXT,
      itemNo: TEXT,
      name: TEXT,
      unit: TEXT,
      ...UNIT_NAMES,
      promised: TEXT,
      undeclared: TEXT,
      onSlips: TEXT,
    }),
    { description: 'The goods; what of them is promised, and what is on its way in' },
  ),
  settled: Type.Array(SETTLED, { description: 'How each difference was settled' }),
  refused: Type.Union([Type.String(), Type.Null()], { description: 'Why customs did not agree' }),
  agreedAt: NULLABLE,
  notice: Type.Union([
    Type.Object({
      dutyNo: TEXT,
      assureCode: Type.String({ description: 'Who pays: the enterprise of the book' }),
      document: NULLABLE,
      releasedDay: Type.String({ description: 'The day on which the count was closed' }),
      due: TEXT,
      bills: Type.Integer(),
      duty: TEXT,
      consumptionTax: TEXT,
      vat: TEXT,
      total: TEXT,
      lateFee: TEXT,
      state: Type.String({ description: 'open, overdue or paid' }),
    }),
    Type.Null(),
  ]),
});
