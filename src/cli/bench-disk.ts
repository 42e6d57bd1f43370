import { statfs } from 'node:fs/promises';
import { NotDone } from './command.ts';

/** Bytes on disk of one parcel of history, generously, and of what comes once. */
const DISK_PARCEL = 6_000;
const DISK_ONCE = 4e9;

/** Whether a folder has room for so much history. @throws NotDone */
export async function checkSpace(dataDir: string, parcels: number): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const [free, need] = [bavail * bsize, parcels * DISK_PARCEL + DISK_ONCE];
  if (free >= need) return;
  const gb = (bytes: number): number => Math.ceil(bytes / 1e9);
  throw new NotDone(
    `${parcels} parcels of history need about ${gb(need)} GB where ${gb(free)} GB are free: ` +
      'choose another --data-dir or fewer --parcels.',
  );
}
