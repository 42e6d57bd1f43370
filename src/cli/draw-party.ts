import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { type PartyServer, startPartyServer } from '../inspection/party-server.ts';
import {
  type PartyEntry,
  partyEntries,
  readParties,
  storeParties,
} from '../inspection/party-store.ts';
import { openVault } from '../inspection/party-vault.ts';
import { systemClock } from '../io/clock.ts';
import { withLock } from '../io/embedded/lock.ts';
import { systemEntropy } from '../io/random.ts';
import { NotDone, numberOf, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { openDatabase } from './database.ts';
import { fileFault, makeFolder, readInput } from './files.ts';
import { listenFault } from './listen-fault.ts';

const LOCAL = '127.0.0.1';
const DEFAULT_PORT = 1212;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Serves an independent party until it is ended. */
export async function serveParty(
  values: Values,
  _: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [id, given] = [textOf(values, 'name'), textOf(values, 'dir')];
  if (id === undefined || given === undefined) {
    throw new UsageError('Give --name NAME and --dir DIR. See: onestep draw --help');
  }
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(id)) {
    throw new UsageError('--name takes 1 to 64 of A-Z a-z 0-9 . _ -');
  }
  const [host, token] = [textOf(values, 'host') ?? LOCAL, textOf(values, 'token') ?? null];
  if (host !== LOCAL && token === null) {
    throw new UsageError(`Give --token where others can reach ${host}.`);
  }
  const port = numberOf(values, 'port', DEFAULT_PORT, 0, 65_535);
  const dir = resolve(given);
  makeFolder(dir);
  // A second server on the folder could show a secret for other registries.
  await withLock(join(dir, 'party.lock'), 0, async () => {
    const vault = openVault({ dir, id, clock: systemClock, entropy: systemEntropy });
    const onTrouble = (error: unknown) => terminal.err((error as Error).message);
    const server = await startPartyServer({ vault, id, host, port, token, onTrouble }).catch(
      (error: unknown) => {
        throw listenFault(error, host, port);
      },
    );
    terminal.out(`Party ${id} listens at ${server.url}. Ctrl-C ends it.`);
    await untilEnded(server);
    await vault.close();
  }).catch((error: unknown) => {
    const fault = fileFault(error, dir);
    throw / holds /.test((fault as Error).message) ? new NotDone(`${dir} is in use.`) : fault;
  });
  return 0;
}

async function untilEnded(server: PartyServer): Promise<void> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  for (const signal of SIGNALS) process.once(signal, end);
  await once(stop.signal, 'abort');
  for (const signal of SIGNALS) process.off(signal, end);
  await server.close();
}

/** Prints the parties of the zone, or names others. */
export async function nameParties(
  values: Values,
  files: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const wanted = files[0] === undefined ? null : await partiesIn(files[0]);
  const db = await openDatabase(values, systemClock, { create: false });
  try {
    if (wanted !== null) await db.transaction((tx) => storeParties(tx, wanted));
    const entries = await partyEntries(db);
    const shown = entries.map(({ token, ...one }) => ({ ...one, token: token !== null }));
    if (values.json === true) terminal.out(JSON.stringify({ parties: shown }, null, 2));
    else for (const { id, url } of entries) terminal.out(`${id}  ${url ?? 'within the platform'}`);
    return 0;
  } finally {
    await db.close();
  }
}

async function partiesIn(file: string): Promise<readonly PartyEntry[]> {
  const read = readParties(Buffer.from(await readInput(file)).toString());
  if (read.ok) return read.value;
  const { path, expected } = read.error;
  throw new NotDone(`${file}${path === '' ? '' : ` ${path}`}: expected ${expected}.`);
}
