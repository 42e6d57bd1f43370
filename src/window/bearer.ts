import type { FastifyRequest } from 'fastify';
import type { Platform } from './platform.ts';
import { WindowFault } from './problem.ts';

const BEARER = /^Bearer +([\w.~+/=-]{1,256})$/i;

/**
 * Finds out who asks, before anything else of the request is read. Everything under /v1 needs a
 * token; a new address there is closed unless somebody opens it here.
 * @throws WindowFault `no-credentials`, the same for a missing, malformed, unknown or dead token.
 */
export function checkBearer(platform: Platform): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    if (request.routeOptions.url?.startsWith('/v1/') !== true) return;
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const enterprise = token === undefined ? null : platform.authenticate(token);
    if (enterprise === null) throw new WindowFault('no-credentials');
    request.enterprise = enterprise;
  };
}
