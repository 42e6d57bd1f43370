import { createServer } from 'node:net';
import pg from 'pg';

/** Whether nobody listens on this port of the loopback address. Port 0 asks for any. */
function bind(port: number): Promise<number | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : null;
      server.close(() => done(bound));
    });
  });
}

/** Whether a server could listen on the port now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await bind(port)) !== null;
}

/**
 * A port that nobody listens on now.
 * @throws Error in one sentence when the system gives none.
 */
export async function freePort(): Promise<number> {
  const port = await bind(0);
  if (port === null) throw new Error('The system gives no free port on 127.0.0.1.');
  return port;
}

/** Answers of a server at the door: ready, still starting, nobody there, password refused. */
export type Answer = 'ready' | 'starting' | 'silent' | 'refused';

/** Knocks once. */
export async function knock(url: string): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return 'ready';
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('28') || code === '3D000') return 'refused';
    return code.startsWith('57P') || code === '53300' ? 'starting' : 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}
