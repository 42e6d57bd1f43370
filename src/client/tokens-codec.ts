import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fieldsOf, text, UnexpectedAnswer } from './wire.ts';

/** A file of tokens that is none. */
export class NotTokens extends Error {
  override name = 'NotTokens';
}

/** Where tokens are looked for, seen from the messages. */
const PLACES = ['../keys/tokens.json', 'keys/tokens.json', 'tokens.json'];
/** A code becomes part of the names of files. */
const CODE = /^[0-9A-Z]{10,18}$/;

/**
 * The tokens that lie beside a folder of messages, enterprise code to token: `tokens.json` in it,
 * or in `keys/` in it or beside it, as `onestep world` writes them. Empty when there is none.
 * @throws NotTokens in one sentence for a file that is no table of tokens
 */
export async function readTokens(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(PLACES.map((place) => readTokenFile(join(folder, place))));
  return new Map(found.flatMap((tokens) => [...tokens]));
}

async function readTokenFile(path: string): Promise<ReadonlyMap<string, string>> {
  const content = await readFile(path, 'utf8').catch(() => null);
  if (content === null) return new Map();
  try {
    const entries = Object.entries(fieldsOf(JSON.parse(content) as unknown));
    return new Map(entries.map(([code, token]) => [checked(code), text(token, code)]));
  } catch (error) {
    // What JSON.parse says quotes the file, and the file holds secrets.
    const reason = error instanceof UnexpectedAnswer ? error.message : 'it is no JSON';
    throw new NotTokens(`${path} is no table of tokens: ${reason}.`);
  }
}

function checked(code: string): string {
  if (CODE.test(code)) return code;
  throw new UnexpectedAnswer('an entry is not named by the code of an enterprise');
}
