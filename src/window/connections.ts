import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { App } from './app.ts';

/** From this share of the places on, idle connections are closed, down to that share. */
const CROWDED = 0.95;
const ROOMY = 0.9;

/**
 * Bounds the connections. One that waits for its next request costs memory only, but each is a
 * place: when they run out, those that have been idle longest are closed (their owners connect
 * again), and only when the others take every place a new one is turned away.
 * @returns how many there are
 */
export function boundConnections(app: App, most: number, onTurnedAway: () => void): () => number {
  const { server } = app;
  const idle = new Set<Socket>();
  const latest = new WeakMap<Socket, IncomingMessage>();
  let open = 0;

  const makeRoom = (): void => {
    // A place counts until its socket is gone, which is after this turn.
    let excess = open - Math.floor(most * ROOMY);
    for (const socket of idle) {
      if (excess <= 0) return;
      excess -= 1;
      idle.delete(socket);
      socket.destroy();
    }
  };
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    idle.delete(raw.socket);
    latest.set(raw.socket, raw);
    done();
  });
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    const { socket } = raw;
    if (latest.get(socket) === raw && !socket.destroyed) idle.add(socket);
    done();
  });
  server.maxConnections = most;
  server.on('drop', onTurnedAway);
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
      idle.delete(socket);
    });
    if (open >= most * CROWDED) makeRoom();
  });
  return () => open;
}
