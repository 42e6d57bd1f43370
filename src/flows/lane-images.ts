import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type ImageBytes, imageHash } from '../inspection/image.ts';
import { laneFinding } from '../inspection/lane-codes.ts';
import { judgeXray, type ScanKey, type Xray } from '../inspection/xray.ts';
import { addXray, findXray } from '../inspection/xray-store.ts';
import type { LaneHouse } from './lane-scans.ts';

/**
 * Keeps the X-ray image of a scan, which may have been reported, come later, or be answered by the
 * lane itself. The same image again is answered as it was; another one under its number is refused.
 */
export async function keepXray(
  { db, clock }: Pick<LaneHouse, 'db' | 'clock'>,
  key: ScanKey,
  image: ImageBytes,
): Promise<Result<Xray, Finding[]>> {
  const judged = judgeXray(key, image, clock.now());
  if ('code' in judged) return fail([judged]);
  const xray = { ...judged, sha256: await imageHash(image.bytes) };
  if (await addXray(db, xray, image.bytes)) return ok(xray);
  const before = present(await findXray(db, key), 'the image that is there');
  if (before.sha256 === xray.sha256) return ok(before);
  return fail([laneFinding('LANE-IMAGE-OTHER', 'scanId', { scanId: key.scanId })]);
}
