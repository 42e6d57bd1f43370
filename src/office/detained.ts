import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { DetainedView } from '../flows/detained.ts';
import { DETAINED_ENDS, type DetainedEnd } from '../inspection/detained-store.ts';
import {
  CASE_READERS,
  done,
  found,
  type OfficeApp,
  type OfficeParts,
  officerOf,
  officerWith,
  SAID_BYTES,
  schemaOf,
} from './http.ts';

const PATH = '/v1/office/detained';

const closed = { additionalProperties: false };
const LIST = Type.String({ pattern: '^[\\w-]{1,32}$', examples: ['46122026I000000001'] });
const LIST_ID = Type.Object({ listNo: LIST });
const END = Type.Unsafe<DetainedEnd>(
  Type.String({
    ...{ enum: [...DETAINED_ENDS] },
    description:
      'release 800, amend 100 (to be declared again), return 700 (abroad; an export to its ' +
      'seller), destroy 599',
  }),
);
const REASON = Type.String({
  ...{ minLength: 1, maxLength: 2_000 },
  description: 'For the declarant, so without names or numbers of persons',
});
const NUMBER = Type.Integer({
  ...{ minimum: 1, maximum: 1_000_000 },
  description: 'The number of the proposal that you have read',
});
const QUERY = Type.Object({
  after: Type.Optional(LIST),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.tasksPerPage, default: 50 })),
});
const PAGE = Type.Object({
  lists: Type.Array(
    Type.Object({
      listNo: Type.String(),
      status: Type.String({ description: '501 detained, 502 handed to the anti-smuggling office' }),
      since: Type.String(),
      outcome: Type.Union([Type.String(), Type.Null()], { description: 'What is proposed' }),
      proposal: Type.Union([Type.Integer(), Type.Null()], { description: 'Its number' }),
      by: Type.Union([Type.String(), Type.Null()], { description: 'Who proposed it' }),
    }),
  ),
});
const VIEW = Type.Object({
  ...{ listNo: Type.String(), status: Type.String() },
  trail: Type.Array(
    Type.Object({
      number: Type.Integer({ description: 'What an approval names' }),
      ...{ at: Type.String(), officer: Type.String() },
      action: Type.String({ description: 'proposed, approved' }),
      ...{ outcome: Type.String(), reason: Type.String() },
    }),
  ),
});

/** `/v1/office/detained`: how two persons end what is detained or handed over. */
export function detainedRoutes(app: OfficeApp, parts: OfficeParts): void {
  readRoutes(app, parts);
  endRoutes(app, parts);
}

/** A detained list as the office tells it. */
export function detainedJson({ listNo, status, words }: DetainedView) {
  const trail = words.map(({ at, position, ...word }) => {
    return { number: position, at: isoShanghai(at), ...word };
  });
  return { listNo, status, trail };
}

function readRoutes(app: OfficeApp, parts: OfficeParts): void {
  const { office } = parts;
  const listed = schemaOf(
    parts,
    'readDetained',
    'List what is detained (501) or handed over (502), by number, with what is proposed.',
    '列出扣留（501）和移送缉私（502）的清单及待批准的处理意见。',
    { 200: PAGE },
  );
  app.get(PATH, { schema: { ...listed, querystring: QUERY } }, async (request, reply) => {
    officerWith(request, parts, CASE_READERS);
    const { after = '', limit = 50 } = request.query;
    const lists = (await office.detained(after, limit)).map(({ state, since, ...one }) => {
      return { ...one, status: state, since: isoShanghai(since) };
    });
    return reply.send({ lists });
  });
  const viewed = schemaOf(
    parts,
    'readDetainedList',
    'Read where a detained list stands and what was proposed and approved of it.',
    '查看扣留清单的状态及处理意见记录。',
    { 200: VIEW },
  );
  const schema = { ...viewed, params: LIST_ID };
  app.get(`${PATH}/:listNo`, { schema }, async (request, reply) => {
    officerWith(request, parts, CASE_READERS);
    const view = found(parts, await office.viewDetained(request.params.listNo));
    return reply.send(detainedJson(view));
  });
}

function endRoutes(app: OfficeApp, parts: OfficeParts): void {
  const { office } = parts;
  const proposed = schemaOf(
    parts,
    'proposeDetainedEnd',
    'Propose how a list at 501 or 502 ends: a supervisor who is somebody else approves it.',
    '对扣留或移送的清单提出处理意见，由另一名主管批准。',
    { 200: VIEW },
  );
  const proposing = {
    ...{ ...proposed, params: LIST_ID },
    body: Type.Object({ outcome: END, reason: REASON }, closed),
  };
  const options = { schema: proposing, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/:listNo/proposal`, options, async (request, reply) => {
    const { params, body } = request;
    const one = await office.proposeEnd(officerOf(request), params.listNo, body);
    return reply.send(detainedJson(done(parts, one)));
  });
  const approved = schemaOf(
    parts,
    'approveDetainedEnd',
    'Approve what another person proposed last, by its number: the list ends so at once. Where a ' +
      'newer proposal came in, with another end or another reason, nothing is approved.',
    '按序号批准另一人最近提出的处理意见，清单随即办结；其后又有新的意见时不予批准。',
    { 200: VIEW },
  );
  const body = Type.Object({ outcome: END, proposal: NUMBER }, closed);
  const schema = { ...approved, params: LIST_ID, body };
  const approving = { schema, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/:listNo/approval`, approving, async (request, reply) => {
    const { params, body: approval } = request;
    const one = await office.approveEnd(officerOf(request), params.listNo, approval);
    return reply.send(detainedJson(done(parts, one)));
  });
}
