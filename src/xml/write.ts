/** Escaping for encoders. What is written this way is in canonical form already. */

/**
 * Text content with markup escaped as canonical form does it. Lone surrogates and characters that
 * XML does not allow cannot be escaped and throw: they are the caller's bug.
 */
export function escapeText(text: string): string {
  refuseIllegal(text);
  if (!/[&<>\r]/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

/** Attribute value, to stand between double quotes, escaped as canonical form does it. */
export function escapeAttribute(text: string): string {
  refuseIllegal(text);
  if (!/[&<"\t\n\r]/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}

// biome would rather not see control characters in a pattern, so the set is built from codes.
const CONTROLS = Array.from({ length: 0x20 }, (_, code) => code).filter(
  (code) => ![0x09, 0x0a, 0x0d].includes(code),
);
const ILLEGAL = new RegExp(
  `[${CONTROLS.map((code) => `\\u${code.toString(16).padStart(4, '0')}`).join('')}\\ufffe\\uffff]`,
);

/** Whether XML can hold every character of the text. */
export function isWritable(text: string): boolean {
  return !ILLEGAL.test(text) && text.isWellFormed();
}

function refuseIllegal(text: string): void {
  if (!isWritable(text)) {
    throw new Error('text holds a character that XML does not allow');
  }
}
