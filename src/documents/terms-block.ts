import { assert } from '../base/assert.ts';

/** What is kept of one filed record beside its bytes. */
export type KeptTerms = {
  /** As `terms-codec.ts` writes them. */
  readonly text: string;
  /** Digest of the record's content: equal content, equal digest. */
  readonly digest: Uint8Array;
};

/** Bytes of a digest, see `DecodedRecord`. */
const DIGEST = 16;
const FORM = 1;

/*
 * The terms of the records of one segment in the order of its messages: a form byte, their number,
 * the end of each text, the digests, the texts. A record that was not filed has an empty text. One
 * compressed block a batch takes a third of the room that the same texts take in rows, and rows
 * that hold keys only are written and read faster.
 */

/** Packs the terms of a segment's records; null for one that was not filed. */
export function packTerms(entries: readonly (KeptTerms | null)[]): Buffer {
  const texts = entries.map((one) => one?.text ?? '');
  const head = 5 + entries.length * (4 + DIGEST);
  const most = texts.reduce((sum, text) => sum + text.length * 3, head);
  const block = Buffer.alloc(most);
  block.writeUInt8(FORM, 0);
  block.writeUInt32LE(entries.length, 1);
  let end = head;
  texts.forEach((text, i) => {
    end += block.write(text, end);
    block.writeUInt32LE(end, 5 + i * 4);
    const digest = entries[i]?.digest;
    if (digest === undefined) return;
    assert(digest.length === DIGEST, 'a digest has 16 bytes');
    block.set(digest, 5 + entries.length * 4 + i * DIGEST);
  });
  return block.subarray(0, end);
}

/** The terms of the record at a position of a packed block, or null when it was not filed. */
export function termsAt(block: Buffer, position: number): KeptTerms | null {
  assert(block[0] === FORM, 'a block of terms has a known form');
  const count = block.readUInt32LE(1);
  assert(position < count, 'a block of terms has the record');
  const head = 5 + count * (4 + DIGEST);
  const start = position === 0 ? head : block.readUInt32LE(1 + position * 4);
  const end = block.readUInt32LE(5 + position * 4);
  if (start === end) return null;
  const digests = 5 + count * 4 + position * DIGEST;
  return {
    text: block.toString('utf8', start, end),
    digest: new Uint8Array(block.subarray(digests, digests + DIGEST)),
  };
}
