import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Clock } from '../io/clock.ts';
import type { Poster } from '../io/post.ts';
import type { Sql } from '../io/postgres.ts';
import type { Entropy } from '../io/random.ts';
import { lastCursors } from '../receipts/store.ts';
import { type Attempt, attemptsOf } from '../webhooks/attempt-store.ts';
import { webhookFinding } from '../webhooks/codes.ts';
import { checkTypes, checkUrl, type Endpoint } from '../webhooks/endpoint.ts';
import { testMessage } from '../webhooks/message.ts';
import { errorOf } from '../webhooks/progress.ts';
import { newSecret, signedHeaders } from '../webhooks/signature.ts';
import * as store from '../webhooks/store.ts';

/** What an enterprise says of a new endpoint; `after` is where it begins, else with what comes. */
export type WebhookRequest = {
  readonly url: string;
  readonly description?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly batch?: number | undefined;
  readonly after?: bigint | undefined;
};

export type WebhookChange = {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly batch?: number | undefined;
  readonly enabled?: boolean | undefined;
};

/** What came of a test event; `error` is null when it was taken. */
export type TestOutcome = { readonly error: string | null; readonly milliseconds: number };

/** The endpoints of the enterprises; null stands for one that is not there. */
export type Webhooks = {
  create(enterprise: string, request: WebhookRequest): Promise<Result<Endpoint, Finding[]>>;
  list(enterprise: string): Promise<Endpoint[]>;
  find(enterprise: string, id: string): Promise<Endpoint | null>;
  change(
    enterprise: string,
    id: string,
    change: WebhookChange,
  ): Promise<Result<Endpoint | null, Finding[]>>;
  remove(enterprise: string, id: string): Promise<boolean>;
  /** A new secret; the old one goes on signing for so many hours. */
  rotate(enterprise: string, id: string, overlapHours?: number): Promise<Endpoint | null>;
  /** Sends everything behind the cursor again. */
  replay(
    enterprise: string,
    id: string,
    after: bigint,
  ): Promise<Result<Endpoint | null, Finding[]>>;
  /** The last messages to an endpoint, the newest first. */
  attempts(enterprise: string, id: string): Promise<Attempt[] | null>;
  /** Sends a test event now, whatever the state of the endpoint. */
  test(enterprise: string, id: string): Promise<TestOutcome | null>;
};

export type WebhooksParts = {
  readonly db: Sql;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly poster: Poster;
  /** Whether plain http and private addresses are permitted. */
  readonly local: boolean;
};

const HOUR = 3_600_000;

/** What enterprises and operators do with endpoints. */
export function webhooksOn(parts: WebhooksParts): Webhooks {
  const { db, clock } = parts;
  const now = (): Instant => clock.now();
  return {
    create: (enterprise, request) => create(parts, enterprise, request),
    list: (enterprise) => store.endpointsOf(db, enterprise),
    find: (enterprise, id) => store.findEndpoint(db, enterprise, id),
    change: async (enterprise, id, { enabled, ...change }) => {
      const checked = check(parts, change);
      if (!checked.ok) return checked;
      const state = enabled === undefined ? {} : { state: enabled ? ACTIVE : PAUSED };
      const fields = { ...given(change), ...checked.value, ...state };
      return ok(await store.changeEndpoint(db, enterprise, id, fields, now()));
    },
    remove: (enterprise, id) => store.removeEndpoint(db, enterprise, id),
    rotate: (enterprise, id, overlapHours = LIMITS.webhookOverlapHoursUsual) => {
      const until = now() + overlapHours * HOUR;
      return store.replaceSecret(db, enterprise, id, newSecret(parts.entropy), until);
    },
    replay: async (enterprise, id, after) => {
      if (after > (await headOf(db, enterprise))) return fail([TOO_FAR]);
      return ok(await store.changeEndpoint(db, enterprise, id, { position: after }, now()));
    },
    attempts: async (enterprise, id) => {
      const endpoint = await store.findEndpoint(db, enterprise, id);
      return endpoint === null ? null : attemptsOf(db, enterprise, id);
    },
    test: async (enterprise, id) => {
      const endpoint = await store.findEndpoint(db, enterprise, id);
      return endpoint === null ? null : sendTest(parts, endpoint);
    },
  };
}

const ACTIVE = 'active' as const;
const PAUSED = 'paused' as const;
const TOO_FAR = webhookFinding('HOOK-AFTER', 'after');

type Checked = { readonly url?: string };

/** The address in its canonical form when one is given, or all that is wrong. */
function check(
  { local }: WebhooksParts,
  { url: text, types = [] }: Pick<WebhookChange, 'url' | 'types'>,
): Result<Checked, Finding[]> {
  const url = text === undefined ? null : checkUrl(text, local);
  const findings = [...(url?.ok === false ? [url.error] : []), ...checkTypes(types)];
  if (findings.length > 0) return fail(findings);
  return ok(url?.ok ? { url: url.value } : {});
}

async function create(
  parts: WebhooksParts,
  enterprise: string,
  request: WebhookRequest,
): Promise<Result<Endpoint, Finding[]>> {
  const { db, clock, entropy } = parts;
  const checked = check(parts, request);
  const head = await headOf(db, enterprise);
  const { after = head, description = '', batch = LIMITS.webhookBatchUsual } = request;
  const findings = [...(checked.ok ? [] : checked.error), ...(after > head ? [TOO_FAR] : [])];
  if (!checked.ok || findings.length > 0) return fail(findings);
  const { url = request.url } = checked.value;
  const types = [...new Set(request.types)];
  const id = `wh_${entropy.uuid().replaceAll('-', '')}`;
  const row = { enterprise, id, url, description, types, batch, position: after };
  const added = await store.addEndpoint(db, { ...row, secret: newSecret(entropy) }, clock.now());
  return added === null ? fail([webhookFinding('HOOK-MANY', 'url')]) : ok(added);
}

/** Only what was given: what is undefined stays as it is. */
function given({ description, types, batch }: WebhookChange) {
  return {
    ...(description !== undefined && { description }),
    ...(types !== undefined && { types: [...new Set(types)] }),
    ...(batch !== undefined && { batch }),
  };
}

async function headOf(db: Sql, enterprise: string): Promise<bigint> {
  return (await lastCursors(db, [enterprise])).get(enterprise) ?? 0n;
}

async function sendTest(
  { clock, entropy, poster }: WebhooksParts,
  endpoint: Endpoint,
): Promise<TestOutcome> {
  const at = clock.now();
  const message = testMessage(endpoint, entropy.uuid().replaceAll('-', ''), at);
  const posted = await poster.post({
    url: new URL(endpoint.url),
    headers: signedHeaders(endpoint, message, at),
    body: message.body,
    milliseconds: LIMITS.webhookMilliseconds,
  });
  return { error: errorOf(posted), milliseconds: clock.now() - at };
}
