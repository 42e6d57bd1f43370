import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EXAMPLE,
  EXAMPLE_SIGNED,
  exampleText,
  SIGNERS,
} from '../../../test/fixtures/documents/payment-data.ts';
import { type PaymentAnswer, readPaymentAnswer } from './answer.ts';
import { signPaymentText, verifyPaymentAnswer } from './signature.ts';
import { writePaymentAnswer } from './write.ts';

function answerOf(text: string): PaymentAnswer {
  const read = readPaymentAnswer(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const refusal = (code: string) => ({ ok: false, error: { code } });

describe.each(SIGNERS)(
  'payment data signed with $algorithm',
  ({ algorithm, signer, publicKey }) => {
    const holds = (text: string) => verifyPaymentAnswer(answerOf(text), publicKey);
    const signed = signPaymentText(EXAMPLE_SIGNED, signer.key, algorithm);
    const text = exampleText(signer.certNo, signed);

    it('holds over the text that the interface document shows', () => {
      expect(holds(text)).toEqual({ ok: true, value: algorithm });
    });

    it('holds as this package writes it', () => {
      const written = writePaymentAnswer(EXAMPLE, signer);
      expect(holds(written)).toEqual({ ok: true, value: algorithm });
      expect(answerOf(written).signedTexts).toHaveLength(1);
    });

    it('holds over the text as it stands, with spaces and escapes of its own', () => {
      const head = '{ "guid" : "A\\u002dB", "initalRequest":"\\/", "initalResponse":"b" ';
      const odd = text.replace(
        /"payExchangeInfoHead":\{.*?"initalResponse":"ok"/,
        `"payExchangeInfoHead" : ${head}`,
      );
      const value = signPaymentText(answerOf(odd).signedTexts[0]!, signer.key, algorithm);
      expect(answerOf(odd).signedTexts[0]).toContain(`"payExchangeInfoHead":"${head}`);
      expect(holds(odd.replace(signed, () => value))).toEqual({ ok: true, value: algorithm });
    });

    it('holds when it was sent with white space that was not signed', () => {
      const wide = JSON.stringify(JSON.parse(text), null, 2);
      expect(holds(wide)).toEqual({ ok: true, value: algorithm });
    });

    it('does not hold when any character of what it is about is another', () => {
      const place = fc.integer({
        min: text.indexOf('"payExchangeInfoHead"'),
        max: text.indexOf(',"certNo"') - 1,
      });
      const other = fc.constantFrom(...'0123456789aAzZ中" ,:{}');
      fc.assert(
        fc.property(place, other, (at, put) => {
          fc.pre(text[at] !== put);
          const read = readPaymentAnswer(text.slice(0, at) + put + text.slice(at + 1));
          const holds = read.ok && verifyPaymentAnswer(read.value, publicKey).ok;
          expect(holds).toBe(false);
        }),
        { numRuns: 500 },
      );
      const dearer = holds(text.replace('"totalAmount":100,', '"totalAmount":101,'));
      expect(dearer).toMatchObject(refusal('PAYDATA-SIGNATURE-VALUE'));
    });

    it('does not hold when one byte of it changes, and says when bytes are missing', () => {
      const bytes = Buffer.from(signed, 'base64');
      bytes[7]! ^= 1;
      const changed = text.replace(signed, () => bytes.toString('base64'));
      expect(holds(changed)).toMatchObject(refusal('PAYDATA-SIGNATURE-VALUE'));
      const short = text.replace(signed, 'AAAA');
      expect(holds(short)).toMatchObject(refusal('PAYDATA-SIGNATURE-LENGTH'));
    });
  },
);

describe('a key that is of no use', () => {
  it('is of another kind', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const value = sign('sha256', Buffer.from(EXAMPLE_SIGNED), privateKey).toString('base64');
    const answer = answerOf(exampleText('1', value));
    expect(verifyPaymentAnswer(answer, publicKey)).toMatchObject(refusal('PAYDATA-KEY'));
  });

  it('is that of somebody else', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const answer = answerOf(writePaymentAnswer(EXAMPLE, SIGNERS[0]!.signer));
    expect(verifyPaymentAnswer(answer, other)).toMatchObject(refusal('PAYDATA-SIGNATURE-VALUE'));
  });
});
