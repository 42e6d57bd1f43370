import { businessDate, isoShanghai } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { keyOf } from '../base/keys.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { type Alarm, raiseAlarms } from '../inspection/alarm-store.ts';
import { instruct } from '../inspection/instruct.ts';
import { LANE_CODES, type LaneCode, laneFinding } from '../inspection/lane-codes.ts';
import { isSameScan, type OfflineSaid, offlineScan, type Scan } from '../inspection/scan.ts';
import { recordedScans, scannedNumbers, storeScans } from '../inspection/scan-store.ts';
import type { Sql } from '../io/postgres.ts';
import { laneWaybills, pastStates, waybillAt } from './lane-facts.ts';
import { carriersOf, keysOf, knownOf, type LaneHouse, laneLaw } from './lane-scans.ts';

/** An offline scan beside what the zone would have said at that time. */
export type Reconciled = {
  readonly scan: Scan;
  /** What the zone would have given as its reason; null of one that was reported before. */
  readonly expected: LaneCode | null;
  /** Whether it was reported before. */
  readonly repeated: boolean;
};

/** A lane's clock may be ahead of ours by so much. */
const AHEAD = 60_000;

/**
 * Takes what a lane answered by itself while it had no network, all of it or none, and compares
 * each with what it would have been told then. One that was released and was no release raises an
 * alarm. The same report again changes nothing.
 * @throws ScanRace when another process recorded one of them meanwhile: try again
 */
export function reconcile(
  house: LaneHouse,
  said: readonly OfflineSaid[],
): Promise<Result<Reconciled[], Finding[]>> {
  return house.db.transaction(async (tx) => {
    const { snapshot, index } = await house.registry.fresh(tx);
    const carriers = carriersOf(snapshot);
    const asked = said.map((one) => keysOf(one, carriers));
    const [recorded, seen, waybills] = await Promise.all([
      recordedScans(
        tx,
        said.map(({ site, scanId }) => keyOf(site, scanId)),
        'offline',
      ),
      scannedNumbers(
        tx,
        said.map(({ logisticsNo }) => logisticsNo),
      ),
      laneWaybills(tx, asked.flat()),
    ]);
    const now = house.clock.now();
    const findings = refusals(said, recorded, now);
    if (findings.length > 0) return fail(findings);
    const lists = [...waybills.values()].flat().flatMap(({ list }) => list?.listNo ?? []);
    const past = await pastStates(tx, lists);
    const known = new Set(recorded.keys());
    const done = said.map((one, i): Reconciled => {
      const key = keyOf(one.site, one.scanId);
      const before = recorded.get(key);
      if (before !== undefined) return { scan: before, expected: null, repeated: true };
      const then = knownOf(asked[i]!, waybills).map((each) => waybillAt(each, past, one.at));
      const law = laneLaw(index, businessDate(one.at));
      const instructed = instruct(one.weight, then, law, one.at);
      const scan = offlineScan(one, instructed, now, seen.has(one.logisticsNo));
      seen.add(one.logisticsNo);
      recorded.set(key, scan);
      return { scan, expected: instructed.code, repeated: false };
    });
    await keep(
      tx,
      done.filter(({ scan }) => !known.has(keyOf(scan.site, scan.scanId))),
      now,
    );
    return ok(done);
  });
}

async function keep(tx: Sql, done: readonly Reconciled[], now: number): Promise<void> {
  const fresh = done.filter(({ repeated }) => !repeated);
  const alarms = fresh.filter(isFalseRelease).map(alarmOf);
  await Promise.all([
    storeScans(
      tx,
      fresh.map(({ scan }) => scan),
    ),
    raiseAlarms(tx, alarms, now),
  ]);
}

function isFalseRelease({ scan, expected }: Reconciled): boolean {
  return scan.instruction === '01' && LANE_CODES[expected ?? 'LANE-UNKNOWN'].instruction !== '01';
}

function alarmOf({ scan, expected }: Reconciled): Alarm {
  const { site, scanId, listNo, logisticsNo } = scan;
  return { kind: 'offline', site, scanId, listNo, logisticsNo, detail: expected ?? '' };
}

function refusals(
  said: readonly OfflineSaid[],
  recorded: ReadonlyMap<string, Scan>,
  now: number,
): Finding[] {
  const seen = new Map<string, OfflineSaid>();
  return said.flatMap((one, i) => {
    const { scanId, at, instruction } = one;
    const key = keyOf(one.site, scanId);
    const before = recorded.get(key);
    const twin = seen.get(key);
    seen.set(key, one);
    const others = [
      ...(before === undefined ? [] : [before]),
      ...(twin === undefined ? [] : [twin]),
    ];
    const isSame = others.every((other) => {
      return isSameScan(one, other) && instruction === other.instruction && at === other.at;
    });
    const findings: Finding[] = [];
    if (!isSame) findings.push(laneFinding('LANE-SCAN-ID', `scans[${i + 1}]`, { scanId }));
    if (at > now + AHEAD) {
      findings.push(laneFinding('LANE-TIME', `scans[${i + 1}]`, { at: isoShanghai(at) }));
    }
    return findings;
  });
}
