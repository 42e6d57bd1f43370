import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import type { Filing } from '../documents/filing.ts';
import { RECEIPT_KEYS } from '../receipts/codec.ts';
import type { AddressedReceipt, Receipt, ReceiptType } from '../receipts/receipt.ts';
import { type Answer, declaring, refusal, stored } from '../receipts/texts.ts';
import type { RegistrySnapshot } from '../registry/snapshot.ts';
import type { Classified, FiledType } from './classify.ts';
import type { Filings } from './file-records.ts';
import { filingFinding } from './filing-findings.ts';
import { type Received, refKey } from './received.ts';

const RECEIPT_OF: Readonly<Record<FiledType, ReceiptType>> = {
  CEB311: 'CEB312',
  CEB411: 'CEB412',
  CEB511: 'CEB512',
  CEB621: 'CEB622',
};

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
  const type = RECEIPT_OF[record.type as FiledType];
  const recordGuid = record.head.guid ?? null;
  const keys = keysOf(type, record.head);
  const say = ({ status, info }: Answer, findings: readonly Finding[] = []): Receipt => {
    return { type, keys, status, info, at, findings, recordGuid };
  };
  if (record.sort.kind === 'draft') return [say(DRAFT)];
  const key = refKey(record.ref);
  const findings = findingsOf(record, filings.outcomes.get(key));
  if (findings.length > 0) return [say(refusal(type, findings), findings)];
  const list = filings.lists.get(key);
  if (list !== undefined) keys.preNo = list.preNo;
  const { appType = '1', guid = '', ebcCode = '', orderNo = '' } = record.head;
  const first = declaring(type, appType, guid, { ebcCode, orderNo });
  return list === undefined ? [say(first), say(stored())] : [say(first)];
}

function findingsOf({ sort }: Classified, filing: Filing | undefined): readonly Finding[] {
  if (sort.kind === 'refused') return sort.findings;
  if (filing === undefined || filing.outcome.kind === 'filed') return [];
  return [filingFinding(filing.incoming.kind, filing.outcome.reason)];
}

function keysOf(type: ReceiptType, head: Readonly<Record<string, string>>): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const element of RECEIPT_KEYS[type]) {
    const value = head[element];
    if (value !== undefined && value !== '') keys[element] = value;
  }
  return keys;
}
