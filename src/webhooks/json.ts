import { type Instant, isoShanghai } from '../base/dates.ts';
import type { Endpoint } from './endpoint.ts';

const orNull = (at: Instant | null): string | null => (at === null ? null : isoShanghai(at));

/** An endpoint as its enterprise and the operator see it: all but its secrets. */
export function endpointJson(one: Endpoint) {
  const { id, url, description, types, batch, state, failures, lastError } = one;
  return {
    ...{ id, url, description, types: [...types], batch, state, failures, lastError },
    createdAt: isoShanghai(one.createdAt),
    position: Number(one.position),
    failingSince: orNull(one.failingSince),
    nextAttemptAt: state === 'active' && failures > 0 ? isoShanghai(one.nextAt) : null,
    lastErrorAt: orNull(one.failedAt),
    deliveredAt: orNull(one.deliveredAt),
    oldSecretUntil: orNull(one.oldSecretUntil),
  };
}
