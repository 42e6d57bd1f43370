import { Type } from '@fastify/type-provider-typebox';
import type { PaperKind } from '../bonded/paper.ts';
import { requestFinding } from './problem.ts';
import { number, RECORD } from './stock-schemas.ts';

/** The shapes of pages of the bonded centre. */

const text = (description: string) => Type.String({ description });
const orNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });
const count = (description: string) => Type.Integer({ description });
const NEXT = orNull('Give this as `after` for what follows; null at the end');
const LIMIT = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }));
const TOKEN = Type.Optional(
  Type.String({ minLength: 1, maxLength: 600, description: '`next` of the page before' }),
);

export const PAPER_KINDS: readonly PaperKind[] = [
  ...(['entry', 'exit', 'slip', 'count'] as const),
  ...(['processing', 'change', 'transfer', 'disposal'] as const),
];

export const BOOKS_QUERY = Type.Object({ after: Type.Optional(number('A book')), limit: LIMIT });
export const LINES_QUERY = Type.Object({
  find: Type.Optional(
    Type.String({
      ...{ maxLength: 64 },
      description: 'How its number or heading begins, or part of its item number or name',
    }),
  ),
  after: Type.Optional(RECORD),
  limit: LIMIT,
});
export const PAGE_QUERY = Type.Object({ after: TOKEN, limit: LIMIT });
export const PAPERS_QUERY = Type.Object({
  kind: Type.Optional(
    Type.Unsafe<PaperKind>(
      Type.String({
        ...{ enum: [...PAPER_KINDS] },
        description: 'All of this kind, the newest number first; without it those that are open',
      }),
    ),
  ),
  after: TOKEN,
  limit: LIMIT,
});
const LOT_NO = Type.String({ minLength: 1, maxLength: 160, description: 'A lot of the line' });
export const MOVEMENTS_QUERY = Type.Object({
  recordNo: Type.Optional(RECORD),
  lotNo: Type.Optional(LOT_NO),
  after: TOKEN,
  limit: LIMIT,
});
const LOCATION = Type.String({ minLength: 1, maxLength: 64, description: 'Code of the place' });
export const PLACES_QUERY = Type.Object({
  recordNo: Type.Optional(RECORD),
  owner: Type.Optional(Type.String({ minLength: 1, maxLength: 30, description: 'Whose goods' })),
  after: Type.Optional(LOCATION),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 200 })),
});
export const AT_QUERY = Type.Object({ location: LOCATION, after: TOKEN, limit: LIMIT });
export const DECISION_BODY = Type.Object(
  {
    decision: Type.Union([Type.Literal('approve'), Type.Literal('refuse')]),
    reason: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: 'Why it is refused' }),
    ),
  },
  { additionalProperties: false },
);

const BOOK = Type.Object({
  ...{ bookNo: text('Its number'), enterprise: text('Whose goods they are') },
  ...{ enterpriseName: text('Its name'), areaCode: text('Who keeps the warehouse') },
  ...{ areaName: text('Its name'), customsCode: text('The office of the book') },
  ...{ from: text('Its first day'), until: orNull('The day on which it ends') },
  isOpen: Type.Boolean({ description: 'Whether one may declare under it today' }),
  waiting: Type.Array(
    Type.Object({
      ...{ kind: text('Of papers'), state: text('In which they wait') },
      ...{ count: count('How many'), since: text('Since when the oldest waits') },
    }),
    { description: 'Papers that are open; a transfer in both of its books' },
  ),
  expiring: Type.Union([Type.Object({ lots: count('Lots'), first: text('Day') }), Type.Null()], {
    description: 'Bonded lots whose last day of sale is within 30 days',
  }),
  overdue: count('Papers by which goods are on display past their last day'),
  countNo: orNull('The stock-take that has goods in hand'),
  guarantee: Type.Union([Type.Object({ amount: text('CNY'), used: text('CNY') }), Type.Null()], {
    description: 'Lodged by its enterprise, for that enterprise and the office to see',
  }),
});
export const BOOK_PAGE = Type.Object({ books: Type.Array(BOOK), next: NEXT });
export const BOOK_NOW = BOOK;

const LINE = Type.Object({
  ...{ recordNo: text('Number of the line'), itemNo: text('Of the article'), hs: text('Code') },
  ...{ name: text('Of the goods'), unit: text('Declared unit') },
  frozen: Type.Boolean({ description: 'Whether a stock-take has the whole line in hand' }),
  toExports: text('Of what is bonded, promised to exit lists for an overseas warehouse'),
  toDeeds: text('The same, to changes of status, transfers between zones and disposals'),
  balances: Type.Array(
    Type.Object({
      ...{ status: text('Customs status'), in: text('Came in'), out: text('Went out') },
      ...{ remain: text('Is there'), reserved: text('Promised'), free: text('May be taken') },
    }),
  ),
});
export const LINE_PAGE = Type.Object({ lines: Type.Array(LINE), next: NEXT });

const LOT = {
  ...{ recordNo: text('Line of the book'), lotNo: text('Its number'), status: text('Status') },
  ...{ quantity: text('In the declared unit'), owner: text('Whose'), location: text('Where') },
  ...{ expiresOn: orNull('Last day of sale'), document: text('By which it came') },
  since: text('When it came'),
  frozen: Type.Boolean({ description: 'Whether a stock-take has it in hand' }),
};
export const LINE_VIEW = Type.Object({
  line: LINE,
  lots: Type.Array(Type.Object({ ...LOT, sellable: Type.Boolean() }), {
    description: 'In the order in which they are taken',
  }),
  next: NEXT,
});
export const AT_PAGE = Type.Object({
  lots: Type.Array(Type.Object({ ...LOT, name: text('Of the goods'), unit: text('Its unit') })),
  next: NEXT,
});

export const PAPER_PAGE = Type.Object({
  papers: Type.Array(
    Type.Object({
      ...{ kind: text('Of paper'), paperNo: text('Customs number'), bookNo: text('Its book') },
      ...{ enterprise: text('Who declared it'), ownNo: text('Its own number') },
      ...{ state: text('State'), madeAt: text('Since when'), changedAt: text('Last change') },
      about: orNull('Its work or way, the statuses of a change, or the vehicle of a slip'),
      ...{ fromBook: orNull('Of a transfer'), toBook: orNull('Of a transfer') },
    }),
  ),
  next: NEXT,
});

export const MOVEMENT_PAGE = Type.Object({
  movements: Type.Array(
    Type.Object({
      ...{ at: text('When'), recordNo: text('Line'), lotNo: text('Lot') },
      quantity: text('Above zero what came to the lot, below what left it'),
      ...{ document: text('By what: its kind and number'), line: text('And by which line of it') },
      ...{ status: text('Of the lot'), location: text('Where the lot lies') },
    }),
  ),
  next: NEXT,
});

export const PLACE_PAGE = Type.Object({
  places: Type.Array(
    Type.Object({
      ...{ location: text('Its code'), lots: count('Lots that lie there'), lines: count('Lines') },
      fitting: count('Of these lots, those of the goods and owner that are asked for'),
      statuses: Type.Array(Type.String()),
      owners: Type.Array(Type.String()),
      expiresOn: orNull('The first last day of sale of anything there'),
      since: orNull('When the oldest of it came'),
      frozen: Type.Boolean({ description: 'Whether a stock-take has something there in hand' }),
    }),
    { description: 'Where goods lie or ever lay; not where they lie ready for a parcel' },
  ),
  next: NEXT,
});

/** Findings of what no schema tells. */
export const NO_REASON = requestFinding('REQ-REASON', {
  zh: '不予同意须说明理由，同意则不填理由',
  en: 'who refuses says why, who approves does not',
});
export const HALF_A_LOT = requestFinding('REQ-LOT', {
  zh: '批次须同时填写 recordNo 和 lotNo',
  en: 'a lot is named by its line and its number together',
});
