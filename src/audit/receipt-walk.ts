import type { FileRow } from './day-file-reader.ts';
import { merged, type Source } from './days.ts';
import { type ReceiptBlock, readBlock, type StoredBlock } from './receipts-reader.ts';
import { rowsOf } from './snapshot.ts';

const BLOCKS = (order: string): string => `
  select enterprise_code, first_cursor, count, body from receipts.blocks
  order by ${order}, first_cursor`;

/** With files the order is theirs, whatever that of the database is; without, that of the key. */
const IN_FILES = 'enterprise_code collate "C"';
const IN_DATABASE = 'enterprise_code';

const PAGE = 500;

/** Gives every block of receipts, stream by stream in the order of the cursors. */
export async function walkReceipts(
  { sql, days }: Omit<Source, 'sampleOf'>,
  name: 'audit_receipts' | 'audit_receipts_again' | 'audit_receipts_texts',
  watch: (block: ReceiptBlock) => void,
): Promise<void> {
  const database = rowsOf<StoredBlock>(
    sql,
    name,
    BLOCKS(days.all.length > 0 ? IN_FILES : IN_DATABASE),
    PAGE,
  );
  const blocks = merged(database, days, 'receipts', blockOf, compare);
  for (let row = await blocks.take(); row !== undefined; row = await blocks.take()) {
    watch(readBlock(row));
  }
}

function blockOf({ text, bytes }: FileRow): StoredBlock {
  return {
    enterprise_code: text.enterprise_code ?? '',
    first_cursor: BigInt(text.first_cursor ?? 0),
    count: Number(text.count),
    body: null,
    unpacked: bytes.body ?? null,
  };
}

function compare(a: StoredBlock, b: StoredBlock): number {
  if (a.enterprise_code !== b.enterprise_code) {
    return a.enterprise_code < b.enterprise_code ? -1 : 1;
  }
  return a.first_cursor < b.first_cursor ? -1 : 1;
}
