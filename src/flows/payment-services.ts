import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Clock } from '../io/clock.ts';
import type { Poster } from '../io/post.ts';
import type { Sql } from '../io/postgres.ts';
import type { Entropy } from '../io/random.ts';
import { callError, callOf } from '../paydata/call.ts';
import { findService, putService, removeService, type Service } from '../paydata/service-store.ts';
import { checkUrl } from '../webhooks/endpoint.ts';

/** What came of a test call; `error` is null when it was taken. */
export type CallOutcome = { readonly error: string | null; readonly milliseconds: number };

/** What platforms and operators do with the interfaces at which payment data is asked. */
export type PaymentServices = {
  put(platform: string, url: string): Promise<Result<Service, Finding[]>>;
  find(platform: string): Promise<Service | null>;
  /** Whether there was one. */
  remove(platform: string): Promise<boolean>;
  /** Calls the interface now, for an order that nobody declared; null without an interface. */
  test(platform: string): Promise<CallOutcome | null>;
};

export type PaymentServicesParts = {
  readonly db: Sql;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly poster: Poster;
  /** Whether plain http and private addresses are permitted. */
  readonly local: boolean;
};

/** The order number of a test call. */
export const TEST_ORDER = 'ONESTEP-TEST';

/** The services of platforms; their addresses are checked as those of webhooks are. */
export function paymentServicesOn(parts: PaymentServicesParts): PaymentServices {
  const { db, clock, local } = parts;
  return {
    put: async (platform, text) => {
      const url = checkUrl(text, local);
      if (!url.ok) return fail([url.error]);
      return ok(await putService(db, platform, url.value, clock.now()));
    },
    find: (platform) => findService(db, platform),
    remove: (platform) => removeService(db, platform),
    test: async (platform) => {
      const service = await findService(db, platform);
      return service === null ? null : callNow(parts, service, clock.now());
    },
  };
}

async function callNow(
  { clock, entropy, poster }: PaymentServicesParts,
  { url }: Service,
  begun: Instant,
): Promise<CallOutcome> {
  const order = { orderNo: TEST_ORDER, sessionId: entropy.uuid() };
  const milliseconds = LIMITS.paymentCallMilliseconds;
  const posted = await poster.post({ ...callOf(order, url, begun), milliseconds });
  return { error: callError(posted), milliseconds: clock.now() - begun };
}
