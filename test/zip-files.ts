/** Zip archives for tests, sound and otherwise: PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A file in an archive; what is given in place of the truth is written as it is given. */
export type Packed = {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** What the head says it expands to. */
  readonly size?: number;
};

/** UTF-8 names. */
const UTF8 = 0x800;
const DEFLATE = 8;

/** The bytes of an archive with these files, deflated unless told otherwise. */
export function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const { head, name, data } = packed(file);
    const local = Buffer.concat([tag(0x04034b50), head, name, data]);
    directory.push(
      Buffer.concat([tag(0x02014b50), words(20), head, words(0, 0, 0), longs(0, offset), name]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = files.length;
  const end = [words(0, 0, count, count), longs(central.length, offset), words(0)];
  return Buffer.concat([...parts, central, tag(0x06054b50), ...end]);
}

function packed({ name, content, method = DEFLATE, flags = 0, crc, size }: Packed) {
  const bytes = Buffer.from(content);
  const data = method === DEFLATE ? deflateRawSync(bytes) : bytes;
  const title = Buffer.from(name);
  const head = Buffer.concat([
    words(20, flags | UTF8, method, 0, 0x21),
    longs(crc ?? crc32(bytes), data.length, size ?? bytes.length),
    words(title.length, 0),
  ]);
  return { head, name: title, data };
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) bytes.writeUInt16LE(value, at * 2);
  return bytes;
}

function longs(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, at * 4);
  return bytes;
}

function tag(value: number): Buffer {
  return longs(value);
}
