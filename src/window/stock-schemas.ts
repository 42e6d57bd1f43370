import { type Static, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { DEED_KINDS } from '../bonded/deed.ts';
import { STOP_ACTS, type StopAct } from '../bonded/hold.ts';

/** The shapes of what is said of bonded stock and what is answered. */

/** A number of customs, a book or a line. */
export const number = (description: string) =>
  Type.String({ minLength: 1, maxLength: 30, pattern: '^[\\w-]+$', description });
/** A quantity or weight. */
export const decimal = (description: string) =>
  Type.String({
    maxLength: 20,
    pattern: '^\\d{1,14}(\\.\\d{1,5})?$',
    description: `${description}; a decimal as a text`,
    examples: ['12.5'],
  });
/**
 * What may be left out or null. A text must have a least length, form or format: null is tried as
 * an empty text first, and taken for one otherwise.
 */
export const orNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]));

export const OWN_NO = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Your own number of it',
});
export const RECORD = number('Record number of the line of the book');
export const QUANTITY = decimal('In the unit that is named, else in the declared unit of the line');
export const GOODS = Type.Object({ recordNo: RECORD, quantity: QUANTITY });
export const MOST_LINES = 5_000;
export const LOT = orNull(
  Type.String({ minLength: 1, maxLength: 64, description: 'A lot of the line; default: in turn' }),
);
export const UNIT = orNull(
  Type.String({ pattern: '^\\d{3}$', description: 'Customs code; default: the declared unit' }),
);
const PART = Type.Object(
  { recordNo: RECORD, lotNo: LOT, quantity: QUANTITY, unit: UNIT },
  { additionalProperties: false },
);
export type PartJson = Static<typeof PART>;
/** Goods that are taken from the shelf. */
export const PARTS = Type.Array(PART, { minItems: 1, maxItems: MOST_LINES });

export const BOOK_PARAMS = Type.Object({ bookNo: number('Number of the account book') });
export const LOTS_PARAMS = Type.Object({ bookNo: number('Number of the book'), recordNo: RECORD });
export const PAPER_PARAMS = Type.Object({
  kind: Type.Union([
    Type.Literal('entry'),
    Type.Literal('exit'),
    Type.Literal('slip'),
    ...DEED_KINDS.map((kind) => Type.Literal(kind)),
    Type.Literal('count'),
  ]),
  paperNo: number('Its customs number'),
});

export const ENTRY_BODY = Type.Object(
  {
    bookNo: number('Number of the account book'),
    ownNo: OWN_NO,
    type: Type.Optional(Type.String({ pattern: '^\\d$', description: 'invtType; default 8' })),
    declarationNo: orNull(number('Number of the customs declaration')),
    forExport: Type.Optional(
      Type.Boolean({ description: 'Goods of the country that enter for export, tax refunded' }),
    ),
    slipNo: orNull(number('Of goods that entered first: the slip on which they came')),
    lines: Type.Array(
      Type.Object({
        seq: Type.Integer({ minimum: 1, maximum: 99_999 }),
        recordNo: RECORD,
        itemNo: orNull(Type.String({ minLength: 1, maxLength: 30 })),
        hs: orNull(Type.String({ pattern: '^\\d{10}$' })),
        unit: Type.String({ pattern: '^\\d{3}$', description: 'Customs code of the unit' }),
        quantity: QUANTITY,
      }),
      { minItems: 1, maxItems: MOST_LINES },
    ),
  },
  { additionalProperties: false },
);

const DAY = Type.String({ format: 'date', examples: ['2027-01-31'] });

export const EXIT_BODY = Type.Object(
  {
    bookNo: number('Number of the account book'),
    ownNo: OWN_NO,
    lists: Type.Optional(
      Type.Array(number('Customs number of a released list'), {
        minItems: 1,
        maxItems: LIMITS.exitLists,
      }),
    ),
    period: Type.Optional(
      Type.Object(
        { from: DAY, until: DAY },
        {
          additionalProperties: false,
          description: 'Instead of `lists`: all exports that left in these days, both inclusive',
        },
      ),
    ),
    lines: orNull(Type.Array(GOODS, { maxItems: MOST_LINES })),
    overseas: Type.Optional(
      Type.Object(
        {
          warehouse: number('Number of the overseas warehouse, as it is on file'),
          country: Type.String({ pattern: '^\\d{3}$', description: 'Customs code of its country' }),
          declarationNo: number('The export declaration under which the goods leave'),
          parts: PARTS,
        },
        {
          additionalProperties: false,
          description: 'Instead of parcels: goods for an overseas warehouse, whole on one vehicle',
        },
      ),
    ),
  },
  { additionalProperties: false },
);

export const WEIGHTS = Type.Object({
  tare: decimal('Kilograms'),
  frame: decimal('Kilograms'),
  container: decimal('Kilograms'),
  gross: decimal('Kilograms of the goods'),
  net: decimal('Kilograms of the goods'),
  total: decimal('Kilograms of all but net'),
});

export const SLIP_BODY = Type.Object(
  {
    bookNo: number('Number of the account book'),
    ownNo: OWN_NO,
    way: Type.Union([Type.Literal('I'), Type.Literal('E')]),
    type: Type.String({ pattern: '^[1-7]$', description: 'passportTypecd' }),
    binding: Type.Union([Type.Literal('1'), Type.Literal('2'), Type.Literal('3')]),
    papers: Type.Optional(Type.Array(number('An entry or exit list'), { maxItems: 1_000 })),
    vehicleNo: Type.String({ minLength: 1, maxLength: 32 }),
    vehicleIc: orNull(Type.String({ minLength: 1, maxLength: 32 })),
    weights: WEIGHTS,
    shares: Type.Optional(
      Type.Array(
        Type.Object({
          paperNo: number('The entry list'),
          seq: Type.Integer({ minimum: 1 }),
          quantity: QUANTITY,
        }),
        { maxItems: MOST_LINES },
      ),
    ),
    lists: Type.Optional(Type.Array(number('A parcel on this vehicle'), { maxItems: MOST_LINES })),
    goods: Type.Optional(Type.Array(GOODS, { maxItems: MOST_LINES })),
  },
  { additionalProperties: false },
);

export const CROSSING_BODY = Type.Object(
  {
    crossingId: Type.String({ minLength: 1, maxLength: 64, description: 'Your number of it' }),
    gate: Type.String({ pattern: '^[A-Z0-9]{2,8}$', examples: ['ZZ09'] }),
    slipNo: number('The gate slip'),
    vehicleNo: Type.String({ minLength: 1, maxLength: 32 }),
    vehicleIc: orNull(Type.String({ minLength: 1, maxLength: 32 })),
    weight: orNull(decimal('What the scale says, kilograms')),
    sealOk: Type.Boolean(),
    at: Type.String({ format: 'date-time', description: 'When the vehicle stood there' }),
    stop: orNull(
      Type.Object(
        {
          act: Type.Unsafe<StopAct>(Type.String({ enum: [...STOP_ACTS] })),
          reason: Type.String({ minLength: 1, maxLength: 400 }),
        },
        {
          additionalProperties: false,
          description: 'Hold the vehicle until customs lets it go, or turn it back',
        },
      ),
    ),
  },
  { additionalProperties: false },
);

export type EntryBodyJson = Static<typeof ENTRY_BODY>;
export type ExitBodyJson = Static<typeof EXIT_BODY>;
export type SlipBodyJson = Static<typeof SLIP_BODY>;
export type CrossingBodyJson = Static<typeof CROSSING_BODY>;

const TEXT = Type.String();
const NULLABLE = Type.Union([Type.String(), Type.Null()]);

export const BOOK = Type.Object({
  bookNo: TEXT,
  enterprise: TEXT,
  areaCode: TEXT,
  customsCode: TEXT,
  from: TEXT,
  until: NULLABLE,
  lines: Type.Array(
    Type.Object({
      recordNo: TEXT,
      itemNo: TEXT,
      hs: TEXT,
      name: TEXT,
      unit: TEXT,
      balances: Type.Array(
        Type.Object({
          status: TEXT,
          in: TEXT,
          out: TEXT,
          remain: TEXT,
          reserved: TEXT,
          free: TEXT,
        }),
      ),
    }),
  ),
  overdue: Type.Array(
    Type.Object({
      paperNo: TEXT,
      ownNo: TEXT,
      until: TEXT,
      goods: Type.Array(
        Type.Object({
          recordNo: TEXT,
          lotNo: TEXT,
          location: TEXT,
          quantity: TEXT,
          unit: TEXT,
        }),
      ),
      finding: Type.Ref('Finding'),
    }),
    { description: 'Goods on display past their last day, by the change by which they went out' },
  ),
});

export const LOTS = Type.Object({
  lots: Type.Array(
    Type.Object({
      lotNo: TEXT,
      status: TEXT,
      quantity: TEXT,
      owner: TEXT,
      location: TEXT,
      expiresOn: NULLABLE,
      document: TEXT,
      sellable: Type.Boolean(),
    }),
  ),
});

export const PAPER = Type.Object({
  kind: TEXT,
  paperNo: TEXT,
  bookNo: TEXT,
  enterprise: TEXT,
  ownNo: TEXT,
  state: TEXT,
  madeAt: TEXT,
  changedAt: TEXT,
  repeated: Type.Optional(Type.Boolean({ description: 'It was taken before; nothing was done' })),
  content: Type.Record(Type.String(), Type.Unknown(), { description: 'As declared, and so far' }),
});

export const CROSSING = Type.Object({
  crossingId: TEXT,
  slipNo: TEXT,
  gate: TEXT,
  passed: Type.Boolean(),
  repeated: Type.Boolean({ description: 'It was reported before; the answer is that one' }),
  reportedAt: TEXT,
  findings: Type.Array(Type.Ref('Finding')),
});
