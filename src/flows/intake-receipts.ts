import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { TABLES, ZONE_CATALOGUE } from '../documents/zone/catalogue.ts';
import { receiptKeys } from '../receipts/codec.ts';
import type { AddressedReceipt, Receipt } from '../receipts/receipt.ts';
import { type Answer, declaring, refusal, stored } from '../receipts/texts.ts';
import { respone } from '../receipts/zone.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import type { Classified } from './classify.ts';
import type { Filings } from './file-records.ts';
import { findingsOf } from './filing-findings.ts';
import { type Received, refKey } from './received.ts';

/** What customs decides upon and answers then; the other documents are stored and done with. */
const REQUESTS: ReadonlySet<string> = new Set([
  ...['CEB621', 'CEB623', 'CEB625'],
  ...['CEB603', 'CEB605', 'CEB607', 'CEB509', 'CEB701', 'CEB213', 'CEB215'],
]);

/** Status 1: a draft is kept and waits for its declaration (appStatus 2). */
const DRAFT: Answer = { status: '1', info: '电子口岸已暂存' };

/**
 * The first receipts of a batch, in the order of the records: declaring and stored for a filed
 * document, declaring for a list (customs answers later), the refusal with its findings otherwise.
 */
export function intakeReceipts(
  records: readonly Classified[],
  filings: Filings,
  readers: ReadonlyMap<string, readonly string[]>,
  at: Instant,
): AddressedReceipt[] {
  const addressed: AddressedReceipt[] = [];
  for (const record of records) {
    const receipts = receiptsOf(record, filings, at);
    for (const to of readers.get(record.ref.messageId) ?? []) {
      for (const receipt of receipts) addressed.push({ to, receipt });
    }
  }
  return addressed;
}

/** The sender, and those it subscribed for receipts (BaseSubscribe) that are registered here. */
export function readersOf(
  { sender, message }: Pick<Received, 'sender' | 'message'>,
  registry: RegistrySnapshot,
): string[] {
  const subscribed = message.subscribers
    .filter(({ status }) => status === 'ALL' || status === 'RET')
    .map(({ dxpAddress }) => registry.enterprisesByDxpId.get(dxpAddress ?? '')?.code)
    .filter((code) => code !== undefined);
  return [...new Set([sender, ...subscribed])];
}

function receiptsOf(record: Classified, filings: Filings, at: Instant): Receipt[] {
  if (record.sort.kind === 'aside') return [];
  if (ZONE_CATALOGUE.has(record.type)) return [zoneReceipt(record, filings, at)];
  const type = present(TABLES.get(record.type)?.receipt, 'the receipt of a message');
  const recordGuid = record.head.guid ?? null;
  const keys = keysOf(type, record.head);
  const say = ({ status, info }: Answer, findings: readonly Finding[] = []): Receipt => {
    return { type, keys, status, info, at, findings, recordGuid };
  };
  if (record.sort.kind === 'draft') return [say(DRAFT)];
  const key = refKey(record.ref);
  const findings = findingsOf(record, filings.outcomes.get(key));
  if (findings.length > 0) return [say(refusal(type, findings), findings)];
  const { lists, exportLists, others } = filings;
  const numbered = lists.get(key) ?? exportLists.get(key) ?? others.get(key);
  const preNo = numbered?.preNo ?? null;
  if (preNo !== null) keys.preNo = preNo;
  const { appType = '1', guid = '', ebcCode = '', orderNo = '' } = record.head;
  const first = declaring(type, appType, guid, { ebcCode, orderNo });
  return REQUESTS.has(record.type) ? [say(first)] : [say(first), say(stored(type))];
}

/** The one first answer to a document of a zone; customs decides later. */
function zoneReceipt(record: Classified, filings: Filings, at: Instant): Receipt {
  const { type, head, sort } = record;
  const [, element = ''] = present(TABLES.get(type), `message type ${type}`).key;
  const ownNo = head[element] ?? '';
  if (sort.kind === 'draft') return respone(type, ownNo, { kind: 'draft' }, at);
  const key = refKey(record.ref);
  const findings = findingsOf(record, filings.outcomes.get(key));
  if (findings.length > 0) return respone(type, ownNo, { kind: 'refused', findings }, at);
  const seqNo = present(filings.others.get(key)?.preNo, 'the number of a document');
  return respone(type, ownNo, { kind: 'stored', seqNo }, at);
}

function keysOf(type: string, head: Readonly<Record<string, string>>): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const element of receiptKeys(type)) {
    const value = head[element];
    if (value !== undefined && value !== '') keys[element] = value;
  }
  return keys;
}
