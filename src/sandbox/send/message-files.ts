import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CATALOGUE } from '../../documents/ceb/catalogue.ts';
import { decodeMessage } from '../../documents/codec.ts';
import { messageIn } from '../../documents/dxp/message-in.ts';
import { MESSAGE_LIMITS } from '../../xml/limits.ts';
import { scan } from '../../xml/scan.ts';
import { readTokens } from './expected-codec.ts';

/** A path that names no messages. */
export class NoMessages extends Error {
  override name = 'NoMessages';
}

/** One file to be sent. The bytes are read when it is its turn. */
export type MessageFile = {
  readonly path: string;
  /** File name without its folder; what `expected.json` calls it. */
  readonly name: string;
};

/** What can be read of a message before it is sent. */
export type Glimpse = {
  /** copCode, or null when it cannot be found. */
  readonly sender: string | null;
  readonly type: string | null;
  readonly records: readonly { readonly guid: string; readonly key: string }[];
};

/**
 * The message files of the paths in order of their names: files as given, of a directory all
 * `.xml`, of a world's directory those in its `messages`.
 * @throws NoMessages when a path does not exist or holds none.
 */
export async function messageFiles(paths: readonly string[]): Promise<MessageFile[]> {
  const files: MessageFile[] = [];
  for (const path of paths) {
    const found = await filesAt(path);
    if (found.length === 0) throw new NoMessages(`There are no .xml files in ${path}.`);
    files.push(...found.map((one) => ({ path: one, name: basename(one) })));
  }
  // The name is what rows are told by; where two files share one, the path takes its place.
  const names = new Map<string, number>();
  for (const { name } of files) names.set(name, (names.get(name) ?? 0) + 1);
  return files.map(({ path, name }) => ({ path, name: names.get(name) === 1 ? name : path }));
}

async function filesAt(path: string): Promise<string[]> {
  const info = await stat(path).catch(() => null);
  if (info === null) throw new NoMessages(`There is no file or directory ${path}.`);
  if (!info.isDirectory()) return [path];
  const names = await readdir(path);
  if (names.includes('messages')) return filesAt(join(path, 'messages'));
  return names
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => join(path, name));
}

/** Tokens that lie beside the messages, in `keys/tokens.json` of the directory above. */
export async function tokensBeside(
  files: readonly MessageFile[],
): Promise<ReadonlyMap<string, string>> {
  const folders = new Set(files.map(({ path }) => dirname(path)));
  const tokens = new Map<string, string>();
  for (const folder of folders) {
    for (const place of ['../keys/tokens.json', 'keys/tokens.json', 'tokens.json']) {
      for (const [code, token] of await readTokens(join(folder, place))) tokens.set(code, token);
    }
  }
  return tokens;
}

/** The bytes of a message file. */
export function readMessage({ path }: MessageFile): Promise<Buffer> {
  return readFile(path);
}

/** Elements that make up a record's business key, by message type. */
function keyOf(type: string): readonly string[] {
  const key = CATALOGUE.get(type)?.key ?? [];
  // A list is known by its order; the waybill is part of its key and says nothing more here.
  return type === 'CEB621' ? key.slice(0, 2) : key;
}

/** Sender and records of a message as far as they can be read; a broken one has only a sender. */
export function glimpse(bytes: Uint8Array): Glimpse {
  const scanned = scan(Buffer.from(messageIn(bytes)), MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc) : null;
  if (decoded === null || !decoded.ok) {
    return { sender: senderIn(bytes), type: null, records: [] };
  }
  const { type, transfer, records } = decoded.message;
  const elements = keyOf(type);
  return {
    sender: transfer.copCode ?? null,
    type,
    records: records.map(({ head }) => ({
      guid: (head.guid ?? '').toUpperCase(),
      key: elements.map((element) => head[element] ?? '').join('/'),
    })),
  };
}

// For messages that cannot be read as a whole: their sender may stand in them all the same.
function senderIn(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('latin1');
  return /<(?:[\w.-]+:)?copCode>([0-9A-Z]{10,18})</.exec(text)?.[1] ?? null;
}
