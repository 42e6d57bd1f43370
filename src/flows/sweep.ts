import { businessDate, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { dueArrivals } from '../clearance/held-store.ts';
import { readProgress, writeProgress } from '../clearance/progress-store.ts';
import { requestsAside } from '../clearance/quarantine-store.ts';
import { decidedRequests } from '../clearance/request-store.ts';
import { forgottenLists, overdueLists, strandedLists } from '../clearance/waiting-store.ts';
import { othersFiled } from '../documents/other-store.ts';
import { waitingParts } from '../export/summary/part-store.ts';
import type { Sql } from '../io/postgres.ts';
import { waitsUntil } from '../matching/match.ts';
import { voidAbandoned } from './abandoned-draws.ts';
import { lapseRefunds } from './end-refunds.ts';
import { lapseReturns } from './end-returns.ts';
import { sweepExports } from './export-sweep.ts';
import type { House } from './house.ts';
import { EXPORT_REQUEST_TYPES, type Look, PAPER_TYPES, REQUEST_TYPES } from './looks.ts';
import { resumeHeld } from './resume.ts';
import { remindOfSummaries } from './summaries-due.ts';

/** Lists this young may still be on their way from intake to clearance. */
const SETTLING = 10_000;

export type SweepOptions = {
  /** Lists younger than this many milliseconds may still be on their way. */
  readonly settling?: number;
  /** Whether to look again at what is held, and at all that waits for partners come unnoticed. */
  readonly held?: boolean;
  /** Lists filed before were looked through by an earlier sweep, up to its `through`. */
  readonly since?: Instant;
};

export type Swept = {
  /** What clearance has to look at. */
  readonly looks: Look[];
  /** How many held lists moved on. */
  readonly resumed: number;
  /** Every list filed until then, but for clocks that differ, is decided, waits or is looked at. */
  readonly through: Instant;
};

/**
 * What time brings and what a crash leaves: lists that waited too long, lists filed by a process
 * that died before clearance saw them, lists whose last document or arrival was, held lists whose
 * reason may be gone, those whose arrival never came, refunds and returns of exported goods whose
 * goods never came, and sellers who are to be reminded of a summary. Finding
 * nothing costs a few small statements; without `since` also a walk over the lists of the last
 * minutes, for one whose process had a slow clock or a long transaction.
 */
export async function sweep(
  house: House,
  { settling = SETTLING, held = true, since }: SweepOptions = {},
): Promise<Swept> {
  const at = house.clock.now();
  const { index } = await house.registry.fresh(house.db);
  const waitDays = index.at(businessDate(at)).waitDays;
  const before = at - (waitsUntil(0, waitDays) + 1);
  const overdue = await overdueLists(house.db, before, LIMITS.batchRecords);
  const until = at - settling;
  // Before what a dead process had begun is taken up by another.
  await voidAbandoned(house, until);
  const from = since ?? (await readProgress(house.db, 'lists'));
  const forgotten = await forgottenLists(house.db, from, until, LIMITS.batchRecords);
  const stocked = index.at(businessDate(at)).stockRequired;
  const types = [...REQUEST_TYPES, ...(stocked ? PAPER_TYPES : [])];
  const requests = await forgottenRequests(house.db, types, from, until);
  const asked = await forgottenRequests(house.db, EXPORT_REQUEST_TYPES, from, until);
  const exports = await sweepExports(house.db, { from, until, before, held });
  if (
    since === undefined &&
    forgotten.length + exports.forgotten + requests.length + asked.length === 0 &&
    until - LIMITS.skewMilliseconds > from
  ) {
    await writeProgress(house.db, until - LIMITS.skewMilliseconds, 'lists');
  }
  const stranded = held ? await strandedLists(house.db, LIMITS.batchRecords) : [];
  const arrived = held ? await dueArrivals(house.db, before, LIMITS.batchRecords) : [];
  const resumed = held ? await resumeHeld(house) : 0;
  if (held) await lapseRefunds(house, LIMITS.batchRecords);
  if (held) await lapseReturns(house, LIMITS.batchRecords);
  if (held) await remindOfSummaries(house);
  const keys = new Set([...overdue, ...forgotten, ...stranded]);
  const looks = [
    ...[...keys].map((key): Look => ({ kind: 'again', key })),
    ...requests.map((key): Look => ({ kind: 'request', key })),
    ...arrived.map((key): Look => ({ kind: 'awaiting', key })),
    ...exports.looks,
    ...asked.map((key): Look => ({ kind: 'export-request', key })),
  ];
  // With as many as may be found at once there may be more.
  const most = Math.max(forgotten.length, exports.forgotten);
  const through = most < LIMITS.batchRecords ? until : from;
  return { looks, resumed, through };
}

/** Keys of requests filed in a period and neither decided nor set aside nor waiting for others. */
async function forgottenRequests(
  sql: Sql,
  types: readonly string[],
  from: Instant,
  until: Instant,
): Promise<string[]> {
  const filed = await othersFiled(sql, types, from, until);
  if (filed.length === 0) return [];
  const decided = await decidedRequests(
    sql,
    filed.map(({ key }) => key),
  );
  const open = filed.filter(({ key, version }) => (decided.get(key)?.version ?? 0) < version);
  if (open.length === 0) return [];
  const aside = await requestsAside(
    sql,
    open.map(({ key }) => key),
  );
  const waiting = await waitingParts(
    sql,
    open.map(({ key }) => key),
  );
  const isLeft = ({ key, version }: (typeof open)[number]): boolean =>
    (aside.get(key) ?? 0) < version && (waiting.get(key)?.version ?? 0) < version;
  return open.filter(isLeft).map(({ key }) => key);
}
