import type { Instant } from '../../base/dates.ts';
import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { isNumber, readJsonText } from '../json/json-text.ts';
import { REQUEST_FIELDS } from './fields.ts';
import { noteInto, objectAt, readValues } from './values.ts';

/** The field of the form that the authority posts to a platform. */
export const OPEN_REQUEST = 'openReq';

/** The field of the form that a platform posts to the authority, and where to. */
export const PAYMENT_ANSWER = 'payExInfoStr';
export const UPLOAD_PATH = '/ceb2grab/grab/realTimeDataUpload';

/** What the authority asks a platform: the original payment data of an order. */
export type PaymentDataRequest = {
  readonly orderNo: string;
  readonly sessionID: string;
  readonly serviceTime: Instant;
};

/** The text of `openReq`. */
export function writePaymentRequest(request: PaymentDataRequest): string {
  const { orderNo, sessionID, serviceTime } = request;
  return JSON.stringify({ orderNo, sessionID, serviceTime });
}

/**
 * Reads the text of `openReq`; `serviceTime` is a number in the interface and a text in what
 * platforms have received.
 */
export function readPaymentRequest(text: string): Result<PaymentDataRequest, Finding[]> {
  const json = readJsonText(text);
  if (!json.ok) return json;
  const findings: Finding[] = [];
  const note = noteInto(findings);
  const object = objectAt(json.value.value, '', note);
  if (object === null) return fail(findings);
  const time = object.get('serviceTime');
  const texts = isNumber(time) ? new Map(object).set('serviceTime', time.number) : object;
  const values = readValues(texts, REQUEST_FIELDS, '', note);
  const { orderNo = '', sessionID = '', serviceTime } = values;
  if (findings.length > 0) return fail(findings);
  return ok({ orderNo, sessionID, serviceTime: Number(serviceTime) });
}
