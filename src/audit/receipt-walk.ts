import type { Sql } from '../io/postgres.ts';
import { type ReceiptBlock, readBlock } from './receipts-reader.ts';
import { pages } from './snapshot.ts';

type BlockRow = { enterprise_code: string; first_cursor: bigint; count: number; body: Uint8Array };

const BLOCKS = `
  select enterprise_code, first_cursor, count, body from receipts.blocks
  order by enterprise_code, first_cursor`;

const PAGE = 500;

/** Gives every block of receipts, stream by stream in the order of the cursors. */
export async function walkReceipts(
  sql: Sql,
  name: 'audit_receipts' | 'audit_receipts_again' | 'audit_receipts_texts',
  watch: (block: ReceiptBlock) => void,
): Promise<void> {
  for await (const rows of pages<BlockRow>(sql, name, BLOCKS, PAGE)) {
    for (const row of rows) watch(readBlock(row));
  }
}
