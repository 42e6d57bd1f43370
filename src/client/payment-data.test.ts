import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Authority, startAuthority } from '../../test/authority.ts';
import { EXAMPLE, SIGNERS } from '../../test/fixtures/documents/payment-data.ts';
import { writeForm } from '../documents/payment-data/form.ts';
import { Unreachable } from './door.ts';
import {
  answerPaymentData,
  readPaymentDataCall,
  registerPaymentService,
  uploadPaymentData,
} from './payment-data.ts';
import type { Signer } from './sign.ts';
import { UnexpectedAnswer } from './wire.ts';

const signerOf = ({ signer }: (typeof SIGNERS)[number]): Signer => {
  const { key, certNo, algorithm } = signer;
  return { key, keyName: certNo, algorithm, certificateBase64: '' };
};
const [RSA] = SIGNERS as [(typeof SIGNERS)[number]];
const PATIENCE = { patience: { seconds: 5 } };

let authority: Authority;
beforeEach(async () => {
  authority = await startAuthority(new Map([['3000000000cde6f', RSA.publicKey]]));
});
afterEach(() => authority.close());

describe('answerPaymentData', () => {
  it.each(SIGNERS.filter(({ publicKey }) => publicKey === RSA.publicKey))(
    'signs with $algorithm and uploads without a token',
    async (one) => {
      const sent = await answerPaymentData(authority.url, EXAMPLE, signerOf(one), PATIENCE);
      expect(sent).toMatchObject({ sent: true, taken: true, code: '10000', message: '上传成功' });
      const [{ authorization, text, read } = {}] = authority.uploads;
      expect(authorization).toBeNull();
      expect(sent).toHaveProperty('text', text);
      expect(read).toMatchObject({ ok: true, value: EXAMPLE });
    },
  );

  it('tells why the authority does not take it', async () => {
    const signer = { ...signerOf(RSA), keyName: '77' };
    const sent = await answerPaymentData(authority.url, EXAMPLE, signer, PATIENCE);
    expect(sent).toMatchObject({ sent: true, taken: false, code: '20000' });
    expect(sent).toHaveProperty('message', '上传失败: /certNo 未登记 / not on file');
  });

  it('sends nothing that breaks the interface', async () => {
    const wrong = {
      ...EXAMPLE,
      payExchangeInfoLists: [],
      payExchangeInfoHead: { ...EXAMPLE.payExchangeInfoHead, guid: 'small', totalAmount: -1n },
    };
    const sent = await answerPaymentData(authority.url, wrong, signerOf(RSA), PATIENCE);
    const codes = sent.sent ? [] : sent.findings.map(({ code, path }) => `${code} ${path}`);
    expect(codes).toEqual([
      'PAYDATA-UPPER /payExchangeInfoHead/guid',
      'PAYDATA-AMOUNT /payExchangeInfoHead/totalAmount',
      'PAYDATA-SHAPE /payExchangeInfoLists',
    ]);
    expect(authority.uploads).toEqual([]);
  });

  it('repeats the same text when the authority is busy', async () => {
    authority.faults.push({ status: 503 }, { status: 429 });
    const sent = await answerPaymentData(authority.url, EXAMPLE, signerOf(RSA), PATIENCE);
    expect(sent).toMatchObject({ sent: true, taken: true });
    expect(authority.uploads).toHaveLength(1);
  });

  it('throws when nobody answers, or something else does', async () => {
    authority.faults.push({ status: 200, body: '<html>' });
    await expect(uploadPaymentData(authority.url, '{}', PATIENCE)).rejects.toThrow(
      UnexpectedAnswer,
    );
    authority.close();
    const brief = { patience: { seconds: 0.1 } };
    await expect(uploadPaymentData(authority.url, '{}', brief)).rejects.toThrow(Unreachable);
  });
});

describe('registerPaymentService', () => {
  const register = () =>
    registerPaymentService({ url: authority.url, token: 'secret' }, 'https://a.example/', PATIENCE);

  it('puts the address with the token of the platform', async () => {
    expect(await register()).toEqual({ ok: true, value: null });
    expect(authority.services).toEqual([{ token: 'secret', url: 'https://a.example/' }]);
  });

  it('gives the findings of a refusal, and throws where there is no such door', async () => {
    const finding = { code: 'HOOK-HTTPS', zh: '应为 https', en: 'https is asked for' };
    authority.faults.push({ status: 422, body: JSON.stringify({ findings: [finding] }) });
    expect(await register()).toMatchObject({ ok: false, error: [finding] });
    authority.faults.push({ status: 404 });
    await expect(register()).rejects.toThrow(UnexpectedAnswer);
  });
});

it('reads the body of a call', () => {
  const call = {
    orderNo: 'SO1',
    sessionID: '032C3F56-0EE6-4558-B548-6C7A3451F07D',
    serviceTime: 1,
  };
  const body = Buffer.from(writeForm('openReq', JSON.stringify(call)));
  expect(readPaymentDataCall(body)).toEqual({ ok: true, value: call });
  const refused = readPaymentDataCall(Buffer.from('orderNo=SO1'));
  expect(refused).toMatchObject({ ok: false, error: [{ code: 'PAYDATA-FORM' }] });
});
