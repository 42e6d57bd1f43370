import type { Socket } from 'node:net';

/** Longer than this no answer is held back. */
const LONGEST = 2_000;

/**
 * Senders that were told when to come again and come at once: their next refusal on the same
 * connection waits until that time. A refusal is cheap, but a thousand connections that ask without
 * a pause would have a core to themselves with nothing but refusals.
 */
export type Impatience = {
  /** Resolves when the refusal may be sent; it says to come again in `seconds`. */
  hold(socket: Socket, seconds: number): Promise<void>;
};

/** @param stopping lets everybody go */
export function impatience(stopping: AbortSignal): Impatience {
  const until = new WeakMap<Socket, number>();
  return {
    hold: (socket, seconds) => {
      const now = performance.now();
      const early = Math.min((until.get(socket) ?? 0) - now, LONGEST);
      if (early <= 0 || stopping.aborted) {
        until.set(socket, now + seconds * 1_000);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer);
          stopping.removeEventListener('abort', go);
          socket.off('close', go);
          until.set(socket, performance.now() + seconds * 1_000);
          resolve();
        };
        const timer = setTimeout(go, early);
        stopping.addEventListener('abort', go);
        socket.once('close', go);
      });
    },
  };
}
