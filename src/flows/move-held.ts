import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import type { DecisionRow } from '../clearance/case-lookup.ts';
import { archiveCases, freeWaybills, moveCases } from '../clearance/case-store.ts';
import { readFacts, storeFacts } from '../clearance/facts-store.ts';
import { IMPORT_REFUSALS } from '../clearance/refusals.ts';
import type { Verdict } from '../clearance/verdict.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import type { CaseFrame } from '../documents/case-guards.ts';
import { loadLatestLists } from '../documents/list-store.ts';
import type { Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import type { MatchedCase } from '../matching/case.ts';
import { fileReceipts } from '../receipts/store.ts';
import { arrivalNotices } from './arrival-notices.ts';
import { releaseEvents } from './book-events.ts';
import { countLists } from './count-lists.ts';
import { countedList, type DecidedList, verdictReceipts } from './decided.ts';
import { decodeKept, standingVerdict } from './decision-codec.ts';
import type { House } from './house.ts';
import { type MatchedList, matchLists } from './match-lists.ts';
import type { RegistryView } from './registry-watch.ts';
import { type Selected, settleSelection } from './select.ts';
import type { Candidate } from './select-lists.ts';

/** A list that an earlier verdict keeps with customs, with its documents. */
export type Held = Pick<MatchedList, 'orderKey' | 'waybillKey' | 'list' | 'arrivals'> & {
  readonly row: DecisionRow;
  readonly matched: MatchedCase;
  /** With everything that is reserved for it. */
  readonly earlier: Verdict;
};

/** One that moves on. */
export type Moving = Held & Pick<DecidedList, 'verdict' | 'chosen' | 'record'>;

/** A held list that would be released now. */
export function candidateOf({ row, matched, earlier }: Held): Candidate {
  return { listNo: row.listNo, matched, reviewed: earlier.status === '300' };
}

/** These lists as they stand; one whose documents were changed meanwhile is left out. */
export async function loadHeld(
  tx: Sql,
  { terms: shelf }: Pick<House, 'terms'>,
  rows: readonly DecisionRow[],
  registry: RegistryView,
  at: Instant,
): Promise<Held[]> {
  const keys = rows.map((row) => keyOf(row.ebpCode, row.orderNo));
  const lists = await loadLatestLists(tx, shelf, keys);
  const own = new Map(rows.map((row, i) => [keys[i]!, row.listNo]));
  const parameters = registry.index.at(businessDate(at));
  const matched = await matchLists(tx, shelf, lists, at, parameters, own);
  const matches = new Map(matched.map((one) => [one.orderKey, one]));
  const texts = await readFacts(tx, rows);
  return rows.flatMap((row, i): Held[] => {
    const one = present(matches.get(keys[i]!), 'list of a held case');
    if (one.list.attempt !== row.attempt || one.match.state !== 'complete') return [];
    const earlier = standingVerdict(decodeKept(texts[i]!));
    return [{ ...one, row, matched: one.match.case, earlier }];
  });
}

/** What moves on, how it was looked at, and under which law. */
export type Moved = {
  readonly moving: readonly Moving[];
  readonly looked: Selected;
  readonly registry: RegistryView;
};

/**
 * Writes new verdicts of held lists, with postings, receipts and what is told of released goods.
 * @returns the last cursor of each enterprise that has receipts
 * @throws CaseRace or LedgerConflict when another process was faster
 */
export async function storeMoved(
  tx: Sql,
  house: House,
  { moving, looked, registry }: Moved,
  at: Instant,
): Promise<ReadonlyMap<string, bigint>> {
  if (moving.length === 0) return new Map();
  const place = { stream: house.entropy.uuid(), sequence: 1 };
  const frame: CaseFrame = { ...place, profileVersion: registry.index.profile.version, at };
  await archiveCases(
    tx,
    moving.map(({ orderKey }) => orderKey),
  );
  await moveCases(
    tx,
    moving.map((one) => ({
      orderKey: one.orderKey,
      seen: one.row,
      state: one.verdict.status,
      codes: one.verdict.findings.map(({ code }) => code),
    })),
    frame,
  );
  await IMPORT_REFUSALS.store(
    tx,
    moving.map((one) => ({ ...one, listNo: one.row.listNo, before: one.row.state })),
    at,
  );
  const freed = moving.filter(({ verdict }) => verdict.status === '100');
  await freeWaybills(
    tx,
    freed.map(({ waybillKey, row }) => ({ waybillKey, listNo: row.listNo })),
  );
  await applyTransfers(
    tx,
    moving.flatMap(({ verdict }) => verdict.transfers),
    at,
  );
  await storeFacts(
    tx,
    place,
    moving.map(({ record }) => record),
    at,
  );
  const counted = moving.map((one) => {
    return countedList({ ...one, listNo: one.row.listNo }, one.row.state, 'again');
  });
  await storeCounts(tx, countLists('import', counted, at), at);
  const listed = moving.map((one) => ({ ...one, listNo: one.row.listNo }));
  await settleSelection(tx, looked, listed, place, at);
  const receipts = [
    ...releaseEvents(listed, registry.index, at),
    ...listed.flatMap((one) => [
      ...verdictReceipts(one, at, 'again'),
      ...arrivalNotices(one.list.terms, one.arrivals, one.verdict, at),
    ]),
  ];
  return fileReceipts(tx, receipts, at);
}
