import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { TABLES } from '../documents/zone/catalogue.ts';
import { addressIn } from '../io/post.ts';
import { isLocalName, isPublicAddress } from '../io/public-address.ts';
import { webhookFinding } from './codes.ts';

/**
 * active: receipts are sent. paused: its enterprise switched it off. dead: it was switched off
 * here, after days of failures or because it answered 410. Both go on where they stopped when the
 * enterprise switches them on.
 */
export type EndpointState = 'active' | 'paused' | 'dead';

/** Where an enterprise wants its receipts sent, and how far that is. */
export type Endpoint = {
  readonly enterprise: string;
  readonly id: string;
  readonly url: string;
  readonly description: string;
  /** Types of receipts that are sent; empty for all. */
  readonly types: readonly string[];
  /** Most receipts in one message. */
  readonly batch: number;
  readonly state: EndpointState;
  readonly secret: string;
  readonly oldSecret: string | null;
  readonly oldSecretUntil: Instant | null;
  readonly createdAt: Instant;
  /** The last cursor that was taken, or passed over for its type. */
  readonly position: bigint;
  /** The last cursor of the message that is tried again, so that its content stays the same. */
  readonly pending: bigint | null;
  /** Moves with every change by the enterprise. */
  readonly epoch: bigint;
  /** Failures in a row. */
  readonly failures: number;
  readonly failingSince: Instant | null;
  /** No attempt before. */
  readonly nextAt: Instant;
  /** Of the last failure, also when all is well since. */
  readonly lastError: string | null;
  readonly failedAt: Instant | null;
  readonly deliveredAt: Instant | null;
};

/** The name of an endpoint among all. */
export function endpointKey({ enterprise, id }: Pick<Endpoint, 'enterprise' | 'id'>): string {
  return `${enterprise}/${id}`;
}

/** The types of receipts that an endpoint can ask for. */
export const RECEIPT_TYPES: ReadonlySet<string> = new Set(
  [...TABLES.values()].filter(({ sent }) => !sent).map(({ type }) => type),
);

/**
 * The address in its canonical form, or why nothing is sent there.
 * @param local whether plain http and private addresses are permitted: for a sandbox
 */
export function checkUrl(text: string, local: boolean): Result<string, Finding> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    return fail(webhookFinding('HOOK-URL', 'url'));
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    return fail(webhookFinding('HOOK-URL', 'url'));
  }
  if (local) return ok(url.href);
  if (url.protocol !== 'https:') return fail(webhookFinding('HOOK-HTTPS', 'url'));
  const address = addressIn(url);
  if (isLocalName(url.hostname) || (address !== null && !isPublicAddress(address))) {
    return fail(webhookFinding('HOOK-PRIVATE', 'url'));
  }
  return ok(url.href);
}

/** The findings of types that no receipt has. */
export function checkTypes(types: readonly string[]): Finding[] {
  return types.flatMap((type, i) =>
    RECEIPT_TYPES.has(type) ? [] : [webhookFinding('HOOK-TYPE', `types/${i}`)],
  );
}
