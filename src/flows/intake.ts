import { addMonths, businessDate, type Instant, startOfDay } from '../base/dates.ts';
import { CaseRace } from '../clearance/case-store.ts';
import { advance, type ChainHead, type Segment } from '../documents/evidence.ts';
import { FilingRace } from '../documents/filing-store.ts';
import { knownMessages, storeUnfiled } from '../documents/message-store.ts';
import type { Sql } from '../io/postgres.ts';
import { fileReceipts } from '../receipts/store.ts';
import { cachedHash } from '../registry/personal-hash.ts';
import { classify } from './classify.ts';
import { storeEvidence } from './evidence-of.ts';
import { fileRecords } from './file-records.ts';
import type { House } from './house.ts';
import { intakeReceipts, readersOf } from './intake-receipts.ts';
import type { Look } from './looks.ts';
import type { Accepted, IntakeResult, Received } from './received.ts';

const DAY = 86_400_000;

type Done = {
  readonly segment: Segment;
  readonly receipts: ReadonlyMap<string, bigint>;
  readonly looks: readonly Look[];
  readonly fresh: ReadonlySet<Received>;
};

/**
 * Intake: trusted messages become evidence, documents and first receipts, in one transaction for
 * a whole batch. Same bytes again: the same answer and nothing done. What clearance has to look
 * at afterwards is handed back as keys.
 * @throws FilingRace or CaseRace when another process was faster: try the batch again; faults;
 * bugs.
 */
export async function intake(
  house: House,
  head: ChainHead,
  batch: readonly Received[],
): Promise<IntakeResult> {
  const at = house.clock.now();
  const done = await house.db.transaction((tx) => fileBatch(tx, house, head, batch, at));
  if (done !== null) house.news.announce(done.receipts);
  return {
    accepted: batch.map((one) => answer(one, done?.fresh.has(one) ?? false)),
    looks: done?.looks ?? [],
    head: done === null ? head : advance(done.segment),
  };
}

async function fileBatch(
  tx: Sql,
  house: House,
  head: ChainHead,
  batch: readonly Received[],
  at: Instant,
): Promise<Done | null> {
  const registry = await house.registry.fresh(tx);
  const fresh = await freshMessages(tx, batch);
  if (fresh.length === 0) return null;
  const date = businessDate(at);
  const hash = cachedHash(registry.hash);
  const records = fresh.flatMap(({ message, messageId, sender }) =>
    classify(message, messageId, sender, registry.snapshot, hash, date),
  );
  const readers = new Map(fresh.map((one) => [one.messageId, readersOf(one, registry.snapshot)]));
  const months = registry.index.at(date).waybillReuseMonths;
  // A number used on the day six months ago counts as used until that day is over.
  const reusable = startOfDay(addMonths(date, -months)) + DAY - 1;
  const filings = await fileRecords(tx, house, records, reusable, at, readers);
  const segment = await storeEvidence(tx, head, fresh, at);
  await storeUnfiled(tx, filings.unfiled, at);
  const receipts = await fileReceipts(tx, intakeReceipts(records, filings, readers, at), at);
  return { segment, receipts, looks: filings.looks, fresh: new Set(fresh) };
}

async function freshMessages(tx: Sql, batch: readonly Received[]): Promise<Received[]> {
  const seen = await knownMessages(
    tx,
    batch.map((one) => one.messageId),
  );
  return batch.filter((one) => {
    if (seen.has(one.messageId)) return false;
    seen.add(one.messageId);
    return true;
  });
}

function answer(one: Received, fresh: boolean): Accepted {
  return {
    messageId: one.messageId,
    type: one.message.type,
    records: one.message.records.length,
    duplicate: !fresh,
  };
}

/** Whether another try of the batch may succeed because it only lost a race. */
export function isRace(error: unknown): boolean {
  return error instanceof FilingRace || error instanceof CaseRace;
}
