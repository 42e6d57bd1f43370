import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { extentOf, isImage } from '../../inspection/image.ts';
import { xrayPicture } from './picture.ts';

const CAN = { gcode: '1901101010', pieces: 2 };

/** The darkest of the colours of a picture. */
function darkest(picture: Buffer): number {
  const at = picture.indexOf('IDAT');
  const lines = inflateSync(picture.subarray(at + 4, at + 4 + picture.readUInt32BE(at - 4)));
  const line = 720 * 3 + 1;
  return lines.reduce((least, one, i) => (i % line === 0 ? least : Math.min(least, one)), 255);
}

describe('a made-up X-ray image', () => {
  it('is a PNG that says so itself, and the same for the same goods and weight', () => {
    const picture = xrayPicture([CAN], 1_800);
    const image = { mediaType: 'image/png', bytes: picture };
    expect([isImage(image), extentOf(image)]).toEqual([true, { width: 720, height: 540 }]);
    expect(picture.includes('Made up')).toBe(true);
    expect(xrayPicture([CAN], 1_800)).toEqual(picture);
    const others = [[{ ...CAN, pieces: 3 }], [{ ...CAN, gcode: '3304990031' }], []];
    for (const other of others) expect(xrayPicture(other, 1_800)).not.toEqual(picture);
  });

  it('is the darker, the more metal and the more weight there is', () => {
    const empty = darkest(xrayPicture([], 1_800));
    const cans = darkest(xrayPicture([CAN], 1_800));
    expect(cans).toBeLessThan(empty);
    expect(darkest(xrayPicture([CAN], 9_000))).toBeLessThan(cans);
    expect(darkest(xrayPicture([{ gcode: '8509', pieces: 1 }], 1_800))).toBeLessThan(cans);
  });
});
