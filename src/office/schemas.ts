import { type TSchema, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { SUB_OUTCOMES } from '../inspection/combine.ts';
import { TASK_KINDS } from '../inspection/task.ts';
import { ACTION_NAMES } from '../inspection/task-actions.ts';
import { TASK_FILTERS } from '../inspection/task-store.ts';

/** The shapes of the calls of officers. */

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const oneOf = <T extends string>(words: readonly T[]) =>
  Type.Unsafe<T>(Type.String({ enum: [...words] }));
const time = (description: string) =>
  Type.String({ description, examples: ['2026-11-23T20:12:15.000+08:00'] });
const texts = (description: string) => Type.Array(Type.String(), { description });
const bodyOf = <T extends Record<string, TSchema>>(members: T) =>
  Type.Object(members, { additionalProperties: false });

const OFFICER = Type.String({ pattern: '^[\\w.-]{1,32}$', examples: ['4612001'] });
const TEXT = Type.String({
  maxLength: 2_000,
  description: 'What was found, without names or numbers of persons',
});

export const TASK_ID = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
});

export const PHOTO_ID = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
  name: Type.String({ minLength: 1, maxLength: 64, examples: ['label-1.jpg'] }),
});

export const XRAY_ID = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
});

export const QUEUE_QUERY = Type.Object({
  kind: Type.Optional(oneOf(TASK_KINDS)),
  filter: Type.Optional(oneOf(TASK_FILTERS)),
  after: Type.Optional(
    Type.String({
      pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
      description: 'id of the last task of the page before',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.tasksPerPage, default: 50 })),
});

export const NEXT_BODY = bodyOf({ kind: Type.Optional(oneOf(TASK_KINDS)) });
export const HAND_OVER_BODY = bodyOf({ to: OFFICER });
export const RECUSE_BODY = bodyOf({
  reason: oneOf(['conflict', 'recent', 'offDuty', 'atCapacity'] as const),
  officer: Type.Optional({ ...OFFICER, description: 'Who cannot come; supervisors only' }),
});
export const ASSIGN_BODY = bodyOf({
  pair: Type.Array(OFFICER, { minItems: 2, maxItems: 2 }),
  grounds: Type.String({
    // As the files of draws have it: no control characters.
    ...{ minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$' },
    description: 'Why these two; published with the draw, so without names',
  }),
});
export const RESULT_BODY = bodyOf({
  customs: Type.Optional(oneOf(SUB_OUTCOMES)),
  quarantine: Type.Optional(oneOf(SUB_OUTCOMES)),
  findings: Type.Optional(TEXT),
});
export const SETTLE_BODY = bodyOf({ note: TEXT });
export const REVIEW_BODY = bodyOf({
  decision: oneOf(['accept', 'return'] as const),
  reason: Type.Optional(TEXT),
});

export const ME = Type.Object({
  number: Type.String(),
  name: Type.String(),
  roles: texts('officer, supervisor, operator, auditor'),
  tags: texts('What you are licensed for'),
  capacity: Type.Integer({ description: 'Inspections a day' }),
});

export const COLLEAGUES = Type.Object({
  officers: Type.Array(
    Type.Object({
      number: Type.String(),
      name: Type.String(),
      roles: texts('officer, supervisor, operator, auditor'),
      tags: texts('What the person is licensed for; review for manual reviews'),
      onDuty: Type.Boolean({ description: 'Whether the roster has the person at work now' }),
      tasks: Type.Integer({ description: 'In hand; inspections are not counted (RAND-7)' }),
    }),
  ),
});

const SUMMARY = {
  id: Type.String(),
  kind: Type.String({
    description: 'inspection (500), review (300), pending (alarm of a lane), detained (501, 502)',
  }),
  stage: Type.String({
    description:
      'unassigned (no pair), first, second (who says the result next), supervisor (the pair ' +
      'differs, or an end is proposed), open (all others)',
  }),
  subject: orNull(
    Type.String({
      description: 'The list; null of an inspection whose pair you are not of',
      examples: ['46122026I000000001'],
    }),
  ),
  serial: Type.Integer({ description: 'Which opening of the parcel this is' }),
  priority: Type.Integer({ description: 'The smaller, the sooner' }),
  first: orNull(
    Type.String({
      description:
        'Why it goes before its class: b2b, a sale to a firm or to a warehouse abroad, which ' +
        'customs inspects first (GACC 2020 No.75); null of all others',
    }),
  ),
  openedAt: time('When it came'),
  dueAt: time('By when it has to be done'),
  overdue: Type.Boolean(),
  holder: orNull(Type.String({ description: 'Who works on it' })),
  isPair: Type.Boolean({ description: 'Whether you are one of the two who were drawn' }),
  closedAt: orNull(time('When it was done')),
};

export const QUEUE_PAGE = Type.Object({ tasks: Type.Array(Type.Object(SUMMARY)) });
export const NEXT_ANSWER = Type.Object({ task: orNull(Type.Object(SUMMARY)) });
export const ACTED = Type.Object({ id: Type.String() });
export const SPOKEN = Type.Object({
  stage: Type.String({ description: 'Where the task is now; closed when the outcome is there' }),
  outcome: Type.String({ description: 'What follows from both halves; hold while one is open' }),
});
export const REVIEWED = Type.Object({ decision: Type.String() });
export const PHOTO_KEPT = Type.Object({
  sha256: Type.String(),
  repeated: Type.Boolean({ description: 'The same bytes stood under the name before' }),
});

const LINE = Type.Object({
  gnum: Type.Integer(),
  itemNo: orNull(Type.String()),
  gcode: Type.String(),
  gname: Type.String(),
  country: Type.String(),
  qty: Type.String(),
  unit: Type.String(),
  currency: Type.String(),
  price: Type.String(),
  totalPrice: Type.String(),
});

const DECLARATION = Type.Object({
  preNo: Type.String(),
  status: orNull(Type.String({ description: 'As clearance has it: 500, 300, 800 ...' })),
  decidedAt: orNull(time('When')),
  ebpCode: Type.String(),
  ebcCode: Type.String(),
  agentCode: Type.String(),
  orderNo: Type.String(),
  logisticsCode: Type.String(),
  logisticsNo: Type.String(),
  way: Type.String({ description: 'import, or export of a parcel that leaves' }),
  tradeMode: Type.String(),
  currency: orNull(Type.String({ description: 'Of all lines; null of an export' })),
  packNo: Type.Integer(),
  grossWeight: Type.String({ description: 'kg' }),
  netWeight: Type.String({ description: 'kg' }),
  lines: Type.Array(LINE),
  findings: Type.Array(Type.Ref('Finding')),
});

const OPENING = Type.Object({
  state: Type.String(),
  label: Type.String({ description: 'random, targeted, ordered, forced' }),
  rules: texts('Numbers and versions of the rules that targeted it; for officers only'),
  needs: texts('What both officers are licensed for'),
  place: Type.String(),
  enterpriseCode: Type.String(),
  enterpriseClass: Type.String(),
  goodsClass: Type.String(),
  selectedAt: time('When it was chosen'),
  arrivedAt: orNull(time('When it came to the place of inspection')),
  assignedAt: orNull(time('When its pair was drawn')),
  concludedAt: orNull(time('When it ended')),
  outcome: orNull(Type.String()),
  draw: orNull(Type.String({ description: 'Day and number of the draw that chose it' })),
  officersDraw: orNull(Type.String({ description: 'The same of the one that chose the pair' })),
});

export const TASK_VIEW = Type.Object({
  ...SUMMARY,
  pair: texts('Who goes, in the order of the draw'),
  declaration: orNull(DECLARATION),
  opening: orNull(OPENING),
  results: Type.Array(
    Type.Object({
      part: Type.String({ description: 'first, second, supervisor' }),
      officer: Type.String(),
      customs: orNull(Type.String()),
      quarantine: orNull(Type.String()),
      findings: Type.String(),
      at: time('When'),
    }),
  ),
  photos: Type.Array(
    Type.Object({
      name: Type.String(),
      at: time('When'),
      officer: Type.String(),
      mediaType: Type.String(),
      sha256: Type.String(),
      size: Type.Integer(),
    }),
  ),
  scans: Type.Array(
    Type.Object({
      at: time('When'),
      site: Type.String(),
      scanId: Type.String({ description: 'Number of the scan, by the lane' }),
      lane: Type.String(),
      instruction: Type.String({ description: '01 to 05' }),
      reason: Type.String(),
      weight: orNull(Type.String({ description: 'kg on the scale' })),
      image: orNull(Type.String({ description: 'Where the X-ray image lies, as the lane says' })),
      xray: orNull(
        Type.Object(
          {
            sha256: Type.String(),
            width: Type.Integer({ description: 'Pixels' }),
            height: Type.Integer({ description: 'Pixels' }),
            size: Type.Integer({ description: 'Bytes' }),
            at: time('When it was kept'),
          },
          { description: 'The image itself, where the lane sent it' },
        ),
      ),
    }),
  ),
  alarm: orNull(
    Type.Object({
      kind: Type.String({ description: 'early, disagree, offline, stranded' }),
      logisticsNo: Type.String(),
      detail: Type.String(),
      raisedAt: time('When'),
      settledBy: orNull(Type.String()),
      note: orNull(Type.String()),
    }),
  ),
  review: orNull(
    Type.Object({
      at: time('When'),
      officer: Type.String(),
      decision: Type.String(),
      reason: Type.String(),
    }),
  ),
  proposal: orNull(
    Type.Object({ pair: texts('Who shall go'), grounds: Type.String(), by: Type.String() }),
  ),
  trail: Type.Array(
    Type.Object({
      at: time('When'),
      officer: orNull(Type.String({ description: 'Null for what the platform did by itself' })),
      action: Type.String(),
      detail: Type.Object({}, { additionalProperties: true }),
    }),
  ),
  actions: Type.Array(
    Type.Object({
      action: oneOf(ACTION_NAMES),
      barred: orNull(Type.Ref('Finding')),
    }),
    { description: 'What belongs to the stage of the task, and what bars you from it' },
  ),
});
