import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type OpenId, OpenIdFailure, type OpenIdTrip } from '../io/openid.ts';
import type { App, Parts } from './app.ts';
import { schemasUnder } from './route.ts';
import { setCookie } from './session-cookie.ts';
import { cookieOf, SESSION_COOKIE } from './session-guard.ts';

/** Where the browser goes to sign in at the provider, and where the provider sends it back to. */
const AWAY = '/console/openid';
export const OPENID_BACK = '/console/openid/back';

const TRIP_COOKIE = 'onestep-openid';
/** Seconds that somebody may take at the provider. */
const TRIP_LASTS = 600;

type Trip = OpenIdTrip & { readonly to: string };

/** Why somebody came back and is not signed in; the sign-in page has a sentence for each. */
type Why = 'away' | 'refused' | 'stale' | 'unknown';

const WAYS = Type.Object({
  openId: Type.Boolean({ description: 'Whether a provider of OpenID Connect is set' }),
});

/**
 * Sign-in through a provider of OpenID Connect. The two addresses are for browsers, not for
 * programs: they answer with redirections and belong to the console.
 */
export function openIdRoutes(app: App, parts: Parts, openId: OpenId | null): void {
  waysRoute(app, openId);
  if (openId === null) return;
  awayRoute(app, parts, openId);
  backRoute(app, parts, openId);
}

function waysRoute(app: App, openId: OpenId | null): void {
  const schema = schemasUnder('session')(
    'readSignInWays',
    'How people may sign in beside local accounts: through a provider of OpenID Connect or not.',
    '除本地账号外的登录方式：是否已配置 OpenID Connect。',
    { 200: WAYS },
  );
  app.get('/v1/session/ways', { schema }, async (_request, reply) =>
    reply.send({ openId: openId !== null }),
  );
}

function awayRoute(app: App, { log }: Parts, openId: OpenId): void {
  const options = { schema: { hide: true } };
  app.get<{ Querystring: { to?: unknown } }>(AWAY, options, async (request, reply) => {
    try {
      const { address, trip } = await openId.begin();
      keepTrip(request, reply, { ...trip, to: placeIn(request.query.to) });
      return reply.redirect(address, 303);
    } catch (error) {
      return reply.redirect(notIn(failureOf(error, log)), 303);
    }
  });
}

function backRoute(app: App, { platform: { access }, log }: Parts, openId: OpenId): void {
  app.get(OPENID_BACK, { schema: { hide: true } }, async (request, reply) => {
    const trip = tripOf(request);
    forgetTrip(request, reply);
    if (trip === null) return reply.redirect(notIn('stale'), 303);
    try {
      const query = new URL(request.url, 'http://here').search;
      const identity = await openId.end(query, trip);
      const entered = await access.enterAs(identity);
      if (entered === null) {
        log.warn(identity, 'No account is bound to somebody whom the provider knows.');
        return reply.redirect(notIn('unknown', identity.subject), 303);
      }
      request.session = entered.session;
      setCookie(request, reply, SESSION_COOKIE, entered.token);
      return reply.redirect(`/console${trip.to}`, 303);
    } catch (error) {
      return reply.redirect(notIn(failureOf(error, log)), 303);
    }
  });
}

/** Back to the sign-in page, which says why. */
function notIn(why: Why, subject = ''): string {
  const said = new URLSearchParams({ why, ...(subject === '' ? {} : { subject }) });
  return `/console/sign-in?${said}`;
}

function failureOf(error: unknown, log: Parts['log']): Why {
  if (!(error instanceof OpenIdFailure)) throw error;
  log.warn({ error: error.message }, 'A sign-in through the provider failed.');
  return error.isRefusal ? 'refused' : 'away';
}

/** Only pages of the console: an address of elsewhere must not be hidden in a link to here. */
function placeIn(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])[\x21-\x7e]{0,400}$/.test(to) ? to : '/';
}

/** Lax, unlike the cookie of a session: the browser comes back from the site of the provider. */
function keepTrip(request: FastifyRequest, reply: FastifyReply, trip: Trip): void {
  const value = Buffer.from(`${new URLSearchParams(trip)}`).toString('base64url');
  setCookie(request, reply, TRIP_COOKIE, value, { site: 'Lax', path: AWAY, seconds: TRIP_LASTS });
}

function forgetTrip(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, TRIP_COOKIE, '', { site: 'Lax', path: AWAY, seconds: 0 });
}

function tripOf(request: FastifyRequest): Trip | null {
  const value = cookieOf(request, TRIP_COOKIE);
  if (value === null) return null;
  const kept = new URLSearchParams(Buffer.from(value, 'base64url').toString('utf8'));
  const [state, nonce, verifier] = [kept.get('state'), kept.get('nonce'), kept.get('verifier')];
  if (state === null || nonce === null || verifier === null) return null;
  return { state, nonce, verifier, to: placeIn(kept.get('to')) };
}
