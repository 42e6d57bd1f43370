import { crc32, inflateRawSync } from 'node:zlib';
import { assert } from '../../base/assert.ts';

/**
 * Reads and writes the ZIP archives that workbooks are (APPNOTE 6.3): no encryption, no archives of
 * several disks, no ZIP64. Sizes are bounded before and while a part is unpacked, so that no small
 * file becomes a large one in memory.
 */
export class BadZip extends Error {
  override name = 'BadZip';
  readonly tooLarge: boolean;
  constructor(problem: string, tooLarge = false) {
    super(problem);
    this.tooLarge = tooLarge;
  }
}

export type Archive = {
  /** A part unpacked, or null when there is none of that name. @throws BadZip */
  read(name: string): Buffer | null;
};

type Entry = { method: number; packed: number; size: number; offset: number; crc: number };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_COMMENT = 0xffff;
/** A workbook has some dozen parts. */
const MOST_ENTRIES = 4_096;
const DEFLATED = 8;

/** @param most bytes of one part @throws BadZip */
export function openZip(bytes: Buffer, most: number): Archive {
  const entries = entriesOf(bytes);
  return {
    read: (name) => {
      const entry = entries.get(name);
      return entry === undefined ? null : unpack(bytes, entry, most);
    },
  };
}

function entriesOf(bytes: Buffer): ReadonlyMap<string, Entry> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES) throw new BadZip('too many parts', true);
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > end || bytes.readUInt32LE(at) !== CENTRAL) {
      throw new BadZip('its directory is broken');
    }
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new BadZip('it is encrypted');
    const nameEnd = at + CENTRAL_BYTES + bytes.readUInt16LE(at + 28);
    entries.set(bytes.toString('utf8', at + CENTRAL_BYTES, nameEnd), {
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function endOf(bytes: Buffer): number {
  const least = Math.max(0, bytes.length - END_BYTES - MOST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= least; at--) {
    if (bytes.readUInt32LE(at) === END) return at;
  }
  throw new BadZip('it has no directory');
}

function unpack(bytes: Buffer, entry: Entry, most: number): Buffer {
  const { method, packed, size, offset, crc } = entry;
  if (size > most) throw new BadZip(`a part has more than ${most} bytes`, true);
  if (offset + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) {
    throw new BadZip('a part is missing');
  }
  const lengths = bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const start = offset + LOCAL_BYTES + lengths;
  if (start + packed > bytes.length) throw new BadZip('a part is cut off');
  const data = bytes.subarray(start, start + packed);
  const whole = method === 0 ? data : method === DEFLATED ? inflated(data, size) : null;
  if (whole === null) throw new BadZip('a part is packed in an unknown way');
  if (whole.length !== size || crc32(whole) !== crc) throw new BadZip('a part is damaged');
  return whole;
}

/** What claims to be small and is not is cut off at what it claims. */
function inflated(data: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new BadZip('a part is damaged');
  }
}

/** An archive of small parts, not packed. */
export function writeZip(parts: readonly (readonly [name: string, text: string])[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const [title, data] = [Buffer.from(name), Buffer.from(text)];
    const common = commonHeader(title, data);
    const local = Buffer.concat([signature(LOCAL), common, title, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([signature(CENTRAL), VERSION, common, tail, title]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  assert(parts.length <= MOST_ENTRIES, 'a small archive');
  return Buffer.concat([...locals, central, end]);
}

const VERSION = Buffer.from([20, 0]);

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** From "version needed" to "extra field length", which both headers have alike. */
function commonHeader(name: Buffer, data: Buffer): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  // Bit 11: names in UTF-8. The time is the first that the format can say: a template is no event.
  bytes.writeUInt16LE(0x0800, 2);
  bytes.writeUInt16LE(0x0021, 8);
  bytes.writeUInt32LE(crc32(data), 10);
  bytes.writeUInt32LE(data.length, 14);
  bytes.writeUInt32LE(data.length, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}
