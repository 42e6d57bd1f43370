import type { Finding } from '../base/finding.ts';
import { type CodeText, codedFinding } from './structure-codes.ts';

const SIGN_IN_FORCE = 'Sign with a certificate that is in force.';
const SIGN_IN_FORCE_ZH = '请使用有效期内的证书签名。';

/** What can be wrong with a signature beside what src/xml says of it. */
export const SIGNATURE_CODES = {
  'SIGNATURE-WRAPPED': {
    zh: '报文中嵌有另一份报文，签名所保护的不是被读取的内容',
    en: 'another message stands inside this one: what is read is not what was signed',
    hint: 'Send the signed message itself, unchanged and alone.',
    hintZh: '请原样单独发送已签名的报文。',
  },
  'SIGNATURE-CERTIFICATE': {
    zh: '签名证书不在给定的证书之中',
    en: 'the certificate of the signature is none of those given',
    hint: 'Sign with a registered certificate, or register this one.',
    hintZh: '请用已登记的证书签名，或登记该证书。',
  },
  'SIGNATURE-UNREADABLE': {
    zh: '签名证书无法解析',
    en: 'the certificate cannot be read',
    hint: 'Write X509Certificate as base64 of the DER certificate.',
    hintZh: 'X509Certificate 应为 DER 证书的 Base64。',
  },
  'SIGNATURE-EARLY': {
    zh: '签名证书当时尚未生效',
    en: 'the certificate is not valid yet at that moment',
    hint: SIGN_IN_FORCE,
    hintZh: SIGN_IN_FORCE_ZH,
  },
  'SIGNATURE-EXPIRED': {
    zh: '签名证书当时已过期',
    en: 'the certificate has expired at that moment',
    hint: SIGN_IN_FORCE,
    hintZh: SIGN_IN_FORCE_ZH,
  },
  'SIGNATURE-USAGE': {
    zh: '证书的密钥用途不含数字签名',
    en: 'the key usage of the certificate does not include digitalSignature',
    hint: 'Sign with the signing certificate of the card, not with the one for encryption.',
    hintZh: '请使用卡内的签名证书，而非加密证书。',
  },
} as const satisfies Record<string, CodeText>;

export type SignatureCode = keyof typeof SIGNATURE_CODES;

/** The finding for a code on a line of the file. */
export function signatureFinding(code: SignatureCode, path: string, line: number): Finding {
  const law = 'XML Signature (W3C, 2002); RFC 5280';
  return codedFinding(code, SIGNATURE_CODES[code], {}, { path, line, law });
}
