import { zstdDecompressSync } from 'node:zlib';
import { assert, present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { TABLES, ZONE_CATALOGUE } from '../documents/zone/catalogue.ts';
import { pack } from '../io/pack.ts';
import type { Receipt, ReceiptType } from './receipt.ts';

const COMMON = ['guid', 'returnStatus', 'returnTime', 'returnInfo', 'status'];

/** Receipts of parcels say all this in elements of the same names. */
const NO_ANSWER = { status: '', info: '', at: '' };

/** What an event in the stream of an account book has; it is no message of the trade. */
const BOOK_KEYS = ['kind', 'number', 'ownNo', 'orderNo', 'logisticsNo'];

const KEYS: ReadonlyMap<ReceiptType, readonly string[]> = new Map([
  ['BOOK', BOOK_KEYS],
  ...[...TABLES.values()]
    .filter(({ sent }) => !sent)
    .map(({ type, head }): [ReceiptType, string[]] => {
      const { status, info, at } = ZONE_CATALOGUE.get(type)?.answer ?? NO_ANSWER;
      const own = head.fields.map(({ element }) => element);
      const said = [...COMMON, status, info, at];
      return [type, own.filter((element) => !said.includes(element))];
    }),
]);

/** The entity's own elements in the order of the schema, all texts. */
export function receiptKeys(type: ReceiptType): readonly string[] {
  return present(KEYS.get(type), `receipt type ${type}`);
}

/**
 * A block by columns: equal texts of neighbours lie side by side, which compresses to about half
 * of the same receipts as an array of objects and is read faster. Findings are rare, so they stand
 * apart under the receipt's position.
 */
type Columns = {
  readonly v: 1;
  readonly type: readonly ReceiptType[];
  readonly status: readonly string[];
  readonly at: readonly number[];
  readonly keys: readonly (readonly (string | null)[])[];
  readonly info: readonly string[];
  readonly guid: readonly (string | null)[];
  readonly findings: Readonly<Record<string, readonly Finding[]>>;
  /** As rare; left out when no receipt has any. */
  readonly lines?: Readonly<Record<string, Lines>>;
  readonly parts?: Readonly<Record<string, Parts>>;
};

type Lines = NonNullable<Receipt['lines']>;
type Parts = NonNullable<Receipt['parts']>;

function keyValues({ type, keys }: Receipt): (string | null)[] {
  let unknown = Object.keys(keys).length;
  const values = receiptKeys(type).map((name) => {
    const value = keys[name] ?? null;
    if (value !== null) unknown -= 1;
    return value;
  });
  assert(unknown === 0, `a receipt ${type} has a key it cannot carry`);
  return values;
}

function keyRecord(type: ReceiptType, values: readonly (string | null)[]): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const [index, name] of receiptKeys(type).entries()) {
    const value = values[index] ?? null;
    if (value !== null) keys[name] = value;
  }
  return keys;
}

/**
 * Receipts as one compressed block, for `decodeReceipts`.
 * @throws Bug when a receipt carries a key that its type does not have.
 */
export function encodeReceipts(receipts: readonly Receipt[]): Uint8Array {
  const findings: Record<string, readonly Finding[]> = {};
  const lines: Record<string, Lines> = {};
  const parts: Record<string, Parts> = {};
  for (const [index, receipt] of receipts.entries()) {
    if (receipt.findings.length > 0) findings[index] = receipt.findings;
    if (receipt.lines !== undefined) lines[index] = receipt.lines;
    if (receipt.parts !== undefined) parts[index] = receipt.parts;
  }
  const columns: Columns = {
    v: 1,
    type: receipts.map(({ type }) => type),
    status: receipts.map(({ status }) => status),
    at: receipts.map(({ at }) => at),
    keys: receipts.map(keyValues),
    info: receipts.map(({ info }) => info),
    guid: receipts.map(({ recordGuid }) => recordGuid),
    findings,
    ...(Object.keys(lines).length === 0 ? {} : { lines }),
    ...(Object.keys(parts).length === 0 ? {} : { parts }),
  };
  return pack(JSON.stringify(columns));
}

/**
 * The receipts of a block, in order.
 * @throws Bug when the block was written by a newer program.
 */
export function decodeReceipts(block: Uint8Array): Receipt[] {
  return readReceiptBlock(zstdDecompressSync(block));
}

/** The same of a block that was unpacked already, as the files of archived days have it. */
export function readReceiptBlock(unpacked: Buffer): Receipt[] {
  const columns = JSON.parse(unpacked.toString('utf8')) as Columns;
  assert(columns.v === 1, 'a block of receipts has an unknown form');
  return columns.type.map((type, index) => ({
    type,
    keys: keyRecord(type, present(columns.keys[index], 'keys')),
    status: present(columns.status[index], 'status'),
    info: present(columns.info[index], 'info'),
    at: present(columns.at[index], 'at'),
    findings: columns.findings[index] ?? [],
    ...(columns.lines?.[index] && { lines: columns.lines[index] }),
    ...(columns.parts?.[index] && { parts: columns.parts[index] }),
    recordGuid: columns.guid[index] ?? null,
  }));
}
