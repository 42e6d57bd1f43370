import { type TSchema, Type } from '@fastify/type-provider-typebox';

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const yuan = (description: string) => Type.String({ description: `${description}, yuan` });
const time = (description: string) => Type.String({ description });
const FINDINGS = Type.Array(Type.Ref('Finding'));

/** A pre-entry number (`D...`) or a customs number. */
export const NUMBER = Type.String({ minLength: 18, maxLength: 18, pattern: '^[0-9A-Z]+$' });

export const CHANNEL = Type.Object({
  date: Type.String({ description: 'The day whose law and rates apply' }),
  channel: orNull(
    Type.String({ description: 'A or B (9610, 1210), L list, D customs declaration; null: none' }),
  ),
  value: orNull(yuan('Of the ticket, free on board')),
  reasons: FINDINGS,
});

const STEP = Type.Object({
  at: time('When it came to this'),
  status: Type.String({
    description: '120, 100, 300, 400, 430, 500 to 502, 599, 600, 700, 800, 899',
  }),
  reference: orNull(Type.String({ description: 'The document or notice that moved it on' })),
  findings: FINDINGS,
});

const VIEW = {
  preEntryId: Type.String({ description: 'Its number from the moment it was taken' }),
  entryId: orNull(
    Type.String({ description: 'Customs number; null of what was returned at once' }),
  ),
  copNo: Type.String(),
  attempt: Type.Integer({ description: 'Of the declarations under this copNo' }),
  status: Type.String({ description: '100, 300, 400, 430, 500 to 502, 599, 600, 700, 800, 899' }),
  takenAt: time('When it was taken'),
  releasedAt: orNull(time('When it was released')),
  closedAt: orNull(time('When it left')),
  fob: orNull(yuan('Value free on board')),
  duty: orNull(yuan('Export duty')),
  billNo: orNull(Type.String({ description: 'The master waybill that it is under' })),
  notice: orNull(
    Type.Object({
      dutyNo: Type.String(),
      due: Type.String(),
      paidAt: orNull(time('When it was paid')),
      voidedAt: orNull(time('When the declaration was withdrawn')),
    }),
  ),
  lines: Type.Array(
    Type.Object({ gNo: Type.String(), fob: yuan('Free on board'), duty: yuan('Export duty') }),
  ),
  findings: FINDINGS,
  timeline: Type.Array(STEP),
  declaration: Type.Record(Type.String(), Type.String(), {
    description: 'All values as they were accepted',
  }),
  goods: Type.Array(Type.Record(Type.String(), Type.String())),
};

export const DECLARATION = Type.Object(VIEW);
export const DECLARED = Type.Object({
  ...VIEW,
  duplicate: Type.Boolean({ description: 'The same bytes were taken before' }),
});
