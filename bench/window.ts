import { fork } from 'node:child_process';
import { Agent, createServer, request } from 'node:http';
import { openWindow, smallPlatform, TOKEN } from '../test/window-platform.ts';

/**
 * What the window costs: POST /v1/messages with a platform that does nothing, against bare
 * node:http that reads the same bytes and answers the same. Rounds alternate, so that other load
 * on the machine hits both; the ratio is the figure. One line of JSON a run.
 *
 *     onestep-node bench/window.ts [rounds]
 */
const CONNECTIONS = 16;
const ROUND_MS = 2_000;
const BODY = Buffer.alloc(3_300, 'x');
const ANSWER = JSON.stringify({ messageId: 'M'.repeat(36), type: 'CEB311', records: 1 });

async function serveWindow(): Promise<string> {
  const submit = async () =>
    ({
      accepted: true,
      messageId: 'M'.repeat(36),
      type: 'CEB311',
      records: 1,
      duplicate: false,
    }) as const;
  return (await openWindow(smallPlatform({ submit }))).url;
}

function serveBare(): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      Buffer.concat(chunks);
      outgoing.writeHead(202, { 'content-type': 'application/json' });
      outgoing.end(ANSWER);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') {
        resolve(`http://127.0.0.1:${address.port}`);
      }
    });
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
function post(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/v1/messages`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/xml',
        'content-length': BODY.length,
      },
    });
    outgoing.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 202) resolve();
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(BODY);
  });
}

/** Requests a second over one round. */
async function round(url: string): Promise<number> {
  const end = performance.now() + ROUND_MS;
  let done = 0;
  const lane = async () => {
    for (; performance.now() < end; done += 1) await post(url);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  return done / (ROUND_MS / 1000);
}

/** The server runs in a process of its own, so that the client's work is not counted as its. */
async function server(
  kind: string,
): Promise<{ url: string; cpu(): Promise<number>; stop(): void }> {
  const child = fork(new URL(import.meta.url), [kind]);
  const url = await new Promise<string>((resolve) =>
    child.once('message', (m) => resolve(String(m))),
  );
  return {
    url,
    cpu: () =>
      new Promise((resolve) => {
        child.once('message', (m) => resolve(Number(m)));
        child.send('cpu');
      }),
    stop: () => child.kill(),
  };
}

async function measure(rounds: number): Promise<void> {
  const servers = await Promise.all([server('bare'), server('window')]);
  const rates = [0, 0];
  const micros = [0, 0];
  for (const { url } of servers) await round(url);
  for (let n = 0; n < rounds; n += 1) {
    for (const [i, { url, cpu }] of servers.entries()) {
      const before = await cpu();
      const rate = await round(url);
      rates[i]! += rate / rounds;
      micros[i]! += ((await cpu()) - before) / (rate * (ROUND_MS / 1000)) / rounds;
    }
  }
  for (const { stop } of servers) stop();
  agent.destroy();
  const [bare = 0, window = 0] = rates;
  const [bareCpu = 0, windowCpu = 0] = micros;
  const figures = {
    bench: 'window',
    bareRequestsPerSecond: Math.round(bare),
    windowRequestsPerSecond: Math.round(window),
    ratio: Math.round((window / bare) * 100) / 100,
    bareCpuMicros: Math.round(bareCpu),
    windowCpuMicros: Math.round(windowCpu),
  };
  console.log(JSON.stringify(figures));
}

const kind = process.argv[2];
if (kind === 'bare' || kind === 'window') {
  const url = kind === 'bare' ? await serveBare() : await serveWindow();
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.send?.(url);
} else {
  await measure(Number(kind ?? 5));
}
