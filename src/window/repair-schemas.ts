import { type Static, Type } from '@fastify/type-provider-typebox';
import { DIRECTIONS, type Direction } from '../base/direction.ts';
import { LIMITS } from '../base/limits.ts';
import { REFUSABLE, type Refusable } from '../documents/cause.ts';
import { OUTCOMES, type Outcome, RESULTS, type RepairResult } from '../repair/job.ts';

/** The shapes of the calls about bulk repair. */

const text = (description: string) => Type.String({ description });
const orNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });
const words = {
  ...{ zh: Type.String(), en: Type.String() },
  hint: orNull('What would mend it'),
  hintZh: orNull('The same in Chinese'),
};
const PLACE = Type.String({
  pattern: '^\\d{1,15}~[\\w-]{1,64}$',
  description: '`next` of the page before',
});
const LIMIT = Type.Integer({ minimum: 1, maximum: LIMITS.listsPerPage, default: 50 });

export const PAGE_QUERY = Type.Object({
  after: Type.Optional(PLACE),
  limit: Type.Optional(LIMIT),
});

export const DIRECTION = Type.Unsafe<Direction>(
  Type.String({ enum: [...DIRECTIONS], description: 'Which way the documents go' }),
);
const DOCUMENT = Type.Unsafe<Refusable>(
  Type.String({ enum: [...REFUSABLE], description: 'Which documents' }),
);

export const CAUSES_QUERY = Type.Object({
  direction: Type.Optional(DIRECTION),
  document: Type.Optional(DOCUMENT),
});

export const REPAIRS_QUERY = Type.Object({ ...PAGE_QUERY.properties, ...CAUSES_QUERY.properties });

const CAUSE_FIELDS = {
  direction: DIRECTION,
  document: DOCUMENT,
  code: text('Code of the finding'),
  field: text('Element of the document without a line number; empty where none is to blame'),
  value: text('What stood there, of elements that hold codes; else empty'),
};

export const CAUSES = Type.Object({
  causes: Type.Array(
    Type.Object({
      id: text('For the other calls'),
      ...CAUSE_FIELDS,
      lists: Type.Integer({
        description: 'Lists that stand returned for it; other documents that stand refused',
      }),
      latest: text('When the last of them was'),
      ...words,
      mayCorrect: Type.Boolean({ description: 'Whether its element is among `fields`' }),
      bar: Type.Union([Type.Object({ code: Type.String(), ...words }), Type.Null()], {
        description: 'Why no correction mends it; null where one may',
      }),
    }),
    { description: `The commonest ${LIMITS.repairCauses}` },
  ),
  fields: Type.Array(
    Type.Object({
      direction: DIRECTION,
      document: DOCUMENT,
      name: text('InventoryHead/..., InventoryList/..., OrderHead/... and so on'),
      ...{ zh: Type.String(), en: Type.String() },
      most: Type.Integer({ description: 'Characters' }),
      required: Type.Boolean(),
    }),
    { description: 'Elements that may be corrected in documents of a kind and direction' },
  ),
});

export const CAUSE_ID = Type.Object({
  cause: Type.String({ minLength: 1, maxLength: 400, pattern: '^[\\w-]+$' }),
});

const KEY = {
  ebpCode: text('Platform; of payments the payment firm, of waybills the carrier'),
  orderNo: text('Order; of payments and waybills their own number'),
};

export const CAUSE_LISTS = Type.Object({
  lists: Type.Array(
    Type.Object({
      listNo: text('invtNo; of other documents their own number'),
      ...KEY,
      at: text('When it was returned or refused'),
      path: orNull('Element with its line'),
      ...{ zh: Type.String(), en: Type.String() },
    }),
    { description: 'The oldest first' },
  ),
  next: orNull('Give this as `after` for what follows; null at the end'),
});

const VALUE = Type.String({ maxLength: LIMITS.repairValue });

export const CORRECTION = Type.Object(
  {
    field: Type.String({
      maxLength: 64,
      description: 'One of `fields` of the causes, of their document and direction',
    }),
    from: Type.Optional(
      Type.String({ ...VALUE, description: 'Only where it has this value; empty: where absent' }),
    ),
    to: Type.Optional(Type.String({ ...VALUE, description: 'New value; empty takes it away' })),
    by: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'Element that the table goes by, such as InventoryList/itemNo',
      }),
    ),
    table: Type.Optional(
      Type.Record(Type.String(), VALUE, {
        maxProperties: LIMITS.repairRows,
        description: 'New value by old value, or by the value of `by`; others stay',
      }),
    ),
  },
  { description: 'Either `to`, with or without `from`, or `table`, with or without `by`' },
);

export const REPAIR_BODY = Type.Object({
  cause: Type.String({ maxLength: 400, description: '`id` of a cause' }),
  corrections: Type.Array(CORRECTION, { minItems: 1, maxItems: LIMITS.repairCorrections }),
  lists: Type.Optional(
    Type.Array(Type.String({ maxLength: 60 }), {
      ...{ minItems: 1, maxItems: 1_000 },
      description: 'Only these of the cause (`listNo`); else all, the oldest first',
    }),
  ),
});

export const REPAIR_ID = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
});

export const PART_ID = Type.Object({
  ...REPAIR_ID.properties,
  part: Type.Integer({ minimum: 1, maximum: LIMITS.repairLists }),
});

const counts = (names: readonly string[], description: string) =>
  Type.Object(
    Object.fromEntries(names.map((name) => [name, Type.Integer()])) as Record<
      string,
      ReturnType<typeof Type.Integer>
    >,
    { description },
  );

const CHANGE = Type.Object({
  path: text('Element with its line'),
  before: Type.String(),
  after: Type.String(),
});
const OUTCOME = Type.String({
  enum: ['open', ...OUTCOMES],
  description:
    'open (not tried yet), pass (would be released, if it is not drawn for inspection; filed, of ' +
    'other documents than lists), hold (would be held or await its arrival), wait (lacks a ' +
    'document), fail (would be returned again), bad (would not be filed), same (nothing ' +
    'changes), moved (sent again meanwhile)',
});
const TELLING = Type.Array(Type.Object({ code: Type.String(), path: orNull('Where'), ...words }));
const REASONS = Type.Array(
  Type.Object({
    code: Type.String(),
    field: Type.String(),
    ...words,
    lists: Type.Integer(),
  }),
);

const JOB = {
  id: Type.String(),
  state: Type.String({
    enum: ['checking', 'ready', 'sending', 'following', 'done'],
    description: 'checking (is being tried), ready (waits for you), sending, following, done',
  }),
  cause: Type.Object({ id: Type.String(), ...CAUSE_FIELDS }),
  corrections: Type.Array(CORRECTION),
  lists: Type.Integer(),
  beyond: Type.Integer({ description: 'Documents of the cause that it has no room for' }),
  createdAt: text('When it began'),
  checkedAt: orNull('When all was tried'),
  sentAt: orNull('When it was sent; time of declaration of its documents'),
  canceledAt: orNull('When it was canceled'),
  endedAt: orNull('When its last document had an end'),
};

export const REPAIRS = Type.Object({
  repairs: Type.Array(Type.Object(JOB), { description: 'The newest first' }),
  next: orNull('Give this as `after` for what follows; null at the end'),
});

export const REPAIR = Type.Object({
  ...JOB,
  maySend: Type.Boolean({ description: 'Whether the law lets the platform send for you' }),
  parts: Type.Integer({ description: 'Parts of its unsigned documents' }),
  outcomes: counts(['open', ...OUTCOMES], 'Documents by what came of the trial'),
  results: counts(
    ['queued', 'sent', 'held', ...RESULTS],
    'Documents by how they ended: passed (released; filed), refused (again), closed (withdrawn, ' +
      'sent back), left (not sent, by the trial), moved, taken (another repair has it), rejected ' +
      '(not filed), canceled; or not yet: queued, sent, held',
  ),
  wouldFail: REASONS,
  refusedAgain: REASONS,
  examples: Type.Array(
    Type.Object({
      ...{ listNo: Type.String(), orderNo: Type.String(), outcome: OUTCOME },
      changes: Type.Array(CHANGE),
      findings: TELLING,
    }),
  ),
});

export const ITEMS_QUERY = Type.Object({
  outcome: Type.Optional(Type.Unsafe<Outcome>(Type.String({ enum: [...OUTCOMES] }))),
  result: Type.Optional(Type.Unsafe<RepairResult>(Type.String({ enum: [...RESULTS] }))),
  after: Type.Optional(Type.Integer({ minimum: 0, description: '`next` of the page before' })),
  limit: Type.Optional(LIMIT),
});

export const ITEMS = Type.Object({
  lists: Type.Array(
    Type.Object({
      position: Type.Integer(),
      listNo: text('invtNo of the list that was returned; of others their own number'),
      ...KEY,
      outcome: OUTCOME,
      changes: Type.Array(CHANGE),
      findings: TELLING,
      messageId: orNull('The message that brought it again'),
      standing: orNull('State of what was sent, as it was last seen'),
      result: orNull('How it ended'),
      codes: Type.Array(Type.String(), { description: 'Why it was refused again' }),
    }),
  ),
  next: Type.Union([Type.Integer(), Type.Null()]),
});

export type RepairBody = Static<typeof REPAIR_BODY>;
