import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { ok, type Result } from '../base/result.ts';
import type { DecodedRecord } from '../documents/codec.ts';
import type { Stored } from '../documents/document-facts.ts';
import type { ShipmentTerms } from '../documents/export-terms.ts';
import {
  collectionTerms,
  exportOrderTerms,
  exportSaid,
  exportWaybillTerms,
} from '../documents/export-terms-of.ts';
import type { DocumentRef } from '../documents/terms.ts';
import type { ExportDocuments } from '../matching/export-case.ts';
import type { Place } from './explain-evidence.ts';
import type { ExportRefs } from './export-codec.ts';
import { recordAt } from './record-at.ts';

/** Messages in the evidence, and when they came, by message id. */
export type Messages = {
  readonly bytes: ReadonlyMap<string, Uint8Array>;
  readonly times: ReadonlyMap<string, Instant>;
};

type Build<T> = (record: DecodedRecord) => Result<T, readonly Finding[]>;

/** A document read again from its message. @throws Bug when it is not there or cannot be read */
export function storedAgain<T>(
  { bytes, times }: Messages,
  ref: DocumentRef,
  build: Build<T>,
): Stored<T> {
  const built = build(recordAt(present(bytes.get(ref.messageId), 'evidence'), ref.record));
  const terms = present(built.ok ? built.value : null, 'terms of the evidence');
  const acceptedAt = present(times.get(ref.messageId), 'the time of a message');
  return { terms, ref, version: 1, acceptedAt };
}

type FiledAgain = Omit<ExportDocuments, 'list'>;

/** What was on file for an export when it was decided, read again from the raw messages. */
export function filedAgain(refs: Omit<ExportRefs, 'list'>, messages: Messages): FiledAgain {
  const { order, collection, waybill, waybillHolder, arrivals = [] } = refs;
  const read = <T>(ref: DocumentRef | undefined, build: Build<T>) =>
    ref === undefined ? null : storedAgain(messages, ref, build);
  return {
    order: read(order, exportOrderTerms),
    collection: read(collection, collectionTerms),
    waybill: read(waybill, exportWaybillTerms),
    waybillHolder: waybillHolder ?? null,
    arrivals: arrivals.map((ref) => {
      return { ...storedAgain(messages, ref, arrivalTerms), preNo: ref.preNo };
    }),
  };
}

/** Places of what was on file for an export when it was decided. */
export function filedPlaces({
  order,
  collection,
  waybill,
  arrivals = [],
}: Omit<ExportRefs, 'list'>): Place[] {
  const given: readonly (readonly [Place['kind'], DocumentRef | undefined])[] = [
    ['order', order],
    ['collection', collection],
    ['waybill', waybill],
    ...arrivals.map(({ messageId, record }) => ['arrival', { messageId, record }] as const),
  ];
  return given.flatMap(([kind, ref]) => (ref === undefined ? [] : [{ kind, ref }]));
}

function arrivalTerms(record: DecodedRecord): Result<ShipmentTerms, readonly Finding[]> {
  const said = exportSaid('CEB507', record);
  return ok(present(said?.kind === 'shipment' ? said.terms : null, 'terms of an arrival'));
}
