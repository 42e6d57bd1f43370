import { businessDate } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { readProgress, writeProgress } from '../clearance/progress-store.ts';
import { forgottenLists, overdueLists } from '../clearance/waiting-store.ts';
import { waitsUntil } from '../matching/match.ts';
import type { House } from './house.ts';
import type { Look } from './looks.ts';
import { resumeHeld } from './resume.ts';
import { strandedLists } from './stranded.ts';

/** Lists this young may still be on their way from intake to clearance. */
const SETTLING = 10_000;
/** How far the clocks of two processes may differ. */
const SKEW = 600_000;

export type SweepOptions = {
  /** Lists younger than this many milliseconds may still be on their way. */
  readonly settling?: number;
  /** Whether to look again at what is held, and at all that waits for partners come unnoticed. */
  readonly held?: boolean;
};

/**
 * What time brings and what a crash leaves: lists that waited too long, lists filed by a process
 * that died before clearance saw them, lists whose last document was, and held lists whose reason
 * may be gone. Finding nothing costs a few small statements.
 * @returns what clearance has to look at, and how many held lists moved on
 */
export async function sweep(
  house: House,
  { settling = SETTLING, held = true }: SweepOptions = {},
): Promise<{ readonly looks: Look[]; readonly resumed: number }> {
  const at = house.clock.now();
  const { index } = await house.registry.fresh(house.db);
  const waitDays = index.at(businessDate(at)).waitDays;
  const before = at - (waitsUntil(0, waitDays) + 1);
  const overdue = await overdueLists(house.db, before, LIMITS.batchRecords);
  const from = await readProgress(house.db);
  const until = at - settling;
  const forgotten = await forgottenLists(house.db, from, until, LIMITS.batchRecords);
  if (forgotten.length === 0 && until - SKEW > from) await writeProgress(house.db, until - SKEW);
  const stranded = held ? await strandedLists(house.db) : [];
  const resumed = held ? await resumeHeld(house) : 0;
  const keys = new Set([...overdue, ...forgotten, ...stranded]);
  return { looks: [...keys].map((key): Look => ({ kind: 'again', key })), resumed };
}
