import type { Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { type Extent, extentOf, type ImageBytes, isImage } from './image.ts';
import { laneFinding } from './lane-codes.ts';

/** The scan that an image is of; it may not be there yet. */
export type ScanKey = { readonly site: string; readonly scanId: string };

/** An X-ray image of a parcel, without its bytes. */
export type Xray = ScanKey &
  Extent & {
    readonly at: Instant;
    readonly mediaType: string;
    /** Hexadecimal. */
    readonly sha256: string;
    /** Bytes. */
    readonly size: number;
  };

/** What is kept of an image as it came, but for its hash, or why it is not taken. Pure. */
export function judgeXray(
  key: ScanKey,
  image: ImageBytes,
  at: Instant,
): Omit<Xray, 'sha256'> | Finding {
  if (image.bytes.length > LIMITS.imageBytes) return imageTooLarge();
  const extent = isImage(image) ? extentOf(image) : null;
  if (extent === null) return xrayFinding(BROKEN);
  const { width, height } = extent;
  const isFit = Math.min(width, height) > 0 && Math.max(width, height) <= LIMITS.imageSide;
  if (!isFit || width * height > LIMITS.imagePixels) {
    const told = `${width} x ${height}`;
    return xrayFinding([`it has ${told} pixels`, `像素为 ${told}，超出范围`]);
  }
  const { mediaType, bytes } = image;
  return { ...key, ...extent, at, mediaType, size: bytes.length };
}

const MIB = LIMITS.imageBytes / 1024 / 1024;
const BROKEN = ['it is no whole image of its type', '不是完整的图像'] as const;

/** Why an image is not taken whose size is enough to say so. */
export function imageTooLarge(): Finding {
  return xrayFinding([`it has more than ${MIB} MiB`, `超过 ${MIB} MiB`]);
}

function xrayFinding([reason, reasonZh]: readonly [string, string]): Finding {
  return laneFinding('LANE-IMAGE', 'body', { reason, reasonZh });
}
