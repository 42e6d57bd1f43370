import { existsSync, mkdirSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { NotDone, UsageError } from './command.ts';

const WRONG_CALL: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file or directory ${path}.`,
  ENOTDIR: (path) => `${path} is not a directory, or lies below something that is none.`,
  EISDIR: (path) => `${path} is a directory; a file is asked for.`,
  ENAMETOOLONG: (path) => `The name ${path.slice(0, 40)}... is too long for a file.`,
};

const NOT_DONE: Readonly<Record<string, (path: string) => string>> = {
  EACCES: (path) => `This user may not read or write ${path}.`,
  EPERM: (path) => `This user may not read or write ${path}.`,
  EROFS: (path) => `${path} lies on a disk that cannot be written.`,
  ENOSPC: (path) => `The disk that holds ${path} is full.`,
  EEXIST: (path) => `${path} exists already and is no directory.`,
  EMFILE: () => 'Too many files are open at once on this machine.',
  EIO: (path) => `The disk failed while reading or writing ${path}.`,
};

/**
 * A failure of the file system as one sentence: UsageError when the path was wrong, NotDone when
 * the machine refused. Anything else stays as it is.
 * @param path what the caller asked for; the error's own path when it names one deeper inside
 */
export function fileFault(error: unknown, path: string): unknown {
  const { code = '', path: deeper } = error as NodeJS.ErrnoException;
  const place = deeper ?? path;
  if (WRONG_CALL[code] !== undefined) return new UsageError(WRONG_CALL[code](place));
  if (NOT_DONE[code] !== undefined) return new NotDone(NOT_DONE[code](place));
  return error;
}

/** The bytes of a file. @throws UsageError or NotDone in one sentence */
export async function readInput(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw fileFault(error, path);
  });
}

/** Writes a file and the directories above it. @throws UsageError or NotDone in one sentence */
export async function writeOutput(path: string, text: string | Uint8Array): Promise<void> {
  try {
    makeFolder(dirname(path));
    await writeFile(path, text);
  } catch (error) {
    throw fileFault(error, path);
  }
}

/**
 * Makes a directory and those above it, one by one: the recursive way of Node 26 never returns
 * where the file system answers "no such folder" for a folder inside one that exists, as in /proc.
 * @throws UsageError or NotDone in one sentence
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
  try {
    for (const folder of missing) mkdirSync(folder);
  } catch (error) {
    throw fileFault(error, path);
  }
}

/** Looks whether a directory is there and may be read. @throws UsageError or NotDone */
export async function checkFolder(path: string): Promise<void> {
  await readdir(path).catch((error: unknown) => {
    throw fileFault(error, path);
  });
}
