import { LIMITS } from '../base/limits.ts';
import { CODE_OF_PROBLEM, type ZipCode } from '../documents/zip-codes.ts';
import { ZIP_LIMITS, zipEntries } from '../io/zip.ts';
import { readAtMost } from './message-paths.ts';

/** One file of messages with the name that people know it by, or why it has no bytes. */
export type MessageFile =
  | { readonly name: string; readonly bytes: Uint8Array; readonly problem: null }
  | { readonly name: string; readonly bytes: null; readonly problem: ZipCode };

/**
 * The message files at a path that `messagePaths` gave: the file itself, or of a zip archive each
 * `*.xml` in it, by the name `archive.zip!/folder/file.xml`. Of a file that is too large as many
 * bytes are read as it takes to see that.
 * @throws UsageError or NotDone in one sentence
 */
export async function* messageFilesAt(path: string): AsyncGenerator<MessageFile> {
  if (!/\.zip$/i.test(path)) {
    yield { name: path, bytes: await readAtMost(path, LIMITS.messageBytes + 1), problem: null };
    return;
  }
  const archive = await readAtMost(path, ZIP_LIMITS.bytes + 1);
  let found = 0;
  for await (const { name, bytes, problem } of zipEntries(archive, ZIP_LIMITS, isWanted)) {
    found += 1;
    const shown = name === null ? path : `${path}!/${shownName(name)}`;
    if (name !== null && /\.zip$/i.test(name)) {
      yield { name: shown, bytes: null, problem: 'ZIP-NESTED' };
    } else if (problem === null) yield { name: shown, bytes, problem };
    else yield { name: shown, bytes: null, problem: CODE_OF_PROBLEM[problem] };
  }
  if (found === 0) yield { name: path, bytes: null, problem: 'ZIP-EMPTY' };
}

/** Beside each file the archives of macOS have a shadow that is no document. */
function isWanted(name: string): boolean {
  return /\.(xml|zip)$/i.test(name) && !/(^|\/)(__MACOSX\/|\._)/.test(name);
}

/** Whoever packed the archive chose the name: nothing in it may steer a terminal. */
function shownName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
}
