import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { otherChain, ROUND } from '../../test/draw/chain.ts';
import { openPoster } from '../io/post.ts';
import { type Chain, QUICKNET } from './beacon.ts';
import { askRound } from './beacon-remote.ts';

const OTHER = otherChain(ROUND.round);
const PATH = `/${QUICKNET.hash}/public/${ROUND.round}`;
/** Where nobody listens. */
const DOWN = 'http://127.0.0.1:1';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A relay on this machine. */
async function relay(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** One that answers the right path with this content, and any other with 404. */
const saying = (content: unknown, path = PATH) =>
  relay(({ url }, reply) => {
    if (url === path) reply.end(JSON.stringify(content));
    else reply.writeHead(404).end();
  });

const silent = () => relay(() => undefined);

/** One byte at a time, for longer than anybody waits. */
const slow = () =>
  relay((_, reply) => {
    reply.writeHead(200);
    const timer = setInterval(() => reply.write(' '), 10);
    reply.on('close', () => clearInterval(timer));
  });

/** One that is gone in the middle of its answer. */
const broken = () =>
  relay((_, reply) => {
    reply.writeHead(200, { 'content-length': '500' });
    reply.write('{', () => setTimeout(() => reply.destroy(), 20));
  });

async function ask(relays: readonly string[], chain: Chain = QUICKNET, round = ROUND.round) {
  const poster = openPoster(true);
  const asked = await askRound(poster, relays, chain, round, 500);
  poster.close();
  return asked.ok ? asked.value : asked.error.map(({ reason }) => reason);
}

describe('a round of a beacon', () => {
  it('comes from a relay, whatever else that says', async () => {
    const said = { ...ROUND, randomness: '0'.repeat(64), previous_signature: '' };
    expect(await ask([await saying(said)])).toEqual(ROUND);
  });

  it('comes from a chain of somebody else, by its own key', async () => {
    const { chain, round, signature } = OTHER;
    const url = await saying({ round, signature }, `/${chain.hash}/public/${round}`);
    expect(await ask([url], chain)).toEqual({ round, signature });
  });

  it('comes from the first that has it, past those that are down or slow', async () => {
    let calls = 0;
    const later = await relay((_, reply) => {
      calls += 1;
      reply.end();
    });
    const good = await saying(ROUND);
    expect(await ask([DOWN, await silent(), await slow(), good, later])).toEqual(ROUND);
    expect(calls).toBe(0);
  });

  it.each<[string, () => Promise<string>, string]>([
    ['nobody listens', async () => DOWN, 'ECONNREFUSED'],
    ['nothing comes', silent, 'timeout'],
    ['it comes too slowly', slow, 'timeout'],
    ['it breaks off', broken, 'unfinished'],
    ['it never ends', () => saying('x'.repeat(70_000)), 'unfinished'],
    [
      'it is longer than a round',
      () => saying({ ...ROUND, more: 'x'.repeat(5_000) }),
      'unreadable',
    ],
    ['it is no round', () => saying({ error: 'gone' }), 'unreadable'],
    ['the round is not there yet', () => saying(ROUND, '/other'), 'status 404'],
    ['another round is given', () => saying({ ...ROUND, round: 657_412 }), 'is round 657412'],
    [
      'the signature is of another chain',
      () => saying({ ...ROUND, signature: OTHER.signature }),
      'not signed by the chain',
    ],
    [
      'the signature is no point',
      () => saying({ ...ROUND, signature: 'f'.repeat(96) }),
      'not signed by the chain',
    ],
  ])('does not come where %s', async (_, make, reason) => {
    expect(await ask([await make()])).toEqual([reason]);
  });

  it('does not come with the signature of the round before', async () => {
    const round = ROUND.round + 1;
    const url = await saying({ ...ROUND, round }, `/${QUICKNET.hash}/public/${round}`);
    expect(await ask([url], QUICKNET, round)).toEqual(['not signed by the chain']);
  });

  it('tells of every relay in turn why it has none, and waits for each no longer', async () => {
    const start = performance.now();
    const reasons = await ask([DOWN, await silent(), await saying(null)]);
    expect(reasons).toEqual(['ECONNREFUSED', 'timeout', 'unreadable']);
    expect(performance.now() - start).toBeLessThan(2_500);
  });
});
