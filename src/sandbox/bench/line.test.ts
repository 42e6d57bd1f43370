import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { readReceipts } from './follow.ts';
import { newReading, read } from './line.ts';
import { openLines } from './lines.ts';
import { readRequest } from './request.ts';

it('reads an answer however it is cut', () => {
  const text = 'HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 5\r\n\r\nhello';
  for (let cut = 1; cut < text.length; cut += 1) {
    const reading = newReading();
    expect(read(reading, Buffer.from(text.slice(0, cut)))).toBeNull();
    const answer = read(reading, Buffer.from(text.slice(cut)));
    expect(answer).toMatchObject({ status: 429, retryAfter: 7 });
    expect(answer?.body.toString()).toBe('hello');
  }
});

it('opens no line to another machine', () => {
  expect(() => openLines('http://192.0.2.1:80', 1)).toThrow(/loopback/);
});

it('keeps to its bound and reuses lines', async () => {
  const server = createServer((request, response) => {
    setTimeout(() => response.end(String(request.url)), 5);
  });
  const connections = new Set<unknown>();
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const lines = openLines(`http://127.0.0.1:${port}`, 3);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => lines.send(readRequest('token', `/${i}`))),
  );
  expect(answers.map(({ body }) => body.toString())).toEqual(
    Array.from({ length: 20 }, (_, i) => `/${i}`),
  );
  expect(connections.size).toBe(3);
  expect(lines.heldBack()).toBe(17);
  lines.close();
  server.close();
});

it('takes verdicts and the cursor out of a page of receipts', () => {
  const receipt = (status: string, copNo: string) => ({
    cursor: 1,
    type: 'CEB622',
    status,
    info: '[Code:2600;Desc:"copNo":"L00000000000"]',
    at: 'x',
    keys: { preNo: 'B1', copNo },
    findings: [],
  });
  const receipts = [
    receipt('120', 'L00000A00007'),
    receipt('800', 'L00000A00007'),
    receipt('100', 'L00001000012'),
  ];
  expect(readReceipts(Buffer.from(JSON.stringify({ receipts, next: 42 })))).toEqual({
    next: 42,
    preNo: 'B1',
    verdicts: [
      { chunk: 10, parcel: 7, status: 800 },
      { chunk: 36, parcel: 12, status: 100 },
    ],
  });
  const empty = readReceipts(Buffer.from('{"receipts":[],"next":3}'));
  expect(empty).toEqual({ next: 3, preNo: null, verdicts: [] });
});
