import { type Static, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { CROSSING, number } from './stock-schemas.ts';

/** The shapes of what the people at a gate see. */

const TEXT = Type.String();
const NULLABLE = Type.Union([Type.String(), Type.Null()]);
const LIMIT = Type.Integer({ minimum: 1, maximum: LIMITS.listsPerPage, default: 50 });
const AFTER = Type.String({ maxLength: 100, pattern: '^\\d{1,15}~.{1,64}$' });

export const SLIP_PARAMS = Type.Object({ slipNo: number('The gate slip') });

export const SLIPS_QUERY = Type.Object({
  number: Type.Optional(
    Type.String({
      ...{ minLength: 2, maxLength: 32 },
      description: 'A slip, or the plate of a vehicle that has an open one; without pages',
    }),
  ),
  after: Type.Optional(AFTER),
  limit: Type.Optional(LIMIT),
});

const LINE = {
  slipNo: TEXT,
  bookNo: TEXT,
  enterprise: Type.String({ description: 'Who declared it' }),
  way: Type.String({ description: 'I or E' }),
  type: Type.String({ description: 'passportTypecd' }),
  state: Type.String({ description: 'approved, crossed or cancelled' }),
  vehicleNo: TEXT,
  total: Type.String({ description: 'Of vehicle and goods as declared, kilograms' }),
  papers: Type.Integer({ description: 'Entry or exit lists on it' }),
  parcels: Type.Integer(),
  isHeld: Type.Boolean(),
  madeAt: TEXT,
};
export const SLIPS = Type.Object({
  slips: Type.Array(Type.Object(LINE), {
    description: 'Those whose vehicles are due, the oldest first',
  }),
  next: NULLABLE,
});

const REPORTED = Type.Object({
  ...CROSSING.properties,
  vehicleNo: TEXT,
  weight: NULLABLE,
  sealOk: Type.Boolean(),
  crossedAt: Type.String({ description: 'When the vehicle stood there' }),
  stop: Type.Union([Type.String(), Type.Null()], { description: 'hold, turn-back or none' }),
  reporter: Type.Union([Type.String(), Type.Null()], {
    description: "The gate's firm or the officer",
  }),
});
export const CROSSINGS_QUERY = Type.Object({
  gate: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{2,8}$', examples: ['ZZ09'] })),
  day: Type.Optional(Type.String({ format: 'date', description: 'Of the report, in Shanghai' })),
  after: Type.Optional(AFTER),
  limit: Type.Optional(LIMIT),
});
export const CROSSINGS = Type.Object({
  crossings: Type.Array(REPORTED, { description: 'The newest first' }),
  next: NULLABLE,
});

export const SLIP = Type.Object({
  ...LINE,
  vehicleIc: NULLABLE,
  weights: Type.Record(Type.String(), Type.String(), { description: 'Kilograms as declared' }),
  tolerance: Type.Union([Type.String(), Type.Null()], {
    description: 'How far the scale may be apart from the total; null: not compared',
  }),
  documents: Type.Array(Type.Object({ paperNo: TEXT, state: TEXT })),
  shares: Type.Array(Type.Object({ paperNo: TEXT, seq: Type.Integer(), quantity: TEXT }), {
    description: 'What a vehicle carries in of entry lists, in the declared unit',
  }),
  goods: Type.Array(Type.Object({ recordNo: TEXT, quantity: TEXT }), {
    description: 'Goods that enter first and are declared later',
  }),
  findings: Type.Array(Type.Ref('Finding'), {
    description: 'Why it would not pass now with this vehicle, weight and a whole seal',
  }),
  holds: Type.Array(
    Type.Object({
      crossingId: TEXT,
      gate: TEXT,
      at: TEXT,
      by: NULLABLE,
      reason: TEXT,
      releasedAt: NULLABLE,
      releasedBy: NULLABLE,
      released: Type.Union([Type.String(), Type.Null()], { description: 'Why it was let go' }),
    }),
  ),
  mayReport: Type.Boolean({ description: 'Whether you report, hold and turn back vehicles' }),
  mayRelease: Type.Boolean({ description: 'Whether you let go what is held' }),
  crossings: Type.Array(REPORTED, { description: 'Of this slip, the newest first' }),
});

export type SlipsQuery = Static<typeof SLIPS_QUERY>;
export type CrossingsQueryJson = Static<typeof CROSSINGS_QUERY>;
