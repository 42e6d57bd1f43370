import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { type CaseFacts, factsOfCase } from '../clearance/case-facts.ts';
import type { DecisionRow } from '../clearance/case-lookup.ts';
import { archiveCases, type DecisionFrame } from '../clearance/case-store.ts';
import { decideHeld } from '../clearance/decide.ts';
import { readFacts, storeFacts } from '../clearance/facts-store.ts';
import {
  awaitingArrivals,
  awaitingCases,
  freeWaybills,
  heldCases,
  moveHeld,
} from '../clearance/held-store.ts';
import type { Verdict } from '../clearance/verdict.ts';
import { loadLatestLists } from '../documents/list-store.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import type { MatchedCase } from '../matching/case.ts';
import { waitsUntil } from '../matching/match.ts';
import { fileReceipts } from '../receipts/store.ts';
import { arrivalNotices } from './arrival-notices.ts';
import { releaseEvents } from './book-events.ts';
import { conveyor } from './conveyor.ts';
import { verdictReceipts } from './decided.ts';
import { decodeKept, encodeKept, refsOf, standingVerdict } from './decision-codec.ts';
import { falseForRace } from './failure.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { type MatchedList, matchLists } from './match-lists.ts';
import { quarantineLists } from './quarantine.ts';
import type { RegistryView } from './registry-watch.ts';

/** Held lists looked at in one transaction. */
const PAGE = 500;

type Held = Pick<MatchedList, 'orderKey' | 'waybillKey' | 'list' | 'arrivals'> & {
  readonly row: DecisionRow;
  readonly matched: MatchedCase;
  readonly earlier: Verdict;
};

type Resumed = Held & { readonly verdict: Verdict; readonly facts: CaseFacts };

/**
 * Looks again at lists that are held (600): the guarantee may suffice by now, the identity may be
 * known. Those whose reason is gone are released, those that turned out wrong are returned; the
 * others stay as they are, without a trace. One that breaks an assertion is set aside.
 * @param page lists looked at in one transaction
 * @returns how many moved on
 */
export async function resumeHeld(house: House, page = PAGE): Promise<number> {
  const looking = conveyor<DecisionRow, boolean>({
    tries: 3,
    pause: async () => {},
    work: (rows) => resumePage(house, rows),
    setAside: async (row, bug) => {
      await quarantineLists(house, [keyOf(row.ebpCode, row.orderNo)], bug);
      return false;
    },
    weight: () => 1,
    mostWeight: page,
    mostItems: page,
  });
  let moved = 0;
  for (let after: DecisionRow | null = null; ; ) {
    const rows: DecisionRow[] = await heldCases(house.db, after, page);
    after = rows.at(-1) ?? null;
    if (after === null) return moved;
    const results = await Promise.all(rows.map((row) => looking.push(row).catch(falseForRace)));
    moved += results.filter((one) => one).length;
  }
}

/**
 * Looks again at lists that wait for their arrival (400): those that the arrival details name, and
 * those of some orders. What agrees is released; what differs waits on, and both sides are told.
 * @param details keys of arrival details
 * @param orderKeys orders whose list began to wait a moment ago, or has waited too long
 * @returns how many moved on
 * @throws CaseRace or LedgerConflict when another process was faster: try again; faults; bugs
 */
export async function settleArrivals(
  house: House,
  details: readonly string[],
  orderKeys: readonly string[],
): Promise<number> {
  const named = await awaitingArrivals(house.db, details);
  const at = house.clock.now();
  const { waitDays } = house.registry.current().index.at(businessDate(at));
  const before = at - (waitsUntil(0, waitDays) + 1);
  const keys = [...new Set([...named, ...orderKeys])].sort();
  let moved = 0;
  for (let from = 0; from < keys.length; from += PAGE) {
    const rows = await awaitingCases(house.db, keys.slice(from, from + PAGE), before);
    const results = rows.length === 0 ? [] : await resumePage(house, rows);
    moved += results.filter((one) => one).length;
  }
  return moved;
}

// Whether each row moved on.
async function resumePage(house: House, rows: readonly DecisionRow[]): Promise<boolean[]> {
  const at = house.clock.now();
  const done = await house.db.transaction(async (tx) => {
    const registry = await house.registry.fresh(tx);
    const held = await loadHeld(tx, house.terms, rows, registry, at);
    const cases = held.map(({ matched }) => matched);
    const facts = await loadFacts(tx, cases, registry, at);
    const decisions = decideHeld(
      held.map(({ matched, row, earlier }) => ({
        case: matched,
        ref: row.listNo,
        verdict: earlier,
      })),
      facts,
    );
    const resumed = held.map((one, i): Resumed => {
      const { verdict, before } = decisions[i]!;
      const used = factsOfCase(one.matched, facts, before, one.row.listNo, one.earlier);
      return { ...one, verdict, facts: used };
    });
    const moving = resumed.filter(movesOn);
    return { moving, receipts: await storeMoved(tx, house, moving, registry, at) };
  });
  house.news.announce(done.receipts);
  const moved = new Set(done.moving.map(({ row }) => row));
  return rows.map((row) => moved.has(row));
}

// A list that waits for its arrival is told when it waits for another reason from now on.
function movesOn({ earlier, verdict }: Resumed): boolean {
  if (verdict.status !== earlier.status) return true;
  return verdict.status === '400' && textOf(verdict) !== textOf(earlier);
}

const textOf = ({ findings }: Verdict): string => findings.map(({ zh }) => zh).join();

async function loadHeld(
  tx: Sql,
  shelf: TermsShelf,
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

async function storeMoved(
  tx: Sql,
  house: House,
  moving: readonly Resumed[],
  registry: RegistryView,
  at: Instant,
): Promise<ReadonlyMap<string, bigint>> {
  if (moving.length === 0) return new Map();
  const place = { stream: house.entropy.uuid(), sequence: 1 };
  const frame: DecisionFrame = { ...place, profileVersion: registry.index.profile.version, at };
  await archiveCases(
    tx,
    moving.map(({ orderKey }) => orderKey),
  );
  await moveHeld(
    tx,
    moving.map((one) => ({
      orderKey: one.orderKey,
      seen: one.row,
      state: one.verdict.status,
      codes: one.verdict.findings.map(({ code }) => code),
    })),
    frame,
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
  await storeFacts(tx, place, moving.map(recordOf), at);
  const listed = moving.map((one) => ({ ...one, listNo: one.row.listNo }));
  const receipts = [
    ...releaseEvents(listed, registry.index, at),
    ...listed.flatMap((one) => [
      ...verdictReceipts(one, at, 'again'),
      ...arrivalNotices(one.list.terms, one.arrivals, one.verdict, at),
    ]),
  ];
  return fileReceipts(tx, receipts, at);
}

function recordOf({ matched, facts, verdict }: Resumed): string {
  return encodeKept({ refs: refsOf(matched), facts, verdict });
}
