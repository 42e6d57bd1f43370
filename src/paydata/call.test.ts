import { describe, expect, it } from 'vitest';
import { readForm } from '../documents/payment-data/form.ts';
import { readPaymentRequest } from '../documents/payment-data/request.ts';
import type { Posted } from '../io/post.ts';
import { callError, callOf } from './call.ts';

const answered = (content: string, status = 200): Posted => {
  return { status, retryAfter: null, content: Buffer.from(content) };
};

describe('a call for payment data', () => {
  it('is a form with the order, the session in upper case and the time', () => {
    const sessionId = '0b1c2d3e-4f50-4a6b-8c7d-8e9f0a1b2c3d';
    const call = callOf({ orderNo: 'SO&1', sessionId }, 'https://a.example/x?y=1', 17);
    expect(call.url.href).toBe('https://a.example/x?y=1');
    const form = readForm(Buffer.from(call.body), 'openReq');
    expect(form.ok && readPaymentRequest(form.value)).toEqual({
      ok: true,
      value: { orderNo: 'SO&1', sessionID: sessionId.toUpperCase(), serviceTime: 17 },
    });
  });

  it.each<[Posted, string | null]>([
    [answered('{"code":"10000","message":"","serviceTime":1}'), null],
    [answered('{"code":10000}'), null],
    [answered('{"code":"20000","message":"no"}'), 'code 20000'],
    [answered('{"code":"20001"}'), 'code 20001'],
    [answered('ok'), 'no-acknowledgement'],
    [{ status: 200, retryAfter: null }, 'no-acknowledgement'],
    [answered('{"code":"10000"}', 500), 'HTTP 500'],
    [answered('', 302), 'HTTP 302'],
    [{ failure: 'timeout' }, 'timeout'],
  ])('answered with %o', (posted, error) => {
    expect(callError(posted)).toBe(error);
  });
});
