import { setTimeout as sleep } from 'node:timers/promises';

/** Where to send and as whom. */
export type Door = {
  /** Base address, for example `http://127.0.0.1:1210`. */
  readonly url: string;
  /** Bearer token of the enterprise; empty where none is asked for. */
  readonly token: string;
};

/** How long to go on trying when the platform is busy or away. */
export type Patience = {
  /** Seconds without an answer after which to give up. */
  readonly seconds: number;
  /** Told before each new try. */
  readonly onRetry?: (reason: string) => void;
};

/** The platform could not be reached, or stayed busy, for longer than the patience. */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

/** A request of this library; `body` is sent as it is, so that a retry sends the same bytes. */
export type Request = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: Uint8Array;
  /** Of the body; `application/xml` unless told. */
  readonly type?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds one try may take. */
  readonly timeout?: number;
  /** In which form the answer is wanted; `json` unless told. Problems are JSON always. */
  readonly accept?: 'json' | 'xml';
  /** The body of the answer comes as bytes, whatever it is. */
  readonly raw?: true;
};

/** An answer that is final: neither busy nor lost. `body`: bytes of XML, else what JSON says. */
export type Reply = { readonly status: number; readonly body: unknown };

const TRY_TIMEOUT = 30_000;
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 2_000;
/** Overload, restart and full disk; 502 and 504 come from a proxy whose server is away. */
const BUSY: ReadonlySet<number> = new Set([408, 429, 502, 503, 504, 507]);

/**
 * Makes a request and repeats it, with pauses that double up to two seconds or as long as
 * `Retry-After` says, while the platform is busy (429, 503 ...) or the connection is lost.
 * Repeating is safe: sending is idempotent by the bytes, and everything else only reads.
 * @throws Unreachable when patience ends; the signal's reason when aborted.
 */
export async function ask(door: Door, request: Request, patience: Patience): Promise<Reply> {
  const end = performance.now() + patience.seconds * 1_000;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    request.signal?.throwIfAborted();
    const outcome = await attempt(door, request);
    if ('status' in outcome) return outcome;
    const wait = Math.max(pause, outcome.retryAfter * 1_000);
    if (performance.now() + wait > end) throw new Unreachable(`${door.url}: ${outcome.reason}`);
    patience.onRetry?.(outcome.reason);
    await sleep(wait, undefined, request.signal === undefined ? {} : { signal: request.signal });
  }
}

type Again = { readonly reason: string; readonly retryAfter: number };

async function attempt(door: Door, request: Request): Promise<Reply | Again> {
  try {
    const response = await fetch(new URL(request.path, door.url), {
      method: request.method,
      headers: headersOf(door, request),
      body: request.body === undefined ? null : Buffer.from(request.body),
      signal: signalOf(request),
    });
    const body = request.raw === true ? await bytesOf(response) : await bodyOf(response);
    const { status } = response;
    if (!BUSY.has(status)) return { status, body };
    return { reason: `answered ${status}`, retryAfter: retryAfterOf(response) };
  } catch (error) {
    if (request.signal?.aborted === true) throw error;
    return { reason: reasonOf(error), retryAfter: 0 };
  }
}

/** Seconds; a date or nonsense in their place counts as nothing, and our own pause serves. */
function retryAfterOf({ headers }: Response): number {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

function headersOf(door: Door, request: Request): Record<string, string> {
  const accept = `application/${request.accept ?? 'json'}`;
  const headers = { ...(door.token && { authorization: `Bearer ${door.token}` }), accept };
  if (request.body === undefined) return headers;
  return { ...headers, 'content-type': request.type ?? 'application/xml' };
}

function signalOf({ signal, timeout = TRY_TIMEOUT }: Request): AbortSignal {
  const limit = AbortSignal.timeout(timeout);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}

// An answer in another form still has its status; the body is then left out.
async function bodyOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) return response.json();
  const bytes = await bytesOf(response);
  return type.includes('xml') ? bytes : null;
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
