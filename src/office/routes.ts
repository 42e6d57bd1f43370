import { RIGHTS } from '../access/rights.ts';
import type { Clock } from '../io/clock.ts';
import { detainedRoutes } from './detained.ts';
import { drawRoutes } from './draws.ts';
import { type OfficeApp, type OfficeParts, officerOf, officerWith, schemaOf } from './http.ts';
import { taskJson } from './json.ts';
import { photoRoutes } from './photos.ts';
import { COLLEAGUES, ME, NEXT_ANSWER, NEXT_BODY, QUEUE_PAGE, QUEUE_QUERY } from './schemas.ts';
import { taskRoutes } from './tasks.ts';

/** `/v1/office`: what officers do. The guard of the server has checked their token. */
export function officeRoutes(app: OfficeApp, parts: OfficeParts & { readonly clock: Clock }): void {
  meRoute(app, parts);
  colleagueRoute(app, parts);
  queueRoutes(app, parts);
  taskRoutes(app, parts);
  photoRoutes(app, parts);
  detainedRoutes(app, parts);
  drawRoutes(app, parts);
}

function meRoute(app: OfficeApp, parts: OfficeParts): void {
  const schema = schemaOf(
    parts,
    'readOfficer',
    'Who you are here: roles, licences, capacity.',
    '当前登录人员的角色、资质和每日工作量。',
    { 200: ME },
  );
  app.get('/v1/office/me', { schema }, async (request, reply) => {
    const { number, name, roles, tags, capacity } = officerOf(request);
    return reply.send({ number, name, roles: [...roles], tags: [...tags], capacity });
  });
}

const WORKING = RIGHTS['desk.work'];

function queueRoutes(app: OfficeApp, parts: OfficeParts & { readonly clock: Clock }): void {
  const { office, clock } = parts;
  const listed = schemaOf(
    parts,
    'readQueue',
    'List what you may work on or watch, the most urgent first. Pages follow each other by after.',
    '列出可办理或可查看的任务，最紧急的在前；以 after 翻页。',
    { 200: QUEUE_PAGE },
  );
  const schema = { ...listed, querystring: QUEUE_QUERY };
  app.get('/v1/office/queue', { schema }, async (request, reply) => {
    const officer = officerWith(request, parts, WORKING);
    const { kind = null, filter = 'all', after = null, limit = 50 } = request.query;
    const tasks = await office.queue(officer, { kind, filter, after, limit });
    const now = clock.now();
    return reply.send({ tasks: tasks.map((task) => taskJson(task, officer, now)) });
  });
  const next = schemaOf(
    parts,
    'claimNextTask',
    'Take the most urgent task that nobody holds: null when there is none.',
    '领取最紧急的待办任务；没有时返回 null。',
    { 200: NEXT_ANSWER },
  );
  const nextSchema = { ...next, body: NEXT_BODY };
  app.post('/v1/office/queue/claim', { schema: nextSchema }, async (request, reply) => {
    const officer = officerWith(request, parts, WORKING);
    const task = await office.next(officer, request.body.kind ?? null);
    return reply.send({ task: task && taskJson(task, officer, clock.now()) });
  });
}

function colleagueRoute(app: OfficeApp, parts: OfficeParts): void {
  const described = schemaOf(
    parts,
    'listOfficers',
    'List who works here today: roles, licences, whether they are on duty, tasks in hand. Those ' +
      'on duty with the least in hand come first. Inspections are not counted: who is of a pair ' +
      'nobody else may know before the end (RAND-7).',
    '列出在册人员：角色、资质、是否当班、手头任务数（不含查验任务），当班且任务少者在前。',
    { 200: COLLEAGUES },
  );
  app.get('/v1/office/officers', { schema: described }, async (request, reply) => {
    officerWith(request, parts, WORKING);
    const all = await parts.office.colleagues();
    const officers = all.map(({ isOnDuty, roles, tags, ...rest }) => ({
      ...rest,
      ...{ onDuty: isOnDuty, roles: [...roles], tags: [...tags] },
    }));
    return reply.send({ officers });
  });
}
