/** Characters that no XML 1.0 document can have, but tab and the line breaks. */
const UNWRITABLE = new RegExp(
  `[${[...Array(0x20).keys()]
    .filter((code) => ![0x09, 0x0a, 0x0d].includes(code))
    .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
    .join('')}\\ufffe\\uffff]`,
  'g',
);

/** The text without what XML cannot hold: one character must not block a stream for ever. */
export function writable(text: string): string {
  return text.toWellFormed().replace(UNWRITABLE, '\ufffd');
}

/** The same of every value. */
export function writableValues(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([k, v]) => [k, writable(v)]));
}
