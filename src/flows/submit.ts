import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { authenticate } from './authenticate.ts';
import { mayPass } from './failure.ts';
import type { House } from './house.ts';
import { turnAway } from './overload.ts';
import type { Accepted, Received, RefusedMessage } from './received.ts';
import type { Works } from './works.ts';

/** The answer to a message: durable, or refused; never in between. */
export type Submitted =
  | ({ readonly accepted: true } & Accepted)
  | {
      readonly accepted: false;
      readonly status: 400 | 403 | 409 | 422 | 429 | 503;
      readonly findings: readonly Finding[];
      readonly retryAfterSeconds?: number;
    };

/**
 * Takes one message of `sender` through the window: checked, then filed.
 * @param delegated written by the platform in its name, which may stand in for a signature
 */
export async function submit(
  house: House,
  works: Works,
  bytes: Uint8Array,
  sender: Pick<Enterprise, 'code'>,
  delegated = false,
): Promise<Submitted> {
  if (works.load() >= LIMITS.queuedRecords) return turnAway('overload', 1);
  try {
    const checked = await checkNow(house, bytes, sender, delegated);
    if (!checked.ok) return { accepted: false, ...checked.error };
    const answer = await works.file(checked.value);
    return answer.ok ? { accepted: true, ...answer.value } : { accepted: false, ...answer.error };
  } catch (error) {
    if (mayPass(error)) return UNAVAILABLE;
    throw error;
  }
}

// A certificate that another process registered a moment ago is not in memory yet: who would be
// refused for it is checked once more with the registry as it is now.
async function checkNow(
  house: House,
  bytes: Uint8Array,
  { code }: Pick<Enterprise, 'code'>,
  delegated: boolean,
): Promise<Result<Received, RefusedMessage>> {
  const at = house.clock.now();
  const known = house.registry.current();
  const checked = authenticate(bytes, code, known, businessDate(at), at, delegated);
  if (checked.ok || checked.error.status !== 403) return checked;
  const fresh = await house.registry.fresh(house.db);
  return fresh === known
    ? checked
    : authenticate(bytes, code, fresh, businessDate(at), at, delegated);
}

/** What is said while the database is away. */
export const UNAVAILABLE = {
  accepted: false,
  status: 503,
  retryAfterSeconds: 2,
  findings: [
    {
      code: 'SYS-DATABASE',
      zh: '数据库暂时不可用，请稍后重发',
      en: 'the database is away; whether the message was kept is shown by sending it again',
      path: null,
      law: null,
      hint: 'Send the same bytes again: a message that was kept is not filed twice.',
      hintZh: '请原样重发：已保存的报文不会重复入库。',
    },
  ],
} as const satisfies Submitted;
