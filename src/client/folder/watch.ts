import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Door, Patience } from '../door.ts';
import { NoEntry } from '../follow.ts';
import { inParallel } from '../send.ts';
import { UnexpectedAnswer } from '../wire.ts';
import { type Inbox, openInbox, type SettledFile } from './inbox.ts';
import { type Posted, postFile } from './post.ts';
import { receiveInto } from './receive.ts';

/** What happens, for whoever watches. */
export type FolderEvent =
  | ({ readonly event: 'posted' } & Posted)
  | { readonly event: 'receipt'; readonly path: string }
  /** The platform is away or does not let us in, or the disk is full; it is tried again. */
  | { readonly event: 'trouble'; readonly what: string; readonly reason: string };

/** How to file by folder. */
export type FolderOptions = {
  readonly url: string;
  /** Tokens by enterprise code, or one token for everything. */
  readonly tokens: ReadonlyMap<string, string> | string;
  /** Where messages are put; `sent/` and `failed/` appear in it. */
  readonly messages: string;
  /** Where receipts go: a folder for each enterprise; with a single token the folder itself. */
  readonly receipts: string;
  /** Messages under way at once; one after the other in the order of their names unless told. */
  readonly concurrency?: number;
  /** Milliseconds for which a file must not change before it is taken. */
  readonly settle?: number;
  readonly onEvent: (event: FolderEvent) => void;
  readonly signal: AbortSignal;
};

const SETTLE = 1_000;
const TICK = 250;
/** Milliseconds until a stream that was closed to us is tried again. */
const CLOSED = 15_000;

/**
 * Files by folder until the signal ends it: takes message files as they are put into one folder and
 * writes receipts into another. Nothing is lost and nothing happens twice, whatever dies when: see
 * `postFile` and `receiveInto`. One process a folder: the caller locks them.
 * @throws NoCursor, and what the disk says when the folder of the messages cannot be listed
 */
export async function watchFolders(options: FolderOptions): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const work = [
    sending({ ...options, signal }),
    ...streamsOf(options).map(([dir, door]) => receiving({ ...options, signal }, dir, door)),
  ];
  try {
    await Promise.all(work);
  } finally {
    failed.abort();
    await Promise.allSettled(work);
  }
}

function streamsOf({ url, tokens, receipts }: FolderOptions): [string, Door][] {
  if (typeof tokens === 'string') return [[receipts, { url, token: tokens }]];
  return [...tokens].map(([code, token]) => [join(receipts, code), { url, token }]);
}

async function sending(options: FolderOptions): Promise<void> {
  const { messages, concurrency = 1, settle = SETTLE, signal } = options;
  const inbox = openInbox(messages, settle);
  while (!signal.aborted) {
    await inParallel(await inbox.settled(), concurrency, (file) => postOne(options, inbox, file));
    await pause(TICK, signal);
  }
}

async function postOne(options: FolderOptions, inbox: Inbox, file: SettledFile): Promise<void> {
  const { url, tokens, messages, onEvent, signal } = options;
  if (signal.aborted) return;
  const doorOf = (sender: string | null): Door | null => {
    const token = typeof tokens === 'string' ? tokens : tokens.get(sender ?? '');
    return token === undefined ? null : { url, token };
  };
  const patience = endless(options, file.name);
  try {
    const posted = await postFile(file, { dir: messages, doorOf, patience, signal });
    if (posted !== null) onEvent({ event: 'posted', ...posted });
  } catch (error) {
    if (signal.aborted) return;
    if (!passes(error)) throw error;
    onEvent({ event: 'trouble', what: file.name, reason: error.message });
    inbox.postpone(file.name);
  }
}

async function receiving(options: FolderOptions, dir: string, door: Door): Promise<void> {
  const { onEvent, signal } = options;
  const onReceipt = (path: string): void => onEvent({ event: 'receipt', path });
  const patience = endless(options, dir);
  while (!signal.aborted) {
    try {
      await receiveInto(dir, door, { patience, signal, onReceipt });
    } catch (error) {
      if (!passes(error)) throw error;
      onEvent({ event: 'trouble', what: dir, reason: error.message });
      await pause(CLOSED, signal);
    }
  }
}

/** Whether waiting may help: a closed or strange door, or a disk that is full or not ours. */
function passes(error: unknown): error is Error {
  if (error instanceof NoEntry || error instanceof UnexpectedAnswer) return true;
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}

/** There is nobody to give up to: the files stay until the platform is back. */
function endless({ onEvent }: FolderOptions, what: string): Patience {
  const onRetry = (reason: string): void => onEvent({ event: 'trouble', what, reason });
  return { seconds: Number.POSITIVE_INFINITY, onRetry };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
