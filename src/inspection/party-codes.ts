import type { Finding } from '../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../documents/structure-codes.ts';

/** Why an independent party of a draw does not do what it is asked for. */
export const PARTY_CODES = {
  'PARTY-TOKEN': {
    zh: '缺少令牌或令牌不正确',
    en: 'there is no token, or another one',
    hint: 'Send "Authorization: Bearer TOKEN" with the one that the party was started with.',
    hintZh: '请携带启动参与方时设定的令牌。',
  },
  'PARTY-CALL': {
    zh: '请求有误：{path} 应为 {expected}',
    en: 'the call cannot be read: {path}, expected {expected}',
    hint: 'See docs/guide/draw-party.md.',
    hintZh: '请参阅 docs/guide/draw-party.md。',
  },
  'PARTY-DAY': {
    zh: '{day} 不在可办理的日期之内',
    en: '{day} is none of the days of which this is done now',
    hint: 'Commit from yesterday to seven days ahead; reveal on the day of the draw and the next.',
    hintZh: '承诺可为前一日至后七日；揭示限抽取当日及次日。',
  },
  'PARTY-UNKNOWN': {
    zh: '该抽取从未承诺',
    en: 'nothing was committed for this draw',
    hint: 'Commit first, and publish the commitments, then close the registries.',
    hintZh: '请先承诺并公布，再关闭名录。',
  },
  'PARTY-OTHER': {
    zh: '该抽取的秘密已就另一组名录揭示',
    en: 'the secret of this draw was shown for other registries',
    hint: 'A draw has one pair of registries. This call is in the log, for whoever asks.',
    hintZh: '一次抽取只有一组名录。本次请求已记入日志备查。',
  },
} as const satisfies Record<string, CodeText>;

export type PartyCode = keyof typeof PARTY_CODES;

/** The finding of a code with its values. */
export function partyFinding(code: PartyCode, fill: Fill = {}): Finding {
  return codedFinding(code, PARTY_CODES[code], fill, { path: null, law: 'RAND-5' });
}
