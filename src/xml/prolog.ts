/** What stands before and behind the root element: encoding, XML declaration, comments. */
import { isUtf8 } from 'node:buffer';
import { isSpace } from './chars.ts';
import { scanComment } from './content.ts';
import { refuse } from './finding.ts';
import { startsWith } from './references.ts';
import type { Scanner } from './scanner.ts';
import { firstMalformed } from './utf8.ts';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NON_CHARACTERS = Buffer.from([0xef, 0xbf]);
const DECLARATION = Buffer.from('<?xml');
const S = '[ \\t\\r\\n]';
const VALUE = `${S}*=${S}*("[^"]*"|'[^']*')`;
const DECLARED = new RegExp(
  `^<\\?xml${S}+version${VALUE}(?:${S}+encoding${VALUE})?(?:${S}+standalone${VALUE})?${S}*\\?>$`,
);

/**
 * Checks the encoding, then skips mark, declaration and comments; gives the offset of the root's
 * `<`. The declaration is read before the bytes are checked, so that a file which says it is GBK
 * is told so.
 */
export function scanProlog(s: Scanner): number {
  const { bytes } = s;
  const [first, second] = [bytes[0], bytes[1]];
  if (first === 0 || second === 0 || (first === 0xfe && second === 0xff)) refuse('utf16', 0);
  if (first === 0xff && second === 0xfe) refuse('utf16', 0);
  const start = startsWith(bytes, 0, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const from = scanDeclaration(bytes, start);
  refuseEncoding(bytes);
  const root = skipMisc(s, from);
  if (root < bytes.length && bytes[root] !== 0x3c) refuse('prolog', root);
  if (root >= s.end) refuse('truncated', bytes.length);
  return root;
}

/** Refuses anything but white space and comments from `from`, behind the root, to the end. */
export function scanEpilog(s: Scanner, from: number): void {
  const rest = skipMisc(s, from);
  if (rest < s.bytes.length) refuse('trailing', rest);
}

/** Skips white space and comments; refuses processing instructions and DOCTYPE. */
function skipMisc(s: Scanner, from: number): number {
  const { bytes } = s;
  let i = from;
  for (;;) {
    while (i < bytes.length && isSpace(bytes[i])) i++;
    if (i >= s.end || bytes[i] !== 0x3c) return i;
    if (bytes[i + 1] === 0x3f) refuse('pi', i);
    if (bytes[i + 1] !== 0x21) return i;
    i = scanComment(s, i);
  }
}

/** The last declaration that was taken; nearly all senders write the same one. */
let usual: Buffer = Buffer.alloc(0);
const LONGEST_USUAL = 128;

function scanDeclaration(bytes: Buffer, start: number): number {
  if (usual.length > 0 && startsWith(bytes, start, usual)) return start + usual.length;
  const from = start + DECLARATION.length;
  if (!startsWith(bytes, start, DECLARATION) || !isSpace(bytes[from])) return start;
  const close = bytes.indexOf('?>', from);
  if (close < 0) refuse('truncated', bytes.length);
  const parts = DECLARED.exec(bytes.toString('latin1', start, close + 2));
  if (parts === null) return refuse('declaration', start);
  const [version, encoding, standalone] = parts.slice(1).map((part) => part?.slice(1, -1));
  if (version !== '1.0') refuse('version', start);
  if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') refuse('encoding', start);
  if (!['yes', 'no', undefined].includes(standalone)) refuse('declaration', start);
  if (close + 2 - start <= LONGEST_USUAL) usual = Buffer.from(bytes.subarray(start, close + 2));
  return close + 2;
}

/** Invalid UTF-8, and the two non-characters U+FFFE and U+FFFF, which XML does not allow. */
function refuseEncoding(bytes: Buffer): void {
  if (!isUtf8(bytes)) refuse('utf8', Math.max(0, firstMalformed(bytes)));
  let at = bytes.indexOf(NON_CHARACTERS);
  while (at >= 0) {
    if (bytes[at + 2]! >= 0xbe) refuse('character', at);
    at = bytes.indexOf(NON_CHARACTERS, at + 2);
  }
}
