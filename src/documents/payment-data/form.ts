import { isUtf8 } from 'node:buffer';
import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { paymentDataFinding } from './codes.ts';

/** The media type of all bodies that the interface posts. */
export const FORM = 'application/x-www-form-urlencoded';

/** Fields of a form, in which an answer has one and a platform's own proxy may add a few. */
const MOST_FIELDS = 16;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

/** The body of a form with one field. */
export function writeForm(name: string, value: string): string {
  return new URLSearchParams([[name, value]]).toString();
}

/**
 * The field `name` of a form. URLSearchParams reads any bytes, so what is no UTF-8 and what is no
 * escape is looked for first: a text with replaced characters would not be the one that was signed.
 * @returns the text, or PAYDATA-FORM
 */
export function readForm(body: Uint8Array, name: string): Result<string, Finding[]> {
  const refused = fail([paymentDataFinding('PAYDATA-FORM', '', { name })]);
  if (!isUtf8(body)) return refused;
  const text = Buffer.from(body).toString('utf8');
  if (text.split('&', MOST_FIELDS + 1).length > MOST_FIELDS || BROKEN_ESCAPE.test(text)) {
    return refused;
  }
  const [value, ...more] = new URLSearchParams(text).getAll(name);
  if (value === undefined || more.length > 0) return refused;
  return value.includes('\ufffd') && !isWellEscaped(text) ? refused : ok(value);
}

/** Whether the escapes of a form make UTF-8. */
function isWellEscaped(form: string): boolean {
  try {
    decodeURIComponent(form);
    return true;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return false;
  }
}
