import type { MessageView, RecordRow } from '../evidence-walk.ts';
import type { Law, Tally } from '../law.ts';
import { elementOf, type RawPart, type RawRecord, zoneElementOf } from '../xml-text.ts';

/**
 * The rows of documents say what the bytes say: type and sender of the message, the keys of each
 * record, and that nothing was filed that its sender only meant as a draft.
 */
export const DOCUMENTS: Law = {
  id: 'documents',
  title: 'Rows of documents say what the evidence says',
  watch: (tally, { sampleOf }) => {
    if (sampleOf > 1) tally.note(`one message in ${sampleOf} was read again`);
    return {
      onMessage: (message) => {
        if (!message.sampled || message.raw === null) return;
        checkMessage(tally, message);
        for (const row of message.rows) checkRecord(tally, message, row);
      },
    };
  },
};

function checkMessage(tally: Tally, { row, raw }: MessageView): void {
  // Who sends a document of a zone stands in no element of it.
  const isSender = isZone(row.type) || raw?.copCode === row.sender;
  const ok = raw?.type === row.type && isSender;
  tally.check(ok, () => `message ${row.message_id} is of another type or sender`);
}

const KIND_OF: Readonly<Record<string, RecordRow['kind']>> = {
  CEB311: 'order',
  CEB411: 'payment',
  CEB511: 'waybill',
  CEB621: 'list',
  CEB303: 'export order',
  CEB403: 'collection',
  CEB505: 'export waybill',
  CEB603: 'export list',
};

/** Whether a row may be an earlier version's, which kept all documents of exports as others. */
const isEarlier = (type: string, kind: RecordRow['kind']): boolean =>
  kind === 'other' && ['CEB303', 'CEB403', 'CEB505', 'CEB603'].includes(type);

/** Elements of the head that must equal the columns first, second, third, fourth. */
const KEYS: Readonly<Record<RecordRow['kind'], readonly string[]>> = {
  order: ['ebpCode', 'orderNo'],
  payment: ['payCode', 'payTransactionId', 'ebpCode', 'orderNo'],
  waybill: ['logisticsCode', 'logisticsNo', 'orderNo'],
  list: ['ebpCode', 'orderNo', 'logisticsCode', 'logisticsNo'],
  'export order': ['ebpCode', 'orderNo'],
  collection: ['ebpCode', 'orderNo'],
  'export waybill': ['logisticsCode', 'logisticsNo'],
  'export list': ['ebpCode', 'orderNo', 'logisticsCode', 'logisticsNo'],
  other: [],
  unfiled: [],
};

/** Elements of the head from which code and name of any other document are made. */
const NAMED_BY: Readonly<Record<string, readonly [code: string, ...numbers: string[]]>> = {
  CEB513: ['logisticsCode', 'logisticsNo', 'logisticsStatus'],
  CEB623: ['agentCode', 'invtNo'],
  CEB625: ['agentCode', 'copNo'],
  CEB711: ['operatorCode', 'copNo'],
  CEB303: ['ebpCode', 'orderNo'],
  CEB403: ['ebpCode', 'orderNo'],
  CEB505: ['logisticsCode', 'logisticsNo'],
  CEB507: ['operatorCode', 'copNo', 'msgSeqNo'],
  CEB509: ['logisticsCode', 'copNo', 'msgSeqNo'],
  CEB603: ['ebpCode', 'orderNo', 'logisticsCode', 'logisticsNo'],
  CEB605: ['agentCode', 'copNo'],
  CEB607: ['agentCode', 'copNo', 'msgSeqNo'],
  CEB213: ['agentCode', 'coElNo'],
  CEB215: ['operatorCode', 'coElNo'],
  CEB701: ['agentCode', 'copNo', 'msgSeqNo'],
  INV101: ['DclEtpsno', 'EtpsInnerInvtNo'],
  SAS121: ['DclEtpsno', 'EtpsPreentNo'],
};

const isZone = (type: string): boolean => type === 'INV101' || type === 'SAS121';

/** Messages whose schema says that an empty appStatus is 1. */
const DRAFT_WHEN_EMPTY: readonly string[] = ['CEB303', 'CEB403', 'CEB507'];

function isNamedAfter(type: string, head: RawPart, row: RecordRow): boolean {
  const [code, number, ...rest] = NAMED_BY[type] ?? [''];
  const read = isZone(type) ? zoneElementOf : elementOf;
  const numbers = [number ?? '', ...rest].map((element) => read(head, element) ?? '');
  if (numbers[0] === '') numbers[0] = elementOf(head, 'guid') ?? '';
  return row.first === read(head, code) && row.second === [type, ...numbers].join(' ').trimEnd();
}

function checkRecord(tally: Tally, message: MessageView, row: RecordRow): void {
  const record = message.raw?.records[row.record];
  if (record === undefined) return;
  const problems = problemsOf(message, row, record);
  tally.check(problems.length === 0, () => {
    return `${row.kind} of ${row.message_id}, record ${row.record}: ${problems.join(', ')}`;
  });
}

function problemsOf(message: MessageView, row: RecordRow, { head }: RawRecord): string[] {
  const status = elementOf(head, 'appStatus');
  const isFlagged = isZone(message.row.type) && zoneElementOf(head, 'DelcareFlag') === '0';
  const isEmpty = status === '' && DRAFT_WHEN_EMPTY.includes(message.row.type);
  const draft = status === '1' || isFlagged || isEmpty;
  if (row.kind === 'unfiled') {
    return row.reason === 'draft' && !draft ? ['is no draft'] : [];
  }
  const columns = [row.first, row.second, row.third, row.fourth];
  const problems = KEYS[row.kind]
    .filter((element, i) => elementOf(head, element) !== columns[i])
    .map((element) => `${element} differs`);
  const { type } = message.row;
  if ((KIND_OF[type] ?? 'other') !== row.kind && !isEarlier(type, row.kind)) {
    problems.push('stands in the wrong table');
  }
  if (row.kind === 'other' && !isNamedAfter(message.row.type, head, row)) {
    problems.push('has another name');
  }
  if (draft) problems.push('is a draft');
  if (row.readers !== null && row.readers.split(' ')[0] !== message.row.sender) {
    problems.push('its first reader is not the sender');
  }
  return problems;
}
