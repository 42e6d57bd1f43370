import { present } from '../base/assert.ts';
import { keyOf, partsOf } from '../base/keys.ts';
import type { DecodedMessage } from '../documents/codec.ts';
import type { OtherTerms } from '../documents/terms.ts';
import { otherTerms } from '../documents/terms-of.ts';
import { TABLES } from '../documents/zone/catalogue.ts';

/**
 * What clearance is asked to look at: a list, or an order or waybill for which a list may wait, a
 * request (key of `documents.others`) that is to be decided, an arrival detail (likewise) for which
 * lists may wait, or a list that waits for its arrival (`awaiting`).
 * `again` is a list looked at a moment ago: it is not put back once more when it still waits.
 * The same of exports, whose keys are apart: `export-order` is an order or its collection,
 * `shipment` an arrival (CEB507), `export-request` every other document that says or asks something
 * of parcels that leave.
 */
export type Look = {
  readonly kind:
    | 'list'
    | 'order'
    | 'waybill'
    | 'again'
    | 'request'
    | 'arrival'
    | 'awaiting'
    | ExportLook;
  /** Order key; waybill key for a waybill; code and name of a request or arrival detail. */
  readonly key: string;
};

export type ExportLook =
  | 'export-list'
  | 'export-order'
  | 'export-waybill'
  | 'export-again'
  | 'shipment'
  | 'export-request'
  | 'export-awaiting';

const EXPORTS: readonly Look['kind'][] = [
  ...(['export-list', 'export-order', 'export-waybill', 'export-again'] satisfies ExportLook[]),
  ...(['shipment', 'export-request', 'export-awaiting'] satisfies ExportLook[]),
];

/** Whether a look is at something that leaves the country. */
export function isExport(kind: Look['kind']): boolean {
  return EXPORTS.includes(kind);
}

/** The keys of one kind, each once. */
export function keysOf(looks: readonly Look[], kind: Look['kind']): string[] {
  return [...new Set(looks.filter((one) => one.kind === kind).map(({ key }) => key))];
}

const KINDS: Readonly<Record<string, Look['kind']>> = {
  CEB311: 'order',
  CEB411: 'order',
  CEB511: 'waybill',
  CEB621: 'list',
  CEB303: 'export-order',
  CEB403: 'export-order',
  CEB505: 'export-waybill',
  CEB603: 'export-list',
};

/** Message types whose documents customs decides on, other than lists. */
export const REQUEST_TYPES: readonly string[] = ['CEB623', 'CEB625'];

/** Documents of a zone that a zone with stock decides on. */
export const PAPER_TYPES: readonly string[] = ['INV101', 'SAS121'];

/** The arrival detail, for which lists of direct purchase wait. */
const ARRIVAL_TYPE = 'CEB711';

/** The arrival of parcels that leave, for which their lists wait. */
export const SHIPMENT_TYPE = 'CEB507';

/** Documents of exports that customs decides on or takes note of, other than lists and arrivals. */
export const EXPORT_REQUEST_TYPES: readonly string[] = [
  ...['CEB607', 'CEB509', 'CEB605', 'CEB701', 'CEB213', 'CEB215'],
];

/** Whether the key of a document is that of a paper of a zone. */
export function isPaper(key: string): boolean {
  const [, name] = partsOf(key);
  return PAPER_TYPES.some((type) => name.startsWith(`${type} `));
}

/** The look that a document of any other type asks for, if any. */
export function lookOfOther({ type, code, name }: OtherTerms): Look[] {
  const key = keyOf(code, name);
  if (type === ARRIVAL_TYPE) return [{ kind: 'arrival', key }];
  if (type === SHIPMENT_TYPE) return [{ kind: 'shipment', key }];
  if (EXPORT_REQUEST_TYPES.includes(type)) return [{ kind: 'export-request', key }];
  return REQUEST_TYPES.includes(type) || PAPER_TYPES.includes(type)
    ? [{ kind: 'request', key }]
    : [];
}

/** What to look at because these records are there. */
export function looksOfMessage({ type, records }: DecodedMessage): Look[] {
  const kind = KINDS[type];
  if (kind === undefined) {
    const table = present(TABLES.get(type), `message type ${type}`);
    return records.flatMap((record) => lookOfOther(otherTerms(table, record)));
  }
  const byWaybill = kind === 'waybill' || kind === 'export-waybill';
  return records.map(({ head }): Look => {
    const { logisticsCode = '', logisticsNo = '', ebpCode = '', orderNo = '' } = head;
    return {
      kind,
      key: byWaybill ? keyOf(logisticsCode, logisticsNo) : keyOf(ebpCode, orderNo),
    };
  });
}
