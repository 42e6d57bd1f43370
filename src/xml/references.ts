/** Character references and the five predefined entities, and the escapes of canonical form. */
import { isLegalChar } from './chars.ts';
import { refuse } from './finding.ts';

/** One step in packed results of `readReference`. */
export const PACK = 0x200000;

const PREDEFINED = [
  { name: 'amp;', point: 0x26 },
  { name: 'lt;', point: 0x3c },
  { name: 'gt;', point: 0x3e },
  { name: 'quot;', point: 0x22 },
  { name: 'apos;', point: 0x27 },
].map(({ name, point }) => ({ bytes: Buffer.from(name), point }));

/** Escapes by character code; characters without one are written as they are. */
export type Escapes = readonly (Buffer | undefined)[];

function escapes(pairs: Record<string, string>): Escapes {
  const list: (Buffer | undefined)[] = new Array(0x80).fill(undefined);
  for (const [char, written] of Object.entries(pairs)) {
    list[char.charCodeAt(0)] = Buffer.from(written);
  }
  return list;
}

/** What canonical form (C14N 1.0, section 2.3) writes in text. */
export const TEXT_ESCAPES = escapes({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' });
/** What canonical form writes in attribute values. */
export const VALUE_ESCAPES = escapes({
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
});
/** For decoding: everything is written as it is. */
export const NO_ESCAPES = escapes({});

/**
 * Reads the reference whose `&` stands at `at`. Gives `next * PACK + point`: the offset behind its
 * `;` and the code point. Refuses incomplete references, other entities and illegal characters.
 */
export function readReference(bytes: Uint8Array, at: number): number {
  if (bytes[at + 1] === 0x23) return readCharacterReference(bytes, at);
  for (const { bytes: name, point } of PREDEFINED) {
    if (startsWith(bytes, at + 1, name)) return (at + 1 + name.length) * PACK + point;
  }
  return refuse(looksLikeEntity(bytes, at + 1) ? 'entity' : 'reference', at);
}

function readCharacterReference(bytes: Uint8Array, at: number): number {
  const hex = bytes[at + 2] === 0x78;
  const radix = hex ? 16 : 10;
  const first = at + (hex ? 3 : 2);
  let point = 0;
  let i = first;
  for (let digit = digitAt(bytes, i); digit < radix; digit = digitAt(bytes, ++i)) {
    point = Math.min(point * radix + digit, 0x110000);
  }
  if (i === first || bytes[i] !== 0x3b) refuse('reference', at);
  if (!isLegalChar(point)) refuse('characterReference', at);
  return (i + 1) * PACK + point;
}

/** Value of the hexadecimal digit at `i`, 16 when there is none. */
function digitAt(bytes: Uint8Array, i: number): number {
  const byte = i < bytes.length ? bytes[i]! : 0;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : 16;
}

function looksLikeEntity(bytes: Uint8Array, from: number): boolean {
  let i = from;
  while (
    i < bytes.length &&
    (bytes[i]! >= 0x80 || /[-.:\w]/.test(String.fromCharCode(bytes[i]!)))
  ) {
    i++;
  }
  return i > from && bytes[i] === 0x3b;
}

/** Whether `bytes` has `expected` at `at`. */
export function startsWith(bytes: Uint8Array, at: number, expected: Uint8Array): boolean {
  if (at + expected.length > bytes.length) return false;
  for (let k = 0; k < expected.length; k++) {
    if (bytes[at + k] !== expected[k]) return false;
  }
  return true;
}

/** Whether the reference in `bytes[at, next)` is already how canonical form writes `point`. */
export function isCanonicalReference(
  bytes: Uint8Array,
  at: number,
  next: number,
  canonical: Buffer | undefined,
): boolean {
  return (
    canonical !== undefined && next - at === canonical.length && startsWith(bytes, at, canonical)
  );
}
