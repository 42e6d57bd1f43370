import type { Instant } from '../base/dates.ts';
import { distinctColumns, inKeyOrder, keyOf } from '../base/keys.ts';
import { byKeys } from '../io/by-keys.ts';
import { instantText, type Sql } from '../io/postgres.ts';
import type { ExportListTerms } from './export-terms.ts';
import { decodeExportList } from './export-terms-codec.ts';
import { FilingRace } from './filing-store.ts';
import type { DocumentRef } from './terms.ts';
import type { TermsShelf } from './terms-shelf.ts';

/** One attempt to declare a parcel that leaves, as filed. */
export type FiledExportList = {
  readonly terms: ExportListTerms;
  readonly ref: DocumentRef;
  readonly attempt: number;
  readonly preNo: string;
  /** Who gets its receipts; the sender comes first. */
  readonly readers: readonly string[];
  readonly digest: Uint8Array;
  readonly acceptedAt: Instant;
};

type Row = {
  ebp_code: string;
  order_no: string;
  attempt: number;
  pre_no: string;
  readers: string;
  message_id: string;
  record: number;
  accepted_at: Instant;
};

const COLUMNS = `ebp_code, order_no, attempt, pre_no, readers, message_id, record, accepted_at`;

const LATEST = `
  select ${COLUMNS} from ${byKeys('documents.export_lists', ['ebp_code', 'order_no'], {
    tail: 'order by attempt desc limit 1',
  })}`;

/** The latest attempt for each order key. One statement, and those of the shelf. */
export async function loadLatestExportLists(
  sql: Sql,
  shelf: TermsShelf,
  keys: readonly string[],
): Promise<Map<string, FiledExportList>> {
  const rows = await sql.query<Row>(LATEST, distinctColumns(keys));
  const lists = await withTerms(sql, shelf, rows);
  return new Map(lists.map((list, i) => [keyOf(rows[i]!.ebp_code, rows[i]!.order_no), list]));
}

const BY_PRE_NO = `select ${COLUMNS} from documents.export_lists where pre_no = $1`;

/** The attempt with this pre-entry number, or null. */
export async function findExportListByPreNo(
  sql: Sql,
  shelf: TermsShelf,
  preNo: string,
): Promise<FiledExportList | null> {
  const rows = await sql.query<Row>(BY_PRE_NO, [preNo]);
  return (await withTerms(sql, shelf, rows))[0] ?? null;
}

const BY_ATTEMPT = `select ${COLUMNS} from documents.export_lists
  where ebp_code = $1 and order_no = $2 and attempt = $3`;

/** One attempt of one order, or null. */
export async function findExportList(
  sql: Sql,
  shelf: TermsShelf,
  ebpCode: string,
  orderNo: string,
  attempt: number,
): Promise<FiledExportList | null> {
  const rows = await sql.query<Row>(BY_ATTEMPT, [ebpCode, orderNo, attempt]);
  return (await withTerms(sql, shelf, rows))[0] ?? null;
}

const INSERT = `
  insert into documents.export_lists (accepted_at, ebp_code, order_no, attempt, pre_no,
    logistics_code, logistics_no, readers, message_id, record)
  select $1::timestamptz, u.* from unnest($2::text[], $3::text[], $4::smallint[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::uuid[], $10::smallint[]) u
  on conflict (ebp_code, order_no, attempt) do nothing`;

/**
 * Files lists. One statement, none when there are none.
 * @throws FilingRace when another process filed the same attempt first
 */
export async function storeExportLists(
  tx: Sql,
  filed: readonly FiledExportList[],
  at: Instant,
): Promise<void> {
  if (filed.length === 0) return;
  const lists = inKeyOrder(filed, ({ terms }) => keyOf(terms.ebpCode, terms.orderNo));
  const stored = await tx.execute(INSERT, [
    instantText(at),
    lists.map((list) => list.terms.ebpCode),
    lists.map((list) => list.terms.orderNo),
    lists.map((list) => list.attempt),
    lists.map((list) => list.preNo),
    lists.map((list) => list.terms.logisticsCode),
    lists.map((list) => list.terms.logisticsNo),
    lists.map((list) => list.readers.join(' ')),
    lists.map((list) => list.ref.messageId),
    lists.map((list) => list.ref.record),
  ]);
  if (stored !== lists.length) throw new FilingRace('list filed by another process');
}

async function withTerms(
  sql: Sql,
  shelf: TermsShelf,
  rows: readonly Row[],
): Promise<FiledExportList[]> {
  const refs = rows.map((row) => ({ messageId: row.message_id, record: row.record }));
  const kept = await shelf.read(sql, refs);
  return rows.map((row, i) => ({
    terms: decodeExportList(kept[i]!.text),
    ref: refs[i]!,
    attempt: row.attempt,
    preNo: row.pre_no,
    readers: row.readers.split(' '),
    digest: kept[i]!.digest,
    acceptedAt: row.accepted_at,
  }));
}
