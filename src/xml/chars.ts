/** Byte classes and code point ranges of XML 1.0 (fifth edition). */

/** In text: 0 plain, 1 needs a look (`<`, `&`, `>`, `]`, CR, illegal controls). */
export const TEXT_CLASS = table((byte) =>
  '<&>]'.includes(String.fromCharCode(byte)) || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a)
    ? 1
    : 0,
);

/** In an attribute value: 0 plain, 1 needs a look (quotes, `<`, `&`, all controls). */
export const VALUE_CLASS = table((byte) =>
  byte < 0x20 || '<&"\''.includes(String.fromCharCode(byte)) ? 1 : 0,
);

/** Classes of bytes in names, one bit each, so that `& 3` asks for a plain name character. */
export const NAME_END = 0;
export const NAME_START = 1;
export const NAME_LATER = 2;
export const NAME_COLON = 4;
export const NAME_HIGH = 8;

/** In a name: NAME_START, NAME_LATER (not first), NAME_COLON, NAME_HIGH (UTF-8), else NAME_END. */
export const NAME_CLASS = table((byte) => {
  if (byte >= 0x80) return NAME_HIGH;
  const char = String.fromCharCode(byte);
  if (/[A-Za-z_]/.test(char)) return NAME_START;
  if (/[-.0-9]/.test(char)) return NAME_LATER;
  return char === ':' ? NAME_COLON : NAME_END;
});

function table(classOf: (byte: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte));
}

/** Whether a byte is XML white space: space, tab, LF, CR. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d;
}

/** Whether all of `bytes[from, to)` is white space. */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (!isSpace(bytes[i])) return false;
  }
  return true;
}

/** Production Char of XML 1.0. */
export function isLegalChar(point: number): boolean {
  if (point < 0x20) return point === 0x09 || point === 0x0a || point === 0x0d;
  return (
    point < 0xd800 || (point > 0xdfff && point < 0xfffe) || (point > 0xffff && point < 0x110000)
  );
}

const START_RANGES: readonly (readonly [number, number])[] = [
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
];
const LATER_RANGES: readonly (readonly [number, number])[] = [
  [0x2d, 0x2e],
  [0x30, 0x39],
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
];

/** Whether a code point may begin an NCName (no colon). */
export function isNameStart(point: number): boolean {
  return START_RANGES.some(([low, high]) => point >= low && point <= high);
}

/** Whether a code point may stand in an NCName after its first character. */
export function isNameChar(point: number): boolean {
  return isNameStart(point) || LATER_RANGES.some(([low, high]) => point >= low && point <= high);
}
