/** UTF-8 well-formedness (RFC 3629) for the path where the native check has already said no. */

/** Offset of the first byte of the first malformed sequence, or -1 when all is well-formed. */
export function firstMalformed(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const length = sequenceLength(bytes, i);
    if (length === 0) return i;
    i += length;
  }
  return -1;
}

/**
 * Length of the sequence at `i`: 1 to 4, or 0 when malformed. The second byte's range refuses
 * overlong forms (E0, F0), surrogates (ED) and points above U+10FFFF (F4).
 */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i]!;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || i + length > bytes.length) return 0;
  const second = bytes[i + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let k = 2; k < length; k++) {
    if ((bytes[i + k]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}

/**
 * Code point that begins at `i` of bytes known to be valid UTF-8; `utf8Length` of it is how many
 * bytes it took.
 */
export function pointAt(bytes: Uint8Array, i: number): number {
  const lead = bytes[i]!;
  if (lead < 0x80) return lead;
  const a = bytes[i + 1]! & 0x3f;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | a;
  const b = bytes[i + 2]! & 0x3f;
  if (lead < 0xf0) return ((lead & 0x0f) << 12) | (a << 6) | b;
  return ((lead & 0x07) << 18) | (a << 12) | (b << 6) | (bytes[i + 3]! & 0x3f);
}

/** Bytes that UTF-8 needs for a code point. */
export function utf8Length(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
