import type { FastifyRequest } from 'fastify';
import { isOffice, isOpen } from './bearer.ts';
import type { Platform } from './platform.ts';
import { requestFinding, WindowFault } from './problem.ts';

/** What the browser of a signed-in person holds. */
export const SESSION_COOKIE = 'onestep-session';

/** A header that no form and no page of another site can send without being asked first. */
export const CONSOLE_HEADER = 'x-onestep-console';

/** The value of a cookie of the request; null without it. */
export function cookieOf(request: FastifyRequest, name: string): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  const value = found?.slice(name.length + 1) ?? '';
  return /^[\w-]{1,2048}$/.test(value) ? value : null;
}

/**
 * The session that a request brings; null where it has a token, or where none is asked for. A page
 * whose cookie is gone brings an empty one: to it the session is over, whatever became of it.
 */
export function sessionToken(request: FastifyRequest): string | null {
  if (request.headers.authorization !== undefined || isOpen(request)) return null;
  const isPage = request.headers[CONSOLE_HEADER] === '1';
  return cookieOf(request, SESSION_COOKIE) ?? (isPage ? '' : null);
}

/** Whether a method may change something. */
export function isChange(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/**
 * Whether a call comes from a page of this site: the browser says so, and the header is one that
 * other sites cannot add.
 */
export function isFromHere(request: FastifyRequest): boolean {
  const { origin, [CONSOLE_HEADER]: mark, 'sec-fetch-site': site } = request.headers;
  if (mark !== '1') return false;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return site === 'same-origin';
  return URL.canParse(origin) && new URL(origin).host === request.host;
}

/**
 * Lets a session in where its role may go: officers under /v1/office, enterprises elsewhere.
 * @returns why not
 */
export async function checkSession(
  platform: Platform,
  request: FastifyRequest,
  token: string,
): Promise<WindowFault | null> {
  const session = await platform.access.who(token);
  if (session === null) return new WindowFault('session-ended');
  request.session = session;
  if (isChange(request.method) && !isFromHere(request)) return new WindowFault('cross-site');
  const { officer, enterprise } = session;
  if ((isOffice(request) ? officer : enterprise) === null) {
    return new WindowFault('wrong-role', [WRONG_DOOR]);
  }
  if (isOffice(request)) request.officer = officer;
  else request.enterprise = enterprise;
  return null;
}

const WRONG_DOOR = requestFinding('REQ-ROLE', {
  zh: '您的账号角色不能访问此接口：/v1/office 供执法人员使用，其余供企业使用',
  en: 'your account has no business here: /v1/office is for officers, the rest for enterprises',
});
