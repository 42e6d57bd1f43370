import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A PNG of eight bits a colour.
 * @param rgb three bytes a pixel, line by line
 * @param comment ASCII, kept in the file
 */
export function encodePng(width: number, height: number, rgb: Buffer, comment: string): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Depth, true colour; compression, filter and interlace are the only ones, or none.
  head.set([8, 2, 0, 0, 0], 8);
  const line = width * 3;
  const lines = Buffer.alloc((line + 1) * height);
  // Each line begins with its filter: none.
  for (let y = 0; y < height; y += 1) rgb.copy(lines, y * (line + 1) + 1, y * line, (y + 1) * line);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${comment}`, 'latin1')),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
