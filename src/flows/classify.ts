import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { DecodedRecord } from '../documents/codec.ts';
import { contentFindings } from '../documents/content.ts';
import type { DocumentKind, Incoming, TermsOf } from '../documents/filing.ts';
import type { DocumentRef } from '../documents/terms.ts';
import { listTerms, orderTerms, paymentTerms, waybillTerms } from '../documents/terms-of.ts';
import type { PersonalHash } from '../registry/personal-hash.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import { mayTransmit } from './permission.ts';
import type { Received } from './received.ts';

/** What becomes of one record before anything stored is looked at. */
export type Classified = {
  readonly ref: DocumentRef;
  readonly type: string;
  readonly head: Readonly<Record<string, string>>;
  readonly sort:
    | { readonly kind: 'ready'; readonly incoming: Incoming }
    | { readonly kind: 'draft' }
    /** Broke an assertion before; set aside for a person. */
    | { readonly kind: 'aside' }
    | { readonly kind: 'refused'; readonly findings: readonly Finding[] };
};

const BUILDERS = {
  CEB311: ['order', orderTerms],
  CEB411: ['payment', paymentTerms],
  CEB511: ['waybill', waybillTerms],
  CEB621: ['list', listTerms],
} as const;

/** Message types whose records are filed. */
export type FiledType = keyof typeof BUILDERS;

/** Whether records of this message type are filed as documents. */
export function isFiledType(type: string): type is FiledType {
  return Object.hasOwn(BUILDERS, type);
}

/**
 * Sorts the records of one trusted message: refused with all its findings, a draft, or ready to
 * be filed. A record never affects its neighbours.
 */
export function classify(
  { message, messageId, sender, aside }: Received,
  registry: RegistrySnapshot,
  hash: PersonalHash,
  date: BusinessDate,
): Classified[] {
  return message.records.map((record) => {
    const ref = { messageId, record: record.index };
    const sort: Classified['sort'] = aside?.has(record.index)
      ? { kind: 'aside' }
      : sortOf(message.type as FiledType, record, ref, sender, registry, hash, date);
    return { ref, type: message.type, head: record.head, sort };
  });
}

function sortOf(
  type: FiledType,
  record: DecodedRecord,
  ref: DocumentRef,
  sender: string,
  registry: RegistrySnapshot,
  hash: PersonalHash,
  date: BusinessDate,
): Classified['sort'] {
  if (record.findings.length > 0) return { kind: 'refused', findings: record.findings };
  const content = contentFindings(type, record);
  if (content.length > 0) return { kind: 'refused', findings: content };
  const barred = mayTransmit(type, record.head, sender, registry, date);
  if (barred !== null) return { kind: 'refused', findings: [barred] };
  if (record.head.appStatus === '1') return { kind: 'draft' };
  const [kind, build] = BUILDERS[type];
  const built = build(record, hash);
  if (!built.ok) return { kind: 'refused', findings: built.error };
  return { kind: 'ready', incoming: incomingOf(kind, built.value, record, ref) };
}

function incomingOf<K extends DocumentKind>(
  kind: K,
  terms: TermsOf[K],
  record: DecodedRecord,
  ref: DocumentRef,
): Incoming<K> {
  return { kind, terms, ref, appType: record.head.appType ?? '1', digest: record.digest };
}
