import { businessDate, type Instant } from '../base/dates.ts';
import type { Finding } from '../base/finding.ts';
import { fail, ok } from '../base/result.ts';
import { advance, type ChainHead } from '../documents/evidence.ts';
import { knownMessages } from '../documents/message-store.ts';
import type { Sql } from '../io/postgres.ts';
import { fileReceipts } from '../receipts/store.ts';
import { authenticate } from './authenticate.ts';
import { unfitBundles, whole } from './bundles.ts';
import { type Evidence, packEvidence, storeEvidence } from './evidence-of.ts';
import { decideRecords, storeRecords } from './file-records.ts';
import { loadStanding, type Standing } from './filing-claims.ts';
import type { House } from './house.ts';
import { intakeReceipts, readersOf } from './intake-receipts.ts';
import { type Look, looksOfMessage } from './looks.ts';
import type { Answered, IntakeResult, Received } from './received.ts';
import type { RegistryView } from './registry-watch.ts';
import { type Sorted, sortRecords } from './sort-records.ts';

type Done = {
  readonly answers: readonly Answered[];
  /** Null when nothing was new. */
  readonly evidence: Evidence | null;
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
  const { answers, looks, evidence } = done;
  if (evidence === null) return { answers, looks, head };
  const { terms, messages, segment } = evidence;
  house.terms.put(
    terms,
    messages.map(({ messageId, message }) => ({ messageId, records: message.records.length })),
  );
  return { answers, looks, head: advance(segment) };
}

/**
 * The body of `intake` in a transaction of the caller's. Four round trips: everything is asked for
 * at once, on the guess that the registry is what it was; everything is written at once; the
 * blocks of receipts, whose numbers the database gives; the commit.
 */
export async function fileBatch(
  tx: Sql,
  house: House,
  head: ChainHead,
  batch: readonly Received[],
  at: Instant,
): Promise<Done> {
  const guess = house.registry.current();
  const sorted = sortRecords(batch, guess, at);
  const [registry, seen, found] = await Promise.all([
    house.registry.fresh(tx),
    knownMessages(
      tx,
      batch.map((one) => one.messageId),
    ),
    loadStanding(tx, house.terms, sorted),
  ]);
  const checked = whole(
    batch,
    batch.map((one) => checkedAgain(one, registry, at)),
  );
  const trusted = checked.flatMap((one) => (one.ok ? [one.value] : []));
  const plan = registry === guess ? sorted : sortRecords(trusted, registry, at);
  const standing = plan === sorted ? found : await loadStanding(tx, house.terms, plan);
  const { fresh, refused } = fitting(trusted, seen, plan, standing, at);
  const answers = checked.map((one) => {
    if (!one.ok) return one;
    const findings = refused.get(one.value.bundle ?? '');
    if (findings !== undefined) return fail({ status: 409, findings } as const);
    return ok(answer(one.value, fresh.has(one.value)));
  });
  // A known message is looked at again: it may be resent because its process died before clearing.
  const known = trusted.filter((one) => !fresh.has(one) && !refused.has(one.bundle ?? ''));
  const again = known.flatMap(({ message }) => looksOfMessage(message));
  if (fresh.size === 0) return { answers, evidence: null, receipts: new Map(), looks: again };
  const filed = await fileFresh({ tx, house, head, at, registry }, [...fresh], plan, standing);
  return { ...filed, answers, looks: [...again, ...filed.looks] };
}

type Frame = {
  readonly tx: Sql;
  readonly house: House;
  readonly head: ChainHead;
  readonly at: Instant;
  readonly registry: RegistryView;
};

async function fileFresh(
  { tx, house, head, at, registry }: Frame,
  messages: readonly Received[],
  plan: Sorted,
  standing: Standing,
): Promise<Omit<Done, 'answers'>> {
  const records = messages.flatMap((one) => plan.records.get(one) ?? []);
  const readers = new Map(
    messages.map((one) => [one.messageId, readersOf(one, registry.snapshot)]),
  );
  const frame = { at, reusable: plan.reusable, readers };
  const filings = await decideRecords(house, records, standing, frame);
  const evidence = packEvidence(head, messages, filings.outcomes);
  // The heads of the receipts come last: whoever answers the same enterprises waits for them.
  const [, , receipts] = await Promise.all([
    storeRecords(tx, filings, frame),
    storeEvidence(tx, evidence, at),
    fileReceipts(tx, intakeReceipts(records, filings, readers, at), at),
  ]);
  return { evidence, receipts, looks: filings.looks };
}

// Between window and transaction the registry may have changed: what was revoked by now is refused.
function checkedAgain(one: Received, registry: RegistryView, at: Instant) {
  if (one.revision === registry.snapshot.revision) return ok(one);
  const date = businessDate(at);
  const result = authenticate(one.bytes, one.sender, registry, date, at, one.delegated);
  return result.ok ? ok(one) : result;
}

/** What is new of a batch, and why bundles are not filed, by bundle. */
type Fitting = {
  readonly fresh: ReadonlySet<Received>;
  readonly refused: ReadonlyMap<string, readonly Finding[]>;
};

// A bundle that is left out may have stood in the way of another, or have brought its order.
function fitting(
  trusted: readonly Received[],
  stored: ReadonlySet<string>,
  plan: Sorted,
  standing: Standing,
  at: Instant,
): Fitting {
  const refused = new Map<string, readonly Finding[]>();
  for (;;) {
    const left = trusted.filter(({ bundle }) => !refused.has(bundle ?? ''));
    const fresh = freshMessages(left, stored);
    const unfit = unfitBundles([...fresh], plan, standing, at);
    if (unfit.size === 0) return { fresh, refused };
    for (const [bundle, findings] of unfit) refused.set(bundle, findings);
  }
}

// Of the same bytes twice in a batch the first is new.
function freshMessages(batch: readonly Received[], stored: ReadonlySet<string>): Set<Received> {
  const seen = new Set(stored);
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
