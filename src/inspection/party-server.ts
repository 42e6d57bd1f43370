import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isBusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { ALGORITHM } from './draw-file.ts';
import { COMMIT_CALL, REVEAL_CALL, readShape } from './party-codec.ts';
import { type PartyCode, partyFinding } from './party-codes.ts';
import type { Vault } from './party-vault.ts';
import type { Shape } from './shape.ts';

export type PartyServerOptions = {
  readonly vault: Vault;
  readonly id: string;
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
  /** What the zone shows; null asks for nothing. */
  readonly token: string | null;
  /** Told of what is no fault of the caller, such as a full disk. */
  readonly onTrouble: (error: unknown) => void;
};

export type PartyServer = { readonly url: string; close(): Promise<void> };

const STATUS: Readonly<Record<PartyCode, number>> = {
  'PARTY-TOKEN': 401,
  'PARTY-CALL': 422,
  'PARTY-DAY': 409,
  'PARTY-UNKNOWN': 404,
  'PARTY-OTHER': 409,
};

/** What is answered: JSON, or the lines of a log. */
type Answer = { readonly status: number; readonly body: object | Buffer };

/**
 * Serves a party of draws over HTTP: `POST /commitments` and `POST /reveals` for the zone, and for
 * everybody `GET /commitments?zone=&day=&first=&count=`, `GET /log?day=` and `GET /`.
 * @throws the error of listening
 */
export async function startPartyServer(options: PartyServerOptions): Promise<PartyServer> {
  const server = createServer((call, response) => {
    const answered = answer(options, call).catch((error: unknown): Answer => {
      options.onTrouble(error);
      return { status: 500, body: { title: 'The party cannot answer now.' } };
    });
    void answered.then(({ status, body }) => {
      const isLog = Buffer.isBuffer(body);
      const type = isLog ? 'application/x-ndjson' : 'application/json';
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
      response.end(isLog ? body : `${JSON.stringify(body)}\n`);
    });
  });
  server.requestTimeout = 10_000;
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      await closed;
    },
  };
}

function listen(server: Server, { host, port }: PartyServerOptions): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ host, port }, () => done());
  });
}

const refused = (finding: Finding): Answer => ({
  status: STATUS[finding.code as PartyCode],
  body: { findings: [finding] },
});

async function answer(options: PartyServerOptions, call: IncomingMessage): Promise<Answer> {
  const { vault, id } = options;
  const url = new URL(call.url ?? '/', 'http://party');
  const at = `${call.method} ${url.pathname}`;
  if (at === 'GET /') return { status: 200, body: { party: id, algorithm: ALGORITHM } };
  if (at === 'GET /log') return logOf(vault, url.searchParams);
  if (at === 'GET /commitments') return commitmentsOf(options, url.searchParams);
  if (at === 'POST /commitments') {
    const read = await readCall(options, call, COMMIT_CALL);
    if (!read.ok) return refused(read.error);
    const made = await vault.commit(read.value.draws);
    if (!made.ok) return refused(made.error);
    return { status: 200, body: { party: id, commitments: made.value } };
  }
  if (at === 'POST /reveals') {
    const read = await readCall(options, call, REVEAL_CALL);
    if (!read.ok) return refused(read.error);
    const shown = await vault.reveal(read.value, read.value);
    return shown.ok
      ? { status: 200, body: { party: id, secret: shown.value } }
      : refused(shown.error);
  }
  return { status: 404, body: { title: 'There is no such address.' } };
}

async function logOf(vault: Vault, query: URLSearchParams): Promise<Answer> {
  const day = query.get('day') ?? '';
  if (!isBusinessDate(day)) return misfit('day', 'a day such as 2026-11-28');
  return { status: 200, body: await vault.logOf(day) };
}

async function commitmentsOf(
  { vault, id }: PartyServerOptions,
  query: URLSearchParams,
): Promise<Answer> {
  const [zone, day] = [query.get('zone') ?? '', query.get('day') ?? ''];
  const [first, count] = [Number(query.get('first')), Number(query.get('count') ?? 1)];
  if (!isBusinessDate(day)) return misfit('day', 'a day such as 2026-11-28');
  if (!Number.isInteger(first) || first < 1) return misfit('first', 'a number from 1');
  if (!Number.isInteger(count) || count < 1 || count > LIMITS.partyDraws) {
    return misfit('count', `a number from 1 to ${LIMITS.partyDraws}`);
  }
  const commitments = await vault.committed({ zone, day, first, count });
  return { status: 200, body: { party: id, zone, day, first, commitments } };
}

const misfit = (path: string, expected: string) =>
  refused(partyFinding('PARTY-CALL', { path, expected }));

/** The body of a call by somebody who may call. */
async function readCall<T>(
  { token }: PartyServerOptions,
  call: IncomingMessage,
  shape: Shape<T>,
): Promise<Result<T, Finding>> {
  if (token !== null && !isSame(call.headers.authorization ?? '', `Bearer ${token}`)) {
    return fail(partyFinding('PARTY-TOKEN'));
  }
  const body = await bodyOf(call);
  const read = body === null ? null : readShape(body, shape);
  if (read?.ok === true) return ok(read.value);
  const { path, expected } = read?.error ?? { path: '', expected: `${LIMITS.partyBytes} bytes` };
  return fail(partyFinding('PARTY-CALL', { path: path || 'the body', expected }));
}

/** Compares texts in a time that tells nothing of them. */
function isSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one!, other!);
}

/** All of a body, or null when it is too long or breaks off. */
async function bodyOf(call: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of call as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LIMITS.partyBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString();
  } catch {
    // Who called has gone; there is nobody to answer.
    return null;
  }
}
