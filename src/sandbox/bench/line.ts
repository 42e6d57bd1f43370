import { connect } from 'node:net';
import { assert, Bug } from '../../base/assert.ts';

/** What came back, read just enough. */
export type Answer = {
  readonly status: number;
  /** Seconds to wait before another try; 0 when nothing was said. */
  readonly retryAfter: number;
  readonly body: Buffer;
};

/** One connection that carries one request at a time. */
export type Line = {
  /** Writes a whole request as it is and resolves with its answer. */
  send(request: Uint8Array): Promise<Answer>;
  close(): void;
};

type Call = { done(answer: Answer): void; failed(error: unknown): void };

/**
 * Opens a line to a port of this machine; there is no way to any other. HTTP/1.1 by hand: the
 * generator shares the cores with the platform, and node:http costs it several times as much.
 * @param onEnd called once when the line is of no more use
 */
export function openLine(port: number, onEnd: () => void): Line {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let call: Call | null = null;
  let reading = newReading();
  const end = (error: unknown): void => {
    socket.destroy();
    call?.failed(error);
    call = null;
    onEnd();
  };
  socket.on('data', (part: Buffer) => {
    const answer = read(reading, part);
    if (answer === null) return;
    reading = newReading();
    const { done } = call ?? { done: () => undefined };
    call = null;
    done(answer);
  });
  socket.on('error', end);
  socket.on('close', () => end(new Bug('the server closed the connection')));
  return {
    send: (request) => {
      assert(call === null, 'one request at a time');
      return new Promise((done, failed) => {
        call = { done, failed };
        socket.write(request);
      });
    },
    close: () => socket.destroy(),
  };
}

/** An answer that is coming in. `length` is known when its head is complete. */
export type Reading = {
  readonly parts: Buffer[];
  have: number;
  length: number;
  status: number;
  retryAfter: number;
  bodyAt: number;
};

/** Where the reading of an answer begins. */
export function newReading(): Reading {
  return { parts: [], have: 0, length: -1, status: 0, retryAfter: 0, bodyAt: 0 };
}

/** Adds what came in; the answer when it is whole, else null. */
export function read(reading: Reading, part: Buffer): Answer | null {
  reading.parts.push(part);
  reading.have += part.length;
  if (reading.length < 0) readHead(reading);
  if (reading.length < 0 || reading.have < reading.length) return null;
  assert(reading.have === reading.length, 'one answer to one request');
  const whole = reading.parts.length === 1 ? part : Buffer.concat(reading.parts, reading.have);
  const { status, retryAfter, bodyAt } = reading;
  return { status, retryAfter, body: whole.subarray(bodyAt) };
}

const MOST_HEAD = 16_384;

function readHead(reading: Reading): void {
  const bytes = reading.parts.length === 1 ? reading.parts[0]! : Buffer.concat(reading.parts);
  const end = bytes.indexOf('\r\n\r\n');
  assert(end >= 0 || bytes.length < MOST_HEAD, 'the head of an answer is small');
  if (end < 0) return;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  assert(length !== undefined, 'the answer tells its length');
  reading.status = Number(head.slice(9, 12));
  reading.bodyAt = end + 4;
  reading.length = reading.bodyAt + Number(length);
  if (reading.status !== 202 && reading.status !== 200) {
    reading.retryAfter = Number(/\r\nretry-after: *(\d+)/i.exec(head)?.[1] ?? 0);
  }
}
