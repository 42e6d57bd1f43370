import { Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { CREDIT } from './credit.ts';
import { CERTIFICATES } from './key-schemas.ts';
import { DIRECTION } from './repair-schemas.ts';
import { BOOK_PAGE } from './stock-page-schemas.ts';
import { GUARANTEE } from './tax-schemas.ts';

const text = (description: string) => Type.String({ description });
const orNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });

const HEAD = {
  code: text('Its code'),
  name: text('Its name'),
  roles: Type.Array(Type.String(), { description: 'What it may act as' }),
  status: text('active, suspended or revoked'),
  validUntil: orNull('The last day of its registration; null: without an end'),
  overseas: Type.Boolean({ description: 'Whether it acts through a domestic agent' }),
};

/** Everything that the office has on one enterprise. */
export const FIRM = Type.Object({
  enterprise: Type.Object(HEAD),
  credit: CREDIT,
  guarantee: GUARANTEE,
  certificates: CERTIFICATES.properties.certificates,
  books: BOOK_PAGE.properties.books,
  refusals: Type.Array(
    Type.Object({
      direction: DIRECTION,
      code: text('Why'),
      field: text('Of which element, if of one'),
      lists: Type.Integer({ description: 'That it declared and that stand returned for it' }),
      latest: text('When the last of them was returned'),
      ...{ zh: Type.String(), en: Type.String() },
    }),
    {
      description: `The commonest ${LIMITS.repairCauses} of each direction, with words of a list`,
    },
  ),
});
export const CODE = Type.Object({ code: Type.String({ pattern: '^\\w{10,18}$' }) });

/** Enterprises that were found. */
export const FIRMS = Type.Object({
  enterprises: Type.Array(Type.Object({ ...HEAD, class: text('Its credit class on file') })),
  next: orNull('Give this as `after` for what follows; null at the end'),
});
export const FIRMS_QUERY = Type.Object(
  {
    q: Type.String({
      ...{ minLength: 1, maxLength: 60, pattern: '\\S' },
      description: 'The beginning of a code, or a part of a name',
    }),
    after: Type.Optional(Type.String({ maxLength: 18, description: '`next` of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.listsPerPage, default: 50 })),
  },
  { additionalProperties: false },
);
