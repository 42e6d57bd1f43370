import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { preNo } from '../base/ids.ts';
import { noteOrderChanges, noteWaybillChanges } from '../clearance/case-store.ts';
import { decideFiling, type Filing, filingKey, usageKey } from '../documents/filing.ts';
import { storeFilings } from '../documents/filing-store.ts';
import { type FiledList, storeLists } from '../documents/list-store.ts';
import type { Unfiled } from '../documents/message-store.ts';
import type { ListTerms } from '../documents/terms.ts';
import type { Sql } from '../io/postgres.ts';
import type { Classified } from './classify.ts';
import { loadStanding } from './filing-claims.ts';
import type { House } from './house.ts';
import type { Look } from './looks.ts';
import { refKey } from './received.ts';

/** What filing made of the records of a batch. */
export type Filings = {
  /** By `refKey` of the record. */
  readonly outcomes: ReadonlyMap<string, Filing>;
  /** The filed lists, by `refKey`. */
  readonly lists: ReadonlyMap<string, FiledList>;
  readonly unfiled: readonly Unfiled[];
  readonly looks: readonly Look[];
};

/**
 * Files the sorted records of a batch: what is stored already is loaded, the outcome decided, and
 * the result written.
 * @param readers who gets the receipts of a message, by message id; the sender comes first
 * @param reusable a waybill number accepted at or before this instant may be used anew
 */
export async function fileRecords(
  tx: Sql,
  house: House,
  records: readonly Classified[],
  reusable: Instant,
  at: Instant,
  readers: ReadonlyMap<string, readonly string[]>,
): Promise<Filings> {
  const ready = records.flatMap(({ sort }) => (sort.kind === 'ready' ? [sort.incoming] : []));
  const standing = await loadStanding(tx, ready, reusable);
  const filings: Filing[] = [];
  const superseded: Unfiled[] = [];
  for (const kind of ['order', 'payment', 'waybill', 'list'] as const) {
    const some = ready.filter((one) => one.kind === kind);
    if (some.length === 0) continue;
    const decided = decideFiling(some, standing.existing[kind], standing.usages, reusable, at);
    filings.push(...decided);
    if (kind === 'list') continue;
    const old = await storeFilings(tx, kind, decided, at);
    superseded.push(...old.map((ref) => ({ ref, reason: 'changed' as const, codes: [] })));
  }
  const outcomes = new Map(filings.map((filing) => [refKey(filing.incoming.ref), filing]));
  const lists = await fileLists(tx, house, filings, at, readers);
  await noteChanges(tx, filings, reusable);
  return {
    outcomes,
    lists,
    unfiled: [...superseded, ...notFiled(records, outcomes)],
    looks: looksOf(filings),
  };
}

async function fileLists(
  tx: Sql,
  house: House,
  filings: readonly Filing[],
  at: Instant,
  readers: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, FiledList>> {
  const accepted = filings.flatMap(({ incoming, outcome }) =>
    incoming.kind === 'list' && outcome.kind === 'filed' ? [{ incoming, outcome }] : [],
  );
  if (accepted.length === 0) return new Map();
  const date = businessDate(at);
  const numbers = await house.numbers.take(`pre:${date}`, accepted.length);
  const lists = accepted.map(({ incoming, outcome }, i): FiledList => {
    return {
      terms: incoming.terms as ListTerms,
      ref: incoming.ref,
      attempt: outcome.stored.use,
      preNo: preNo(date, numbers[i]!),
      readers: present(readers.get(incoming.ref.messageId), 'readers'),
      digest: incoming.digest,
      acceptedAt: at,
    };
  });
  await storeLists(tx, lists, at);
  return new Map(lists.map((list) => [refKey(list.ref), list]));
}

// Whatever replaces something that stood moves the epoch, so that a decision under way on the old
// state cannot land (see case-store). A payment may leave one order for another: both move.
async function noteChanges(tx: Sql, filings: readonly Filing[], reusable: Instant): Promise<void> {
  const orders = new Set<string>();
  const waybills = new Set<string>();
  for (const { incoming, outcome } of filings) {
    if (outcome.kind !== 'filed' || outcome.replaces === null || outcome.replaces.deleted) continue;
    const keys = incoming.kind === 'waybill' ? waybills : orders;
    keys.add(usageKey(incoming)).add(outcome.replaces.usageKey);
  }
  await noteOrderChanges(tx, [...orders]);
  await noteWaybillChanges(tx, [...waybills], reusable);
}

function notFiled(records: readonly Classified[], outcomes: Filings['outcomes']): Unfiled[] {
  return records.flatMap(({ ref, sort }): Unfiled[] => {
    if (sort.kind === 'draft') return [{ ref, reason: 'draft', codes: [] }];
    if (sort.kind === 'aside') return [{ ref, reason: 'quarantined', codes: [] }];
    if (sort.kind === 'refused') {
      return [{ ref, reason: 'refused', codes: sort.findings.map((one) => one.code) }];
    }
    const outcome = outcomes.get(refKey(ref))?.outcome;
    return outcome?.kind === 'refused' ? [{ ref, reason: 'refused', codes: [outcome.reason] }] : [];
  });
}

function looksOf(filings: readonly Filing[]): Look[] {
  const filed = filings.filter(({ outcome }) => outcome.kind === 'filed');
  return filed.map(({ incoming }) => {
    if (incoming.kind === 'waybill') return { kind: 'waybill', key: filingKey(incoming) };
    return { kind: incoming.kind === 'list' ? 'list' : 'order', key: usageKey(incoming) };
  });
}
