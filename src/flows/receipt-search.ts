import { LIMITS } from '../base/limits.ts';
import { type Archive, NO_ARCHIVE } from '../documents/archive.ts';
import type { Sql } from '../io/postgres.ts';
import type { FiledReceipt } from '../receipts/receipt.ts';
import { lastCursors, readReceipts } from '../receipts/store.ts';

/** Which receipts; empty texts ask for any. */
export type ReceiptsAsked = {
  readonly type: string;
  readonly status: string;
  /** A part of a number that the receipt answers to: of a list, order, waybill or message. */
  readonly number: string;
  /** Those below this cursor; null: from the newest on. */
  readonly before: bigint | null;
  readonly limit: number;
};

/** Receipts, the newest first, and where to go on: not all of a stream is looked at in one call. */
export type ReceiptsFound = {
  readonly receipts: readonly FiledReceipt[];
  readonly next: bigint | null;
};

/** Receipts that one call looks at, in portions of a page. */
const LOOKED_AT = 4_000;

/**
 * Looks for receipts of an enterprise backwards from a cursor. What a receipt says lies packed in
 * blocks, so a filter reads them: a call ends when it has a page of finds, or has looked at so many
 * receipts, and `next` says where it stopped.
 */
export async function searchReceipts(
  sql: Sql,
  enterprise: string,
  { before, limit, ...wanted }: ReceiptsAsked,
  archive: Archive = NO_ARCHIVE,
): Promise<ReceiptsFound> {
  const last = (await lastCursors(sql, [enterprise])).get(enterprise) ?? 0n;
  let below = before === null || before > last ? last + 1n : before;
  const isOpen = wanted.type + wanted.status + wanted.number === '';
  const portion = BigInt(isOpen ? limit : LIMITS.receiptsPerPage);
  const end = below - BigInt(LOOKED_AT);
  const found: FiledReceipt[] = [];
  while (below > 1n && below > end && found.length < limit) {
    const after = below - 1n > portion ? below - 1n - portion : 0n;
    const read = await readReceipts(sql, enterprise, after, Number(below - 1n - after), archive);
    for (const receipt of read.reverse()) {
      if (found.length === limit) break;
      below = receipt.cursor;
      if (fits(receipt, wanted)) found.push(receipt);
    }
  }
  return { receipts: found, next: below > 1n ? below : null };
}

function fits(
  { type, status, keys, recordGuid }: FiledReceipt,
  wanted: Pick<ReceiptsAsked, 'type' | 'status' | 'number'>,
): boolean {
  if (wanted.type !== '' && type !== wanted.type) return false;
  if (wanted.status !== '' && status !== wanted.status) return false;
  const numbers = [recordGuid ?? '', ...Object.values(keys)];
  return numbers.some((one) => one.includes(wanted.number));
}
