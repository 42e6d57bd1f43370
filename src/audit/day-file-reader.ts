import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { zstdDecompressSync } from 'node:zlib';

/*
 * The auditor's own reader of the files of archived days, by docs/reference/day-file.md and not by
 * the code that writes them.
 */

/** One row of a file: columns as text, columns of bytes unpacked. */
export type FileRow = {
  readonly text: Readonly<Record<string, string | null>>;
  readonly bytes: Readonly<Record<string, Buffer | null>>;
};

type Part = 'evidence' | 'facts' | 'receipts';

type Block = { readonly at: number; readonly length: number; readonly first: [string, string] };

type Contents = {
  readonly day: string;
  readonly parts: Readonly<
    Record<Part, { plain: string[]; bytes: string[]; rows: number; blocks: Block[] }>
  >;
};

/** A file that could be opened. */
export type DayFile = {
  readonly day: string;
  /** Of the whole file. */
  readonly sha256: string;
  readonly rows: Readonly<Record<Part, number>>;
  /** All rows of a part in the order of their keys, a block at a time. */
  read(part: Part): AsyncGenerator<FileRow[]>;
  /** The rows of the one block that can hold this key. */
  around(part: Part, text: string, number: number): Promise<FileRow[]>;
};

const MAGIC = 'onestep-day/1\n';
const TRAILER = 40;

/** Opens a file of a day. @throws Error in a few words when it is none, or not there */
export async function openDayFile(path: string): Promise<DayFile> {
  const contents = await withFile(path, contentsOf);
  const { parts } = contents;
  const load = async (handle: FileHandle, part: Part, block: Block): Promise<FileRow[]> => {
    const { plain, bytes } = parts[part];
    return rowsOf(zstdDecompressSync(await bytesAt(handle, block.at, block.length)), plain, bytes);
  };
  return {
    day: contents.day,
    sha256: await sha256Of(path),
    rows: { evidence: parts.evidence.rows, facts: parts.facts.rows, receipts: parts.receipts.rows },
    async *read(part) {
      for (const block of parts[part].blocks) {
        yield await withFile(path, (handle) => load(handle, part, block));
      }
    },
    around: (part, text, number) => {
      const block = parts[part].blocks.findLast(({ first: [ownText, ownNumber] }) => {
        return ownText === text ? Number(ownNumber) <= number : ownText < text;
      });
      if (block === undefined) return Promise.resolve([]);
      return withFile(path, (handle) => load(handle, part, block));
    },
  };
}

async function contentsOf(handle: FileHandle): Promise<Contents> {
  const { size } = await handle.stat();
  const head = (await bytesAt(handle, 0, MAGIC.length)).toString('latin1');
  if (head !== MAGIC || size < MAGIC.length + TRAILER) throw new Error('is no file of a day');
  const place = Number((await bytesAt(handle, size - TRAILER, 8)).readBigUInt64BE(0));
  if (place >= size - TRAILER) throw new Error('is cut off');
  try {
    const frame = await bytesAt(handle, place, size - TRAILER - place);
    const contents = JSON.parse(zstdDecompressSync(frame).toString('utf8')) as Contents;
    const { evidence, facts, receipts } = contents.parts;
    if ([evidence, facts, receipts].every(({ blocks }) => Array.isArray(blocks))) return contents;
  } catch {
    // Whatever it is, it is no directory.
  }
  throw new Error('has a directory that cannot be read');
}

function rowsOf(content: Buffer, plain: readonly string[], names: readonly string[]): FileRow[] {
  const end = content.indexOf(0x0a);
  const { rows } = JSON.parse(content.toString('utf8', 0, end)) as {
    rows: [(string | null)[], number[]][];
  };
  let at = end + 1;
  return rows.map(([texts, lengths]) => {
    const bytes: Record<string, Buffer | null> = {};
    for (const [i, name] of names.entries()) {
      const length = lengths[i] ?? -1;
      bytes[name] = length < 0 ? null : content.subarray(at, at + length);
      at += Math.max(0, length);
    }
    return { text: Object.fromEntries(plain.map((name, i) => [name, texts[i] ?? null])), bytes };
  });
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new Error('is cut off');
  return buffer;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function withFile<T>(path: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path, 'r');
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}
