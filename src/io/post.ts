import { type LookupAddress, lookup } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Bytes of an answer that are read to keep its connection; more of them end it. */
const ANSWER_BYTES = 64 * 1024;

/** What came of a POST: a status, or one word of the kind `timeout` for none. */
export type Posted =
  | { readonly status: number; readonly retryAfter: string | null }
  | { readonly failure: string };

export type PostRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For all of it: name, connection, request, answer. */
  readonly milliseconds: number;
};

/** Sends to servers that strangers name. */
export type Poster = {
  /** One attempt; never throws, follows no redirect, and keeps nothing of the answer's content. */
  post(request: PostRequest): Promise<Posted>;
  /** Ends the connections that are kept; what is under way fails. */
  close(): void;
};

class PrivateAddress extends Error {
  readonly code = 'private-address';
}

type Found = (error: Error | null, addresses: LookupAddress[]) => void;

/**
 * Looks a name up and refuses it when any of its addresses is private. The connection goes to
 * one of the addresses that were judged here: a second look-up, which could be answered
 * differently (DNS rebinding), does not take place.
 */
function judge(name: string, found: Found): void {
  lookup(name, { all: true }, (error, addresses) => {
    if (error !== null) found(error, []);
    else if (addresses.every(({ address }) => isPublicAddress(address))) found(null, addresses);
    else found(new PrivateAddress('a private address'), []);
  });
}

const judgedLookup: LookupFunction = (name, { all }, done) => {
  judge(name, (error, addresses) => {
    const [first = { address: '', family: 0 }] = addresses;
    if (all === true) done(error, addresses);
    else done(error, first.address, first.family);
  });
};

/** The host of a URL when it is an address and no name; brackets of IPv6 taken off. */
export function addressIn({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
}

/** A sender that keeps its connections. `local` lets it go to private addresses. */
export function openPoster(local: boolean): Poster {
  const options = { keepAlive: true, maxSockets: 2, scheduling: 'lifo' as const };
  const plain = new HttpAgent(options);
  const secure = new HttpsAgent(options);
  return {
    post: (request) => {
      const literal = addressIn(request.url);
      // Node looks up names only: an address in the URL itself must be judged here.
      if (!local && literal !== null && !isPublicAddress(literal)) {
        return Promise.resolve({ failure: 'private-address' });
      }
      const more = local ? {} : { lookup: judgedLookup };
      return request.url.protocol === 'https:'
        ? attempt(httpsRequest, request, { ...more, agent: secure })
        : attempt(httpRequest, request, { ...more, agent: plain });
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

type Way = { readonly agent: HttpAgent; readonly lookup?: LookupFunction };

function attempt(
  send: typeof httpRequest,
  { url, headers, body, milliseconds }: PostRequest,
  way: Way,
): Promise<Posted> {
  const signal = AbortSignal.timeout(milliseconds);
  return new Promise((resolve) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const call = send(url, { ...way, method: 'POST', headers: { ...headers, ...length }, signal });
    call.on('response', (answer) => {
      let size = 0;
      const { statusCode: status = 0 } = answer;
      const retryAfter = answer.headers['retry-after'] ?? null;
      const done = () => resolve({ status, retryAfter });
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_BYTES) answer.destroy();
      });
      // The status stands when the head has come; the rest is read for the connection's sake.
      answer.on('error', done).on('end', done).on('close', done);
    });
    call.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ failure: signal.aborted ? 'timeout' : (error.code ?? 'no-answer') });
    });
    call.end(body);
  });
}
