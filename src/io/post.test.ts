import { createSocket, type Socket } from 'node:dgram';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openPoster, type Poster } from './post.ts';

let server: Server | null = null;
let poster: Poster | null = null;
afterEach(() => {
  poster?.close();
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<URL> {
  server = createServer(listener);
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
}

/** A server of names that knows these addresses of every name. */
async function serveNames(addresses: readonly string[]): Promise<Socket> {
  const names = createSocket('udp4');
  names.on('message', (query, { port, address }) => {
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const isIPv4 = question.readUInt16BE(question.length - 4) === 1;
    const answers = isIPv4 ? addresses : [];
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(answers.length, 6);
    head.fill(0, 8);
    const records = answers.map((text) => {
      const bytes = text.split('.').map(Number);
      return Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...bytes]);
    });
    names.send(Buffer.concat([head, question, ...records]), port, address);
  });
  await new Promise<void>((done) => names.bind(0, '127.0.0.1', done));
  return names;
}

function post(url: URL, local: boolean, milliseconds = 5_000) {
  poster = openPoster(local);
  return poster.post({ url, headers: { 'x-one': '1' }, body: '{"a":"中"}', milliseconds });
}

describe('a POST to a stranger', () => {
  it('brings headers and body, and tells the status', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, reply) => {
      request.setEncoding('utf8').on('data', (text: string) => seen.push(text));
      seen.push(request.method, request.headers['x-one']);
      reply.writeHead(503, { 'retry-after': '7' }).end('busy');
    });
    expect(await post(url, true)).toEqual({ status: 503, retryAfter: '7' });
    expect(seen).toEqual(['POST', '1', '{"a":"中"}']);
  });

  it('only asks, without a body, with GET', async () => {
    const url = await serve(({ method, headers }, reply) => {
      reply.end(`${method} ${headers['content-length']} ${headers['transfer-encoding']}`);
    });
    poster = openPoster(true);
    const request = { method: 'GET', url, headers: {}, body: '', milliseconds: 5_000 } as const;
    const content = Buffer.from('GET undefined undefined');
    expect(await poster.post({ ...request, keep: true })).toMatchObject({ status: 200, content });
  });

  it('keeps the content of an answer when it is asked for, up to a bound', async () => {
    let content = '{"code":"10000"}';
    const url = await serve((_, reply) => reply.end(content));
    poster = openPoster(true);
    const request = { url, headers: {}, body: '', milliseconds: 5_000, keep: true };
    expect(await poster.post(request)).toEqual({
      ...{ status: 200, retryAfter: null, content: Buffer.from(content) },
    });
    content = 'x'.repeat(64 * 1024 + 1);
    expect(await poster.post(request)).toEqual({ status: 200, retryAfter: null });
  });

  it('follows no redirect', async () => {
    let calls = 0;
    const url = await serve((_, reply) => {
      calls += 1;
      reply.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await post(url, true)).toMatchObject({ status: 307 });
    expect(calls).toBe(1);
  });

  it('gives up when nothing comes, or all too slowly', async () => {
    const silent = await serve(() => undefined);
    expect(await post(silent, true, 100)).toEqual({ failure: 'timeout' });
  });

  it('keeps the status of an answer whose content never ends', async () => {
    const url = await serve((_, reply) => {
      reply.writeHead(200);
      const timer = setInterval(() => reply.write('x'.repeat(50_000)), 1);
      reply.on('close', () => clearInterval(timer));
    });
    expect(await post(url, true)).toMatchObject({ status: 200 });
  });

  it('goes to no private address, named or looked up', async () => {
    let calls = 0;
    const url = await serve((_, reply) => {
      calls += 1;
      reply.end();
    });
    const named = new URL(`http://localhost:${url.port}/`);
    for (const one of [url, named, new URL(`http://[::ffff:127.0.0.1]:${url.port}/`)]) {
      expect(await post(one, false)).toEqual({ failure: 'private-address' });
    }
    expect(calls).toBe(0);
  });

  it.each([
    ['a name of a private address', ['127.0.0.1']],
    ['a name with one private address among others', ['8.8.8.8', '10.0.0.1']],
  ])('goes to no %s', async (_, addresses) => {
    const names = await serveNames(addresses);
    poster = openPoster(false, [`127.0.0.1:${names.address().port}`]);
    const url = new URL('http://hook.example.com:1/');
    const posted = await poster.post({ url, headers: {}, body: '', milliseconds: 5_000 });
    names.close();
    expect(posted).toEqual({ failure: 'private-address' });
  });

  it('tells that a name is not there', async () => {
    const names = await serveNames([]);
    poster = openPoster(false, [`127.0.0.1:${names.address().port}`]);
    const url = new URL('https://hook.example.com/');
    const posted = await poster.post({ url, headers: {}, body: '', milliseconds: 5_000 });
    names.close();
    expect(posted).toEqual({ failure: 'ENOTFOUND' });
  });

  it('tells that nobody listens', async () => {
    expect(await post(new URL('http://127.0.0.1:1/'), true)).toEqual({ failure: 'ECONNREFUSED' });
  });
});
