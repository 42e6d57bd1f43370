import { setTimeout as sleep } from 'node:timers/promises';
import { businessDate } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { instruct, isToInspect, type LaneLaw, type LaneWaybill } from '../inspection/instruct.ts';
import { type LaneCode, laneFinding } from '../inspection/lane-codes.ts';
import { answeredScan, isSameScan, type Scan, type ScanSaid } from '../inspection/scan.ts';
import {
  markArrived,
  recordedScans,
  scannedNumbers,
  storeScans,
} from '../inspection/scan-store.ts';
import type { Database } from '../io/postgres.ts';
import { type Conveyor, conveyor } from './conveyor.ts';
import type { House } from './house.ts';
import { laneWaybills } from './lane-facts.ts';
import type { RegistryView } from './registry-watch.ts';

/** What a lane is told, or why its report is not taken. */
export type Scanned = Result<Scan, Finding[]>;

/** The house with the lane's own connections in place of the others. */
export type LaneHouse = Pick<House, 'registry' | 'clock'> & { readonly db: Database };

/** Scans of many lanes, many in one transaction; each is durable before it is answered. */
export function scanConveyor(house: LaneHouse): Conveyor<ScanSaid, Scanned> {
  return conveyor<ScanSaid, Scanned>({
    work: (scans) => scanParcels(house, scans),
    // The lane is told that something is broken, and diverts the parcel.
    setAside: async (_, bug) => {
      throw bug;
    },
    weight: () => 1,
    mostWeight: LIMITS.laneBatch,
    mostItems: LIMITS.laneBatch,
    tries: LIMITS.transactionTries,
    pause: async (milliseconds) => {
      await sleep(milliseconds);
    },
  });
}

/**
 * Answers scans and records them, in one transaction and five statements, or six when something is
 * to be inspected. A number that was reported before has the answer it had.
 * @throws ScanRace when another process recorded one of them meanwhile: try again; faults; bugs.
 */
export function scanParcels(house: LaneHouse, said: readonly ScanSaid[]): Promise<Scanned[]> {
  return house.db.transaction(async (tx) => {
    // A carrier registered this moment has filed nothing that was decided yet.
    const candidates = carriersOf(house.registry.current().snapshot);
    const asked = said.map((one) => keysOf(one, candidates));
    const [view, earlier, seen, waybills] = await Promise.all([
      house.registry.fresh(tx),
      recordedScans(
        tx,
        said.map(({ site, scanId }) => keyOf(site, scanId)),
        'online',
      ),
      scannedNumbers(
        tx,
        said.map(({ logisticsNo }) => logisticsNo),
      ),
      laneWaybills(tx, asked.flat()),
    ]);
    // After the facts were read: an answer is of the moment at which they held.
    const at = house.clock.now();
    const law = laneLaw(view.index, businessDate(at));
    const recorded = new Map(earlier);
    const fresh: Scan[] = [];
    const answers = said.map((one, i): Scanned => {
      const before = recorded.get(keyOf(one.site, one.scanId));
      if (before !== undefined) return again(one, before);
      const found = knownOf(asked[i]!, waybills);
      const instructed = instruct(one.weight, found, law, at);
      const scan = answeredScan(one, instructed, at, seen.has(one.logisticsNo));
      seen.add(one.logisticsNo);
      recorded.set(keyOf(one.site, one.scanId), scan);
      fresh.push(scan);
      return ok(scan);
    });
    const drawn = fresh.filter(({ reason }) => isToInspect(reason as LaneCode));
    await Promise.all([
      storeScans(tx, fresh),
      markArrived(
        tx,
        drawn.flatMap(({ listNo }) => listNo ?? []),
        at,
      ),
    ]);
    return answers;
  });
}

function again(said: ScanSaid, before: Scan): Scanned {
  if (isSameScan(said, before)) return ok(before);
  return fail([laneFinding('LANE-SCAN-ID', 'scanId', { scanId: said.scanId })]);
}

/** Codes of the registered carriers: a number without a code may be of any of them. */
export function carriersOf({ enterprises }: RegistryView['snapshot']): string[] {
  return [...enterprises.values()]
    .filter(({ roles, status }) => roles.includes('logistics') && status !== 'revoked')
    .map(({ code }) => code)
    .sort();
}

/** Keys under which the waybill of a scan may stand. */
export function keysOf(
  { logisticsNo, logisticsCode }: Pick<ScanSaid, 'logisticsNo' | 'logisticsCode'>,
  carriers: readonly string[],
): string[] {
  const codes = logisticsCode === null ? carriers : [logisticsCode];
  return codes.map((code) => keyOf(code, logisticsNo));
}

/** Those of the keys under which something stands. */
export function knownOf(
  keys: readonly string[],
  waybills: ReadonlyMap<string, LaneWaybill>,
): LaneWaybill[] {
  return keys.flatMap((key) => waybills.get(key) ?? []);
}

/** The law of a day, as lanes need it. */
export function laneLaw(index: RegistryView['index'], date: string): LaneLaw {
  return { customs: index.profile.customs, allowance: index.laneAllowance(date) };
}
