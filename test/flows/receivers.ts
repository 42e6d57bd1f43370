import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One message as a receiver got it. */
export type Got = {
  readonly at: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly cursors: readonly number[];
};

/** What a receiver answers: a status, or null for nothing at all. */
type Answer = (got: Got, earlier: number) => number | null | Promise<number | null>;

/** A server of an enterprise that takes webhooks. */
export type Receiver = {
  readonly url: string;
  readonly got: Got[];
  /** The cursors of all messages, in the order in which they came. */
  cursors(): number[];
  close(): void;
};

/** Opens a receiver on this machine. */
export async function openReceiver(answer: Answer): Promise<Receiver> {
  const got: Got[] = [];
  const server: Server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { data } = JSON.parse(body) as { data: { receipts?: { cursor: number }[] } };
      const cursors = (data.receipts ?? []).map(({ cursor }) => cursor);
      const { headers, url: path = '' } = request;
      const one = { at: Date.now(), path, headers, body, cursors };
      got.push(one);
      const status = await answer(one, got.length - 1);
      if (status !== null) reply.writeHead(status).end('answer');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    got,
    cursors: () => got.flatMap(({ cursors }) => cursors),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Verifies as the standard says (standardwebhooks.com, "Verifying webhook authenticity"); written
 * from its text and sharing nothing with the sender.
 */
export function isSigned(secret: string, { headers, body }: Got, now: number): boolean {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => {
    return String(headers[`webhook-${name}`] ?? '');
  }) as [string, string, string];
  if (Math.abs(now / 1000 - Number(timestamp)) > 300 || id === '' || id.includes('.')) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((one) => {
    const [version, text = ''] = one.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
