import type { Finding } from '../base/finding.ts';

/**
 * Why a message is not even looked at. overload: more waits than is done in time. share: the door
 * is crowded and this enterprise has its share of it. bytes: the memory for messages is full.
 */
export type Crowded = 'overload' | 'share' | 'bytes';

/** A message that is to come again later; nothing of it was kept. */
export type TurnedAway = {
  readonly accepted: false;
  readonly status: 429;
  readonly findings: readonly Finding[];
  readonly retryAfterSeconds: number;
};

const AGAIN = {
  path: null,
  law: 'RULES PERF-3',
  hint: 'Send the same bytes again after the time in Retry-After.',
  hintZh: '请在Retry-After所示时间后原样重发。',
};

const FINDINGS: Readonly<Record<Crowded, readonly Finding[]>> = {
  overload: [
    {
      code: 'SYS-OVERLOAD',
      zh: '系统繁忙，请稍后重发',
      en: 'more arrives than can be worked off; nothing of this message was kept',
      ...AGAIN,
    },
  ],
  share: [
    {
      code: 'SYS-SHARE',
      zh: '系统繁忙，且贵企业待处理报文已占其份额，请稍后重发',
      en: 'the platform is busy and much of this enterprise waits already; nothing was kept',
      ...AGAIN,
    },
  ],
  bytes: [
    {
      code: 'SYS-BYTES',
      zh: '待处理报文字节数已达上限，请稍后重发',
      en: 'the room for messages that wait is full; nothing of this message was kept',
      ...AGAIN,
    },
  ],
};

/** The answer to a message that is turned away. */
export function turnAway(reason: Crowded, retryAfterSeconds: number): TurnedAway {
  return { accepted: false, status: 429, findings: FINDINGS[reason], retryAfterSeconds };
}
