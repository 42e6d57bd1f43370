import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { isBusinessDate } from '../../base/dates.ts';
import { DAY_PARTS, DAY_TABLES, type DayPart } from '../day-tables.ts';
import {
  type BlockEntry,
  compareKeys,
  type DayKey,
  type DayRow,
  type Directory,
  decodeBlock,
  HASH_BYTES,
  MAGIC,
  TRAILER_BYTES,
  unpack,
} from './format.ts';

/** A file is not what it should be. One sentence. */
export class DamagedDayFile extends Error {
  override name = 'DamagedDayFile';
}

/**
 * Reads the directory of a file and not the rest.
 * @throws DamagedDayFile; Error of the file system, with `code` ENOENT when there is none
 */
export async function readDirectory(path: string): Promise<Directory> {
  return withFile(path, async (handle) => {
    const { size } = await handle.stat();
    if (size < MAGIC.length + TRAILER_BYTES) throw damaged(path, 'is too short');
    const magic = await bytesAt(handle, 0, MAGIC.length);
    if (!magic.equals(MAGIC)) throw damaged(path, 'is no file of a day, or of a newer form');
    const trailer = await bytesAt(handle, size - TRAILER_BYTES, TRAILER_BYTES);
    const at = Number(trailer.readBigUInt64BE(0));
    const length = size - TRAILER_BYTES - at;
    if (at < MAGIC.length || length <= 0) throw damaged(path, 'is cut off');
    return directoryOf(path, await bytesAt(handle, at, length));
  });
}

function directoryOf(path: string, frame: Buffer): Directory {
  const directory = tryTo(path, 'directory', () => {
    return JSON.parse(unpack(frame).toString('utf8')) as Directory;
  });
  const whole = isBusinessDate(directory.day) && DAY_PARTS.every((part) => part in directory.parts);
  if (!whole) throw damaged(path, 'has another directory than expected');
  return directory;
}

/** The rows with these keys, as far as the file has them; reads each block that it needs once. */
export async function findRows(
  path: string,
  directory: Directory,
  part: DayPart,
  keys: readonly DayKey[],
): Promise<DayRow[]> {
  const { blocks } = directory.parts[part];
  const wanted = Map.groupBy(keys, (key) => blockBefore(blocks, key));
  wanted.delete(-1);
  return withFile(path, async (handle) => {
    const found: DayRow[] = [];
    for (const [place, own] of wanted) {
      const rows = await readBlock(handle, path, directory, part, blocks[place]!);
      const isWanted = (row: DayRow) => own.some((key) => compareKeys(keyOf(part, row), key) === 0);
      found.push(...rows.filter(isWanted));
    }
    return found;
  });
}

/**
 * The rows of one text key with numbers from `least` to `most`, and the row before them, in
 * order: of a stream of receipts, the blocks that can hold these cursors.
 */
export async function findRange(
  path: string,
  directory: Directory,
  part: DayPart,
  [text, least]: DayKey,
  most: bigint,
): Promise<DayRow[]> {
  const { blocks } = directory.parts[part];
  const from = Math.max(0, blockBefore(blocks, [text, least]));
  const to = blockBefore(blocks, [text, most]);
  return withFile(path, async (handle) => {
    const rows: DayRow[] = [];
    for (const block of blocks.slice(from, to + 1)) {
      rows.push(...(await readBlock(handle, path, directory, part, block)));
    }
    const own = rows.filter((row) => {
      const [own, number] = keyOf(part, row);
      return own === text && number <= most;
    });
    const start = own.findLastIndex((row) => keyOf(part, row)[1] <= least);
    return own.slice(Math.max(0, start));
  });
}

/** All rows of a part, one block after the other. */
export async function* allRows(
  path: string,
  directory: Directory,
  part: DayPart,
): AsyncGenerator<DayRow[]> {
  const handle = await open(path, 'r');
  try {
    for (const block of directory.parts[part].blocks) {
      yield await readBlock(handle, path, directory, part, block);
    }
  } finally {
    await handle.close();
  }
}

/** SHA-256 of a whole file, and whether the hash that it carries itself is right. */
export async function hashDayFile(
  path: string,
): Promise<{ readonly sha256: string; readonly sound: boolean }> {
  return withFile(path, async (handle) => {
    const { size } = await handle.stat();
    const hash = createHash('sha256');
    let left = Math.max(0, size - HASH_BYTES);
    for await (const chunk of handle.createReadStream({
      end: Math.max(0, left - 1),
      autoClose: false,
    })) {
      hash.update(chunk as Buffer);
      left -= (chunk as Buffer).length;
    }
    const own = await bytesAt(handle, Math.max(0, size - HASH_BYTES), HASH_BYTES);
    const sound = left === 0 && hash.copy().digest().equals(own);
    return { sha256: hash.update(own).digest('hex'), sound };
  });
}

/** The last block that can hold the key, or -1. */
function blockBefore(blocks: readonly BlockEntry[], key: DayKey): number {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [text, number] = blocks[middle]!.first;
    if (compareKeys([text, BigInt(number)], key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The key of a row. */
export function keyOf(part: DayPart, { values }: DayRow): DayKey {
  const [text, number] = DAY_TABLES[part].key;
  return [values[text] ?? '', BigInt(values[number] ?? '0')];
}

async function readBlock(
  handle: FileHandle,
  path: string,
  directory: Directory,
  part: DayPart,
  { at, length, rows }: BlockEntry,
): Promise<DayRow[]> {
  const frame = await bytesAt(handle, at, length);
  const found = tryTo(path, `block at ${at}`, () => {
    return decodeBlock(unpack(frame), directory.parts[part]);
  });
  if (found.length !== rows) throw damaged(path, `holds ${found.length} of ${rows} rows at ${at}`);
  return found;
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
}

async function withFile<T>(path: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

function tryTo<T>(path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw damaged(path, `is damaged: its ${what} cannot be read`);
  }
}

function damaged(path: string, what: string): DamagedDayFile {
  return new DamagedDayFile(`${path} ${what}.`);
}
