/** A growing byte buffer, and character data written to it decoded or in canonical form. */
import { type Escapes, PACK, readReference } from './references.ts';

/** Bytes written so far: `buffer[0, length)`. */
export type Output = { buffer: Buffer; length: number };

/** An output with room for `size` bytes before it grows. */
export function createOutput(size: number): Output {
  return { buffer: Buffer.allocUnsafeSlow(size), length: 0 };
}

/** Makes room for `size` more bytes. */
export function reserve(out: Output, size: number): void {
  const needed = out.length + size;
  if (needed <= out.buffer.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, out.buffer.length * 2));
  out.buffer.copy(larger, 0, 0, out.length);
  out.buffer = larger;
}

/** Appends `bytes[from, to)`. */
export function writeSlice(out: Output, bytes: Buffer, from: number, to: number): void {
  reserve(out, to - from);
  if (to - from > 48) bytes.copy(out.buffer, out.length, from, to);
  else for (let i = from, k = out.length; i < to; i++, k++) out.buffer[k] = bytes[i]!;
  out.length += to - from;
}

/** Appends all of `bytes`. */
export function writeBytes(out: Output, bytes: Buffer): void {
  writeSlice(out, bytes, 0, bytes.length);
}

/** Longest escape of one input byte: `"` becomes `&quot;`. */
const WIDEST = 6;

/**
 * Appends the character data of `bytes[from, to)`, with comments left out, CDATA sections and
 * references resolved, line ends normalised (XML 1.0, 2.11), and characters of `escapes` escaped.
 */
export function writeText(
  out: Output,
  bytes: Buffer,
  from: number,
  to: number,
  escapes: Escapes,
): void {
  reserve(out, (to - from) * WIDEST);
  let i = from;
  while (i < to) {
    const byte = bytes[i]!;
    if (byte === 0x26) i = writeReference(out, bytes, i, escapes);
    else if (byte === 0x3c) i = writeSection(out, bytes, i, escapes);
    else i = writeLiteral(out, bytes, i, escapes);
  }
}

/** One byte of literal text at `i`, where CR and CR LF become LF; gives the offset behind it. */
function writeLiteral(out: Output, bytes: Buffer, i: number, escapes: Escapes): number {
  const byte = bytes[i]!;
  if (byte !== 0x0d) put(out, byte, escapes);
  else if (bytes[i + 1] !== 0x0a) put(out, 0x0a, escapes);
  return i + 1;
}

/** A comment or CDATA section that begins at `i`; gives the offset behind it. */
function writeSection(out: Output, bytes: Buffer, i: number, escapes: Escapes): number {
  if (bytes[i + 2] === 0x2d) return bytes.indexOf('-->', i + 4) + 3;
  const close = bytes.indexOf(']]>', i + 9);
  for (let k = i + 9; k < close; ) k = writeLiteral(out, bytes, k, escapes);
  return close + 3;
}

function writeReference(out: Output, bytes: Buffer, i: number, escapes: Escapes): number {
  const packed = readReference(bytes, i);
  const point = packed % PACK;
  if (point < 0x80) put(out, point, escapes);
  else out.length += out.buffer.write(String.fromCodePoint(point), out.length);
  return (packed - point) / PACK;
}

function put(out: Output, byte: number, escapes: Escapes): void {
  const escaped = byte < 0x80 ? escapes[byte] : undefined;
  if (escaped === undefined) {
    out.buffer[out.length++] = byte;
    return;
  }
  // A loop, because a native copy costs more than six bytes do.
  for (let k = 0; k < escaped.length; k++) out.buffer[out.length++] = escaped[k]!;
}

/**
 * Appends the attribute value of `bytes[from, to)` with references resolved, literal white space
 * as spaces (XML 1.0, 3.3.3, for attributes without a declared type) and `escapes` applied.
 */
export function writeValue(
  out: Output,
  bytes: Buffer,
  from: number,
  to: number,
  escapes: Escapes,
): void {
  reserve(out, (to - from) * WIDEST);
  let i = from;
  while (i < to) {
    const byte = bytes[i]!;
    if (byte === 0x26) {
      i = writeReference(out, bytes, i, escapes);
      continue;
    }
    i++;
    if (byte === 0x0d && bytes[i] === 0x0a) continue;
    put(out, Math.max(byte, 0x20), escapes);
  }
}
