import type { FastifyRequest } from 'fastify';
import type { Platform } from './platform.ts';
import { WindowFault } from './problem.ts';

/** Officers come in here with their own tokens, and with no other; they open nothing else. */
const OFFICE = '/v1/office/';

/** What everybody may read, and where people sign in. */
const OPEN = /^\/v1\/(public\/|session(\/ways)?$)/;

/** Whether an address is open to everybody. */
export function isOpen(request: FastifyRequest): boolean {
  return OPEN.test(request.routeOptions.url ?? '');
}

/** Whether an address is one of the office. */
export function isOffice(request: FastifyRequest): boolean {
  return request.routeOptions.url?.startsWith(OFFICE) === true;
}

const BEARER = /^Bearer +([\w.~+/=-]{1,256})$/i;

/**
 * Finds out who asks, before anything else of the request is read. Everything under /v1 needs a
 * token; a new address there is closed unless somebody opens it here.
 * @returns the fault `no-credentials` or `no-officer`, the same for a missing, malformed, unknown
 * or dead token.
 */
export function checkBearer(platform: Platform, request: FastifyRequest): WindowFault | null {
  if (isOpen(request)) return null;
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (isOffice(request)) {
    request.officer = token === undefined ? null : platform.officer(token);
    return request.officer === null ? new WindowFault('no-officer') : null;
  }
  request.enterprise = token === undefined ? null : platform.authenticate(token);
  return request.enterprise === null ? new WindowFault('no-credentials') : null;
}
