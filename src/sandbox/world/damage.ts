import { assert, present } from '../../base/assert.ts';
import { encodeGbk } from './gbk.ts';
import type { Damage } from './parcel.ts';

/** What a damage needs: the message unsigned, and ways to sign it. */
export type Draft = {
  readonly unsigned: string;
  readonly sign: (xml: string) => string;
  /** Signs with the key and card of another enterprise. */
  readonly signAsOther: (xml: string) => string;
};

/** The bytes of a message with one thing wrong that refuses it as a whole. */
export function damage(how: Damage, draft: Draft): Uint8Array {
  if (how === 'gbk') return encodeGbk(draft.sign(draft.unsigned));
  if (how === 'truncated') {
    const whole = Buffer.from(draft.sign(draft.unsigned));
    return whole.subarray(0, Math.floor((whole.length * 3) / 4));
  }
  return Buffer.from(MAKERS[how](draft));
}

const MAKERS: Readonly<Record<Exclude<Damage, 'gbk' | 'truncated'>, (draft: Draft) => string>> = {
  unsigned: ({ unsigned }) => unsigned,
  'foreign-key': ({ unsigned, signAsOther }) => signAsOther(unsigned),
  altered: ({ unsigned, sign }) => alterDigit(sign(unsigned)),
  doctype: ({ unsigned, sign }) =>
    sign(unsigned).replace(
      /\n<ceb/,
      '\n<!DOCTYPE ceb [<!ENTITY a "10"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<ceb',
    ),
  'two-signatures': ({ unsigned, sign }) => {
    const signed = sign(unsigned);
    return signed.replace('</ds:Signature>', `</ds:Signature>${signatureOf(signed)}`);
  },
  deep: ({ unsigned, sign }) => {
    const nest = `${'<ceb:note>'.repeat(400)}${'</ceb:note>'.repeat(400)}`;
    return sign(unsigned).replace('<ceb:BaseTransfer>', `${nest}<ceb:BaseTransfer>`);
  },
  wrapped: ({ unsigned, sign }) => wrap(sign(unsigned), unsigned),
};

// The amounts that every type has one of; the first digit becomes another one.
function alterDigit(signed: string): string {
  const amount = /(<ceb:(?:acturalPaid|amountPaid|weight|grossWeight)>)(\d)/;
  assert(amount.test(signed), 'an amount to alter');
  return signed.replace(amount, (_, tag: string, digit: string) => {
    return `${tag}${digit === '9' ? '1' : String(Number(digit) + 1)}`;
  });
}

// Signature wrapping: the signed original hides inside the signature of an altered message.
function wrap(signed: string, unsigned: string): string {
  const original = unsigned.slice(unsigned.indexOf('<ceb:'));
  const signature = signatureOf(signed);
  const hiding = signature.replace(
    '</ds:Signature>',
    `<ds:Object>${original}</ds:Object></ds:Signature>`,
  );
  return alterDigit(signed.replace(signature, '')).replace(
    /(<\/ceb:CEB\d+Message>)$/,
    `${hiding}$1`,
  );
}

function signatureOf(signed: string): string {
  return present(/<ds:Signature [\s\S]*<\/ds:Signature>/.exec(signed)?.[0], 'the signature');
}
