import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import type { App, Parts } from './app.ts';
import { placeOf, placeText } from './places.ts';
import { checkRight } from './rights.ts';
import { schemasUnder } from './route.ts';
import { FORBIDDEN } from './schemas.ts';

const ACTION_ID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const QUERY = Type.Object({
  after: Type.Optional(
    Type.String({ pattern: `^\\d{1,15}~${ACTION_ID}$`, description: '`next` of the page before' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.listsPerPage, default: 50 })),
});
const PAGE = Type.Object({
  actions: Type.Array(
    Type.Object({
      id: Type.String(),
      at: Type.String(),
      account: Type.String(),
      role: Type.String(),
      party: Type.String({ description: 'Number of the officer or code of the enterprise' }),
      method: Type.String(),
      route: Type.String({ description: 'The address as it is registered' }),
      target: Type.String({ description: 'The numbers in the address as it was called' }),
      outcome: Type.String({ description: 'done, refused, failed, or open while it is under way' }),
      status: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the answer' }),
    }),
    { description: 'The newest first' },
  ),
  next: Type.Union([Type.String(), Type.Null()]),
});

/** `GET /v1/office/actions`: the audit trail of the console. */
export function actionRoutes(app: App, { platform: { access } }: Parts): void {
  const described = schemasUnder('office', FORBIDDEN)(
    'listActions',
    'The audit trail of the console, for supervisors and auditors: what was done or refused by ' +
      'session, by whom, and with which answer.',
    '控制台审计日志（主管、审计人员）：经登录会话办理或被拒绝的事项。',
    { 200: PAGE },
  );
  app.get(
    '/v1/office/actions',
    { schema: { ...described, querystring: QUERY } },
    async (request, reply) => {
      checkRight(request, 'actions.read');
      const { after, limit = 50 } = request.query;
      const place = after === undefined ? null : placeOf(after);
      const rows = await access.actions(place && { at: place.at, id: place.name }, limit + 1);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const next =
        rows.length > limit && last !== undefined ? { at: last.at, name: last.id } : null;
      return reply.send({
        actions: shown.map((one) => {
          return { ...one, at: isoShanghai(one.at), outcome: outcomeOf(one.status) };
        }),
        next: next && placeText(next),
      });
    },
  );
}

function outcomeOf(status: number | null): string {
  if (status === null) return 'open';
  if (status < 400) return 'done';
  return status < 500 ? 'refused' : 'failed';
}
