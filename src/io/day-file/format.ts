import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { BusinessDate } from '../../base/dates.ts';
import type { DayPart } from '../day-tables.ts';

/*
 * The file of one archived day:
 *
 *   magic      `onestep-day/1` and a line feed
 *   blocks     zstd frames with checksums; each holds some rows of one table
 *   directory  a zstd frame with JSON: day, columns, and of each block its place and first key
 *   trailer    place of the directory (8 bytes, big endian), then the SHA-256 of all before it
 *
 * A block unpacked is one line of JSON about its rows, then their bytes one after another. Columns
 * of bytes that PostgreSQL holds as zstd frames stand there unpacked: neighbours then compress
 * together. Rows are in the order of their keys, so one row is found by the directory, and costs
 * one block. docs/reference/day-file.md says it for other programs.
 */

/** How every file of this form begins. */
export const MAGIC = Buffer.from('onestep-day/1\n');

export const HASH_BYTES = 32;
/** Place of the directory and hash. */
export const TRAILER_BYTES = 8 + HASH_BYTES;

/**
 * A block is closed when it holds this much unpacked: enough to compress well, little enough to be
 * read for one row.
 */
export const BLOCK_BYTES = 2 * 1024 * 1024;

/** The file ends in `.day`. */
export const dayFileName = (day: BusinessDate): string => `${day}.day`;

/** One row: its plain columns as PostgreSQL writes them as text, and its columns of bytes. */
export type DayRow = {
  readonly values: Readonly<Record<string, string | null>>;
  /** Unpacked where the table holds them packed. */
  readonly bytes: Readonly<Record<string, Buffer | null>>;
  /** The columns of bytes that the table holds packed. */
  readonly packed: readonly string[];
};

/** Text and number; rows are ordered by the one, then the other. */
export type DayKey = readonly [string, bigint];

/** Where a block lies, how many rows it has, and the key of the first. */
export type BlockEntry = {
  readonly at: number;
  readonly length: number;
  readonly rows: number;
  readonly first: readonly [string, string];
};

/** The columns of a table, in their order; `bytes` are those of type bytea. */
export type DayColumns = { readonly plain: readonly string[]; readonly bytes: readonly string[] };

export type DirectoryPart = DayColumns & {
  readonly rows: number;
  readonly blocks: readonly BlockEntry[];
};

/** What the file holds and where. */
export type Directory = {
  readonly day: BusinessDate;
  readonly parts: Readonly<Record<DayPart, DirectoryPart>>;
};

/** By text, then by number. */
export function compareKeys(a: DayKey, b: DayKey): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}

// Written once and kept for years; what it saves is in the ADR on days.
const LEVEL = 9;

/** A zstd frame that carries a checksum of what it holds. */
export function pack(bytes: Uint8Array): Buffer {
  const { ZSTD_c_checksumFlag: checksum, ZSTD_c_compressionLevel: level } = constants;
  return zstdCompressSync(bytes, { params: { [checksum]: 1, [level]: LEVEL } });
}

/** What `pack` packed. @throws when it is damaged */
export const unpack = (frame: Uint8Array): Buffer => zstdDecompressSync(frame);

type Head = {
  /** Plain columns, lengths of the columns of bytes (-1 for null), which of these are packed. */
  readonly rows: readonly (readonly [(string | null)[], number[], number[]])[];
};

const NEWLINE = 0x0a;

/** Rows as the content of a block. */
export function encodeBlock(rows: readonly DayRow[], columns: DayColumns): Buffer {
  const head: Head = {
    rows: rows.map(({ values, bytes, packed }) => [
      columns.plain.map((name) => values[name] ?? null),
      columns.bytes.map((name) => bytes[name]?.length ?? -1),
      columns.bytes.flatMap((name, i) => (packed.includes(name) ? [i] : [])),
    ]),
  };
  const bodies = rows.flatMap(({ bytes }) => columns.bytes.map((name) => bytes[name] ?? null));
  const present = bodies.filter((body) => body !== null);
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...present]);
}

/** What `encodeBlock` encoded. */
export function decodeBlock(content: Buffer, columns: DayColumns): DayRow[] {
  let at = content.indexOf(NEWLINE) + 1;
  const head = JSON.parse(content.toString('utf8', 0, at)) as Head;
  return head.rows.map(([plain, lengths, packed]) => {
    const bytes = columns.bytes.map((name, i) => {
      const length = lengths[i] ?? -1;
      const body = length < 0 ? null : content.subarray(at, at + length);
      at += Math.max(length, 0);
      return [name, body] as const;
    });
    return {
      values: Object.fromEntries(columns.plain.map((name, i) => [name, plain[i] ?? null])),
      bytes: Object.fromEntries(bytes),
      packed: packed.map((i) => columns.bytes[i] ?? ''),
    };
  });
}
