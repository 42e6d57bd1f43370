import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';

/** Why an endpoint for webhooks is not taken as it is given. */
export const WEBHOOK_CODES = {
  'HOOK-URL': {
    zh: '不是完整的 http(s) 网址，或含有用户名、密码、片段',
    en: 'this is no whole http(s) address, or it has a user, a password or a fragment',
    hint: 'Give an address like https://erp.example.com/onestep.',
    hintZh: '请填写形如 https://erp.example.com/onestep 的网址。',
  },
  'HOOK-HTTPS': {
    zh: '网址必须使用 https',
    en: 'the address must be https',
    hint: 'Give an https address; http is open to a sandbox only (serve --webhooks-local).',
    hintZh: '请使用 https 网址；http 仅限沙箱（serve --webhooks-local）。',
  },
  'HOOK-PRIVATE': {
    zh: '网址指向内部网络',
    en: 'the address is one of a private network',
    hint: 'Give the address under which the public internet reaches your server.',
    hintZh: '请填写公网可访问的地址。',
  },
  'HOOK-TYPE': {
    zh: '没有这种回执',
    en: 'there is no such type of receipt',
    hint: 'The types are in the reference of receipts, for example CEB622; none means all.',
    hintZh: '回执类型见回执参考，例如 CEB622；不填表示全部。',
  },
  'HOOK-MANY': {
    zh: `每家企业最多 ${LIMITS.webhooksEach} 个推送地址`,
    en: `an enterprise has at most ${LIMITS.webhooksEach} endpoints`,
    hint: 'Delete one that is not needed, or change it.',
    hintZh: '请删除或修改不再需要的推送地址。',
  },
  'HOOK-AFTER': {
    zh: '游标超出现有回执',
    en: 'the cursor is behind the last receipt there is',
    hint: 'Give the cursor of a receipt of yours; 0 begins with the first one ever.',
    hintZh: '请填写已有回执的游标；0 表示从第一条开始。',
  },
} as const;

export type WebhookCode = keyof typeof WEBHOOK_CODES;

/** The finding of a code; `path` is the member of the request. */
export function webhookFinding(code: WebhookCode, path: string): Finding {
  return { code, ...WEBHOOK_CODES[code], path, law: null };
}
