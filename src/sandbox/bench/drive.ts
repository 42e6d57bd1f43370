import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { assert } from '../../base/assert.ts';
import type { Freight, ReadyMessage, Wagon } from './freight.ts';
import { decodePage } from './page-codec.ts';

/** What a load run saw. Times are milliseconds. */
export type Run = {
  readonly parcels: number;
  readonly released: number;
  readonly otherwise: number;
  /** From the first message sent to the last receipt that says released or returned. */
  readonly elapsed: number;
  /** From sending the list to having the receipt of its verdict, one a parcel. */
  readonly latencies: readonly number[];
  readonly busyAnswers: number;
};

export type DriveOptions = {
  readonly url: string;
  /** Wagons under way at once. */
  readonly concurrency: number;
  /** Gives up after this many milliseconds. */
  readonly limit: number;
  readonly onProgress?: (decided: number) => void;
};

/**
 * Sends the freight over loopback and follows the receipts until every list is decided. It speaks
 * HTTP by itself instead of through `src/client`: fetch would take the cores from the platform.
 */
export async function drive(freight: Freight, options: DriveOptions): Promise<Run> {
  assert(/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):/.test(options.url), 'load is for loopback');
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const state = newState(options);
  const ends = freight.agents.map((token) => followAgent(agent, state, token));
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < freight.wagons.length) {
      const wagon = freight.wagons[next]!;
      next += 1;
      await sendWagon(agent, state, wagon);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  while (state.decided.size < freight.parcels && performance.now() - started < options.limit) {
    await pause(5);
  }
  state.done = true;
  const elapsed = (state.last || performance.now()) - started;
  agent.destroy();
  await Promise.allSettled(ends);
  const latencies = [...state.decided].map(([copNo, at]) => at - state.sent.get(copNo)!);
  const otherwise = state.decided.size - state.released;
  const { released, busyAnswers } = state;
  return { parcels: freight.parcels, released, otherwise, elapsed, latencies, busyAnswers };
}

type State = {
  readonly url: URL;
  readonly onProgress: ((decided: number) => void) | undefined;
  readonly sent: Map<string, number>;
  readonly decided: Map<string, number>;
  released: number;
  busyAnswers: number;
  last: number;
  done: boolean;
};

function newState(options: DriveOptions): State {
  return {
    url: new URL(options.url),
    onProgress: options.onProgress,
    sent: new Map(),
    decided: new Map(),
    released: 0,
    busyAnswers: 0,
    last: 0,
    done: false,
  };
}

async function sendWagon(agent: Agent, state: State, wagon: Wagon): Promise<void> {
  await Promise.all(wagon.documents.map((message) => sendOne(agent, state, message)));
  const at = performance.now();
  for (const copNo of wagon.copNos) state.sent.set(copNo, at);
  await sendOne(agent, state, wagon.lists);
}

async function sendOne(agent: Agent, state: State, message: ReadyMessage): Promise<void> {
  for (;;) {
    const headers = { 'content-type': 'application/xml', 'content-length': message.bytes.length };
    const call = { method: 'POST', path: '/v1/messages', token: message.token, headers };
    const { status, body } = await http(agent, state.url, call, message.bytes);
    if (status === 202) return;
    assert(status === 429 || status === 503, `answer ${status}: ${body.slice(0, 300)}`);
    state.busyAnswers += 1;
    await pause(50);
  }
}

/** Reads one declarant's receipts as they come. */
async function followAgent(agent: Agent, state: State, token: string): Promise<void> {
  let after = 0;
  while (!state.done) {
    const path = `/v1/receipts?after=${after}&limit=1000&wait=5`;
    const { body } = await http(agent, state.url, { method: 'GET', path, token, headers: {} });
    const page = decodePage(body);
    after = page.next;
    const at = performance.now();
    for (const { status, keys } of page.receipts) {
      if (status !== '800' && status !== '100' && status !== '600') continue;
      state.decided.set(keys.copNo ?? '', at);
      state.last = at;
      if (status === '800') state.released += 1;
    }
    state.onProgress?.(state.decided.size);
  }
}

type Call = {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly headers: Record<string, string | number>;
};

function http(
  agent: Agent,
  url: URL,
  { method, path, token, headers }: Call,
  body?: Uint8Array,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const options = {
      agent,
      host: url.hostname,
      port: url.port,
      method,
      path,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
    };
    const call = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
