import { LIMITS } from '../base/limits.ts';
import { NotDone } from './command.ts';

/** What came in: a value of unknown shape, or why it is none. */
export type JsonInput =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** Reads a whole stream as text, up to the size of a message. @throws NotDone when it is larger */
export async function readText(stream: AsyncIterable<Uint8Array>): Promise<string> {
  return (await readBytes(stream)).toString('utf8');
}

/** Reads a whole stream, up to the size of a message. @throws NotDone when it is larger */
export async function readBytes(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LIMITS.messageBytes) {
      throw new NotDone(`The input is larger than ${LIMITS.messageBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Parses JSON; its shape is for the caller to check. */
export function parseJson(text: string): JsonInput {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
