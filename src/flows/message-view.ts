import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import { type DecodedRecord, decodeMessage } from '../documents/codec.ts';
import { messageIn } from '../documents/dxp/message-in.ts';
import { readEvidence } from '../documents/evidence.ts';
import { otherTerms } from '../documents/terms-of.ts';
import { TABLES } from '../documents/zone/catalogue.ts';
import type { Sql } from '../io/postgres.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';

/** What became of one record of a message; nothing personal. */
export type RecordView = {
  /** Place in the message, from 1. */
  readonly record: number;
  /** Elements of the document's key. */
  readonly key: Readonly<Record<string, string>>;
  readonly state: 'filed' | 'deleted' | 'changed' | 'draft' | 'refused' | 'quarantined';
  /** Of a refused record: why, by the codes of its findings. */
  readonly codes: readonly string[];
  /** The number that the single window gave it. */
  readonly preNo: string | null;
};

/** One message as its sender sees it. */
export type MessageView = {
  readonly messageId: string;
  readonly type: string;
  readonly sender: string;
  readonly receivedAt: Instant;
  /** How its signature was made and verified, or null when it is unsigned. */
  readonly signature: string | null;
  readonly certificate: string | null;
  readonly records: readonly RecordView[];
};

/** The row of a message. */
type Row = {
  type: string;
  sender: string;
  received_at: Instant;
  signature: string | null;
  certificate: string | null;
};

const MESSAGE = `
  select type, sender, received_at, signature, certificate
  from documents.messages where message_id = $1 and ($2::text is null or sender = $2)`;

/**
 * A message that this enterprise sent, and what became of its records.
 * @param messageId a UUID
 * @param sender null for the authority, which may see every message
 * @returns null when there is none, or another enterprise sent it
 * @throws Fault when the file of an archived day cannot be read
 */
export async function viewMessage(
  sql: Sql,
  messageId: string,
  sender: string | null,
  archive: Archive = NO_ARCHIVE,
): Promise<MessageView | null> {
  const [row] = await sql.query<Row>(MESSAGE, [messageId, sender]);
  const bytes = row === undefined ? null : await messageBytes(sql, messageId, archive);
  if (row === undefined || bytes === null) return null;
  const records = recordsOf(messageIn(bytes));
  const [unfiled, filed] = await Promise.all([
    unfiledOf(sql, messageId),
    filedOf(sql, messageId, row.type, records),
  ]);
  const { type, signature, certificate } = row;
  return {
    messageId,
    type,
    sender: row.sender,
    receivedAt: row.received_at,
    signature,
    certificate,
    records: records.map((record) => viewOf(type, record, unfiled, filed)),
  };
}

/** The bytes of a message as they came, or null when they are no longer kept. */
export async function messageBytes(
  sql: Sql,
  messageId: string,
  archive: Archive = NO_ARCHIVE,
): Promise<Uint8Array | null> {
  const found = await readEvidence(sql, [messageId], archive);
  return found.get(messageId) ?? null;
}

/** The bytes of a message that this enterprise sent (any, without one), or null. */
export async function sentBytes(
  sql: Sql,
  messageId: string,
  sender: string | null,
  archive: Archive = NO_ARCHIVE,
): Promise<Uint8Array | null> {
  const rows = await sql.query<Row>(MESSAGE, [messageId, sender]);
  return rows.length === 0 ? null : messageBytes(sql, messageId, archive);
}

function recordsOf(bytes: Uint8Array): readonly DecodedRecord[] {
  const scanned = scan(bytes, MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc) : null;
  return present(decoded?.ok ? decoded.message : null, 'message in the evidence').records;
}

type Unfiled = { record: number; reason: RecordView['state']; codes: string[] };
type Filed = { record: number; pre_no: string | null; deleted: boolean; aside: boolean };
type ByRecord<T> = ReadonlyMap<number, T>;

const UNFILED = `select record, reason, codes from documents.unfiled where message_id = $1`;

async function unfiledOf(sql: Sql, messageId: string): Promise<ByRecord<Unfiled>> {
  const rows = await sql.query<Unfiled>(UNFILED, [messageId]);
  return new Map(rows.map((row) => [row.record, row]));
}

/** By key, for the tables have no index of messages: it would cost every document. */
const filedBy = (table: string, first: string, second: string, more: string): string => `
  select d.record, ${more} from unnest($2::text[], $3::text[]) as u (first, second)
  join documents.${table} d on d.${first} = u.first and d.${second} = u.second
  where d.message_id = $1`;

/** Whether a list or request was set aside after it was filed. */
const aside = (attempt: string, schema = 'clearance'): string => `
  exists (select from ${schema}.quarantine q where q.ebp_code = u.first
    and q.order_no = u.second and q.attempt = d.${attempt}) as aside`;

const NUMBERLESS = 'null as pre_no, d.deleted, false as aside';
const FILED: Readonly<Record<string, string>> = {
  CEB311: filedBy('orders', 'ebp_code', 'order_no', NUMBERLESS),
  CEB411: filedBy('payments', 'pay_code', 'pay_transaction_id', NUMBERLESS),
  CEB511: filedBy('waybills', 'logistics_code', 'logistics_no', NUMBERLESS),
  CEB621: filedBy(
    'lists',
    'ebp_code',
    'order_no',
    `d.pre_no, false as deleted, ${aside('attempt')}`,
  ),
  CEB303: filedBy('export_orders', 'ebp_code', 'order_no', NUMBERLESS),
  CEB403: filedBy('collections', 'ebp_code', 'order_no', NUMBERLESS),
  CEB505: filedBy('export_waybills', 'logistics_code', 'logistics_no', NUMBERLESS),
  CEB603: filedBy(
    'export_lists',
    'ebp_code',
    'order_no',
    `d.pre_no, false as deleted, ${aside('attempt', 'export')}`,
  ),
};
const OTHERS = filedBy('others', 'code', 'name', `d.pre_no, d.deleted, ${aside('version')}`);

async function filedOf(
  sql: Sql,
  messageId: string,
  type: string,
  records: readonly DecodedRecord[],
): Promise<ByRecord<Filed>> {
  const keys = records.map((record) => keyOf(type, record));
  const columns = [keys.map(([first]) => first), keys.map(([, second]) => second)];
  const rows = await sql.query<Filed>(FILED[type] ?? OTHERS, [messageId, ...columns]);
  return new Map(rows.map((row) => [row.record, row]));
}

function keyOf(type: string, record: DecodedRecord): readonly [string, string] {
  const table = present(TABLES.get(type), `message type ${type}`);
  if (FILED[type] === undefined) {
    const { code, name } = otherTerms(table, record);
    return [code, name];
  }
  const [first = '', second = ''] = table.key.map((element) => record.head[element] ?? '');
  return [first, second];
}

function viewOf(
  type: string,
  { index, head }: DecodedRecord,
  unfiled: ByRecord<Unfiled>,
  filed: ByRecord<Filed>,
): RecordView {
  const elements = TABLES.get(type)?.key ?? [];
  const key = Object.fromEntries(elements.map((element) => [element, head[element] ?? '']));
  const lost = unfiled.get(index);
  const stands = filed.get(index);
  return {
    record: index + 1,
    key,
    state: lost?.reason ?? stateOf(stands),
    codes: lost?.codes ?? [],
    preNo: stands?.pre_no ?? null,
  };
}

function stateOf(stands: Filed | undefined): RecordView['state'] {
  if (stands?.aside === true) return 'quarantined';
  return stands?.deleted === true ? 'deleted' : 'filed';
}
