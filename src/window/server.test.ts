import { type AddressInfo, connect, createServer } from 'node:net';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSED, DESCRIBED } from '../../test/window-addresses.ts';
import { openWindow, SENDER, smallPlatform, TOKEN } from '../../test/window-platform.ts';
import { Fault } from '../io/faults.ts';
import { createLog } from '../io/log.ts';
import { answerBrokenHttp } from './errors.ts';
import type { Platform } from './platform.ts';
import type { Problem } from './problem.ts';
import type { Window } from './server.ts';

type Description = {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { security: unknown; responses: object }>>;
};

const problemIn = async (response: Response) => (await response.json()) as Problem;

/** Open to everybody; any other address must ask for a token. */
const OPEN = [
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
  '/docs',
  '/docs/',
  '/docs/json',
  '/docs/yaml',
  '/docs/static/index.html',
  '/docs/static/swagger-initializer.js',
  '/docs/static/theme/fonts.css',
  '/docs/static/*',
  '/inspections',
  '/inspections.json',
  '/inspections.csv',
  '/draws',
  '/draws/:day/:sequence',
  '/draws/verify',
  '/draws/verify.mjs',
  '/v1/public/exports/statistics',
  '/v1/public/imports/statistics',
  '/v1/public/codes',
];

/** Open as well, to those who sign in there: each of its answers is tested in test/access. */
const SESSION = '/v1/session';
const WAYS = '/v1/session/ways';
/** The same, to buyers who show who they are. */
const BUYER = '/v1/public/buyer';

/** Open as well, in a sample zone: each of its answers is tested in test/browser. */
const TOUR = '/v1/public/tour';

/** Open as well, to those who sign what they post. */
const SIGNED = '/ceb2grab/grab/realTimeDataUpload';

let window: Window & { url: string };
beforeAll(async () => {
  window = await openWindow(smallPlatform());
});
afterAll(() => window.close());

const BAD_CREDENTIALS: readonly (readonly [string, Record<string, string>])[] = [
  ['none', {}],
  ['an empty token', { authorization: 'Bearer ' }],
  ['a wrong token', { authorization: 'Bearer wrong' }],
  ['another scheme', { authorization: `Basic ${TOKEN}` }],
  ['a token and more', { authorization: `Bearer ${TOKEN} x` }],
  ['a huge token', { authorization: `Bearer ${'x'.repeat(5_000)}` }],
  ['a token in another header', { token: TOKEN }],
];

describe('every address', () => {
  test('under no credentials or wrong ones is closed, but for the listed ones', async () => {
    const closed = window.addresses.filter(
      ({ url }) => ![...OPEN, SIGNED, SESSION, WAYS, BUYER].includes(url) && !url.startsWith(TOUR),
    );
    expect(closed.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(CLOSED);
    for (const { method, url } of closed) {
      const path = url.replace(':cursor', '1').replace(':listNo', '46122026I000000001');
      for (const [name, headers] of BAD_CREDENTIALS) {
        const response = await fetch(`${window.url}${path}?access_token=${TOKEN}`, {
          method,
          headers,
        });
        expect([name, method, url, response.status]).toEqual([name, method, url, 401]);
        expect(response.headers.get('www-authenticate')).toBe('Bearer realm="onestep"');
        if (method === 'HEAD') continue;
        const code = url.startsWith('/v1/office/') ? 'no-officer' : 'no-credentials';
        expect((await problemIn(response)).findings[0]?.code).toBe(code);
      }
    }
  });

  test('that is listed as open is there and answers without credentials', async () => {
    const urls = new Set(window.addresses.map(({ url }) => url));
    for (const url of OPEN) {
      expect(urls).toContain(url);
      const path = url
        .replace('*', 'swagger-ui.css')
        .replace(':day/:sequence', '2026-11-28/7')
        .replace(/statistics$/, 'statistics?month=2026-10&by=mode');
      const response = await fetch(`${window.url}${path}`);
      expect([url, response.status]).toEqual([url, 200]);
      await response.arrayBuffer();
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await fetch(`${window.url}${SIGNED}`, { method: 'POST', headers, body: 'a=b' });
    expect([posted.status, await posted.json()]).toEqual([
      200,
      expect.objectContaining({ total: 0 }),
    ]);
  });

  test('of the interface is described', async () => {
    const response = await fetch(`${window.url}/openapi.json`);
    const { openapi, paths } = (await response.json()) as Description;
    expect(openapi).toBe('3.1.0');
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(DESCRIBED);
    const { security, responses } = paths['/v1/messages']!.post!;
    expect(security).toEqual([{ token: [] }]);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['202', '401', '413', '429']));
  });
});

describe('addresses that are not there', () => {
  const headers = { authorization: `Bearer ${TOKEN}` };

  test('404 for an unknown one, 405 with Allow for an unknown method', async () => {
    const unknown = await fetch(`${window.url}/v1/nothing`, { headers });
    expect([unknown.status, (await problemIn(unknown)).code]).toEqual([404, 'unknown-address']);
    const wrong = await fetch(`${window.url}/v1/receipts/7`, { method: 'DELETE', headers });
    expect([wrong.status, (await problemIn(wrong)).code]).toEqual([405, 'wrong-method']);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD');
    const message = await fetch(`${window.url}/v1/messages`, { headers });
    expect([message.status, message.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('a broken address is a problem too', async () => {
    const response = await fetch(`${window.url}/v1/receipts/%E0%A4%A`, { headers });
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/problem\+json/);
  });

  /** What a bare socket gets for these bytes. */
  const raw = (bytes: string, port = Number(new URL(window.url).port)) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let text = '';
      socket.setEncoding('utf8');
      socket.on('data', (part: string) => {
        text += part;
      });
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
      socket.write(bytes);
    });

  test('what is no HTTP at all gets a problem and no more', async () => {
    const text = await raw('this is not http\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(text.slice(text.indexOf('{'))).code).toBe('bad-request');
    const long = await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
    expect((await fetch(`${window.url}/healthz`)).status).toBe(200);
  });

  test('a request that takes too long to arrive is told so', async () => {
    const slow = Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    const server = createServer((socket) => answerBrokenHttp(slow, socket));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const text = await raw('POST', (server.address() as AddressInfo).port);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({
      code: 'request-timeout',
      retryable: true,
    });
    server.close();
  });
});

async function withWindow<T>(
  over: Partial<Platform>,
  work: (url: string, lines: string[], window: Window) => Promise<T>,
): Promise<T> {
  const lines: string[] = [];
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const own = await openWindow(smallPlatform(over), { log: createLog({ to }) });
  return work(own.url, lines, own).finally(() => own.close());
}
const HEADERS = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/xml' };

describe('the state of the house', () => {
  test('not ready says what is missing', async () => {
    const missing = {
      code: 'database-unreachable',
      zh: '数据库不可用',
      en: 'the database cannot be reached',
      path: null,
      law: null,
      hint: null,
    };
    await withWindow({ ready: async () => missing }, async (url) => {
      const response = await fetch(`${url}/readyz`);
      expect(response.status).toBe(503);
      expect((await problemIn(response)).findings).toEqual([missing]);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect(await (await fetch(`${url}/`)).text()).toContain('not ready');
    });
  });

  test('the metrics count requests, messages and what the platform adds', async () => {
    await withWindow({}, async (url) => {
      await fetch(`${url}/v1/messages`, { method: 'POST', headers: HEADERS, body: '<a/>' });
      await fetch(`${url}/v1/messages`, { method: 'POST', headers: HEADERS, body: '<a/>' });
      await fetch(`${url}/v1/receipts?after=123456`, { headers: HEADERS });
      const text = await (await fetch(`${url}/metrics`)).text();
      expect(text).toContain('onestep_http_messages_total{outcome="accepted"} 1');
      expect(text).toContain('onestep_http_messages_total{outcome="duplicate"} 1');
      expect(text).toMatch(
        /request_seconds_count\{method="POST",route="\/v1\/messages",status="202"\} 2/,
      );
      expect(text).toContain('onestep_queue_records 0');
      expect(text).not.toContain('123456');
    });
  });

  test('the world failing and a bug: 503 to come again, 500 without a word of it', async () => {
    const errors = [new Fault('database-unreachable'), new Error('row (11010519491231002X)')];
    const declaration = () => Promise.reject(errors.shift());
    await withWindow({ declaration }, async (url, lines) => {
      const get = () => fetch(`${url}/v1/declarations/46122026I000000001`, { headers: HEADERS });
      const away = await get();
      expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
      const bug = await get();
      const problem = await bug.text();
      expect(bug.status).toBe(500);
      expect(problem).not.toContain('row');
      const { requestId } = JSON.parse(problem);
      expect(lines.some((line) => line.includes(`"requestId":"${requestId}"`))).toBe(true);
      expect(lines.join('')).not.toContain('11010519491231002X');
    });
  });

  test('the access log names the address as registered, never as called', async () => {
    await withWindow({}, async (url, lines) => {
      await fetch(`${url}/v1/buyers/quota?idNumber=11010519491231002X`, {
        headers: { ...HEADERS, 'x-buyer-id-number': '110105194912310038' },
      });
      await fetch(`${url}/v1/declarations/46122026I000000001?x=geheim`, { headers: HEADERS });
      await fetch(`${url}/unknown/13800138000`);
      const text = lines.join('');
      expect(text).toContain('"route":"/v1/buyers/quota"');
      expect(text).toContain(`"enterprise":"${SENDER.code}"`);
      for (const secret of ['1101051949', 'geheim', '46122026I000000001', '13800138000', TOKEN]) {
        expect(text).not.toContain(secret);
      }
    });
  });
});

describe('a stop', () => {
  test('finishes what was begun and takes nothing new', async () => {
    let answer = () => {};
    const begun = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let isAsked = false;
    const submit: Platform['submit'] = async () => {
      isAsked = true;
      await begun;
      return { accepted: true, messageId: 'M', type: 'CEB311', records: 1, duplicate: false };
    };
    await withWindow({ submit }, async (url, _lines, own) => {
      const post = fetch(`${url}/v1/messages`, { method: 'POST', headers: HEADERS, body: '<a/>' });
      await expect.poll(() => isAsked).toBe(true);
      const closing = own.close();
      const more = () => fetch(`${url}/healthz`).then(({ ok }) => ok, String);
      await expect.poll(more).toContain('fetch failed');
      answer();
      expect((await post).status).toBe(202);
      await closing;
    });
  });
});
