import type { FastifyReply, FastifyRequest } from 'fastify';
import { maskNumbers } from '../io/log.ts';
import type { App, Parts } from './app.ts';
import { isChange } from './session-guard.ts';
import { OPENID_BACK } from './session-openid.ts';

/** What is noted of a request beside time and answer; nothing of its query or body. */
function actionOf(request: FastifyRequest) {
  const { session, method, routeOptions } = request;
  if (session === null || routeOptions.url === undefined) return null;
  const { account, role, party } = session;
  const numbers = Object.values((request.params ?? {}) as Record<string, string>).join(' ');
  const target = maskNumbers(numbers).slice(0, 200);
  return { account, role, party, method, route: routeOptions.url, target };
}

/**
 * The audit trail of the console: every change by session, noted before it is done and ended with
 * the answer, and every refusal of what is not the asker's. Tokens of programs leave no trail here;
 * what they do stands in evidence and in the trails of tasks.
 */
export function recordActions(app: App, { platform: { access }, log }: Parts): void {
  app.addHook('preHandler', async (request) => {
    const action = isChange(request.method) ? actionOf(request) : null;
    if (action !== null) request.actionId = await access.begin({ ...action, status: null });
  });
  app.addHook('onSend', async (request, reply) => {
    const { actionId } = request;
    const { statusCode: status } = reply;
    const action = actionOf(request);
    try {
      if (actionId !== null) await access.end(actionId, status);
      else if (action !== null && isTold(request, reply)) await access.begin({ ...action, status });
    } catch (error) {
      // The deed is done and its beginning is on the disk: the asker shall know of it.
      log.error({ error: String(error) }, 'The end of an action could not be noted.');
    }
  });
}

/** Where an officer reads what is personal. */
const PERSONAL = '/v1/office/messages/:messageId';

/** Changes that ended before they began, and readings of what is personal, another's or nothing. */
function isTold(request: FastifyRequest, reply: FastifyReply): boolean {
  const { statusCode: status } = reply;
  if (isChange(request.method) || status === 403 || status === 404) return true;
  if (request.routeOptions.url === OPENID_BACK) return true;
  // What became of the records of a message is not personal; the message itself is.
  const isWhole = !String(reply.getHeader('content-type')).startsWith('application/json');
  return request.routeOptions.url === PERSONAL && isWhole;
}
