import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import type { House } from '../flows/house.ts';
import {
  approveTakeBack,
  proposeTakeBack,
  type TakeBackView,
  viewTakeBack,
} from '../flows/take-back.ts';
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

const PATH = '/v1/office/exports/take-backs/:listNo';

const closed = { additionalProperties: false };
const LIST_ID = Type.Object({
  listNo: Type.String({
    pattern: '^[\\w-]{1,32}$',
    description: 'Of a list its customs number, of a customs declaration either of its numbers',
    examples: ['46122026E000000001'],
  }),
});
const REASON = Type.String({
  ...{ minLength: 1, maxLength: 500 },
  description: 'For the declarant, so without names or numbers of persons',
});
const NUMBER = Type.Integer({
  ...{ minimum: 1, maximum: 10_000 },
  description: 'The number of the proposal that you have read',
});
const VIEW = Type.Object({
  listNo: Type.String({ description: 'Customs number' }),
  status: Type.String({ description: '899 closed, 800 released again' }),
  trail: Type.Array(
    Type.Object({
      number: Type.Integer({ description: 'What an approval names' }),
      ...{ at: Type.String(), officer: Type.String() },
      action: Type.String({ description: 'proposed, approved' }),
      reason: Type.String(),
      closedAt: Type.String({ description: 'The closing that it is about' }),
    }),
  ),
});

/** A list or declaration as the office tells what was said of taking its closings back. */
export function takeBackJson({ listNo, status, words }: TakeBackView) {
  const trail = words.map(({ position, at, officer, action, reason, closedAt }) => {
    const times = { at: isoShanghai(at), closedAt: isoShanghai(closedAt) };
    return { number: position, officer, action, reason, ...times };
  });
  return { listNo, status, trail };
}

type Parts = Pick<OfficeParts, 'saying'> & { readonly house: House };

/** `/v1/office/exports/take-backs`: how two persons take back that a list or declaration left. */
export function takeBackRoutes(app: OfficeApp, parts: Parts): void {
  const { house } = parts;
  const viewed = schemaOf(
    parts,
    'readTakeBack',
    'Read where an export list or a customs declaration stands and what was proposed and ' +
      'approved of taking it back.',
    '查看出口清单、报关单状态及撤销结关的意见记录。',
    { 200: VIEW },
  );
  app.get(PATH, { schema: { ...viewed, params: LIST_ID } }, async (request, reply) => {
    officerWith(request, parts, CASE_READERS);
    const view = found(parts, await viewTakeBack(house.db, request.params.listNo));
    return reply.send(takeBackJson(view));
  });
  proposalRoute(app, parts);
  approvalRoute(app, parts);
}

function proposalRoute(app: OfficeApp, parts: Parts): void {
  const proposed = schemaOf(
    parts,
    'proposeTakeBack',
    'Propose to take a closed export list or customs declaration (899) back whose parcel did not ' +
      'leave: a supervisor who is somebody else approves it.',
    '对未实际离境的已结关出口清单或报关单提出撤销结关，由另一名主管批准。',
    { 200: VIEW },
  );
  const schema = { ...proposed, params: LIST_ID, body: Type.Object({ reason: REASON }, closed) };
  const options = { schema, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/proposal`, options, async (request, reply) => {
    const { params, body } = request;
    const one = await proposeTakeBack(parts.house, officerOf(request), params.listNo, body);
    return reply.send(takeBackJson(done(parts, one)));
  });
}

function approvalRoute(app: OfficeApp, parts: Parts): void {
  const approved = schemaOf(
    parts,
    'approveTakeBack',
    'Approve what another person proposed last, by its number: the list or customs declaration ' +
      'is released again (800) at once, out of the statistics, and a list out of the monthly ' +
      'sums or the declaration that has it.',
    '按序号批准另一人最近提出的撤销结关意见：清单或报关单恢复放行，从统计中剔除，清单并从月度汇总或汇总报关单中剔除。',
    { 200: VIEW },
  );
  const body = Type.Object({ proposal: NUMBER }, closed);
  const options = { schema: { ...approved, params: LIST_ID, body }, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/approval`, options, async (request, reply) => {
    const { params, body: approval } = request;
    const one = await approveTakeBack(parts.house, officerOf(request), params.listNo, approval);
    return reply.send(takeBackJson(done(parts, one)));
  });
}
