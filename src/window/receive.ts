import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { type Parts, viewerOf } from './app.ts';
import { readBody, tooLarge, type Watch } from './body.ts';
import { tellToGoOn } from './expect.ts';
import type { WindowFaultCode } from './faults.ts';
import type { RefusalStatus } from './platform.ts';
import { requestFinding, WindowFault } from './problem.ts';

const CODE_OF: Readonly<Record<RefusalStatus, WindowFaultCode>> = {
  400: 'bad-request',
  403: 'forbidden',
  409: 'conflict',
  413: 'too-large',
  415: 'wrong-content-type',
  422: 'refused',
  429: 'overload',
  503: 'not-ready',
};

/** An XML message in another character set would need another reader: the format is UTF-8. */
function charsetFault(contentType: string): WindowFault | null {
  // A table may be in either character set, and its reader finds out in which.
  if (/^text\/csv\b/i.test(contentType)) return null;
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return null;
  const finding = requestFinding(
    'REQ-CHARSET',
    { zh: '报文字符集应为 UTF-8', en: 'the message must be in UTF-8' },
    {
      path: 'header/content-type',
      hint: 'Write the file in UTF-8 and say charset=utf-8, or leave charset off.',
      hintZh: '请以 UTF-8 编码生成报文，并注明 charset=utf-8 或省略。',
    },
  );
  return new WindowFault('wrong-content-type', [finding]);
}

/** What the headers tell is said before the content is read: nobody sends 100 MB to learn it. */
function headerFault({ headers }: FastifyRequest): WindowFault | null {
  if (Number(headers['content-length'] ?? 0) > LIMITS.messageBytes) return tooLarge();
  return charsetFault(headers['content-type'] ?? '');
}

/** What needs no reader to be refused. */
export function checkContent(bytes: Buffer): void {
  if (bytes.length === 0) {
    const texts = { zh: '请求内容为空', en: 'the request has no content' };
    const hint = 'Send the message file as the content, e.g. curl --data-binary @message.xml';
    throw new WindowFault('bad-request', [requestFinding('REQ-EMPTY', texts, { hint })]);
  }
}

/** Why nothing was taken, as the platform says it. */
export type Refused = {
  readonly status: RefusalStatus;
  readonly findings: readonly Finding[];
  readonly retryAfterSeconds?: number;
};

/** The fault to answer with. */
export function refusalOf(result: Refused): WindowFault {
  const code = CODE_OF[result.status];
  return result.retryAfterSeconds === undefined
    ? new WindowFault(code, result.findings)
    : new WindowFault(code, result.findings, result.retryAfterSeconds);
}

/**
 * The content, or why it is not read: headers that say enough, and a door that takes nothing more
 * of this enterprise. What is refused before it is read costs next to nothing.
 */
export function receive(
  parts: Parts,
  request: FastifyRequest,
  payload: Readable,
  done: (body: Buffer | WindowFault) => void,
): void {
  const { platform, metrics } = parts;
  const viewer = viewerOf(request);
  const crowded = (announced: number): WindowFault | null => {
    const turned = platform.refusal(viewer, announced);
    if (turned === null) return null;
    metrics.message(String(turned.status), announced);
    return refusalOf(turned);
  };
  receiveFrom(parts, { owner: viewer.code, crowded }, request, payload, done);
}

/** Whose content it is, and why no content of that size is taken of anybody now. */
export type Bringer = {
  readonly owner: string;
  crowded(announced: number): WindowFault | null;
};

/** The same of whoever is said to bring it. */
export function receiveFrom(
  { halfRead }: Pick<Parts, 'halfRead'>,
  { owner, crowded }: Bringer,
  request: FastifyRequest,
  payload: Readable,
  done: (body: Buffer | WindowFault) => void,
): void {
  const announced = Number(request.headers['content-length'] ?? 0);
  const fault = headerFault(request) ?? crowded(announced);
  if (fault !== null) {
    done(fault);
    return;
  }
  tellToGoOn(request.raw);
  const watch: Watch = (cut) => halfRead.begin(owner, cut);
  readBody(payload, request.headers['content-encoding'], watch, done);
}
