import { present } from '../base/assert.ts';
import { type Instant, isoShanghai } from '../base/dates.ts';
import { receiptJson } from '../receipts/json.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import type { Endpoint } from './endpoint.ts';

/** What is sent: the same receipts give the same id and the same bytes at every attempt. */
export type WebhookMessage = { readonly id: string; readonly body: string };

/** What to send next: nothing when no receipt up to `through` is of a type that is asked for. */
export type Portion = { readonly through: bigint; readonly receipts: readonly FiledReceipt[] };

/**
 * The next portion for an endpoint.
 * @param stretch the receipts behind its position, at least one
 */
export function portionOf(
  { types, batch }: Pick<Endpoint, 'types' | 'batch'>,
  stretch: readonly FiledReceipt[],
): Portion {
  const wanted = types.length === 0 ? stretch : stretch.filter(({ type }) => types.includes(type));
  const receipts = wanted.slice(0, batch);
  // A full message may leave receipts of the stretch for the next one.
  const last = present((wanted.length > batch ? receipts : stretch).at(-1), 'the last receipt');
  return { through: last.cursor, receipts };
}

/** The message of a portion that has receipts. */
export function receiptsMessage(
  enterprise: string,
  receipts: readonly FiledReceipt[],
): WebhookMessage {
  const first = present(receipts[0], 'the first receipt');
  const last = present(receipts.at(-1), 'the last receipt');
  const data = { enterprise, receipts: receipts.map(receiptJson), next: Number(last.cursor) };
  return {
    id: `receipts_${enterprise}_${first.cursor}_${last.cursor}`,
    body: JSON.stringify({ type: 'receipts.filed', timestamp: isoShanghai(last.at), data }),
  };
}

/** A message that only shows that the endpoint is reached and the signature fits. */
export function testMessage(endpoint: Endpoint, unique: string, at: Instant): WebhookMessage {
  const { enterprise, id } = endpoint;
  const data = { enterprise, webhook: id };
  return {
    id: `test_${unique}`,
    body: JSON.stringify({ type: 'webhook.test', timestamp: isoShanghai(at), data }),
  };
}
