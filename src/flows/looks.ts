import { keyOf } from '../base/keys.ts';
import type { DecodedMessage } from '../documents/codec.ts';

/**
 * What clearance is asked to look at: a list, or an order or waybill for which a list may wait.
 * `again` is a list looked at a moment ago: it is not put back once more when it still waits.
 */
export type Look = {
  readonly kind: 'list' | 'order' | 'waybill' | 'again';
  /** Order key, or waybill key for a waybill. */
  readonly key: string;
};

/** The keys of one kind, each once. */
export function keysOf(looks: readonly Look[], kind: Look['kind']): string[] {
  return [...new Set(looks.filter((one) => one.kind === kind).map(({ key }) => key))];
}

const KINDS: Readonly<Record<string, Look['kind']>> = {
  CEB311: 'order',
  CEB411: 'order',
  CEB511: 'waybill',
  CEB621: 'list',
};

/** What to look at because these records are there. */
export function looksOfMessage({ type, records }: DecodedMessage): Look[] {
  const kind = KINDS[type];
  if (kind === undefined) return [];
  return records.map(({ head }): Look => {
    const { logisticsCode = '', logisticsNo = '', ebpCode = '', orderNo = '' } = head;
    return {
      kind,
      key: kind === 'waybill' ? keyOf(logisticsCode, logisticsNo) : keyOf(ebpCode, orderNo),
    };
  });
}
