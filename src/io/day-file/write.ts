import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BusinessDate } from '../../base/dates.ts';
import { DAY_PARTS, DAY_TABLES, type DayPart } from '../day-tables.ts';
import { systemEntropy } from '../random.ts';
import {
  BLOCK_BYTES,
  type BlockEntry,
  type DayColumns,
  type DayRow,
  type Directory,
  type DirectoryPart,
  encodeBlock,
  MAGIC,
  pack,
} from './format.ts';

/** The rows of one table in the order of their keys. */
export type PartSource = { readonly columns: DayColumns; readonly rows: AsyncIterable<DayRow> };

/** A file that was written, under its temporary name. */
export type WrittenDay = {
  readonly bytes: number;
  /** Of the whole file, as `sha256sum` prints it. */
  readonly sha256: string;
  readonly rows: Readonly<Record<DayPart, number>>;
};

/**
 * Writes the rows of a day as one file, each part as its source gives it, and has the disk keep it.
 * What stands under this name is replaced.
 * @throws Error of the file system, with its own words
 */
export async function writeDayFile(
  path: string,
  day: BusinessDate,
  sourceOf: (part: DayPart) => Promise<PartSource>,
): Promise<WrittenDay> {
  const handle = await open(path, 'w');
  try {
    const out = output(handle);
    await out.write(MAGIC);
    const parts: Partial<Record<DayPart, DirectoryPart>> = {};
    for (const part of DAY_PARTS) parts[part] = await writePart(out, part, await sourceOf(part));
    const directory: Directory = { day, parts: parts as Directory['parts'] };
    const at = out.bytes();
    await out.write(pack(Buffer.from(JSON.stringify(directory))));
    const place = Buffer.alloc(8);
    place.writeBigUInt64BE(BigInt(at));
    await out.write(place);
    await out.write(out.digest());
    await handle.sync();
    const counts = DAY_PARTS.map((part) => [part, directory.parts[part].rows]);
    return {
      bytes: out.bytes(),
      sha256: out.digest().toString('hex'),
      rows: Object.fromEntries(counts) as WrittenDay['rows'],
    };
  } finally {
    await handle.close();
  }
}

type Output = {
  write(bytes: Uint8Array): Promise<void>;
  bytes(): number;
  /** SHA-256 of all that was written up to here. */
  digest(): Buffer;
};

function output(handle: FileHandle): Output {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    write: async (part) => {
      hash.update(part);
      bytes += part.length;
      await handle.writeFile(part);
    },
    bytes: () => bytes,
    digest: () => hash.copy().digest(),
  };
}

async function writePart(
  out: Output,
  part: DayPart,
  { columns, rows }: PartSource,
): Promise<DirectoryPart> {
  const blocks: BlockEntry[] = [];
  let all = 0;
  let some: DayRow[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const [first] = some;
    if (first === undefined) return;
    const frame = pack(encodeBlock(some, columns));
    const at = out.bytes();
    blocks.push({ at, length: frame.length, rows: some.length, first: keyTexts(part, first) });
    await out.write(frame);
    all += some.length;
    [some, size] = [[], 0];
  };
  for await (const row of rows) {
    some.push(row);
    for (const body of Object.values(row.bytes)) size += body?.length ?? 0;
    if (size >= BLOCK_BYTES) await flush();
  }
  await flush();
  return { ...columns, rows: all, blocks };
}

function keyTexts(part: DayPart, { values }: DayRow): [string, string] {
  const [text, number] = DAY_TABLES[part].key;
  return [values[text] ?? '', values[number] ?? ''];
}

/** A name for a file that is not finished, which no other process takes. */
export function temporaryName(file: string): string {
  return `${file}.${systemEntropy.uuid()}.part`;
}

/** Gives a finished file its name, and has the disk keep that. */
export async function nameDayFile(temporary: string, path: string): Promise<void> {
  await rename(temporary, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Takes a file away; nothing when it is gone already. */
export function removeDayFile(path: string): Promise<void> {
  return rm(path, { force: true });
}
