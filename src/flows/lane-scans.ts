import { setTimeout as sleep } from 'node:timers/promises';
import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { LIMITS } from '../base/limits.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { instruct, type LaneLaw, type LaneWaybill } from '../inspection/instruct.ts';
import { laneFinding } from '../inspection/lane-codes.ts';
import { answeredScan, isSameScan, type Scan, type ScanSaid } from '../inspection/scan.ts';
import {
  markArrived,
  recordedScans,
  scannedNumbers,
  storeScans,
} from '../inspection/scan-store.ts';
import type { Database, Sql } from '../io/postgres.ts';
import { type Conveyor, conveyor } from './conveyor.ts';
import type { House } from './house.ts';
import { type LaneWaybills, laneWaybills } from './lane-facts.ts';
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
 * Answers scans and records them, in one transaction and six statements, or seven when something is
 * to be inspected. A number that was reported before has the answer it had. Begin and
 * what is read are one round trip, what is written and the commit another: time is short.
 * @throws ScanRace when another process recorded one of them meanwhile: try again, those that were
 * recorded here have their answers then; faults; bugs.
 */
export async function scanParcels(house: LaneHouse, said: readonly ScanSaid[]): Promise<Scanned[]> {
  let written: Promise<unknown> = Promise.resolve();
  const answers = await house.db.transaction(async (tx) => {
    const known = await loadScans(tx, house, said);
    // After the facts were read: an answer is of the moment at which they held.
    const at = house.clock.now();
    const { answers, fresh } = answerScans(said, known, at);
    const listNos = fresh.filter(isToInspect).flatMap(({ listNo }) => listNo ?? []);
    written = Promise.all([storeScans(tx, fresh), markArrived(tx, listNos, at)]);
    // It leaves together with the commit, which undoes all when one of them fails; told below.
    written.catch(() => undefined);
    return answers;
  });
  await written;
  return answers;
}

/** Sent to those who inspect it, or stopped for them. */
function isToInspect({ state, instruction }: Scan): boolean {
  return state === '500' && instruction !== '03';
}

/** What scans are answered from. */
type Known = {
  readonly view: RegistryView;
  /** Keys under which the waybill of each may stand. */
  readonly asked: readonly (readonly string[])[];
  readonly earlier: ReadonlyMap<string, Scan>;
  readonly seen: ReadonlySet<string>;
  readonly waybills: LaneWaybills;
};

async function loadScans(tx: Sql, house: LaneHouse, said: readonly ScanSaid[]): Promise<Known> {
  // A carrier registered this moment has filed nothing that was decided yet.
  const carriers = carriersOf(house.registry.current().snapshot);
  const asked = said.map((one) => keysOf(one, carriers));
  const keys = said.map(({ site, scanId }) => keyOf(site, scanId));
  const numbers = said.map(({ logisticsNo }) => logisticsNo);
  const [view, earlier, seen, waybills] = await Promise.all([
    house.registry.fresh(tx),
    recordedScans(tx, keys, 'online'),
    scannedNumbers(tx, numbers),
    laneWaybills(tx, asked.flat()),
  ]);
  return { view, asked, earlier, seen, waybills };
}

function answerScans(
  said: readonly ScanSaid[],
  { view, asked, earlier, seen: before, waybills }: Known,
  at: Instant,
): { readonly answers: Scanned[]; readonly fresh: Scan[] } {
  const law = laneLaw(view.index, businessDate(at));
  const recorded = new Map(earlier);
  const seen = new Set(before);
  const fresh: Scan[] = [];
  const answers = said.map((one, i): Scanned => {
    const key = keyOf(one.site, one.scanId);
    const known = recorded.get(key);
    if (known !== undefined) return again(one, known);
    const instructed = instruct(one.weight, knownOf(asked[i]!, waybills), law, at);
    const scan = answeredScan(one, instructed, at, seen.has(one.logisticsNo));
    seen.add(one.logisticsNo);
    recorded.set(key, scan);
    fresh.push(scan);
    return ok(scan);
  });
  return { answers, fresh };
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
export function knownOf(keys: readonly string[], waybills: LaneWaybills): LaneWaybill[] {
  return keys.flatMap((key) => waybills.get(key) ?? []);
}

/** The law of a day, as lanes need it. */
export function laneLaw(index: RegistryView['index'], date: string): LaneLaw {
  return { customs: index.profile.customs, allowance: index.laneAllowance(date) };
}
