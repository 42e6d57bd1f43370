import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLocalName, isPublicAddress } from './public-address.ts';

/** Bytes of an answer that are read to keep its connection; more of them end it. */
const ANSWER_BYTES = 64 * 1024;

/** What came of a request: a status, or one word of the kind `timeout` for none. */
export type Posted =
  | {
      readonly status: number;
      readonly retryAfter: string | null;
      /** The content, where it was asked for and has no more bytes than may be kept. */
      readonly content?: Buffer;
    }
  | { readonly failure: string };

export type PostRequest = {
  readonly url: URL;
  /** GET where something is only asked for; the body is empty then. Default POST. */
  readonly method?: 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: name, connection, request, answer. */
  readonly milliseconds: number;
  /** Whether the content of the answer is wanted as well, up to ANSWER_BYTES. */
  readonly keep?: boolean;
};

/** Sends to servers that strangers name. */
export type Poster = {
  /** One attempt; never throws, follows no redirect, keeps of the answer what was asked for. */
  post(request: PostRequest): Promise<Posted>;
  /** Ends the connections that are kept; what is under way fails. */
  close(): void;
};

type Answer = Pick<Error & { code: string }, 'name' | 'message' | 'code'>;

const failed = (code: string): Answer => ({ name: 'Error', message: code, code });

/**
 * The addresses of a name, all of them public. The connection goes to one that was judged here: a
 * second look-up, which could be answered differently (DNS rebinding), does not take place. The
 * resolver asks by itself and in time; `dns.lookup` would hold a thread of the pool, and a few slow
 * names all of them.
 */
async function judged(name: string, resolver: Resolver): Promise<LookupAddress[] | Answer> {
  if (isLocalName(name)) return failed('private-address');
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [
    ...(four.status === 'fulfilled' ? four.value : []).map((address) => ({ address, family: 4 })),
    ...(six.status === 'fulfilled' ? six.value : []).map((address) => ({ address, family: 6 })),
  ];
  if (found.length === 0) return failed('ENOTFOUND');
  const isSafe = found.every(({ address }) => isPublicAddress(address));
  return isSafe ? found : failed('private-address');
}

function lookupWith(resolver: Resolver): LookupFunction {
  return (name, { all }, done) => {
    void judged(name, resolver).then((found) => {
      if (!Array.isArray(found)) done(found, []);
      else if (all === true) done(null, found);
      else done(null, found[0]?.address ?? '', found[0]?.family ?? 0);
    });
  };
}

/** The host of a URL when it is an address and no name; brackets of IPv6 taken off. */
export function addressIn({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
}

/**
 * A sender that keeps its connections.
 * @param local lets it go to private addresses, and look names up as this machine does
 * @param servers of names, for tests; default those of the machine
 */
export function openPoster(local: boolean, servers: readonly string[] = []): Poster {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  const more = local ? {} : { lookup: lookupWith(resolver) };
  const plain = new HttpAgent({ keepAlive: true });
  const secure = new HttpsAgent({ keepAlive: true });
  return {
    post: (request) => {
      const literal = addressIn(request.url);
      // Node looks up names only: an address in the URL itself must be judged here.
      if (!local && literal !== null && !isPublicAddress(literal)) {
        return Promise.resolve({ failure: 'private-address' });
      }
      return request.url.protocol === 'https:'
        ? attempt(httpsRequest, request, { ...more, agent: secure })
        : attempt(httpRequest, request, { ...more, agent: plain });
    },
    close: () => {
      resolver.cancel();
      plain.destroy();
      secure.destroy();
    },
  };
}

type Way = { readonly agent: HttpAgent; readonly lookup?: LookupFunction };

function attempt(
  send: typeof httpRequest,
  { url, method, headers, body, milliseconds, keep = false }: PostRequest,
  way: Way,
): Promise<Posted> {
  const signal = AbortSignal.timeout(milliseconds);
  const posted = new Promise<Posted>((resolve) => {
    const length = method !== 'GET' && { 'content-length': String(Buffer.byteLength(body)) };
    const head = { method: method ?? 'POST', headers: { ...headers, ...length } };
    const call = send(url, { ...way, ...head, signal });
    call.on('response', (answer) => {
      let size = 0;
      const { statusCode: status = 0 } = answer;
      const retryAfter = answer.headers['retry-after'] ?? null;
      const chunks: Buffer[] = [];
      const done = () => {
        const isWhole = keep && answer.complete && size <= ANSWER_BYTES;
        resolve({ status, retryAfter, ...(isWhole && { content: Buffer.concat(chunks) }) });
      };
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_BYTES) answer.destroy();
        else if (keep) chunks.push(chunk);
      });
      // The status stands when the head has come; the rest is read for the connection's sake.
      answer.on('error', done).on('end', done).on('close', done);
    });
    call.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ failure: signal.aborted ? 'timeout' : (error.code ?? 'no-answer') });
    });
    call.end(body);
  });
  // What cannot even be begun, for a header or an address, is told like any other failure.
  return posted.catch((error: NodeJS.ErrnoException) => ({ failure: error.code ?? 'no-request' }));
}
