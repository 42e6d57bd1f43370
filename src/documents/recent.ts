import { sameBytes, viewOf } from '../xml/bytes.ts';

/**
 * The last value of each field. Codes, names, days and units are the same from record to record
 * and mostly from message to message; comparing a dozen bytes is cheaper than making the text,
 * judging it and encoding it again for the digest.
 */
export type Recent = {
  /** The text read from the bytes; sound, and as it was received. */
  text: string;
  /** Bytes of the value, -1 before the first one. */
  length: number;
  /** What is digested: the mark of the field and the value behind it. */
  readonly digested: Buffer;
  readonly view: DataView;
  /** Length of the mark. */
  readonly mark: number;
  /** Longest value that is kept; 0 for personal ones, which seldom come twice in a row. */
  readonly most: number;
};

const MOST = 64;

/** The memory of a field that is digested behind `mark`. */
export function createRecent(mark: string, personal: boolean): Recent {
  const most = personal ? 0 : MOST;
  const bytes = Buffer.from(mark, 'utf8');
  // Three bytes more, for it is copied four at a time.
  const digested = Buffer.alloc(bytes.length + most + 3);
  bytes.copy(digested);
  const view = viewOf(digested);
  return { text: '', length: -1, digested, view, mark: bytes.length, most };
}

/** Whether `bytes[from, to)` is the value that came last. */
export function isRecent(recent: Recent, bytes: DataView, from: number, to: number): boolean {
  const { view, mark, length } = recent;
  return to - from === length && sameBytes(bytes, from, view, mark, length);
}

/** Remembers that `bytes[from, to)` reads as `text`, unless it is too long or personal. */
export function remember(
  recent: Recent,
  bytes: Buffer,
  from: number,
  to: number,
  text: string,
): void {
  const { digested, mark, most } = recent;
  if (to - from > most) return;
  for (let i = from, k = mark; i < to; i++, k++) digested[k] = bytes[i]!;
  recent.length = to - from;
  recent.text = text;
}
