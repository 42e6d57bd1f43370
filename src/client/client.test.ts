import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { Unreachable } from './door.ts';
import { follow, followXml, NoEntry } from './follow.ts';
import { foldReceipts, isSettled, noStates, untilSettled } from './outcome.ts';
import { inParallel, sendMessage } from './send.ts';
import {
  readAccepted,
  readFindings,
  readPage,
  UnexpectedAnswer,
  type WireReceipt,
} from './wire.ts';
import type { XmlReceipt } from './xml-page.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A stand-in for the platform that answers as the test says. */
async function door(answer: Answer): Promise<{ url: string; token: string }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => answer(request, response, body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'secret' };
}

function reply(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const TAKEN = { messageId: 'm', type: 'CEB311', records: 2, duplicate: false };
const SHORT = { patience: { seconds: 5 } };

describe('sendMessage', () => {
  it('sends the bytes with the token and reads the answer', async () => {
    let seen = '';
    const to = await door((request, response, body) => {
      const { method, url, headers } = request;
      seen = [method, url, headers.authorization, headers['content-type'], body].join(' ');
      reply(response, 202, TAKEN);
    });
    const result = await sendMessage(to, Buffer.from('<a/>'));
    expect(result).toEqual({ accepted: true, ...TAKEN });
    expect(seen).toBe('POST /v1/messages Bearer secret application/xml <a/>');
  });

  it('repeats the same bytes after 503, 429 and a lost connection', async () => {
    const bodies: string[] = [];
    const to = await door((request, response, body) => {
      bodies.push(body);
      if (bodies.length === 1) return void reply(response, 503, {});
      if (bodies.length === 2) return void reply(response, 429, {}, { 'retry-after': '0' });
      if (bodies.length === 3) return void request.socket.destroy();
      reply(response, 202, { ...TAKEN, duplicate: true });
    });
    const retries: string[] = [];
    const patience = { seconds: 5, onRetry: (reason: string) => retries.push(reason) };
    const result = await sendMessage(to, Buffer.from('<a/>'), { patience });
    expect(result).toMatchObject({ accepted: true, duplicate: true });
    expect(bodies).toEqual(['<a/>', '<a/>', '<a/>', '<a/>']);
    expect(retries).toHaveLength(3);
  });

  it('waits as long as Retry-After says', async () => {
    const times: number[] = [];
    const to = await door((_, response) => {
      times.push(performance.now());
      if (times.length === 1) reply(response, 429, {}, { 'retry-after': '1' });
      else reply(response, 202, TAKEN);
    });
    await sendMessage(to, Buffer.from('<a/>'));
    expect(times[1]! - times[0]!).toBeGreaterThan(950);
  });

  it('takes no harm from a Retry-After that is no number of seconds', async () => {
    const times: number[] = [];
    const to = await door((_, response) => {
      times.push(performance.now());
      const date = { 'retry-after': 'Sat, 28 Nov 2026 16:00:00 GMT' };
      if (times.length <= 2) reply(response, times.length === 1 ? 429 : 502, {}, date);
      else reply(response, 202, TAKEN);
    });
    await sendMessage(to, Buffer.from('<a/>'), SHORT);
    expect(times[1]! - times[0]!).toBeGreaterThan(45);
    expect(times[2]! - times[1]!).toBeGreaterThan(95);
  });

  it('gives the findings of a refusal and does not repeat it', async () => {
    let calls = 0;
    const finding = { code: 'XML-DOCTYPE', zh: '不允许', en: 'no DOCTYPE', path: null };
    const to = await door((_, response) => {
      calls += 1;
      reply(response, 400, { findings: [finding] }, { 'content-type': 'application/problem+json' });
    });
    const result = await sendMessage(to, Buffer.from('<a/>'), SHORT);
    expect(result).toMatchObject({ accepted: false, status: 400, findings: [finding] });
    expect(calls).toBe(1);
  });

  it('gives up when nobody is there', async () => {
    const to = await door((_, response) => reply(response, 503, {}));
    const patience = { seconds: 0.3 };
    await expect(sendMessage(to, Buffer.from('x'), { patience })).rejects.toThrow(Unreachable);
  });

  it('ends at once when aborted', async () => {
    const to = await door(() => undefined);
    const signal = AbortSignal.timeout(100);
    await expect(sendMessage(to, Buffer.from('x'), { signal })).rejects.toThrow();
  });
});

function receipt(cursor: number, status: string, more: Partial<WireReceipt> = {}): WireReceipt {
  const at = `2026-11-23T12:00:00.${String(cursor).padStart(3, '0')}+08:00`;
  const base = { type: 'CEB622', info: '', keys: {}, findings: [], recordGuid: 'G1' };
  return { cursor, status, at, ...base, ...more };
}

describe('follow', () => {
  it('reads page after page until told to stop', async () => {
    const seen: string[] = [];
    const to = await door((request, response) => {
      seen.push(request.url ?? '');
      const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
      reply(response, 200, { receipts: [receipt(after + 1, '2')], next: after + 1 });
    });
    let count = 0;
    const cursor = await follow(to, {
      after: 5,
      limit: 10,
      wait: 0,
      until: (receipts) => {
        count += receipts.length;
        return count === 3;
      },
    });
    expect(cursor).toBe(8);
    expect(seen.map((url) => url.replace(/&.*/, ''))).toEqual([
      '/v1/receipts?after=5',
      '/v1/receipts?after=6',
      '/v1/receipts?after=7',
    ]);
  });

  it('saves a cursor only when its receipts are in hand, and goes on behind it', async () => {
    const seen: string[] = [];
    const to = await door((request, response) => {
      const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
      seen.push(String(after));
      reply(response, 200, { receipts: [receipt(after + 1, '2')], next: after + 1 });
    });
    const saved: number[] = [];
    const cursors = {
      load: async () => saved.at(-1) ?? 0,
      save: async (cursor: number) => void saved.push(cursor),
    };
    const options = { cursors, wait: 0 };
    const broken = async () => {
      if (saved.length === 1) throw new Error('the disk is full');
      return false;
    };
    await expect(follow(to, { ...options, until: broken })).rejects.toThrow('the disk is full');
    expect(saved).toEqual([1]);
    expect(await follow(to, { ...options, until: async () => true })).toBe(2);
    expect([saved, seen]).toEqual([
      [1, 2],
      ['0', '1', '1'],
    ]);
  });

  it('ends quietly when aborted while it waits', async () => {
    const to = await door(() => undefined);
    const signal = AbortSignal.timeout(50);
    expect(await follow(to, { after: 7, signal, until: () => false })).toBe(7);
  });

  it('says when the token opens nothing', async () => {
    const to = await door((_, response) => reply(response, 401, { findings: [] }));
    await expect(follow(to, { until: () => false })).rejects.toThrow(NoEntry);
  });

  it('says when the answer is none', async () => {
    const to = await door((_, response) => reply(response, 200, { receipts: 'none' }));
    await expect(follow(to, { until: () => false })).rejects.toThrow(UnexpectedAnswer);
  });
});

describe('followXml', () => {
  const answer = (body: string) =>
    door((request, response) => {
      expect(request.headers.accept).toBe('application/xml');
      response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
    });

  it('gives each receipt as a whole file', async () => {
    const message =
      '<CEB312Message xmlns="http://www.chinaport.gov.cn/ceb"><a>单&lt;</a></CEB312Message>';
    const to = await answer(
      `<Receipts next="9">\n<Receipt cursor="8">${message}</Receipt>\n</Receipts>`,
    );
    const seen: string[] = [];
    const until = (receipts: readonly XmlReceipt[]) => {
      seen.push(
        ...receipts.map(({ cursor, type, xml }) => `${cursor} ${type} ${Buffer.from(xml)}`),
      );
      return true;
    };
    expect(await followXml(to, { until })).toBe(9);
    const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
    expect(seen).toEqual([`8 CEB312 ${declaration}${message}`]);
  });

  it.each([
    '<html></html>',
    '<Receipts next="1">',
    '<Receipts/>',
    '<Receipts next="1"><Receipt cursor="1"/></Receipts>',
    '<Receipts next="1"><Receipt cursor="1"><evil/></Receipt></Receipts>',
    '<Receipts next="1"><Receipt cursor="../x"><CEB312Message/></Receipt></Receipts>',
  ])('refuses %s', async (body) => {
    const to = await answer(body);
    await expect(followXml(to, { until: () => true })).rejects.toThrow(UnexpectedAnswer);
  });
});

describe('foldReceipts', () => {
  const keys = { preNo: 'B20261123000000001' };
  const story = [
    receipt(1, '2', { keys }),
    receipt(2, '120', { keys: { ...keys, invtNo: '46122026I000000001' }, recordGuid: null }),
    receipt(3, '800', { keys: { ...keys, invtNo: '46122026I000000001' }, recordGuid: null }),
    receipt(4, '-621004'),
  ];

  it('comes to the same state in any order, and never back', () => {
    const order = fc.shuffledSubarray(story, { minLength: story.length });
    fc.assert(
      fc.property(order, (receipts) => {
        const states = noStates();
        for (const one of receipts) foldReceipts(states, [one]);
        const state = states.byKey.get('G1');
        expect([...states.byKey.keys()]).toEqual(['G1']);
        expect(state?.receipt.status).toBe('800');
        expect(state?.keys.invtNo).toBe('46122026I000000001');
      }),
    );
  });

  it('takes the newer of two ends of one rank', () => {
    const states = noStates();
    foldReceipts(states, [receipt(9, '800'), receipt(3, '100')]);
    expect(states.byKey.get('G1')?.receipt.status).toBe('800');
  });

  it('knows when nothing more is to come', () => {
    const settled = (status: string, type = 'CEB622') =>
      isSettled({ receipt: receipt(1, status, { type }), keys: {} });
    expect(['2', '3', '120'].map((status) => settled(status))).toEqual([false, false, false]);
    expect(['800', '100', '600', '-621001'].map((status) => settled(status))).not.toContain(false);
    expect(settled('120', 'CEB312')).toBe(true);
    expect(settled('2', 'CEB412')).toBe(false);
  });
});

describe('wire', () => {
  it('refuses answers of another shape', () => {
    expect(() => readAccepted({ type: 'CEB311' })).toThrow(UnexpectedAnswer);
    expect(() => readAccepted(null)).toThrow(UnexpectedAnswer);
    expect(() => readPage({ receipts: [{}], next: 1 })).toThrow(UnexpectedAnswer);
    expect(() => readPage({ receipts: [], next: 1.5 })).toThrow(UnexpectedAnswer);
    expect(readFindings('<html>')).toEqual([]);
  });
});

describe('inParallel', () => {
  it('does all, so many at a time', async () => {
    const random = seededRandom(1n);
    let [now, most] = [0, 0];
    const done: number[] = [];
    await inParallel([...Array(50).keys()], 4, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, random.below(4)));
      done.push(item);
      now -= 1;
    });
    expect(most).toBe(4);
    expect(done.toSorted((a, b) => a - b)).toEqual([...Array(50).keys()]);
  });

  it('stops at the first error', async () => {
    let begun = 0;
    const work = async (item: number) => {
      begun += 1;
      if (item === 3) throw new Error('three');
    };
    await expect(inParallel([1, 2, 3, 4, 5, 6, 7, 8], 1, work)).rejects.toThrow('three');
    expect(begun).toBe(3);
  });
});

describe('documents of zones', () => {
  const own = { recordGuid: 'HZ1' } as const;
  const first = (cursor: number, status: string) =>
    receipt(cursor, status, { ...own, type: 'CommonResponeMessage' });

  it('are settled when they are stored, or not; customs goes on from there', () => {
    const settled = (...told: WireReceipt[]) => {
      const states = noStates();
      return [untilSettled(states, ['hz1'])(told), states.byKey.get('HZ1')?.receipt.status];
    };
    expect(settled(first(1, '0'))).toEqual([true, '0']);
    expect(settled(first(1, '-1'))).toEqual([true, '-1']);
    expect(settled(first(1, '0'), first(2, '-1'))).toEqual([true, '0']);
    const decided = (cursor: number, status: string) =>
      receipt(cursor, status, { ...own, type: 'INV201' });
    expect(settled(first(1, '0'), decided(2, '4'), decided(3, '1'))).toEqual([true, '1']);
  });
});
