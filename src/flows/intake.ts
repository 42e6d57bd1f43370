import { addDays, addMonths, businessDate, type Instant, startOfDay } from '../base/dates.ts';
import { ok } from '../base/result.ts';
import { advance, type ChainHead, type Segment } from '../documents/evidence.ts';
import { knownMessages, storeUnfiled } from '../documents/message-store.ts';
import type { Sql } from '../io/postgres.ts';
import { fileReceipts } from '../receipts/store.ts';
import { cachedHash } from '../registry/personal-hash.ts';
import { authenticate } from './authenticate.ts';
import { classify } from './classify.ts';
import { storeEvidence } from './evidence-of.ts';
import { fileRecords } from './file-records.ts';
import type { House } from './house.ts';
import { intakeReceipts, readersOf } from './intake-receipts.ts';
import { type Look, looksOfMessage } from './looks.ts';
import type { Answered, IntakeResult, Received } from './received.ts';
import type { RegistryView } from './registry-watch.ts';

type Done = {
  readonly answers: readonly Answered[];
  /** Null when nothing was new. */
  readonly segment: Segment | null;
  readonly receipts: ReadonlyMap<string, bigint>;
  readonly looks: readonly Look[];
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
  house.news.announce(done.receipts);
  const { answers, looks, segment } = done;
  return { answers, looks, head: segment === null ? head : advance(segment) };
}

/** The body of `intake` in a transaction of the caller's. */
export async function fileBatch(
  tx: Sql,
  house: House,
  head: ChainHead,
  batch: readonly Received[],
  at: Instant,
): Promise<Done> {
  const registry = await house.registry.fresh(tx);
  const checked = batch.map((one) => checkedAgain(one, registry, at));
  const trusted = checked.flatMap((one) => (one.ok ? [one.value] : []));
  const fresh = await freshMessages(tx, trusted);
  const answers = checked.map((one) =>
    one.ok ? ok(answer(one.value, fresh.has(one.value))) : one,
  );
  // A known message is looked at again: it may be resent because its process died before clearing.
  const known = trusted.filter((one) => !fresh.has(one));
  const again = known.flatMap(({ message }) => looksOfMessage(message));
  if (fresh.size === 0) return { answers, segment: null, receipts: new Map(), looks: again };
  const filed = await fileFresh(tx, house, head, [...fresh], registry, at);
  return { answers, ...filed, looks: [...again, ...filed.looks] };
}

async function fileFresh(
  tx: Sql,
  house: House,
  head: ChainHead,
  fresh: readonly Received[],
  registry: RegistryView,
  at: Instant,
): Promise<Omit<Done, 'answers'>> {
  const date = businessDate(at);
  const hash = cachedHash(registry.hash);
  const records = fresh.flatMap((one) => classify(one, registry.snapshot, hash, date));
  const readers = new Map(fresh.map((one) => [one.messageId, readersOf(one, registry.snapshot)]));
  const months = registry.index.at(date).waybillReuseMonths;
  // A number used on the day six months ago counts as used until that day is over.
  const reusable = startOfDay(addDays(addMonths(date, -months), 1)) - 1;
  const filings = await fileRecords(tx, house, records, reusable, at, readers);
  const segment = await storeEvidence(tx, head, fresh, at);
  await storeUnfiled(tx, filings.unfiled, at);
  const receipts = await fileReceipts(tx, intakeReceipts(records, filings, readers, at), at);
  return { segment, receipts, looks: filings.looks };
}

// Between window and transaction the registry may have changed: what was revoked by now is refused.
function checkedAgain(one: Received, registry: RegistryView, at: Instant) {
  if (one.revision === registry.snapshot.revision) return ok(one);
  const result = authenticate(one.bytes, one.sender, registry, businessDate(at), at);
  return result.ok ? ok(one) : result;
}

async function freshMessages(tx: Sql, batch: readonly Received[]): Promise<Set<Received>> {
  const seen = await knownMessages(
    tx,
    batch.map((one) => one.messageId),
  );
  return new Set(
    batch.filter((one) => {
      if (seen.has(one.messageId)) return false;
      seen.add(one.messageId);
      return true;
    }),
  );
}

function answer({ messageId, message }: Received, fresh: boolean) {
  return { messageId, type: message.type, records: message.records.length, duplicate: !fresh };
}
