import type { FastifyRequest } from 'fastify';
import type { Platform } from './platform.ts';
import { WindowFault } from './problem.ts';

const BEARER = /^Bearer +([\w.~+/=-]{1,256})$/i;

/**
 * Finds out who asks, before anything else of the request is read. Everything under /v1 needs a
 * token; a new address there is closed unless somebody opens it here.
 * @returns the fault `no-credentials`, the same for a missing, malformed, unknown or dead token.
 */
export function checkBearer(platform: Platform, request: FastifyRequest): WindowFault | null {
  const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
  const enterprise = token === undefined ? null : platform.authenticate(token);
  request.enterprise = enterprise;
  return enterprise === null ? new WindowFault('no-credentials') : null;
}
