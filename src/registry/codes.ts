import type { Finding } from '../base/finding.ts';

type Text = {
  readonly zh: string;
  readonly en: string;
  readonly law: string | null;
  readonly hint: string | null;
  readonly hintZh: string | null;
};

const ASK = 'Ask the zone operator to register it: onestep load DIR.';
const ASK_ZH = '请园区运营单位办理登记（onestep load DIR）。';

/** Refusals of the registry when somebody comes in: tokens and certificates (RULES ENT-4). */
export const REGISTRY_CODES = {
  'REG-TOKEN-UNKNOWN': {
    zh: '令牌无效',
    en: 'the token is not known',
    law: null,
    hint: 'Send "Authorization: Bearer <token>" with a token of your enterprise.',
    hintZh: '请在 Authorization: Bearer 中填写本企业的令牌。',
  },
  'REG-TOKEN-EXPIRED': {
    zh: '令牌已过期',
    en: 'the token has expired',
    law: null,
    hint: 'Use a newer token; several may be valid side by side.',
    hintZh: '请使用新令牌；新旧令牌可同时有效。',
  },
  'REG-TOKEN-REVOKED': {
    zh: '令牌已吊销',
    en: 'the token has been revoked',
    law: null,
    hint: 'Use another token of your enterprise.',
    hintZh: '请使用本企业的其他令牌。',
  },
  'REG-ENTERPRISE-REVOKED': {
    zh: '企业注册登记已注销',
    en: 'the registration of the enterprise has been revoked',
    law: 'RULES ENT-1',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'REG-CERT-NONE': {
    zh: '企业未登记签名证书',
    en: 'no signing certificate is registered for the enterprise',
    law: 'RULES ENT-4',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'REG-CERT-UNKNOWN': {
    zh: '签名证书未登记',
    en: 'the signing certificate is not registered',
    law: 'RULES ENT-4',
    hint: 'Sign with a registered certificate, or have this one registered first.',
    hintZh: '请使用已登记的证书签名，或先登记该证书。',
  },
  'REG-CERT-KEY': {
    zh: '报文所附证书的公钥与该序列号已登记证书的公钥不同',
    en: 'the certificate sent along has another key than the registered one of that serial number',
    law: 'RULES ENT-4',
    hint: 'Send the registered certificate itself, and its serial number as KeyName.',
    hintZh: '请附上已登记的证书，并在KeyName中填写其序列号。',
  },
  'REG-CERT-HOLDER': {
    zh: '签名证书与已登记证书的持有人相同，但密钥不同，且尚未登记',
    en: 'the certificate names the holder of a registered one but has another key, not registered',
    law: 'RULES ENT-4',
    hint: 'Have the new certificate registered first, or sign with the registered one.',
    hintZh: '请先登记新证书，或使用已登记的证书签名。',
  },
  'REG-CERT-USAGE': {
    zh: '签名证书的密钥用途不含数字签名',
    en: 'the key usage of the signing certificate does not include digitalSignature',
    law: 'RFC 5280 4.2.1.3; RULES ENT-4',
    hint: 'Sign with the signing certificate of the card, not with the one for encryption.',
    hintZh: '请使用卡内的签名证书，而非加密证书。',
  },
  'REG-CERT-OTHER': {
    zh: '签名证书属于其他企业',
    en: 'the signing certificate belongs to another enterprise',
    law: 'RULES ENT-4',
    hint: 'The signer must be the sender named as copCode.',
    hintZh: '签名企业须与传输企业（copCode）一致。',
  },
  'REG-CERT-EARLY': {
    zh: '签名证书尚未生效',
    en: 'the signing certificate is not valid yet',
    law: 'RULES ENT-4',
    hint: 'Sign with the certificate that is valid now.',
    hintZh: '请使用当前有效的证书签名。',
  },
  'REG-CERT-EXPIRED': {
    zh: '签名证书已过期',
    en: 'the signing certificate has expired',
    law: 'RULES ENT-4',
    hint: 'Sign with the certificate that is valid now.',
    hintZh: '请使用当前有效的证书签名。',
  },
  'REG-CERT-REVOKED': {
    zh: '签名证书已吊销',
    en: 'the signing certificate has been revoked',
    law: 'RULES ENT-4',
    hint: 'Sign with another registered certificate.',
    hintZh: '请使用其他已登记的证书签名。',
  },
} as const satisfies Record<string, Text>;

export type RegistryCode = keyof typeof REGISTRY_CODES;

/** The finding for a code; `path` is where the refused thing stood, null when in no document. */
export function registryFinding(code: RegistryCode, path: string | null = null): Finding {
  const { zh, en, law, hint, hintZh } = REGISTRY_CODES[code];
  return { code, zh, en, path, law, hint, hintZh };
}
