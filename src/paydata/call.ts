import type { Instant } from '../base/dates.ts';
import { readAcknowledgement } from '../documents/payment-data/acknowledgement.ts';
import { FORM, writeForm } from '../documents/payment-data/form.ts';
import { OPEN_REQUEST, writePaymentRequest } from '../documents/payment-data/request.ts';
import type { Posted, PostRequest } from '../io/post.ts';
import type { Pull } from './pull.ts';

/** A call of `platDataOpen` for one order. */
export function callOf(
  { orderNo, sessionId }: Pick<Pull, 'orderNo' | 'sessionId'>,
  url: string,
  at: Instant,
): Omit<PostRequest, 'milliseconds'> {
  const request = { orderNo, sessionID: sessionId.toUpperCase(), serviceTime: at };
  return {
    url: new URL(url),
    headers: { 'content-type': FORM, 'user-agent': 'Onestep-Payment-Data/1' },
    body: writeForm(OPEN_REQUEST, writePaymentRequest(request)),
    keep: true,
  };
}

/**
 * Why a call was not taken, in a word: `timeout`, `HTTP 500`, `no-acknowledgement` for an answer
 * that cannot be read, `code 20000`; null when it was.
 */
export function callError(posted: Posted): string | null {
  if ('failure' in posted) return posted.failure;
  if (posted.status < 200 || posted.status > 299) return `HTTP ${posted.status}`;
  const said = readAcknowledgement(posted.content ?? Buffer.alloc(0));
  if (!said.ok) return 'no-acknowledgement';
  return said.value.taken ? null : `code ${said.value.code}`;
}
