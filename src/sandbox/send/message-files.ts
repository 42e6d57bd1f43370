import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readTokens } from '../../client/tokens-codec.ts';

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

/** Tokens that lie beside the messages. */
export async function tokensBeside(
  files: readonly MessageFile[],
): Promise<ReadonlyMap<string, string>> {
  const folders = [...new Set(files.map(({ path }) => dirname(path)))];
  const found = await Promise.all(folders.map(readTokens));
  return new Map(found.flatMap((tokens) => [...tokens]));
}

/** The bytes of a message file. */
export function readMessage({ path }: MessageFile): Promise<Buffer> {
  return readFile(path);
}
