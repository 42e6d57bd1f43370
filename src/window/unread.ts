import type { Socket } from 'node:net';
import type { App } from './app.ts';
import type { Patience } from './patience.ts';

/**
 * Answers on their way. A peer that never reads them would keep them in memory for ever, so a
 * connection on which nothing moves for a while is closed, and an enterprise with much unread gets
 * no further pages until it has read.
 */
export type Unread = {
  /** Whether so much of this enterprise is unread that it gets no more. */
  isFull(owner: string): boolean;
  /** Bytes of larger answers that are not read yet. */
  bytes(): number;
};

/** Smaller answers fit the buffers of the kernel, unless earlier ones are still in them. */
const LARGE = 64 * 1024;

function sizeOf(payload: unknown): number {
  return typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : 0;
}

/** Watches every answer of the application. */
export function watchAnswers(
  app: App,
  { unreadMilliseconds, unreadBytesEach }: Patience,
  onGivenUp: () => void,
): Unread {
  const sizes = new Map<string, number>();
  const watched = new WeakSet<Socket>();
  let all = 0;
  const count = (owner: string, change: number): void => {
    all += change;
    const size = (sizes.get(owner) ?? 0) + change;
    if (size > 0) sizes.set(owner, size);
    else sizes.delete(owner);
  };
  app.addHook('onSend', (request, reply, payload, done) => {
    const { socket } = request.raw;
    const size = sizeOf(payload);
    if (size >= LARGE || socket.writableLength > 0) {
      const owner = request.enterprise?.code ?? '';
      count(owner, size);
      watched.add(socket);
      // Node counts progress of a write as activity, and sets its own time when the answer is out.
      socket.setTimeout(unreadMilliseconds);
      reply.raw.once('close', () => {
        count(owner, -size);
        watched.delete(socket);
      });
    }
    done(null, payload);
  });
  app.server.on('timeout', (socket) => {
    if (watched.has(socket)) onGivenUp();
    socket.destroy();
  });
  return { isFull: (owner) => (sizes.get(owner) ?? 0) > unreadBytesEach, bytes: () => all };
}
