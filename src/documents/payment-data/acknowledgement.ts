import type { Instant } from '../../base/dates.ts';
import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { isNumber, isObject, readJson } from '../json/json-text.ts';
import { paymentDataFinding } from './codes.ts';

/** Codes of an acknowledgement; 20001 to 21000 are other errors. */
export const TAKEN = '10000';
export const FAILED = '20000';

/** What one side says when the other has called: whether it took the call, and why not. */
export type Acknowledgement = {
  /** Digits, whether they came as a text or as a number. */
  readonly code: string;
  readonly taken: boolean;
  /** Empty when nothing is said; of another's making, so for logs and screens only shortened. */
  readonly message: string;
};

/**
 * Reads what a platform answers to a request, or the authority to an upload. Only the code
 * counts; a message that is no text is passed over.
 */
export function readAcknowledgement(body: Uint8Array): Result<Acknowledgement, Finding[]> {
  const read = readJson(body);
  const object = read.ok && isObject(read.value) ? read.value : null;
  const said = object?.get('code');
  const code = isNumber(said) ? said.number : said;
  if (object === null || typeof code !== 'string' || !/^\d{1,6}$/.test(code)) {
    return fail([paymentDataFinding('PAYDATA-ACKNOWLEDGEMENT', '')]);
  }
  const message = object.get('message');
  return ok({ code, taken: code === TAKEN, message: typeof message === 'string' ? message : '' });
}

/** What a platform answers to a request. */
export function writeAcknowledgement(code: string, message: string, serviceTime: Instant): string {
  return JSON.stringify({ code, message, serviceTime });
}

/** What the authority answers to an upload that it keeps. */
export function writeUploaded(serviceTime: Instant): string {
  return JSON.stringify({ code: TAKEN, message: '上传成功', total: 0, serviceTime });
}

/** What the authority answers to an upload that it refuses: every finding in both languages. */
export function writeNotUploaded(findings: readonly Finding[], serviceTime: Instant): string {
  const reasons = findings.map(({ zh, en, path }) => {
    const place = path === null || path === '' ? '' : `${path} `;
    return `${place}${zh} / ${en}`;
  });
  const message = `上传失败: ${reasons.join('; ')}`;
  return JSON.stringify({ code: FAILED, message, total: 0, serviceTime });
}
