import { type Instant, isoShanghai } from '../base/dates.ts';
import { isTold } from './codes.ts';
import type { Pull } from './pull.ts';
import type { Service } from './service-store.ts';

const orNull = (at: Instant | null): string | null => (at === null ? null : isoShanghai(at));

/** The service of a platform. */
export function serviceJson({ ebpCode, url, registeredAt }: Service) {
  return { ebpCode, url, registeredAt: isoShanghai(registeredAt) };
}

/** A pull as the authority sees it. */
export function pullJson(pull: Pull) {
  const { sessionId, ebpCode, orderNo, listNo, state, ordered, attempts, lastError } = pull;
  return {
    ...{ sessionID: sessionId.toUpperCase(), ebpCode, orderNo, listNo, state, ordered, attempts },
    drawnAt: isoShanghai(pull.drawnAt),
    dueAt: isoShanghai(pull.dueAt),
    acknowledgedAt: orNull(pull.acknowledgedAt),
    answeredAt: orNull(pull.answeredAt),
    lateAt: orNull(pull.lateAt),
    nextCallAt: state === 'open' ? orNull(pull.nextAt) : null,
    lastError,
    codes: [...pull.codes],
  };
}

/** The same for its platform: what came of the comparison is not told. */
export function ownPullJson(pull: Pull) {
  const { ordered: _, ...rest } = pullJson(pull);
  return { ...rest, codes: rest.codes.filter(isTold) };
}
