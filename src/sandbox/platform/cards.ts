import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Signer, signerFrom } from '../../client/sign.ts';
import { type MessageFile, tokensBeside } from '../send/message-files.ts';

/** What a platform needs beside its messages: its token, and the key that it signs with. */
export type Card = { readonly token: string; readonly signer: Signer };

/** Where keys are looked for, seen from the messages, as tokens are. */
const PLACES = ['../keys', 'keys', '.'];

/**
 * The card of an enterprise from what lies beside the messages: its entry in `tokens.json`, and
 * `<code>.key.pem` with `<code>.crt.pem`. Null when one of them is missing.
 * @throws Error when key and certificate cannot be read or do not belong together
 */
export async function cardOf(code: string, files: readonly MessageFile[]): Promise<Card | null> {
  const token = (await tokensBeside(files)).get(code);
  if (token === undefined) return null;
  const folders = [...new Set(files.map(({ path }) => dirname(path)))];
  for (const folder of folders.flatMap((one) => PLACES.map((place) => join(one, place)))) {
    const read = (kind: string) => readFile(join(folder, `${code}.${kind}.pem`), 'utf8');
    const [key, certificate] = await Promise.all([read('key'), read('crt')].map(orNull));
    if (key && certificate) return { token, signer: paymentSigner(key, certificate) };
  }
  return null;
}

const orNull = (text: Promise<string>): Promise<string | null> => text.catch(() => null);

/** RSA signs with SHA-1 here: the official interface names nothing, and that is what is used. */
function paymentSigner(key: string, certificate: string): Signer {
  const signer = signerFrom(key, certificate);
  return signer.algorithm === 'sm2-sm3' ? signer : signerFrom(key, certificate, 'rsa-sha1');
}
