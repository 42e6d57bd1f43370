import { DAY, type Instant } from '../base/dates.ts';
import { LIMITS } from '../base/limits.ts';
import { forgetFiled } from '../documents/partner-refusals.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import {
  type Checked,
  cancelItems,
  type Item,
  itemsIn,
  storeChecked,
} from '../repair/item-store.ts';
import type { Job } from '../repair/job.ts';
import { cancelJob, dueJobs, lookAgain, moveJob, staleJobs } from '../repair/job-store.ts';
import { failureOf } from './failure.ts';
import type { House } from './house.ts';
import { checkItems } from './repair-check.ts';
import { followItems } from './repair-follow.ts';
import { type BringDelegated, sendItems } from './repair-send.ts';
import { endRounds, leaseOf, startRounds } from './rounds.ts';

/** What carries repairs on, in one process of several. */
export type RepairWorks = {
  /** Ends the turn under way and lets another process go on. */
  close(): Promise<void>;
};

export type RepairNews = { onFailure?(error: unknown): void };

export type RepairPatience = {
  readonly lookMilliseconds: number;
  readonly leaseMilliseconds: number;
};

const PATIENCE: RepairPatience = { lookMilliseconds: 500, leaseMilliseconds: 10_000 };

/** What the works need: the house, and the door that all messages come through. */
export type RepairParts = { readonly house: House; readonly bring: BringDelegated };

/** Repairs that are carried on in one turn, each by a step. */
const JOBS = 20;
/** Milliseconds until a repair is looked at again: when lists move, and when none did. */
const SOON = 1_000;
const LATER = 15_000;
/** Milliseconds after its sending in which verdicts are on their way. */
const FRESH = 60_000;
/** A repair that was tried and not sent is canceled then: what it says is not true any more. */
const STALE_DAYS = 7;

/** Milliseconds between two looks for refusals that were mended otherwise. */
const TIDY = DAY / 24;

/** Starts to carry repairs on. One process alone does, by a lease. */
export function startRepairs(
  parts: RepairParts,
  news: RepairNews = {},
  patience: Partial<RepairPatience> = {},
): RepairWorks {
  const { lookMilliseconds, leaseMilliseconds } = { ...PATIENCE, ...patience };
  const { house } = parts;
  const holder = house.entropy.uuid();
  const term = { name: 'repairs', holder, milliseconds: leaseMilliseconds } as const;
  const lease = leaseOf(house.db, term);
  const onFailure = (error: unknown): void => news.onFailure?.(error);
  let tidyAt = 0;
  const turn = async () => {
    const now = house.clock.now();
    if (!(await lease.holds(now))) return false;
    if (now >= tidyAt) {
      tidyAt = now + TIDY;
      await forgetFiled(house.db, LIMITS.repairFollowed);
    }
    return repairTurn(parts);
  };
  const rounds = startRounds(turn, { lookMilliseconds, onFailure });
  return { close: () => endRounds(rounds, lease, onFailure) };
}

/**
 * Carries each repair that is due on by one step, so that a large one holds up no other, nor one
 * that fails: it is looked at again later.
 * @returns whether there is more to do at once
 * @throws the first failure, when each had its step
 */
export async function repairTurn(parts: RepairParts): Promise<boolean> {
  const { db, clock } = parts.house;
  const now = clock.now();
  for (const job of await staleJobs(db, now - STALE_DAYS * DAY)) {
    await cancelRepair(parts.house, job);
  }
  let more = false;
  const failed: unknown[] = [];
  for (const job of await dueJobs(db, now, JOBS)) {
    try {
      if (await step(parts, job)) more = true;
    } catch (error) {
      failed.push(error);
      await lookAgain(db, job.id, now + LATER);
    }
  }
  if (failed.length > 0) throw failed[0];
  return more;
}

/** Cancels what of a repair was not sent. @returns false when there is nothing left to cancel */
export function cancelRepair(
  { db, clock }: Pick<House, 'db' | 'clock'>,
  { id, enterprise }: Pick<Job, 'id' | 'enterprise'>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await cancelJob(tx, id, enterprise, clock.now()))) return false;
    await cancelItems(tx, id);
    return true;
  });
}

async function step(parts: RepairParts, job: Job): Promise<boolean> {
  const { house } = parts;
  const sender = house.registry.current().snapshot.enterprises.get(job.enterprise);
  // Nobody declares for an enterprise that may not declare itself; its lists are followed on.
  const active = sender?.status === 'active' ? sender : null;
  if (job.state === 'checking')
    return active === null ? rest(house, job) : check(house, job, active);
  const { sentAt } = job;
  const sent =
    active === null || sentAt === null ? null : await send(parts, { ...job, sentAt }, active);
  return sent ?? follow(house, job);
}

async function rest({ db, clock }: House, { id }: Job): Promise<boolean> {
  await lookAgain(db, id, clock.now() + LATER);
  return false;
}

async function check(house: House, job: Job, sender: Enterprise): Promise<boolean> {
  const { db, clock } = house;
  const items = await itemsIn(db, job.id, 'open', LIMITS.repairStep);
  if (items.length === 0) {
    await moveJob(db, job.id, 'checking', 'ready', clock.now());
    return false;
  }
  await storeChecked(db, job.id, await checkAll(house, job, sender, items));
  return true;
}

/** What breaks an assertion stands alone: it is told as a list that cannot be filed. */
async function checkAll(
  house: House,
  job: Job,
  sender: Enterprise,
  items: readonly Item[],
): Promise<readonly Checked[]> {
  try {
    return await checkItems(house, job, sender, items);
  } catch (error) {
    if (failureOf(error) !== 'poison') throw error;
    const [only, second] = items;
    if (only === undefined) throw error;
    if (second === undefined) {
      return [{ position: only.position, outcome: 'bad', changes: [], findings: [] } as const];
    }
    const checked: Checked[] = [];
    for (const item of items) checked.push(...(await checkAll(house, job, sender, [item])));
    return checked;
  }
}

/** @returns null when nothing is queued; else whether there is more to do at once */
async function send(
  parts: RepairParts,
  job: Job & { readonly sentAt: Instant },
  sender: Enterprise,
): Promise<boolean | null> {
  const { db } = parts.house;
  const items = await itemsIn(db, job.id, 'queued', LIMITS.repairStep);
  if (items.length === 0) return null;
  const settled = await sendItems(parts, job, sender, items);
  await followItems(db, job, { limit: LIMITS.repairFollowed, offset: 0, fresh: true });
  // Whoever is turned away comes again after a pause.
  return settled === items.length;
}

/** Looks at all lists that were sent, part by part. */
async function follow({ db, clock }: House, job: Job): Promise<boolean> {
  const limit = LIMITS.repairFollowed;
  let [offset, ended, open] = [0, 0, 0];
  for (;;) {
    const part = await followItems(db, job, { limit, offset, fresh: false });
    ended += part.ended;
    open += part.looked - part.ended;
    // What has ended is not among those that were sent any more.
    offset += part.looked - part.ended;
    if (part.looked < limit) break;
  }
  const now = clock.now();
  const [queued] = await itemsIn(db, job.id, 'queued', 1);
  if (queued === undefined && job.state === 'sending') {
    await moveJob(db, job.id, 'sending', 'following', now);
  }
  if (queued === undefined && open === 0) {
    await moveJob(db, job.id, 'following', 'done', now);
  } else {
    const isFresh = job.sentAt !== null && now - job.sentAt < FRESH;
    await lookAgain(db, job.id, now + (ended > 0 || isFresh ? SOON : LATER));
  }
  return false;
}
