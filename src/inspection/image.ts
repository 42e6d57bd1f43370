import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** The types of images that are kept: photographs of officers, X-ray images of lanes. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** An image as it is kept and given back, byte for byte. */
export type ImageBytes = { readonly mediaType: string; readonly bytes: Uint8Array };

/** The type that a header tells; null when it is none of those that are kept. */
export function imageTypeOf(contentType: string | undefined): ImageType | null {
  return IMAGE_TYPES.find((one) => contentType?.startsWith(one)) ?? null;
}

/** So much of an image is worked on at a time: a third of a millisecond. */
export const IMAGE_PIECE = 256 * 1024;

/**
 * SHA-256, hexadecimal. Lanes are answered between its pieces; the pool of threads would first copy
 * the bytes in one go, which takes as long as hashing them.
 */
export async function imageHash(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += IMAGE_PIECE) {
    await setImmediate();
    hash.update(bytes.subarray(at, at + IMAGE_PIECE));
  }
  // What is done with the bytes next gets a turn of its own.
  await setImmediate();
  return hash.digest('hex');
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const JPEG_END = Buffer.from([0xff, 0xd9]);

/** Begins and ends as its type does. */
export function isImage({ mediaType, bytes }: ImageBytes): boolean {
  const [first, last] = mediaType === 'image/png' ? [PNG, PNG_END] : [JPEG, JPEG_END];
  const all = bufferOf(bytes);
  if (all.length < first.length + last.length) return false;
  return all.subarray(0, first.length).equals(first) && all.subarray(-last.length).equals(last);
}

/** Pixels. */
export type Extent = { readonly width: number; readonly height: number };

/** Width and height as an image tells them; null where it tells none. */
export function extentOf({ mediaType, bytes }: ImageBytes): Extent | null {
  const all = bufferOf(bytes);
  return mediaType === 'image/png' ? pngExtent(all) : jpegExtent(all);
}

/** IHDR, which comes first: length, name, width, height. */
function pngExtent(all: Buffer): Extent | null {
  const isHeader = all.length >= 24 && all.toString('latin1', 12, 16) === 'IHDR';
  return isHeader ? { width: all.readUInt32BE(16), height: all.readUInt32BE(20) } : null;
}

/** Markers that begin a frame (SOF0 to SOF15), without those among them that begin tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** The first frame: length, bits, height, width. What lies before it are segments with a length. */
function jpegExtent(all: Buffer): Extent | null {
  for (let at = 2; at + 9 <= all.length && all[at] === 0xff; ) {
    const marker = all[at + 1]!;
    if (isFrame(marker)) {
      return { height: all.readUInt16BE(at + 5), width: all.readUInt16BE(at + 7) };
    }
    // Fill bytes stand before a marker; what is no segment tells nothing more.
    at += marker === 0xff ? 1 : 2 + all.readUInt16BE(at + 2);
  }
  return null;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
