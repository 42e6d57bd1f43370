import type { App, Parts } from './app.ts';

/** How long a sender may go on with a message that is refused already, milliseconds. */
const GRACE = 5_000;
const GRACE_AT_STOP = 500;

/**
 * A refusal is often sent while its message still arrives (too large, no token). What comes is let
 * flow by for a moment, because a sender who writes into a closed connection never reads the
 * answer; then the connection ends, so that it neither holds a socket nor delays a stop.
 */
export function dropLeftovers(app: App, { stopping }: Parts): void {
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    done();
    // An answer that leaves during a stop is the last one of its connection.
    if (stopping.aborted) setImmediate(() => app.server.closeIdleConnections());
    if (raw.complete) return;
    const end = () => raw.destroy();
    const timer = setTimeout(end, stopping.aborted ? GRACE_AT_STOP : GRACE);
    timer.unref();
    stopping.addEventListener('abort', end, { once: true });
    raw.once('close', () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', end);
    });
  });
}
