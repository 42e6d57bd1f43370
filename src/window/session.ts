import { Type } from '@fastify/type-provider-typebox';
import { ACCOUNT_ROLES, type Account, type AccountRole } from '../access/account.ts';
import { PASSWORD_MOST } from '../access/password.ts';
import { RIGHTS, type Right, rightsOf } from '../access/rights.ts';
import { isoShanghai } from '../base/dates.ts';
import type { Session } from '../flows/access.ts';
import type { App, Parts } from './app.ts';
import { WindowFault } from './problem.ts';
import { schemasUnder } from './route.ts';
import { PROBLEM_ANSWERS } from './schemas.ts';
import { setCookie } from './session-cookie.ts';
import { cookieOf, isFromHere, SESSION_COOKIE } from './session-guard.ts';

const { 403: FORBIDDEN, 429: TOO_MANY } = PROBLEM_ANSWERS;
const schemaOf = schemasUnder('session', { 403: FORBIDDEN });

const CREDENTIALS = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 64 }),
    password: Type.String({ minLength: 1, maxLength: PASSWORD_MOST }),
  },
  { additionalProperties: false },
);

const RIGHT = Type.Unsafe<Right>(Type.String({ enum: Object.keys(RIGHTS) }));
const ROLE = Type.Unsafe<AccountRole>(Type.String({ enum: [...ACCOUNT_ROLES] }));
const ME = Type.Object({
  account: Type.String(),
  role: ROLE,
  party: Type.String({ description: 'Number of the officer or code of the enterprise' }),
  name: Type.String({ description: 'Name of the person or firm' }),
  may: Type.Array(RIGHT, { description: 'What the role opens beside its tasks' }),
  idleUntil: Type.String({ description: 'When the session ends unless it is used' }),
  endsAt: Type.String({ description: 'When it ends in any case' }),
});

/** `/v1/session`: people sign in, are told who they are, and sign out. */
export function sessionRoutes(app: App, parts: Parts): void {
  enterRoute(app, parts);
  meRoute(app, parts);
  leaveRoute(app, parts);
}

/** A wrong password for an account that there is. Not waited for: the time would tell that. */
function noteFailure({ platform: { access }, log }: Parts, { name, role, party }: Account): void {
  const action = { account: name, role, party, method: 'POST', route: '/v1/session', target: '' };
  access.begin({ ...action, status: 401 }).catch((error: unknown) => {
    log.error({ error: String(error) }, 'A failed sign-in could not be noted.');
  });
}

function enterRoute(app: App, parts: Parts): void {
  const { platform, log } = parts;
  const { access } = platform;
  const described = schemaOf(
    'signIn',
    'Sign in with a local account: sets the cookie of a session. For pages of this site only.',
    '使用本地账号登录：设置会话 cookie。仅供本站页面使用。',
    { 200: ME, 429: TOO_MANY },
  );
  const options = { schema: { ...described, body: CREDENTIALS }, bodyLimit: 16_384 };
  app.post('/v1/session', options, async (request, reply) => {
    if (!isFromHere(request)) throw new WindowFault('cross-site');
    const { name, password } = request.body;
    const entered = await access.enter(name, password, request.ip);
    if ('wait' in entered) {
      log.warn({ address: request.ip, wait: entered.wait }, 'Somebody could not sign in.');
      if (entered.tried !== null) noteFailure(parts, entered.tried);
      if (entered.wait > 0) throw new WindowFault('too-many-attempts', [], entered.wait);
      throw new WindowFault('wrong-password');
    }
    // From here on the trail has the account: that it came in is its first action.
    request.session = entered.session;
    setCookie(request, reply, SESSION_COOKIE, entered.token);
    return reply.send(meOf(entered.session));
  });
}

function meRoute(app: App, { platform: { access } }: Parts): void {
  const schema = schemaOf(
    'readSession',
    'Who is signed in, in which role, and what that opens.',
    '当前登录账号、角色及其可用功能。',
    { 200: ME },
  );
  app.get('/v1/session', { schema }, async (request, reply) => {
    const token = cookieOf(request, SESSION_COOKIE);
    const session = token === null ? null : await access.who(token);
    if (session === null) throw new WindowFault('session-ended');
    return reply.send(meOf(session));
  });
}

function leaveRoute(app: App, { platform: { access } }: Parts): void {
  const schema = schemaOf('signOut', 'Sign out: the session ends.', '退出登录。', {
    204: Type.Null({ description: 'It is over' }),
  });
  app.delete('/v1/session', { schema }, async (request, reply) => {
    if (!isFromHere(request)) throw new WindowFault('cross-site');
    const token = cookieOf(request, SESSION_COOKIE);
    if (token !== null) {
      request.session = await access.who(token);
      await access.leave(token);
    }
    setCookie(request, reply, SESSION_COOKIE, '', { seconds: 0 });
    return reply.code(204).send(null);
  });
}

function meOf({ account, role, party, officer, enterprise, idleUntil, endsAt }: Session) {
  return {
    ...{ account, role, party, may: rightsOf(role, enterprise) },
    name: officer?.name ?? enterprise?.name ?? '',
    idleUntil: isoShanghai(idleUntil),
    endsAt: isoShanghai(endsAt),
  };
}
