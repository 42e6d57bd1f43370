import type { Finding } from '../base/finding.ts';

/** Tokens that an enterprise may have in force at once. */
export const MOST_TOKENS = 20;
/** Certificates that may wait for an operator at once, of one enterprise. */
export const MOST_REQUESTS = 5;

/** Why a key is not taken as an enterprise gives it. */
export const KEY_CODES = {
  'KEY-LABEL': {
    zh: '名称应为 1 至 40 个字母、数字、汉字或 . _ / - 与空格',
    en: 'a label has 1 to 40 letters, digits, blanks and . _ / -',
    hint: 'Name the program that will use it.',
    hintZh: '请填写使用该令牌的系统名称。',
  },
  'KEY-TWICE': {
    zh: '已有同名令牌',
    en: 'there is a token with this label already',
    hint: 'Take another label; the old one stays on file, also when it is revoked.',
    hintZh: '请使用其他名称；已吊销的令牌也保留其名称。',
  },
  'KEY-DAY': {
    zh: '失效日期应晚于今天',
    en: 'the day on which it ends must be after today',
    hint: 'Give a later day, or none.',
    hintZh: '请填写更晚的日期，或留空。',
  },
  'KEY-MANY': {
    zh: `有效令牌最多 ${MOST_TOKENS} 个`,
    en: `an enterprise has at most ${MOST_TOKENS} tokens in force`,
    hint: 'Revoke one that is not used any more.',
    hintZh: '请先吊销不再使用的令牌。',
  },
  'CERT-PRIVATE': {
    zh: '文件含有私钥，平台未保存',
    en: 'this has a private key in it; the platform kept nothing of it',
    hint: 'Send the certificate alone. A key that left your machine should be replaced.',
    hintZh: '只需上传证书。私钥一旦离开本机，建议更换。',
  },
  'CERT-REQUEST': {
    zh: '这是证书申请（CSR），不是证书',
    en: 'this is a request for a certificate, not a certificate',
    hint: 'Send it to your certificate authority, and here what the authority issues.',
    hintZh: '请将申请提交给 CA 机构，再在此上传其签发的证书。',
  },
  'CERT-FORM': {
    zh: '不是可读取的 X.509 证书（PEM）',
    en: 'this is no X.509 certificate in PEM',
    hint: 'It begins with -----BEGIN CERTIFICATE-----.',
    hintZh: '文件应以 -----BEGIN CERTIFICATE----- 开头。',
  },
  'CERT-KEY': {
    zh: '证书公钥不适用：应为 SM2，或不少于 2048 位的 RSA',
    en: 'its key does not fit: SM2, or RSA of 2048 bits or more',
    hint: 'Have a certificate issued for such a key.',
    hintZh: '请使用符合要求的密钥重新申请证书。',
  },
  'CERT-USAGE': {
    zh: '密钥用途不含数字签名',
    en: 'its key usage does not include digitalSignature',
    hint: 'Send the signing certificate, not the one for encryption.',
    hintZh: '请上传签名证书，而非加密证书。',
  },
  'CERT-ENDED': {
    zh: '证书已过有效期',
    en: 'the certificate has expired',
    hint: 'Send one that is valid.',
    hintZh: '请上传有效期内的证书。',
  },
  'CERT-KNOWN': {
    zh: '该证书已登记或正在审核',
    en: 'this certificate is registered already, or waits for an operator',
    hint: 'Nothing needs to be done; see the list.',
    hintZh: '无需重复提交，请查看列表。',
  },
  'CERT-MANY': {
    zh: `待审核的证书最多 ${MOST_REQUESTS} 份`,
    en: `at most ${MOST_REQUESTS} certificates wait at once`,
    hint: 'Take one back, or wait for the operator.',
    hintZh: '请撤回其中一份，或等待平台运营方处理。',
  },
  'CERT-DECIDED': {
    zh: '该申请已处理或已撤回',
    en: 'this was decided or taken back before',
    hint: 'Read the list again.',
    hintZh: '请刷新列表。',
  },
  'CERT-REASON': {
    zh: '拒绝时应说明原因',
    en: 'a refusal needs its reason',
    hint: 'Say what the enterprise has to send instead.',
    hintZh: '请说明企业应如何补正。',
  },
} as const;

export type KeyCode = keyof typeof KEY_CODES;

/** The finding of a code; `path` is the member of the request. */
export function keyFinding(code: KeyCode, path: string | null = null): Finding {
  return { code, ...KEY_CODES[code], path, law: null };
}
