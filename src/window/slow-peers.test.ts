import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openWindow, SENDER, smallPlatform, TOKEN } from '../../test/window-platform.ts';
import type { Patience } from './patience.ts';
import type { Platform } from './platform.ts';
import type { Window } from './server.ts';

// Peers that are slow, silent, deaf or many, over real sockets and with small bounds. The machine
// may be busy with much else: what is to have happened is waited for, and the times that are
// compared are far apart.
vi.setConfig({ testTimeout: 120_000 });

type Own = Window & { readonly url: string };

const opened: { readonly window: Own; readonly sockets: Socket[] }[] = [];
afterEach(async () => {
  for (const { window, sockets } of opened.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await window.close();
  }
});

async function house(patience: Partial<Patience>, over: Partial<Platform> = {}) {
  const platform = smallPlatform(over);
  const window = await openWindow(platform, { patience: { lookMilliseconds: 20, ...patience } });
  const sockets: Socket[] = [];
  opened.push({ window, sockets });
  const port = (window.app.server.address() as AddressInfo).port;
  return {
    platform,
    window,
    /** A bare connection that has sent these bytes. */
    dial: (bytes = '') => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      if (bytes !== '') socket.write(bytes);
      return peerOf(socket);
    },
    figure: async (name: string) => {
      const text = await (await fetch(`${window.url}/metrics`)).text();
      return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
    },
    /** Connections as the server counts them. */
    connected: () =>
      new Promise<number>((resolve) =>
        window.app.server.getConnections((_, count) => resolve(count)),
      ),
    /** `used`: microseconds of CPU time, which do not grow when others have the CPU. */
    ask: async (path = '/healthz') => {
      const before = process.cpuUsage();
      const headers = { authorization: `Bearer ${TOKEN}` };
      const { status } = await fetch(`${window.url}${path}`, { headers });
      const { user, system } = process.cpuUsage(before);
      return { status, used: user + system };
    },
  };
}

/** Waits until it is so; the limit of the test ends what never comes. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(10);
}

function peerOf(socket: Socket) {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    text += part;
  });
  socket.on('error', () => {});
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  return {
    socket,
    text: () => text,
    /** What had come when the connection ended. */
    ended,
    /** Waits for an answer with this status. */
    answer: async (status: number) => {
      await until(() => text.includes(`HTTP/1.1 ${status}`) || socket.destroyed);
      return text;
    },
  };
}

const head = (length: number | string, more = '') =>
  `POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\n` +
  `Content-Type: application/xml\r\nContent-Length: ${length}\r\n${more}\r\n`;

describe('a sender that trickles', () => {
  test('its headers is told so and loses the connection', async () => {
    const { dial } = await house({ headersMilliseconds: 100 });
    const slow = dial('POST /v1/messages HTTP/1.1\r\nHost');
    expect(await slow.ended).toMatch(/^HTTP\/1\.1 408 /);
    const silent = dial();
    expect(await silent.ended).toMatch(/^HTTP\/1\.1 408 |^$/);
  });

  test('its content below the least rate is told so; one with a pause is not', async () => {
    const { dial, figure, platform } = await house({ graceMilliseconds: 300, leastRate: 1_000 });
    const slow = dial(head(5_000));
    const drip = setInterval(() => slow.socket.write('x'), 20);
    // It sends nothing while the other is cut, and by then has sent enough for minutes.
    const quick = dial(`${head(200_000)}${'x'.repeat(199_000)}`);
    expect(await slow.answer(408)).toContain('REQ-SLOW');
    clearInterval(drip);
    quick.socket.write('x'.repeat(1_000));
    expect(await quick.answer(202)).toMatch(/^HTTP\/1\.1 202 /);
    expect(await figure('onestep_http_cut_total{reason="slow"}')).toBe(1);
    expect(await figure('onestep_http_half_read_requests')).toBe(0);
    expect(platform.submitted).toHaveLength(1);
  });

  test('with many at once loses the oldest of them, and others are not touched', async () => {
    const other = { ...SENDER, code: 'OTHER' } as typeof SENDER;
    const authenticate: Platform['authenticate'] = (token) => (token === TOKEN ? SENDER : other);
    const { dial, figure } = await house(
      { halfReadEach: 5, halfRead: 7, graceMilliseconds: 60_000 },
      { authenticate },
    );
    const reading = (count: number) =>
      until(async () => (await figure('onestep_http_half_read_requests')) === count);
    const gentle = dial(head(100).replace(TOKEN, 'other'));
    await reading(1);
    const many: ReturnType<typeof dial>[] = [];
    for (let i = 0; i < 8; i += 1) {
      many.push(dial(`${head(1_000)}part ${i}`));
      if (i < 5) await reading(i + 2);
      else expect(await many[i - 5]!.answer(408)).toContain('REQ-CROWDED');
    }
    expect(many.slice(3).map(({ text }) => text())).toEqual(['', '', '', '', '']);
    expect(await figure('onestep_http_half_read_requests')).toBe(6);
    gentle.socket.write('x'.repeat(100));
    expect(await gentle.answer(202)).toMatch(/^HTTP\/1\.1 202 /);
  });

  test('holds no more bytes than the bound, in pieces however small', async () => {
    const { dial, figure, ask } = await house({ halfReadBytesEach: 300_000 });
    const piece = 'x'.repeat(100_000);
    const many = Array.from({ length: 8 }, () => dial(`${head(5_000_000)}${piece}`));
    await Promise.all(many.slice(0, 1).map((one) => one.answer(408)));
    await pause(50);
    expect(await figure('onestep_http_half_read_bytes')).toBeLessThanOrEqual(300_000);
    expect((await ask()).status).toBe(200);
  });
});

describe('a message that is not wanted now', () => {
  const turned = {
    accepted: false,
    status: 429,
    findings: [],
    retryAfterSeconds: 3,
  } as const;

  test('is refused by its headers, and who asks first sends nothing', async () => {
    const { dial, platform } = await house({}, { refusal: () => turned });
    const asks = dial(head(5_000_000, 'Expect: 100-continue\r\n'));
    const text = await asks.answer(429);
    expect(text).toMatch(/^HTTP\/1\.1 429 /);
    expect(text.toLowerCase()).toContain('retry-after: 3');
    const plain = dial(`${head(200_000)}${'x'.repeat(1_000)}`);
    expect(await plain.answer(429)).toMatch(/^HTTP\/1\.1 429 /);
    expect(platform.submitted).toEqual([]);
  });

  test('who asks first is told to go on when there is room', async () => {
    const { dial } = await house({});
    const asks = dial(head(10, 'Expect: 100-continue\r\n'));
    expect(await asks.answer(100)).toMatch(/^HTTP\/1\.1 100 /);
    asks.socket.write('0123456789');
    expect(await asks.answer(202)).toContain('HTTP/1.1 202 ');
    const stranger = dial(head(10, 'Expect: 100-continue\r\n').replace(TOKEN, 'wrong'));
    expect(await stranger.answer(401)).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('and comes again before its time waits for the refusal', async () => {
    const soon = { ...turned, retryAfterSeconds: 2 };
    const { dial } = await house({}, { refusal: () => soon });
    const eager = dial();
    const began: number[] = [];
    const ended: number[] = [];
    for (let i = 1; i <= 3; i += 1) {
      began.push(performance.now());
      eager.socket.write(`${head(1)}x`);
      await until(() => eager.text().split('HTTP/1.1 429').length > i);
      ended.push(performance.now());
    }
    expect(ended[0]! - began[0]!).toBeLessThan(1_900);
    // The time counts from a refusal, which was after the request that it answers.
    expect(ended[1]! - began[0]!).toBeGreaterThan(1_990);
    expect(ended[2]! - began[1]!).toBeGreaterThan(1_990);
  });
});

describe('a reader that does not read', () => {
  const page = JSON.stringify('x'.repeat(16 * 1024 * 1024));

  test('loses its connection when nothing moves; one that reads slowly keeps it', async () => {
    // Those two alone get the large page: the figures are asked for often.
    let large = 2;
    const { dial, figure, window } = await house(
      { unreadMilliseconds: 2_000 },
      { metrics: async () => (large-- > 0 ? page : '') },
    );
    const get = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
    const deaf = dial(get);
    deaf.socket.pause();
    const slow = dial(get);
    // A piece at a time: about 64 KB of 16 MB.
    slow.socket.pause();
    const reading = setInterval(() => {
      slow.socket.once('data', () => slow.socket.pause());
      slow.socket.resume();
    }, 30);
    await until(async () => (await figure('onestep_http_unread_bytes')) > page.length);
    await until(async () => (await figure('onestep_http_cut_total{reason="unread"}')) > 0);
    // It took longer than the deaf one was given and is not at the end yet.
    expect(slow.text().length).toBeLessThan(page.length);
    clearInterval(reading);
    slow.socket.resume();
    await until(() => slow.text().length > page.length || slow.socket.destroyed);
    expect(slow.text().length).toBeGreaterThan(page.length);
    expect(await figure('onestep_http_cut_total{reason="unread"}')).toBe(1);
    expect(window.app.server.listening).toBe(true);
  });
});

describe('calls that wait for receipts', () => {
  test('are bounded for one enterprise; a place that is free again is given again', async () => {
    const { ask, figure, platform } = await house({ longPollsEach: 3 });
    const path = '/v1/receipts?wait=20';
    const waits = [ask(path), ask(path), ask(path)];
    await until(async () => (await figure('onestep_http_receipt_waits')) === 3);
    expect((await ask(path)).status).toBe(429);
    expect((await ask('/v1/receipts')).status).toBe(200);
    platform.file({
      ...{ cursor: 1n, type: 'CEB312', keys: {}, status: '120', info: '', at: 0 },
      ...{ findings: [], recordGuid: null },
    });
    expect((await Promise.all(waits)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await ask(`${path}&after=0`)).status).toBe(200);
  });
});

describe('connections', () => {
  test('beyond the bound close idle ones, and a new one finds a place', async () => {
    const { dial, ask } = await house({ connections: 20 });
    const idle = Array.from({ length: 19 }, () => dial('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
    await Promise.all(idle.map((one) => one.answer(200)));
    const late = dial('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await late.answer(200)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await idle[0]!.ended).toMatch(/^HTTP\/1\.1 200 /);
    await pause(50);
    expect(idle.filter(({ socket }) => socket.destroyed).length).toBeLessThan(5);
    expect((await ask()).status).toBe(200);
  });

  test('that are all busy turn a new one away and count it', async () => {
    const { dial, window, connected } = await house({ connections: 5, graceMilliseconds: 60_000 });
    const busy = Array.from({ length: 5 }, () => dial(`${head(100)}x`));
    await until(async () => (await connected()) === 5);
    const late = dial('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await late.ended).toBe('');
    busy[0]!.socket.destroy();
    await until(async () => (await connected()) === 4);
    const { text } = dial('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => text().includes('connection"}'));
    expect(text()).toContain('onestep_http_cut_total{reason="connection"} 1');
    expect(window.app.server.listening).toBe(true);
  });

  test('in thousands and idle cost memory only', async () => {
    const { dial, ask } = await house({});
    const alone = await median(ask);
    const before = process.memoryUsage().rss;
    const count = 2_000;
    const idle = [];
    for (let i = 0; i < count; i += 1) {
      idle.push(dial('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'));
      if (i % 100 === 99) await idle.at(-1)!.answer(200);
    }
    const each = (process.memoryUsage().rss - before) / count;
    // Both ends of each connection are in this process.
    expect(each).toBeLessThan(100_000);
    expect(await median(ask)).toBeLessThan(alone * 5 + 20_000);
  });
});

async function median(ask: () => Promise<{ used: number }>): Promise<number> {
  const used: number[] = [];
  for (let i = 0; i < 21; i += 1) used.push((await ask()).used);
  return used.sort((a, b) => a - b)[10]!;
}
