import { resolve } from 'node:path';
import { NoCursor } from '../client/cursor.ts';
import { type FolderEvent, watchFolders } from '../client/folder/watch.ts';
import { NotTokens, readTokens } from '../client/tokens-codec.ts';
import { withLock } from '../io/embedded/lock.ts';
import { NotDone, numberOf, type Terminal, textOf, UsageError, type Values } from './command.ts';
import { checkFolder, fileFault, makeFolder } from './files.ts';

/** Milliseconds to wait for another process that watches the same folder. */
const LOCK_WAIT = 1_000;
/** A trouble that goes on is told again after so many milliseconds. */
const TOLD_AGAIN = 60_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * `onestep send --watch IN --receipts OUT`: files by folder until a signal ends it.
 * @throws UsageError or NotDone in one sentence
 */
export async function sendFolders(
  values: Values,
  positionals: readonly string[],
  terminal: Terminal,
  url: string,
): Promise<number> {
  const { messages, receipts } = foldersOf(values, positionals);
  await checkFolder(messages);
  makeFolder(receipts);
  const tokens = textOf(values, 'token') ?? (await tokensFor(messages));
  const stop = new AbortController();
  const end = (): void => stop.abort();
  for (const signal of SIGNALS) process.once(signal, end);
  const onEvent = values.json === true ? jsonTeller(terminal) : plainTeller(terminal);
  const options = { url, tokens, messages, receipts, onEvent, signal: stop.signal };
  const concurrency = numberOf(values, 'concurrency', 1, 1, 256);
  try {
    await locked([messages, receipts], () => {
      terminal.err(`Watching ${messages}; receipts go to ${receipts}. Ctrl-C ends it.`);
      return watchFolders({ ...options, concurrency });
    });
  } catch (error) {
    if (error instanceof NoCursor) throw new NotDone(`${error.message}: it was changed by hand.`);
    throw fileFault(error, receipts);
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
  return 0;
}

function foldersOf(
  values: Values,
  positionals: readonly string[],
): { readonly messages: string; readonly receipts: string } {
  const [messages, receipts] = [textOf(values, 'watch'), textOf(values, 'receipts')];
  if (messages === undefined || receipts === undefined) {
    throw new UsageError('--watch IN and --receipts OUT go together. See: onestep send --help');
  }
  if (positionals.length > 0 || values.expect !== undefined || values.patience !== undefined) {
    throw new UsageError('--watch takes no PATH, --expect or --patience: it goes on for ever.');
  }
  if (resolve(messages) === resolve(receipts)) {
    throw new UsageError('--watch and --receipts must be two folders, or receipts would be sent.');
  }
  return { messages: resolve(messages), receipts: resolve(receipts) };
}

async function tokensFor(messages: string): Promise<ReadonlyMap<string, string>> {
  const tokens = await readTokens(messages).catch((error: unknown) => {
    throw error instanceof NotTokens ? new UsageError(error.message) : error;
  });
  if (tokens.size > 0) return tokens;
  throw new UsageError(
    `There is no tokens.json in ${messages} or in keys beside it. Give a token with --token.`,
  );
}

/** Two processes on one folder would take each other's drafts away. */
async function locked(folders: readonly string[], work: () => Promise<void>): Promise<void> {
  const [folder, ...others] = folders;
  if (folder === undefined) return work();
  let isIn = false;
  const path = `${folder}/.onestep.lock`;
  await withLock(path, LOCK_WAIT, () => {
    isIn = true;
    return locked(others, work);
  }).catch((error: unknown) => {
    if (isIn || (error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw new NotDone(`Another onestep send watches ${folder} already.`);
  });
}

function jsonTeller({ out }: Terminal): (event: FolderEvent) => void {
  return (event) => out(JSON.stringify(event));
}

function plainTeller({ out, err }: Terminal): (event: FolderEvent) => void {
  const told = new Map<string, number>();
  return (event) => {
    if (event.event === 'receipt') out(`receipt  ${event.path}`);
    else if (event.event === 'posted') out(postedLine(event));
    else {
      const last = told.get(event.reason) ?? Number.NEGATIVE_INFINITY;
      if (performance.now() - last < TOLD_AGAIN) return;
      told.set(event.reason, performance.now());
      err(`waiting  ${event.what}: ${event.reason}; it is tried again by itself.`);
    }
  };
}

function postedLine(event: Extract<FolderEvent, { event: 'posted' }>): string {
  if (event.accepted) {
    return `sent     ${event.file}  ${event.messageId}${event.duplicate ? '  (known before)' : ''}`;
  }
  const reasons = event.findings.map(({ code, en }) => `${code} ${en}`).join('; ');
  return `failed   ${event.file}  ${reasons}`;
}
