import { createServer } from 'node:net';
import { NotDone, UsageError } from './command.ts';

type ListenError = Error & { code?: string };

const SENTENCES: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} of ${host} is in use; stop what listens there or choose another with --port.`,
  EACCES: (host, port) =>
    `Port ${port} of ${host} may not be used by this user; choose one above 1023.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}.`,
  ENOTFOUND: (host) => `There is no host ${host}.`,
};

/** Turns a failure to listen into one sentence; any other error stays as it is. */
export function listenFault(error: unknown, host: string, port: number): unknown {
  const { code = '' } = error as ListenError;
  const sentence = SENTENCES[code]?.(host, port);
  if (sentence === undefined) return error;
  return code === 'EADDRINUSE' ? new NotDone(sentence) : new UsageError(sentence);
}

/**
 * Listens for a moment: an occupied port is told before a database is made, not after. Whoever
 * takes the port in between is told later.
 * @throws NotDone or UsageError in one sentence
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((done, failed) => {
    probe.once('error', (error) => failed(listenFault(error, host, port)));
    probe.listen({ host, port }, () => probe.close(() => done()));
  });
}
