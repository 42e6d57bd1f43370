import type { App, Parts } from './app.ts';

/**
 * One line a request, with the address as it is registered and never as it was called: paths and
 * queries carry numbers of parcels and may carry identity numbers.
 */
export function logAccess(app: App, { log, metrics }: Parts): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { method, enterprise, officer } = request;
    const status = reply.statusCode;
    metrics.request(method, route, status, reply.elapsedTime / 1000);
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const { id: requestId } = request;
    const who = { enterprise: enterprise?.code, ...(officer && { officer: officer.number }) };
    log.info({ requestId, method, route, status, ms, ...who }, 'request');
    done();
  });
}
