import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { ImageBytes } from '../inspection/image.ts';
import type { OfflineSaid, ScanSaid } from '../inspection/scan.ts';
import { ScanRace } from '../inspection/scan-store.ts';
import type { ScanKey, Xray } from '../inspection/xray.ts';
import type { Database } from '../io/postgres.ts';
import type { House } from './house.ts';
import { keepXray } from './lane-images.ts';
import { type Reconciled, reconcile } from './lane-reconcile.ts';
import { type LaneKey, laneKey, type SignedPage, signedReleases } from './lane-releases.ts';
import { type Scanned, scanConveyor } from './lane-scans.ts';

/** What sorting lines ask and report. */
export type Lane = {
  /** Durable when it is answered. */
  scan(said: ScanSaid): Promise<Scanned>;
  /** Keeps the X-ray image of a scan, before or after it. */
  keepImage(key: ScanKey, image: ImageBytes): Promise<Result<Xray, Finding[]>>;
  /** Scans that wait for their answer. */
  load(): number;
  releases(after: string, limit: number): Promise<SignedPage>;
  key(): Promise<LaneKey>;
  reconcile(said: readonly OfflineSaid[]): Promise<Result<Reconciled[], Finding[]>>;
};

/**
 * The lanes of a house.
 * @param db connections of their own, so that the load of clearance does not hold a lane up
 */
export function laneOn(
  { registry, clock, entropy }: Pick<House, 'registry' | 'clock' | 'entropy'>,
  db: Database,
  onScan: (instruction: string) => void = () => {},
): Lane {
  const house = { registry, clock, entropy, db };
  const belt = scanConveyor(house);
  return {
    scan: async (said) => {
      const scanned = await belt.push(said);
      if (scanned.ok) onScan(scanned.value.instruction);
      return scanned;
    },
    keepImage: (key, image) => keepXray(house, key, image),
    load: belt.load,
    releases: (after, limit) => signedReleases(house, after, limit),
    key: () => laneKey(house),
    reconcile: (said) => tried(() => reconcile(house, said)),
  };
}

/** Once more after a lost race: the scan that was recorded meanwhile is seen then. */
async function tried<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    if (error instanceof ScanRace) return work();
    throw error;
  });
}
