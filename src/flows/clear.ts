import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { ListNo } from '../base/ids.ts';
import { factsOfCase } from '../clearance/case-facts.ts';
import {
  archiveCases,
  type CaseRow,
  claimWaybills,
  loadCases,
  storeDecisions,
} from '../clearance/case-store.ts';
import { decide, returned } from '../clearance/decide.ts';
import { type FactsSegment, storeFacts } from '../clearance/facts-store.ts';
import { IMPORT_REFUSALS } from '../clearance/refusals.ts';
import { ENDED } from '../clearance/verdict.ts';
import { endWaiting, findWaiting, storeWaiting } from '../clearance/waiting-store.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import type { CaseFrame } from '../documents/case-guards.ts';
import { type FiledList, loadLatestLists } from '../documents/list-store.ts';
import type { Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import type { MatchedCase } from '../matching/case.ts';
import { fileReceipts } from '../receipts/store.ts';
import { arrivalNotices } from './arrival-notices.ts';
import { releaseEvents } from './book-events.ts';
import { countLists } from './count-lists.ts';
import {
  chooseList,
  countedList,
  type DecidedList,
  decidedRow,
  verdictReceipts,
} from './decided.ts';
import { encodeKept } from './decision-codec.ts';
import { drawPaymentData } from './draw-payment-data.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { keysOf, type Look } from './looks.ts';
import { type MatchedList, matchLists } from './match-lists.ts';
import {
  attemptOf,
  byAcceptance,
  isDecided,
  type Listed,
  numberLists,
  onePerWaybill,
  replacedBy,
  waitingOf,
} from './open-lists.ts';
import type { RegistryView } from './registry-watch.ts';
import { NOT_LOOKED, type Selected, settleSelection, withDraws } from './select.ts';
import { type Candidate, selectLists } from './select-lists.ts';

export type ClearResult = {
  /** The given head, moved on when something was decided. */
  readonly head: FactsSegment;
  readonly decided: number;
  /**
   * What to look at once more: lists that wait now (another process may have committed their
   * partner or arrival a moment ago) and lists put off because one before them in the batch has
   * the same waybill.
   */
  readonly looks: readonly Look[];
};

/**
 * Clearance: decides every list that is looked at and whose documents are complete, in one
 * transaction. Lists with missing partners wait; those that waited too long are returned.
 * @param head the last segment of facts that this process wrote, sequence 0 before the first
 * @throws CaseRace or LedgerConflict when another process was faster: try again; faults; bugs.
 */
export async function clear(
  house: House,
  head: FactsSegment,
  looks: readonly Look[],
): Promise<ClearResult> {
  const at = house.clock.now();
  const done = await withDraws(house, (draws) =>
    house.db.transaction((tx) => clearBatch(tx, { ...house, draws }, head, looks, at)),
  );
  done.keep();
  house.news.announce(done.receipts);
  return done.result;
}

type Cleared = Pick<Selected, 'keep'> & {
  readonly result: ClearResult;
  readonly receipts: ReadonlyMap<string, bigint>;
};

/** A list to be decided, with everything it is decided from. */
type Open = MatchedList & { readonly row: CaseRow | undefined };

async function clearBatch(
  tx: Sql,
  house: House,
  head: FactsSegment,
  looks: readonly Look[],
  at: Instant,
): Promise<Cleared> {
  const again = keysOf(looks, 'again');
  const direct = new Set([...keysOf(looks, 'list'), ...again]);
  const [registry, waiting, first] = await Promise.all([
    house.registry.fresh(tx),
    findWaiting(tx, keysOf(looks, 'order'), keysOf(looks, 'waybill')),
    loadListed(tx, house, [...direct]),
  ]);
  const seen = new Set([...waiting, ...again]);
  const others = waiting.filter((key) => !direct.has(key));
  const listed = [...first, ...(await loadListed(tx, house, others))];
  const undecided = listed.filter((one) => !isDecided(one));
  const open = await matchOpen(tx, house, undecided, registry, at);
  const { now, later } = onePerWaybill(open, takesWaybill);
  const { lists: decided, looks: selected } = await decideLists(tx, house, now, registry, at);
  const place = { stream: head.stream, sequence: head.sequence + 1 };
  const waits = now.filter(({ match }) => match.state === 'waiting');
  const [receipts] = await Promise.all([
    storeDecided(tx, house, decided, selected, place, registry, at),
    storeWaits(tx, waits),
    endWaiting(
      tx,
      listed
        .filter(isDecided)
        .filter(({ key }) => seen.has(key))
        .map(attemptOf),
    ),
  ]);
  const fresh = waits.filter(({ orderKey }) => !seen.has(orderKey));
  const awaited = decided.filter(({ verdict }) => verdict.status === '400');
  return {
    receipts,
    keep: selected.keep,
    result: {
      head: decided.length === 0 ? head : place,
      decided: decided.length,
      looks: [
        ...later.map(({ orderKey }): Look => ({ kind: 'list', key: orderKey })),
        ...fresh.map(({ orderKey }): Look => ({ kind: 'again', key: orderKey })),
        ...awaited.map(({ orderKey }): Look => ({ kind: 'awaiting', key: orderKey })),
      ],
    },
  };
}

async function storeWaits(tx: Sql, waits: readonly Open[]): Promise<void> {
  await Promise.all([storeWaiting(tx, waits.map(waitingOf)), endWaiting(tx, replacedBy(waits))]);
}

type ListedCase = Listed<FiledList, CaseRow>;

async function loadListed(tx: Sql, house: House, keys: readonly string[]): Promise<ListedCase[]> {
  if (keys.length === 0) return [];
  // The cases come before the documents: a change that lands in between moves the epoch, and the
  // decision on the old documents is refused by its guard.
  const [cases, lists] = await Promise.all([
    loadCases(tx, keys),
    loadLatestLists(tx, house.terms, keys),
  ]);
  return [...lists].map(([key, list]) => ({ key, list, row: cases.get(key) }));
}

async function matchOpen(
  tx: Sql,
  house: House,
  undecided: readonly ListedCase[],
  registry: RegistryView,
  at: Instant,
): Promise<Open[]> {
  const lists = new Map(undecided.map(({ key, list }) => [key, list]));
  const rows = new Map(undecided.map(({ key, row }) => [key, row]));
  const parameters = registry.index.at(businessDate(at));
  const matched = await matchLists(tx, house.terms, lists, at, parameters);
  return matched
    .map((one) => ({ ...one, row: rows.get(one.orderKey) }))
    .sort((a, b) => byAcceptance(a.list, b.list));
}

// One whose waybill belongs to another order is returned anyway.
function takesWaybill({ match }: Open): boolean {
  if (match.state !== 'complete') return false;
  const { list, waybill, waybillHolder } = match.case;
  return waybillHolder === null && waybill.terms.orderNo === list.terms.orderNo;
}

/** The lists of a batch that are decided, and how they were looked at. */
type Decided = { readonly lists: DecidedList[]; readonly looks: Selected };

const candidateOf = ({ matched, ref }: { matched: MatchedCase; ref: string }): Candidate => {
  return { listNo: ref, matched, reviewed: false };
};

async function decideLists(
  tx: Sql,
  house: House,
  open: readonly Open[],
  registry: RegistryView,
  at: Instant,
): Promise<Decided> {
  const ready = open.filter(({ match }) => match.state !== 'waiting');
  if (ready.length === 0) return { lists: [], looks: NOT_LOOKED };
  const numbers = await numberLists(house, ready, 'I', registry, at);
  const numberOf = (one: Open): ListNo => present(numbers.get(one), 'list number');
  const complete = ready.flatMap((one) =>
    one.match.state === 'complete' ? [{ matched: one.match.case, ref: numberOf(one) }] : [],
  );
  const cases = complete.map(({ matched }) => matched);
  const refs = complete.map(({ ref }) => ref);
  const facts = await loadFacts(tx, cases, registry, at);
  const decisions = decide(cases, facts, refs);
  const decisionOf = new Map(cases.map((matched, i) => [matched, decisions[i]!]));
  const passed = complete.filter((_, i) => decisions[i]!.verdict.status === '800');
  const looks = await selectLists(tx, house, registry, facts, passed.map(candidateOf));
  const chosenOf = new Map(passed.map(({ matched }, i) => [matched, looks.chosen[i]!]));
  const lists = ready.map((one): DecidedList => {
    const listed = { ...one, listNo: numberOf(one) };
    if (one.match.state !== 'complete') return expiredList(listed);
    const { verdict, before } = present(decisionOf.get(one.match.case), 'decision');
    const used = factsOfCase(one.match.case, facts, before, listed.listNo);
    const chosen = chosenOf.get(one.match.case) ?? null;
    return { ...listed, ...chooseList(one.match.case, used, verdict, chosen), complete: true };
  });
  return { lists, looks };
}

function expiredList(listed: Open & { readonly listNo: ListNo }): DecidedList {
  const { list, match } = listed;
  const verdict = returned(match.state === 'expired' ? match.findings : []);
  const refs = { list: list.ref, order: null, payments: [], waybill: null, waybillHolder: null };
  const record = encodeKept({ refs, facts: null, verdict });
  return { ...listed, complete: false, verdict, record, chosen: null };
}

async function storeDecided(
  tx: Sql,
  house: House,
  decided: readonly DecidedList[],
  selected: Selected,
  place: FactsSegment,
  registry: RegistryView,
  at: Instant,
): Promise<Map<string, bigint>> {
  if (decided.length === 0) return new Map();
  const frame: CaseFrame = { ...place, profileVersion: registry.index.profile.version, at };
  const again = decided.filter(({ row }) => row !== undefined && ENDED.includes(row.state));
  const holding = decided.filter(({ verdict }) => verdict.status !== '100');
  const transfers = decided.flatMap(({ verdict }) => verdict.transfers);
  const records = decided.map(({ record }) => record);
  const counted = decided.map((one) => countedList(one, one.row?.state ?? null));
  const [, , , moving] = await Promise.all([
    archiveCases(
      tx,
      again.map(({ orderKey }) => orderKey),
    ),
    storeDecisions(tx, decided.map(decidedRow), frame),
    IMPORT_REFUSALS.store(
      tx,
      decided.map((one) => ({ ...one, before: one.row?.state ?? null })),
      at,
    ),
    begun(applyTransfers(tx, transfers, at)),
    claimWaybills(tx, holding.map(claimOf), at),
    storeFacts(tx, place, records, at),
    storeCounts(tx, countLists('import', counted, at), at),
    endWaiting(
      tx,
      decided.map(({ orderKey, list }) => ({ orderKey, attempt: list.attempt })),
    ),
    drawPaymentData(tx, house, registry, decided, at),
    settleSelection(tx, selected, decided, place, at),
  ]);
  // The heads of the receipts come last: whoever answers the same enterprises waits for them.
  const answers = [
    ...releaseEvents(decided, registry.index, at),
    ...decided.flatMap((one) => [
      ...verdictReceipts(one, at),
      ...arrivalNotices(one.list.terms, one.arrivals, one.verdict, at),
    ]),
  ];
  const [receipts] = await Promise.all([fileReceipts(tx, answers, at), moving.done]);
  return receipts;
}

// The accounts move a turn after the postings; what else is written need not wait for that.
function begun(work: Promise<unknown>): { readonly done: Promise<unknown> } {
  // It is awaited in the end, or the transaction has failed for an earlier reason.
  work.catch(() => {});
  return { done: work };
}

function claimOf({ waybillKey, claim, listNo }: DecidedList) {
  return { waybillKey, seenEpoch: claim?.epoch ?? 0, listNo };
}
