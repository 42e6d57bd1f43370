/** Order of namespace declarations and attributes in canonical form (C14N 1.0, section 2.2). */
import { A_FLAGS, A_NAME, A_SPACE, DECLARATION } from './document.ts';
import { type DocumentNames, nameText } from './names.ts';

/**
 * Negative when row `a` of `rows` stands before row `b`: declarations first, by prefix, the default
 * one leading; then attributes by namespace URI and local name.
 */
export function compareAttributes(
  names: DocumentNames,
  rows: Int32Array,
  a: number,
  b: number,
): number {
  const first = rows[a + A_FLAGS]! & DECLARATION;
  const second = rows[b + A_FLAGS]! & DECLARATION;
  if (first !== second) return second - first;
  if (first === 0 && rows[a + A_SPACE] !== rows[b + A_SPACE]) {
    return comparePoints(nameText(names, rows[a + A_SPACE]!), nameText(names, rows[b + A_SPACE]!));
  }
  return comparePoints(nameText(names, rows[a + A_NAME]!), nameText(names, rows[b + A_NAME]!));
}

/** Compares by code points, which UTF-16 units do not do for characters above U+FFFF. */
export function comparePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Moves surrogates above all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
