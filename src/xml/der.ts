/** DER (X.690) as texts of hex: each function gives one whole element. */

/** An object identifier from its content bytes in hex. */
export function identifier(content: string): string {
  return tlv(0x06, content);
}

/** A whole number from 0. */
export function integer(value: bigint): string {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return tlv(0x02, /^[89a-f]/.test(even) ? `00${even}` : even);
}

/** Whole bytes as bits. */
export function bitString(content: string): string {
  return tlv(0x03, `00${content}`);
}

/** A sequence of elements. */
export function sequence(...parts: string[]): string {
  return tlv(0x30, parts.join(''));
}

/** UTF-8 bytes of a text in hex, for the content of an element. */
export function hexOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}

/** An element of any tag below 31, with its content in hex. */
export function tlv(tag: number, content: string): string {
  const length = content.length / 2;
  const hex = length.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const head = length < 128 ? even : (128 + even.length / 2).toString(16) + even;
  return `${tag.toString(16).padStart(2, '0')}${head}${content}`;
}
