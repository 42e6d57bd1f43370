import { UsageError } from './command.ts';

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
  const sentence = SENTENCES[(error as ListenError).code ?? ''];
  return sentence === undefined ? error : new UsageError(sentence(host, port));
}
