import { Type } from '@fastify/type-provider-typebox';
import { MOST_LINES, number, WEIGHTS } from './stock-schemas.ts';

/** The shapes of load lists. */

export const SLIP_PARAMS = Type.Object({ slipNo: number('The gate slip') });

export const UNLOAD_BODY = Type.Object(
  {
    lists: Type.Array(number('Customs number of a parcel on it'), {
      minItems: 1,
      maxItems: MOST_LINES,
    }),
    weights: WEIGHTS,
  },
  { additionalProperties: false },
);

const NULLABLE = Type.Union([Type.String(), Type.Null()]);

export const LOAD = Type.Object({
  slipNo: Type.String(),
  bookNo: Type.String(),
  vehicleNo: Type.String(),
  state: Type.String({ description: 'open, closed once the vehicle is through, or void' }),
  packNo: Type.Integer({ description: 'How many parcels' }),
  grossWeight: Type.String({ description: 'Of all parcels as their lists declare, kilograms' }),
  parcels: Type.Array(
    Type.Object({
      listNo: Type.String(),
      logisticsNo: NULLABLE,
      grossWeight: NULLABLE,
      status: NULLABLE,
      binding: Type.String({ description: 'bound, held (the vehicle does not pass), gone or off' }),
      findings: Type.Array(Type.Ref('Finding')),
    }),
  ),
  off: Type.Array(Type.String(), { description: 'Lists of parcels that were taken off' }),
});
