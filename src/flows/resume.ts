import { present } from '../base/assert.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { type CaseFacts, factsOfCase } from '../clearance/case-facts.ts';
import type { DecisionRow } from '../clearance/case-lookup.ts';
import { archiveCases, type DecisionFrame } from '../clearance/case-store.ts';
import { decideHeld } from '../clearance/decide.ts';
import { readFacts, storeFacts } from '../clearance/facts-store.ts';
import { freeWaybills, heldCases, moveHeld } from '../clearance/held-store.ts';
import type { Verdict } from '../clearance/verdict.ts';
import { loadLatestLists } from '../documents/list-store.ts';
import type { TermsShelf } from '../documents/terms-shelf.ts';
import type { Sql } from '../io/postgres.ts';
import { applyTransfers } from '../ledger/store.ts';
import type { MatchedCase } from '../matching/case.ts';
import { fileReceipts } from '../receipts/store.ts';
import { conveyor } from './conveyor.ts';
import { verdictReceipts } from './decided.ts';
import { decodeKept, encodeKept, refsOf } from './decision-codec.ts';
import { failureOf } from './failure.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { type MatchedList, matchLists } from './match-lists.ts';
import { quarantineLists } from './quarantine.ts';
import type { RegistryView } from './registry-watch.ts';

/** Held lists looked at in one transaction. */
const PAGE = 500;

type Held = Pick<MatchedList, 'orderKey' | 'waybillKey' | 'list'> & {
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
    const results = await Promise.all(rows.map((row) => looking.push(row).catch(later)));
    moved += results.filter((one) => one).length;
  }
}

// A row that another process is busy with is looked at by the next sweep.
function later(error: unknown): false {
  if (failureOf(error) === 'race') return false;
  throw error;
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
    const moving = resumed.filter(({ verdict }) => verdict.status !== '600');
    return { moving, receipts: await storeMoved(tx, house, moving, registry, at) };
  });
  house.news.announce(done.receipts);
  const moved = new Set(done.moving.map(({ row }) => row));
  return rows.map((row) => moved.has(row));
}

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
    const earlier = decodeKept(texts[i]!).verdict;
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
      attempt: one.row.attempt,
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
  const receipts = moving.flatMap(({ list, row, verdict }) =>
    verdictReceipts({ list, listNo: row.listNo, verdict }, at, 'again'),
  );
  return fileReceipts(tx, receipts, at);
}

function recordOf({ matched, facts, verdict }: Resumed): string {
  return encodeKept({ refs: refsOf(matched), facts, verdict });
}
