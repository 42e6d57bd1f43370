import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import {
  type Acknowledgement,
  readAcknowledgement,
} from '../documents/payment-data/acknowledgement.ts';
import { type PaymentData, readPaymentAnswer } from '../documents/payment-data/answer.ts';
import { FORM, readForm, writeForm } from '../documents/payment-data/form.ts';
import {
  OPEN_REQUEST,
  PAYMENT_ANSWER,
  type PaymentDataRequest,
  readPaymentRequest,
  UPLOAD_PATH,
} from '../documents/payment-data/request.ts';
import { writePaymentAnswer } from '../documents/payment-data/write.ts';
import { ask, type Door, type Patience } from './door.ts';
import type { Signer } from './sign.ts';
import { readFindings, UnexpectedAnswer } from './wire.ts';

const PATIENCE: Patience = { seconds: 60 };

type CallOptions = { readonly patience?: Patience; readonly signal?: AbortSignal };

/** What became of an answer: not sent, for what was found here, or what the authority said. */
export type PaymentDataSent =
  | { readonly sent: false; readonly findings: readonly Finding[] }
  | ({ readonly sent: true; readonly text: string } & Acknowledgement);

/**
 * Reads the body of a call of `platDataOpen`, the interface of a platform that the authority asks
 * for the data of a payment. Answer it at once with `writeAcknowledgement`.
 */
export function readPaymentDataCall(body: Uint8Array): Result<PaymentDataRequest, Finding[]> {
  const text = readForm(body, OPEN_REQUEST);
  return text.ok ? readPaymentRequest(text.value) : text;
}

/**
 * Signs and uploads the data of a payment. The same `text` may be uploaded again.
 * @param url base address of the authority, for example `http://127.0.0.1:1210`
 * @returns `taken` when the authority has it, else its `message`; findings when it breaks the
 * interface, and then nothing is sent
 * @throws Unreachable when the authority stays away longer than the patience, UnexpectedAnswer
 */
export async function answerPaymentData(
  url: string,
  data: PaymentData,
  { key, keyName, algorithm }: Signer,
  options: CallOptions = {},
): Promise<PaymentDataSent> {
  const text = writePaymentAnswer(data, { key, certNo: keyName, algorithm });
  const checked = readPaymentAnswer(text);
  if (!checked.ok) return { sent: false, findings: checked.error };
  return { sent: true, text, ...(await uploadPaymentData(url, text, options)) };
}

/**
 * Uploads a text of `payExInfoStr` as it is.
 * @throws Unreachable, UnexpectedAnswer
 */
export async function uploadPaymentData(
  url: string,
  text: string,
  { patience = PATIENCE, signal }: CallOptions = {},
): Promise<Acknowledgement> {
  const body = Buffer.from(writeForm(PAYMENT_ANSWER, text));
  const request = { method: 'POST', path: UPLOAD_PATH, body, type: FORM, raw: true } as const;
  const reply = await ask({ url, token: '' }, { ...request, ...(signal && { signal }) }, patience);
  const said = readAcknowledgement(reply.body as Uint8Array);
  if (said.ok) return said.value;
  throw new UnexpectedAnswer(`the upload was answered with ${reply.status} and no code`);
}

/**
 * Registers the address of a platform's interface with the authority, in place of the one before.
 * @returns nothing, or why the authority does not take it
 * @throws Unreachable, UnexpectedAnswer
 */
export async function registerPaymentService(
  door: Door,
  address: string,
  { patience = PATIENCE, signal }: CallOptions = {},
): Promise<Result<null, readonly Finding[]>> {
  const body = Buffer.from(JSON.stringify({ url: address }));
  const type = 'application/json';
  const request = { method: 'PUT', path: '/v1/payment-data/service', body, type } as const;
  const reply = await ask(door, { ...request, ...(signal && { signal }) }, patience);
  if (reply.status >= 200 && reply.status < 300) return ok(null);
  const findings = readFindings(reply.body);
  if (findings.length > 0) return fail(findings);
  throw new UnexpectedAnswer(`the registration was answered with ${reply.status}`);
}
