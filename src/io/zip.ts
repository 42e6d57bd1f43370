/**
 * Zip archives read in memory, one entry after the other. Nothing is written anywhere and no name
 * is ever used as a path, so an archive can do no harm but by its size, which `ZipLimits` bounds.
 */
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { LIMITS } from '../base/limits.ts';

/** Bounds of one archive. Sizes are bytes; `ratio` is bytes out for each byte in. */
export type ZipLimits = {
  readonly bytes: number;
  readonly entries: number;
  readonly entryBytes: number;
  readonly expandedBytes: number;
  readonly ratio: number;
  /** Entries that expand to less may have any ratio: blanks compress a thousandfold. */
  readonly ratioFrom: number;
};

/** What an archive of messages may be. */
export const ZIP_LIMITS: ZipLimits = {
  bytes: LIMITS.zipBytes,
  entries: LIMITS.zipEntries,
  entryBytes: LIMITS.messageBytes,
  expandedBytes: LIMITS.zipExpandedBytes,
  ratio: LIMITS.zipRatio,
  ratioFrom: LIMITS.zipRatioFrom,
};

/**
 * Why an archive or one of its entries is not read. `broken`: its parts contradict each other or
 * the checksum; `size` and `entries`: the archive itself; `large`: an entry; `bomb`: what comes out
 * is out of proportion; `encrypted`; `method`: a way of compression other than store and deflate.
 */
export type ZipProblem = 'broken' | 'size' | 'entries' | 'large' | 'bomb' | 'encrypted' | 'method';

/** A file in an archive, or what is wrong; `name` is null where that is the archive itself. */
export type ZipEntry =
  | { readonly name: string; readonly bytes: Buffer; readonly problem: null }
  | { readonly name: string | null; readonly bytes: null; readonly problem: ZipProblem };

/**
 * The files of an archive whose names are `wanted`, in its order. After a problem of the archive
 * itself nothing more comes; a problem of one entry leaves the others alone.
 * @param wanted is asked with the name as the archive has it, folders separated by `/`
 */
export async function* zipEntries(
  bytes: Buffer,
  limits: ZipLimits,
  wanted: (name: string) => boolean,
): AsyncGenerator<ZipEntry> {
  if (bytes.length > limits.bytes) return yield whole('size');
  const zip = await opened(bytes);
  if (zip === null) return yield whole('broken');
  if (zip.entryCount > limits.entries) return yield whole('entries');
  let expanded = 0;
  const entries = zip.eachEntry();
  for (;;) {
    const next = await entries.next().catch(() => null);
    if (next === null) return yield whole('broken');
    if (next.done === true) return;
    const entry: Entry = next.value;
    if (!wanted(entry.fileName)) continue;
    expanded += entry.uncompressedSize;
    if (expanded > limits.expandedBytes) return yield whole('bomb');
    yield await readEntry(zip, entry, limits);
  }
}

function whole(problem: ZipProblem): ZipEntry {
  return { name: null, bytes: null, problem };
}

/** Null for bytes that are no archive, or a broken one: the library throws for both. */
function opened(bytes: Buffer): Promise<ZipFile | null> {
  return fromBufferPromise(bytes, { lazyEntries: true }).catch(() => null);
}

async function readEntry(zip: ZipFile, entry: Entry, limits: ZipLimits): Promise<ZipEntry> {
  const { fileName: name } = entry;
  const problem = problemOf(entry, limits);
  if (problem !== null) return { name, bytes: null, problem };
  const bytes = await expandedEntry(zip, entry).catch(() => null);
  if (bytes === null || crc32(bytes) !== entry.crc32) {
    return { name, bytes: null, problem: 'broken' };
  }
  return { name, bytes, problem: null };
}

/** What its head says against an entry; the library holds the content to the size in the head. */
function problemOf(entry: Entry, limits: ZipLimits): ZipProblem | null {
  const { compressedSize, uncompressedSize: size } = entry;
  if (entry.isEncrypted()) return 'encrypted';
  if (!entry.canDecodeFileData()) return 'method';
  if (size >= limits.ratioFrom && size > compressedSize * limits.ratio) return 'bomb';
  return size > limits.entryBytes ? 'large' : null;
}

async function expandedEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
