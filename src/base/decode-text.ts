export type Decoded = { readonly text: string; readonly encoding: 'utf-8' | 'gb18030' };

/** The text of a CSV file, UTF-8 with or without a byte order mark, else GB18030; or null. */
export function decodeText(bytes: Uint8Array): Decoded | null {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\0') ? null : { text, encoding };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}
