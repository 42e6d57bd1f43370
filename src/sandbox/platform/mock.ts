import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf } from '../../base/keys.ts';
import { type SeededRandom, seededRandom } from '../../base/random.ts';
import { uuidOf } from '../../base/uuid.ts';
import type { Patience } from '../../client/door.ts';
import { readPaymentDataCall, uploadPaymentData } from '../../client/payment-data.ts';
import {
  type Acknowledgement,
  FAILED,
  TAKEN,
  writeAcknowledgement,
} from '../../documents/payment-data/acknowledgement.ts';
import type { PaymentDataRequest } from '../../documents/payment-data/request.ts';
import { writePaymentAnswer } from '../../documents/payment-data/write.ts';
import type { Clock } from '../../io/clock.ts';
import type { Card } from './cards.ts';
import type { Sale } from './sales.ts';
import { honestData } from './truth.ts';
import { drawWay, UNKNOWN, type Upload, type Way } from './ways.ts';

/** What a made-up platform did about one session, and what has to come of it. */
export type Deed = {
  readonly platform: string;
  readonly orderNo: string;
  readonly sessionID: string;
  /** Name of the way it took: `honest`, `amount`, `silence` ... */
  readonly did: string;
  /** Codes of findings that the authority has to come to. */
  readonly expect: readonly string[];
  /** What the authority answered to the last upload; null when there was none. */
  readonly code: string | null;
  readonly message: string | null;
};

export type MockOptions = {
  /** The authority, for example `http://127.0.0.1:1210`. */
  readonly url: string;
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
  /** By platform code. */
  readonly cards: ReadonlyMap<string, Card>;
  /** See `SaleBook.sales`. */
  readonly sales: ReadonlyMap<string, Sale>;
  /** Of how many orders how many are dealt with wrongly; the seed says which and how. */
  readonly wrong: { readonly n: number; readonly of: number };
  readonly seed: bigint;
  /** Milliseconds between a call and its upload. */
  readonly delay: number;
  readonly clock: Clock;
  readonly patience?: Patience;
  /** Told once a session, when everything is done about it. */
  readonly onDeed: (deed: Deed) => void;
  /** An upload that the authority did not answer. */
  readonly onTrouble?: (error: unknown) => void;
};

/** Platforms that listen. */
export type MockPlatform = {
  /** Address of the interface of one platform. */
  addressOf(platform: string): string;
  /** Ends the calls and uploads that are under way. */
  close(): Promise<void>;
};

/** A call has one short field. */
const MOST_BYTES = 64 * 1024;

/**
 * Starts the interfaces of all platforms at one port, as `/<code>/platDataOpen`. A call is
 * answered at once, and the data uploaded afterwards. What is done about an order follows from the
 * seed and the order alone, whenever and however often it is asked for.
 * @throws the error of listening
 */
export async function startMockPlatform(options: MockOptions): Promise<MockPlatform> {
  const stop = new AbortController();
  const sessions = new Set<string>();
  const underWay = new Set<Promise<void>>();
  const desk: Desk = { ...options, stop: stop.signal };
  const server = createServer((request, response) => {
    void answerCall(desk, request, response, (deal) => {
      // A call that is repeated because its answer was lost begins nothing new.
      if (sessions.has(deal.request.sessionID)) return;
      sessions.add(deal.request.sessionID);
      const work = followUp(desk, deal).finally(() => underWay.delete(work));
      underWay.add(work);
    });
  });
  server.requestTimeout = 10_000;
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  return {
    addressOf: (platform) => `http://${options.host}:${port}/${platform}/platDataOpen`,
    close: async () => {
      stop.abort();
      server.closeAllConnections();
      await Promise.all([new Promise((done) => server.close(done)), ...underWay]);
    },
  };
}

function listen(server: Server, { host, port }: MockOptions): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ host, port }, () => done());
  });
}

type Desk = MockOptions & { readonly stop: AbortSignal };

/** One order that was asked for, and how it is dealt with. */
type Deal = {
  readonly platform: string;
  readonly request: PaymentDataRequest;
  readonly way: Way;
  /** Null when the order is not known here. */
  readonly sale: Sale | null;
  readonly random: SeededRandom;
};

async function answerCall(
  desk: Desk,
  call: IncomingMessage,
  response: ServerResponse,
  begin: (deal: Deal) => void,
): Promise<void> {
  const platform = /^\/(\w+)\/platDataOpen$/.exec(call.url ?? '')?.[1] ?? '';
  if (!desk.cards.has(platform)) return void response.writeHead(404).end();
  if (call.method !== 'POST') return void response.writeHead(405).end();
  const body = await bodyOf(call);
  if (body === null) return void response.writeHead(413).end();
  const say = (code: string, message: string): void => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(writeAcknowledgement(code, message, desk.clock.now()));
  };
  const read = readPaymentDataCall(body);
  if (!read.ok) return say(FAILED, read.error.map(({ zh, en }) => `${zh} / ${en}`).join('; '));
  const deal = dealOf(desk, platform, read.value);
  const { call: answer } = deal.way;
  if (answer === 'broken') response.writeHead(500).end();
  else if (answer === 'refused') say(FAILED, '不提供 / not given');
  else say(TAKEN, '');
  begin(deal);
}

/** All of a body, or null when it is too long or breaks off. */
async function bodyOf(call: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of call as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    // Who called has gone; there is nobody to answer.
    return null;
  }
}

function dealOf({ sales, seed, wrong }: Desk, platform: string, request: PaymentDataRequest): Deal {
  const key = keyOf(platform, request.orderNo);
  const random = seededRandom(
    createHash('sha256').update(`${seed} ${key}`).digest().readBigUInt64LE(),
  );
  const sale = sales.get(key) ?? null;
  const way = sale === null ? UNKNOWN : drawWay(random, wrong.n, wrong.of);
  return { platform, request, way, sale, random };
}

/** Uploads what the way says, and tells of it. Never throws. */
async function followUp(desk: Desk, deal: Deal): Promise<void> {
  const { platform, request, way } = deal;
  const { orderNo, sessionID } = request;
  let last: Acknowledgement | null = null;
  try {
    if (way.uploads.length > 0) await sleep(desk.delay, undefined, { signal: desk.stop });
    for (const upload of way.uploads) last = await send(desk, deal, upload);
  } catch (error) {
    if (!desk.stop.aborted) desk.onTrouble?.(error);
    return;
  }
  const { code = null, message = null } = last ?? {};
  desk.onDeed({ platform, orderNo, sessionID, did: way.name, expect: way.expect, code, message });
}

async function send(
  { url, cards, clock, patience, stop }: Desk,
  { platform, request, sale, random }: Deal,
  { data, text }: Upload,
): Promise<Acknowledgement | null> {
  const card = cards.get(platform);
  if (card === undefined || sale === null) return null;
  const guid = uuidOf(random.bytes(16)).toUpperCase();
  const content = data(honestData(sale, request, guid, clock.now()), random);
  const { key, keyName, algorithm } = card.signer;
  const signed = writePaymentAnswer(content, { key, certNo: keyName, algorithm });
  const options = patience === undefined ? { signal: stop } : { signal: stop, patience };
  return uploadPaymentData(url, text(signed), options);
}
