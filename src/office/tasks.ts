import type { Clock } from '../io/clock.ts';
import type { Officer } from '../registry/officer.ts';
import {
  done,
  found,
  type OfficeApp,
  type OfficeParts,
  officerOf,
  SAID_BYTES,
  schemaOf,
} from './http.ts';
import { viewJson } from './json.ts';
import {
  ACTED,
  ASSIGN_BODY,
  HAND_OVER_BODY,
  RECUSE_BODY,
  RESULT_BODY,
  REVIEW_BODY,
  REVIEWED,
  SETTLE_BODY,
  SPOKEN,
  TASK_ID,
  TASK_VIEW,
} from './schemas.ts';

const PATH = '/v1/office/tasks/:id';

/** What is done with one task. */
export function taskRoutes(app: OfficeApp, parts: OfficeParts & { readonly clock: Clock }): void {
  viewRoute(app, parts);
  plainRoutes(app, parts);
  handOverRoutes(app, parts);
  assignRoutes(app, parts);
  resultRoutes(app, parts);
  openRoutes(app, parts);
}

function viewRoute(app: OfficeApp, parts: OfficeParts & { readonly clock: Clock }): void {
  const view = schemaOf(
    parts,
    'readTask',
    'Read a task with the declaration, classes, results and photographs side by side. That a ' +
      'supervisor looks at an inspection before its end is noted in its trail.',
    '并列显示任务的申报内容、分类、结果与照片。主管在办结前查看查验任务将被记录。',
    { 200: TASK_VIEW },
  );
  app.get(PATH, { schema: { ...view, params: TASK_ID } }, async (request, reply) => {
    const officer = officerOf(request);
    const one = found(parts, await parts.office.view(officer, request.params.id));
    return reply.send(viewJson(one, officer, parts.clock.now()));
  });
}

/** Calls without a body that say no more than that it was done. */
function plainRoutes(app: OfficeApp, parts: OfficeParts): void {
  const { office } = parts;
  type Act = (officer: Officer, id: string) => ReturnType<typeof office.claim>;
  const act = (name: string, path: string, en: string, zh: string, work: Act): void => {
    const schema = { ...schemaOf(parts, name, en, zh, { 200: ACTED }), params: TASK_ID };
    app.post(`${PATH}/${path}`, { schema, bodyLimit: SAID_BYTES }, async (request, reply) => {
      const id = done(parts, await work(officerOf(request), request.params.id));
      return reply.send({ id });
    });
  };
  act('claimTask', 'claim', 'Take a task.', '领取任务。', office.claim);
  act('releaseTask', 'release', 'Let others have a task.', '放弃任务。', office.release);
  act(
    'approveAssignment',
    'assignment/approve',
    'Approve whom another supervisor proposed: two persons decide, and the draw stays as it is.',
    '批准另一名主管提出的指派；由两人决定，抽取结果保持不变。',
    office.approve,
  );
}

function handOverRoutes(app: OfficeApp, parts: OfficeParts): void {
  const { office } = parts;
  const given = schemaOf(
    parts,
    'handOverTask',
    'Hand a task that you hold to another officer who may work on it.',
    '将任务移交给另一名有权办理的人员。',
    { 200: ACTED },
  );
  const schema = { ...given, params: TASK_ID, body: HAND_OVER_BODY };
  app.post(`${PATH}/hand-over`, { schema, bodyLimit: SAID_BYTES }, async (request, reply) => {
    const { params, body } = request;
    const id = done(parts, await office.handOver(officerOf(request), params.id, body.to));
    return reply.send({ id });
  });
  const recused = schemaOf(
    parts,
    'recuseOfficer',
    'Stand back from an inspection: the draw says who comes in your place. A supervisor notes it ' +
      'of an officer who cannot come.',
    '申请回避；替补人员由同一次抽取确定。主管可代不能到场的人员登记。',
    { 200: ACTED },
  );
  const recuseSchema = { ...recused, params: TASK_ID, body: RECUSE_BODY };
  const options = { schema: recuseSchema, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/recuse`, options, async (request, reply) => {
    const { params, body } = request;
    const officer = officerOf(request);
    const number = body.officer ?? officer.number;
    const id = done(parts, await office.recuse(officer, params.id, body.reason, number));
    return reply.send({ id });
  });
}

function assignRoutes(app: OfficeApp, parts: OfficeParts): void {
  const proposed = schemaOf(
    parts,
    'proposeAssignment',
    'Propose two officers for an inspection that the draw left without: another supervisor ' +
      'approves it.',
    '为抽取后仍无人员的查验提出两名人选，由另一名主管批准。',
    { 200: ACTED },
  );
  const schema = { ...proposed, params: TASK_ID, body: ASSIGN_BODY };
  app.post(`${PATH}/assignment`, { schema, bodyLimit: SAID_BYTES }, async (request, reply) => {
    const { params, body } = request;
    const id = done(parts, await parts.office.propose(officerOf(request), params.id, body));
    return reply.send({ id });
  });
}

function resultRoutes(app: OfficeApp, parts: OfficeParts): void {
  const { office } = parts;
  const said = schemaOf(
    parts,
    'sayResult',
    'Say what customs and quarantine decide on an opened parcel. The first of the pair says it, ' +
      'one half after the other if need be; the second may say otherwise, and then a supervisor ' +
      'settles it.',
    '填报海关与检疫结论：第一名填报（可分次），第二名可提出不同意见，由主管裁定。',
    { 200: SPOKEN },
  );
  const schema = { ...said, params: TASK_ID, body: RESULT_BODY };
  app.post(`${PATH}/result`, { schema, bodyLimit: SAID_BYTES }, async (request, reply) => {
    const { params, body } = request;
    const { customs = null, quarantine = null, findings = '' } = body;
    const word = { customs, quarantine, findings };
    return reply.send(done(parts, await office.say(officerOf(request), params.id, word)));
  });
  const confirmed = schemaOf(
    parts,
    'confirmResult',
    'Confirm the result of the other one of the pair.',
    '确认另一名执法人员填报的结果。',
    { 200: SPOKEN },
  );
  const confirmSchema = { ...confirmed, params: TASK_ID };
  const options = { schema: confirmSchema, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/confirm`, options, async (request, reply) => {
    const { params } = request;
    return reply.send(done(parts, await office.confirm(officerOf(request), params.id)));
  });
}

/** What one officer alone decides. */
function openRoutes(app: OfficeApp, parts: OfficeParts): void {
  const reviewed = schemaOf(
    parts,
    'reviewList',
    'Accept a list whose documents you have looked at, or return it with a reason.',
    '人工审核：通过，或说明理由退单。',
    { 200: REVIEWED },
  );
  const schema = { ...reviewed, params: TASK_ID, body: REVIEW_BODY };
  const settled = schemaOf(
    parts,
    'settleAlarm',
    'Note what you found behind an alarm of a lane.',
    '填写分拣线报警的核查情况。',
    { 200: ACTED },
  );
  const settleSchema = { ...settled, params: TASK_ID, body: SETTLE_BODY };
  const options = { schema: settleSchema, bodyLimit: SAID_BYTES };
  app.post(`${PATH}/settle`, options, async (request, reply) => {
    const { params, body } = request;
    const id = done(parts, await parts.office.settle(officerOf(request), params.id, body.note));
    return reply.send({ id });
  });
  app.post(`${PATH}/review`, { schema, bodyLimit: SAID_BYTES }, async (request, reply) => {
    const { params, body } = request;
    const word = { decision: body.decision, reason: body.reason ?? '' };
    const one = await parts.office.review(officerOf(request), params.id, word);
    return reply.send(done(parts, one));
  });
}
