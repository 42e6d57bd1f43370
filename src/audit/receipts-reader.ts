import { zstdDecompressSync } from 'node:zlib';

/** One receipt as its block holds it. */
export type RawReceipt = {
  readonly type: string;
  readonly status: string;
  readonly guid: string;
  readonly preNo: string;
  readonly invtNo: string;
  /** Of a tax bill and of what became of it. */
  readonly taxNo: string;
  /** When it was written. */
  readonly at: number;
  /** Lines that it tells of one by one. */
  readonly lines: number;
};

/** One stored block of an enterprise's stream; `receipts` is null when it cannot be read. */
export type ReceiptBlock = {
  readonly enterprise: string;
  readonly first: bigint;
  readonly count: number;
  readonly receipts: readonly RawReceipt[] | null;
  /** The whole unpacked text. */
  readonly text: string;
};

/** Places of preNo and invtNo among the keys of the receipts that have them. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  CEB622: [5, 6],
  CEB624: [5, 6],
  CEB626: [5, 6],
  CEB712: [3],
  CEB604: [2, 3],
  CEB606: [2, 3],
  CEB608: [3],
  CEB510: [2],
  CEB214: [4, 5],
  CEB216: [4],
  // An application is named by its number as a list is by that of customs.
  CEB702: [3, 4],
  // The result of one, and its declaration.
  CEB792: [1, 3],
};

const BILLS = ['CEB816', 'CEB818'];
/** Place of taxNo among their keys. */
const TAX_NO = 1;

/** A block as the database has it, compressed, or as the file of its day has it. */
export type StoredBlock = {
  enterprise_code: string;
  first_cursor: bigint;
  count: number;
  body: Uint8Array | null;
  unpacked?: Buffer | null;
};

/** Unpacks a block: JSON by columns, compressed (see docs of the receipts part). */
export function readBlock(row: StoredBlock): ReceiptBlock {
  const head = { enterprise: row.enterprise_code, first: row.first_cursor, count: row.count };
  try {
    const raw = row.body === null ? row.unpacked : zstdDecompressSync(row.body);
    const text = raw?.toString('utf8') ?? '';
    return { ...head, text, receipts: receiptsOf(JSON.parse(text)) };
  } catch {
    return { ...head, text: '', receipts: null };
  }
}

function receiptsOf(columns: unknown): RawReceipt[] | null {
  const { type, status, guid, keys, at, lines } = columns as Record<string, unknown>;
  if (![type, status, guid, keys, at].every(Array.isArray)) return null;
  const texts = (column: unknown) => column as (string | null)[];
  return texts(type).map((kind, i) => {
    const own = (keys as (string | null)[][])[i] ?? [];
    const [preNo = -1, invtNo = -1] = NUMBERS[kind ?? ''] ?? [];
    return {
      type: kind ?? '',
      status: texts(status)[i] ?? '',
      guid: texts(guid)[i] ?? '',
      at: Number((at as readonly unknown[])[i]),
      preNo: own[preNo] ?? '',
      invtNo: own[invtNo] ?? '',
      lines: (lines as Readonly<Record<string, unknown[]>> | undefined)?.[i]?.length ?? 0,
      taxNo: (BILLS.includes(kind ?? '') ? own[TAX_NO] : null) ?? '',
    };
  });
}
