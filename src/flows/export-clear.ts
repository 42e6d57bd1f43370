import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { ListNo } from '../base/ids.ts';
import { type FactsSegment, storeFacts } from '../clearance/facts-store.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import type { CaseFrame } from '../documents/case-guards.ts';
import { type FiledExportList, loadLatestExportLists } from '../documents/export-list-store.ts';
import { type ExportBefore, NO_EXPORT_BEFORE } from '../export/case-facts.ts';
import {
  archiveExportCases,
  claimExportWaybills,
  type ExportCaseRow,
  loadExportCases,
  storeExportDecisions,
} from '../export/case-store.ts';
import { exportFinding } from '../export/codes.ts';
import { decideExports, exportReturned } from '../export/decide.ts';
import { type ExportFacts, exportLawOf } from '../export/facts.ts';
import { recordOf } from '../export/facts-codec.ts';
import { EXPORT_REFUSALS } from '../export/refusals.ts';
import { EXPORT_ENDED } from '../export/states.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import {
  endWaitingExports,
  findWaitingExports,
  storeWaitingExports,
} from '../export/waiting-store.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { fileReceipts } from '../receipts/store.ts';
import { releaseEvents } from './book-events.ts';
import type { ClearResult } from './clear.ts';
import { countLists } from './count-lists.ts';
import { encodeKeptExport, exportRefs } from './export-codec.ts';
import {
  countedExport,
  type DecidedExport,
  exportReceipts,
  exportRow,
  selectedExport,
} from './export-decided.ts';
import { loadExportFacts } from './export-facts.ts';
import { type MatchedExport, type MatchLaw, matchExports } from './export-match.ts';
import { selectExports } from './export-select.ts';
import { promiseExports } from './export-stock.ts';
import type { House } from './house.ts';
import { keysOf, type Look } from './looks.ts';
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
import { type Chosen, NOT_LOOKED, type Selected, settleSelection, withDraws } from './select.ts';

/**
 * Clearance of exports: decides every export list that is looked at and whose documents are
 * complete, in one transaction, as `clear` does for imports. Lists with missing partners wait;
 * those that waited too long are returned.
 * @param head the last segment of facts that this process wrote, sequence 0 before the first
 * @throws CaseRace when another process was faster: try again; faults; bugs
 */
export async function clearExports(
  house: House,
  head: FactsSegment,
  looks: readonly Look[],
): Promise<ClearResult> {
  const at = house.clock.now();
  const done = await withDraws(house, (draws) =>
    house.db.transaction((tx) => clearBatch(tx, { ...house, draws }, head, looks, at)),
  );
  house.news.announce(done.receipts);
  return done.result;
}

type Cleared = { readonly result: ClearResult; readonly receipts: ReadonlyMap<string, bigint> };

/** A list to be decided, with everything it is decided from. */
type Open = MatchedExport & { readonly row: ExportCaseRow | undefined };

/** The batch as all its steps see it. */
type Frame = { readonly registry: RegistryView; readonly at: Instant };

async function clearBatch(
  tx: Sql,
  house: House,
  head: FactsSegment,
  looks: readonly Look[],
  at: Instant,
): Promise<Cleared> {
  const again = keysOf(looks, 'export-again');
  const direct = new Set([...keysOf(looks, 'export-list'), ...again]);
  const [registry, waiting, first] = await Promise.all([
    house.registry.fresh(tx),
    findWaitingExports(tx, keysOf(looks, 'export-order'), keysOf(looks, 'export-waybill')),
    loadListed(tx, house, [...direct]),
  ]);
  const seen = new Set([...waiting, ...again]);
  const others = waiting.filter((key) => !direct.has(key));
  const listed = [...first, ...(await loadListed(tx, house, others))];
  const frame = { registry, at };
  const [open, facts] = await Promise.all([
    matchOpen(tx, house, listed, frame),
    loadExportFacts(
      tx,
      listed.map(({ list }) => list),
      registry,
      at,
    ),
  ]);
  const { now, later } = onePerWaybill(open, takesWaybill);
  const { lists: decided, looked } = await decideLists(tx, house, now, registry, facts);
  const place = { stream: head.stream, sequence: head.sequence + 1 };
  const waits = now.filter((one) => one.match.state === 'waiting' && !isDeclared(one));
  const [receipts] = await Promise.all([
    storeDecided(tx, decided, looked, place, frame),
    storeWaits(tx, waits),
    endWaitingExports(
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
    result: {
      head: decided.length === 0 ? head : place,
      decided: decided.length,
      looks: [
        ...later.map(({ orderKey }): Look => ({ kind: 'export-list', key: orderKey })),
        ...fresh.map(({ orderKey }): Look => ({ kind: 'export-again', key: orderKey })),
        ...awaited.map(({ orderKey }): Look => ({ kind: 'export-awaiting', key: orderKey })),
      ],
    },
  };
}

async function storeWaits(tx: Sql, waits: readonly Open[]): Promise<void> {
  await Promise.all([
    storeWaitingExports(tx, waits.map(waitingOf)),
    endWaitingExports(tx, replacedBy(waits)),
  ]);
}

type ListedExport = Listed<FiledExportList, ExportCaseRow>;

async function loadListed(tx: Sql, house: House, keys: readonly string[]): Promise<ListedExport[]> {
  if (keys.length === 0) return [];
  // The cases come before the documents: a change that lands in between moves the epoch, and the
  // decision on the old documents is refused by its guard.
  const [cases, lists] = await Promise.all([
    loadExportCases(tx, keys),
    loadLatestExportLists(tx, house.terms, keys),
  ]);
  return [...lists].map(([key, list]) => ({ key, list, row: cases.get(key) }));
}

/** What the law of the day asks of the documents of export lists. */
export function matchLaw({ index }: RegistryView, at: Instant): MatchLaw {
  const date = businessDate(at);
  const { arrival } = exportLawOf(index, date);
  return { waitDays: index.at(date).waitDays, arrival };
}

async function matchOpen(
  tx: Sql,
  house: House,
  listed: readonly ListedExport[],
  { registry, at }: Frame,
): Promise<Open[]> {
  const undecided = listed.filter((one) => !isDecided(one));
  const lists = new Map(undecided.map(({ key, list }) => [key, list]));
  const rows = new Map(undecided.map(({ key, row }) => [key, row]));
  const matched = await matchExports(tx, house.terms, lists, at, matchLaw(registry, at));
  return matched
    .map((one) => ({ ...one, row: rows.get(one.orderKey) }))
    .sort((a, b) => byAcceptance(a.list, b.list));
}

function takesWaybill({ match }: Open): boolean {
  return match.state === 'complete' && match.case.waybillHolder === null;
}

type Decided = { readonly lists: DecidedExport[]; readonly looked: Selected };

async function decideLists(
  tx: Sql,
  house: House,
  open: readonly Open[],
  registry: RegistryView,
  facts: ExportFacts,
): Promise<Decided> {
  const ready = open.filter((one) => one.match.state !== 'waiting' || isDeclared(one));
  if (ready.length === 0) return { lists: [], looked: NOT_LOOKED };
  const numbers = await numberLists(house, ready, 'E', registry, facts.at);
  const judged = ready.filter((one) => !isDeclared(one));
  const cases = judged.flatMap(({ match }) => (match.state === 'complete' ? [match.case] : []));
  const verdicts = new Map(decideExports(cases, facts).map((verdict, i) => [cases[i]!, verdict]));
  const passed = cases.filter((matched) => verdicts.get(matched)?.status === '800');
  const candidates = passed.map((matched) => {
    return { matched, verdict: verdicts.get(matched)!, reviewed: false };
  });
  const looked = await selectExports(tx, house, registry, facts, candidates);
  const chosen = new Map(passed.map((matched, i) => [matched, looked.chosen[i]!]));
  const lists = ready.map((one): DecidedExport => {
    const listed = { ...one, listNo: present(numbers.get(one), 'list number') };
    const { match } = one;
    if (isDeclared(one)) return expired(listed, exportReturned([DECLARED_ALREADY]));
    if (match.state !== 'complete') {
      return expired(listed, exportReturned(match.state === 'expired' ? match.findings : []));
    }
    const verdict = present(verdicts.get(match.case), 'the verdict of a list');
    return { ...listed, ...keep(match.case, facts, verdict, chosen.get(match.case) ?? null) };
  });
  return { lists, looked };
}

/** A customs declaration has its order: it leaves by that one. */
function isDeclared({ row }: { readonly row?: ExportCaseRow | undefined }): boolean {
  return row?.state === 'declared';
}

const DECLARED_ALREADY = exportFinding('EXP-DECLARED', 'InventoryHead/orderNo');

/**
 * The verdict of a list that was looked at, and what is kept of it.
 * @param before what a later look at it begins with
 */
export function keep(
  matched: ExportMatched,
  facts: ExportFacts,
  verdict: ExportVerdict,
  chosen: Chosen | null,
  before: ExportBefore = NO_EXPORT_BEFORE,
): Pick<DecidedExport, 'verdict' | 'chosen' | 'record'> {
  const selection = chosen?.selection ?? null;
  const { orderNo } = matched.list.terms;
  const final = selection === null ? verdict : selectedExport(verdict, selection, orderNo);
  const record = recordOf(matched, facts, final, selection, before);
  const refs = exportRefs(matched);
  return { verdict: final, chosen, record: encodeKeptExport({ refs, record, verdict: final }) };
}

function expired(listed: Open & { readonly listNo: ListNo }, verdict: ExportVerdict) {
  const refs = { list: listed.list.ref };
  return {
    ...listed,
    verdict,
    chosen: null,
    record: encodeKeptExport({ refs, record: null, verdict }),
  };
}

async function storeDecided(
  tx: Sql,
  decided: readonly DecidedExport[],
  looked: Selected,
  place: FactsSegment,
  { registry, at }: Frame,
): Promise<Map<string, bigint>> {
  if (decided.length === 0) return new Map();
  const frame: CaseFrame = { ...place, profileVersion: registry.index.profile.version, at };
  const again = decided.filter(({ row }) => row !== undefined && EXPORT_ENDED.includes(row.state));
  const holding = decided.filter(({ verdict }) => verdict.status !== '100');
  const counted = decided.map((one) => countedExport(one, one.row?.state ?? null));
  await Promise.all([
    archiveExportCases(
      tx,
      again.map(({ orderKey }) => orderKey),
    ),
    storeExportDecisions(
      tx,
      decided.map((one) => ({ ...exportRow(one, at), declared: isDeclared(one) })),
      frame,
    ),
    EXPORT_REFUSALS.store(
      tx,
      decided
        .filter((one) => !isDeclared(one))
        .map((one) => ({ ...one, before: one.row?.state ?? null })),
      at,
    ),
    claimExportWaybills(tx, holding.map(claimOf), at),
    storeFacts(
      tx,
      place,
      decided.map(({ record }) => record),
      at,
    ),
    storeCounts(tx, countLists('export', counted, at), at),
    endWaitingExports(
      tx,
      decided.map(({ orderKey, list }) => ({ orderKey, attempt: list.attempt })),
    ),
    promiseExports(tx, decided, at),
    settleSelection(tx, looked, decided, place, at),
  ]);
  // The heads of the receipts come last: whoever answers the same enterprises waits for them.
  return fileReceipts(
    tx,
    [
      ...releaseEvents(decided, registry.index, at),
      ...decided.flatMap((one) => exportReceipts(one, at)),
    ],
    at,
  );
}

function claimOf({ waybillKey, claim, listNo }: DecidedExport) {
  return { waybillKey, seenEpoch: claim?.epoch ?? 0, listNo };
}
