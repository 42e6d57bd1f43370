import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Finding } from '../base/finding.ts';
import { StockRefusal } from '../bonded/freeze.ts';
import { isFault } from '../io/faults.ts';
import type { Log } from '../io/log.ts';
import type { App } from './app.ts';
import { WINDOW_FAULTS, type WindowFaultCode } from './faults.ts';
import { problemOf, requestFinding, WindowFault } from './problem.ts';

type Violation = NonNullable<FastifyError['validation']>[number];

const KEYWORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  type: { zh: '类型不符', en: 'has the wrong type' },
  minimum: { zh: '小于最小值', en: 'is too small' },
  maximum: { zh: '大于最大值', en: 'is too large' },
  minLength: { zh: '过短', en: 'is too short' },
  maxLength: { zh: '过长', en: 'is too long' },
  pattern: { zh: '格式不符', en: 'has the wrong form' },
  required: { zh: '缺失', en: 'is missing' },
  enum: { zh: '不在允许值之内', en: 'is none of the allowed values' },
  minItems: { zh: '项数过少', en: 'has too few items' },
  maxItems: { zh: '项数过多', en: 'has too many items' },
};

/** Where and which rule; never the value, which may be an identity number. */
function violationFinding(part: string, { instancePath, keyword, params }: Violation): Finding {
  const texts = KEYWORDS[keyword] ?? { zh: '不符合要求', en: 'is not as described' };
  const limit = params.limit ?? params.type ?? params.pattern ?? params.allowedValues;
  const hint =
    limit === undefined
      ? {}
      : {
          hint: `Expected: ${keyword} ${String(limit)}`,
          hintZh: `要求：${keyword} ${String(limit)}`,
        };
  const missing = params.missingProperty === undefined ? '' : `/${String(params.missingProperty)}`;
  return requestFinding('REQ-VALUE', texts, { path: `${part}${instancePath}${missing}`, ...hint });
}

const BY_STATUS: Readonly<Record<number, WindowFaultCode>> = {
  400: 'bad-request',
  404: 'unknown-address',
  405: 'wrong-method',
  408: 'request-timeout',
  413: 'too-large',
  414: 'bad-request',
  415: 'wrong-content-type',
  431: 'headers-too-large',
  503: 'not-ready',
};

/** Any error of a route as a fault: our own, one of the world, Fastify's, or a bug. */
export function faultOf(error: unknown): WindowFault {
  if (error instanceof WindowFault) return error;
  if (isFault(error)) return new WindowFault(error.code);
  if (error instanceof StockRefusal) return new WindowFault('refused', error.findings);
  const { validation, validationContext, statusCode } = error as Partial<FastifyError>;
  if (validation !== undefined) {
    const part = validationContext === 'querystring' ? 'query' : (validationContext ?? 'body');
    const findings = validation.map((violation) => violationFinding(part, violation));
    return new WindowFault('bad-request', findings);
  }
  if (statusCode === undefined || statusCode < 400) return new WindowFault('internal');
  return new WindowFault(BY_STATUS[statusCode] ?? (statusCode < 500 ? 'bad-request' : 'internal'));
}

/** Sends a fault as problem+json with the headers that belong to it. */
export function sendProblem(
  fault: WindowFault,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(fault, String(request.id));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="onestep"');
  if (fault.retryAfter !== null) reply.header('retry-after', String(fault.retryAfter));
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problem);
}

/** The methods that the address takes, for `Allow`. */
type MethodsOf = (path: string) => readonly string[];

/** Every error and unknown address of the application becomes a problem. */
export function handleErrors(app: App, log: Log, methodsOf: MethodsOf): void {
  app.setErrorHandler((error, request, reply) => {
    const fault = faultOf(error);
    const { url: route } = request.routeOptions;
    // A fault that a route meant to answer with is no news for the operator.
    if (!(error instanceof WindowFault) && WINDOW_FAULTS[fault.code].status >= 500) {
      log.error({ err: error, requestId: request.id, route }, 'a request failed');
    }
    return sendProblem(fault, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url.split('?', 1)[0] ?? '');
    if (methods.length === 0)
      return sendProblem(new WindowFault('unknown-address'), request, reply);
    reply.header('allow', methods.join(', '));
    return sendProblem(new WindowFault('wrong-method'), request, reply);
  });
}

const BY_CLIENT_ERROR: Readonly<Record<string, WindowFaultCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** What is no HTTP at all never becomes a request: the answer is written on the bare socket. */
export function answerBrokenHttp(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const fault = new WindowFault(BY_CLIENT_ERROR[error.code ?? ''] ?? 'bad-request');
  const problem = problemOf(fault, null);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.code}\r\n` +
      'Content-Type: application/problem+json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
