import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { ok, type Result } from '../base/result.ts';
import type { DecodedRecord } from '../documents/codec.ts';
import { contentFindings } from '../documents/content.ts';
import {
  collectionTerms,
  exportListTerms,
  exportOrderTerms,
  exportWaybillTerms,
} from '../documents/export-terms-of.ts';
import type { DocumentKind, Incoming, TermsOf } from '../documents/filing.ts';
import type { DocumentRef } from '../documents/terms.ts';
import {
  listTerms,
  orderTerms,
  otherTerms,
  paymentTerms,
  waybillTerms,
} from '../documents/terms-of.ts';
import { TABLES } from '../documents/zone/catalogue.ts';
import type { PersonalHash } from '../registry/personal-hash.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import { mayReport, mayTransmit } from './permission.ts';
import type { Received } from './received.ts';

/** What becomes of one record before anything stored is looked at. */
export type Classified = {
  readonly ref: DocumentRef;
  readonly type: string;
  readonly head: Readonly<Record<string, string>>;
  readonly lines: readonly Readonly<Record<string, string>>[];
  readonly sort:
    | { readonly kind: 'ready'; readonly incoming: Incoming }
    | { readonly kind: 'draft' }
    /** Broke an assertion before; set aside for a person. */
    | { readonly kind: 'aside' }
    | { readonly kind: 'refused'; readonly findings: readonly Finding[] };
};

const BUILDERS: Readonly<Record<string, Builder>> = {
  CEB311: (record, hash) => built('order', orderTerms(record, hash)),
  CEB411: (record, hash) => built('payment', paymentTerms(record, hash)),
  CEB511: (record, hash) => built('waybill', waybillTerms(record, hash)),
  CEB621: (record, hash) => built('list', listTerms(record, hash)),
  CEB303: (record) => built('exportOrder', exportOrderTerms(record)),
  CEB403: (record) => built('collection', collectionTerms(record)),
  CEB505: (record) => built('exportWaybill', exportWaybillTerms(record)),
  CEB603: (record) => built('exportList', exportListTerms(record)),
};

type Builder = (record: DecodedRecord, hash: PersonalHash) => Result<Built, readonly Finding[]>;
type Built = Pick<Incoming, 'kind' | 'terms'>;

function built<K extends DocumentKind>(kind: K, terms: Result<TermsOf[K], Finding[]>) {
  return terms.ok ? ok({ kind, terms: terms.value }) : terms;
}

function build(type: string, record: DecodedRecord, hash: PersonalHash) {
  const own = BUILDERS[type];
  if (own !== undefined) return own(record, hash);
  const table = present(TABLES.get(type), `message type ${type}`);
  return built('other', ok(otherTerms(table, record)));
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
      : sortOf(message.type, record, ref, sender, registry, hash, date);
    return { ref, type: message.type, head: record.head, lines: record.lines, sort };
  });
}

function sortOf(
  type: string,
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
  const barred =
    mayTransmit(type, record.head, sender, registry, date) ??
    mayReport(type, record.head, registry);
  if (barred !== null) return { kind: 'refused', findings: [barred] };
  if (isDraft(record)) return { kind: 'draft' };
  const terms = build(type, record, hash);
  if (!terms.ok) return { kind: 'refused', findings: terms.error };
  const { head, digest } = record;
  const appType = head.appType ?? head.DclTypecd ?? '1';
  return { kind: 'ready', incoming: { ...terms.value, ref, appType, digest } };
}

/** Documents of a zone say beside their body whether they are declared. */
function isDraft({ head, parts }: DecodedRecord): boolean {
  return head.appStatus === '1' || parts?.BussinessData?.[0]?.DelcareFlag === '0';
}
