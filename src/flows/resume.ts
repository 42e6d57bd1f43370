import { businessDate, type Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import { factsOfCase } from '../clearance/case-facts.ts';
import type { DecisionRow } from '../clearance/case-lookup.ts';
import { decideHeld } from '../clearance/decide.ts';
import { awaitingArrivals, awaitingCases, heldCases } from '../clearance/held-store.ts';
import type { Verdict } from '../clearance/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import { waitsUntil } from '../matching/match.ts';
import { conveyor } from './conveyor.ts';
import { chooseList } from './decided.ts';
import { falseForRace } from './failure.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { candidateOf, loadHeld, type Moving, storeMoved } from './move-held.ts';
import { quarantineLists } from './quarantine.ts';
import { withDraws } from './select.ts';
import { selectLists } from './select-lists.ts';

/** Held lists looked at in one transaction. */
const PAGE = 500;

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
  const done = await withDraws(house, (draws) =>
    house.db.transaction((tx) => decidePage(tx, { ...house, draws }, rows, at)),
  );
  done.keep();
  house.news.announce(done.receipts);
  const moved = new Set(done.moving.map(({ row }) => row));
  return rows.map((row) => moved.has(row));
}

async function decidePage(tx: Sql, house: House, rows: readonly DecisionRow[], at: Instant) {
  const registry = await house.registry.fresh(tx);
  const held = await loadHeld(tx, house, rows, registry, at);
  const cases = held.map(({ matched }) => matched);
  const facts = await loadFacts(tx, cases, registry, at);
  const decisions = decideHeld(
    held.map(({ matched, row, earlier }) => ({ case: matched, ref: row.listNo, verdict: earlier })),
    facts,
  );
  const passed = held.filter((_, i) => decisions[i]!.verdict.status === '800');
  const looked = await selectLists(tx, house, registry, facts, passed.map(candidateOf));
  const chosenOf = new Map(passed.map((one, i) => [one, looked.chosen[i]!]));
  const moving = held
    .map((one, i): Moving => {
      const { verdict, before } = decisions[i]!;
      const used = factsOfCase(one.matched, facts, before, one.row.listNo, one.earlier);
      return { ...one, ...chooseList(one.matched, used, verdict, chosenOf.get(one) ?? null) };
    })
    .filter(movesOn);
  const receipts = await storeMoved(tx, house, { moving, looked, registry }, at);
  return { moving, receipts, keep: looked.keep };
}

// A list that waits for its arrival is told when it waits for another reason from now on.
function movesOn({ earlier, verdict }: Moving): boolean {
  if (verdict.status !== earlier.status) return true;
  return verdict.status === '400' && textOf(verdict) !== textOf(earlier);
}

const textOf = ({ findings }: Verdict): string => findings.map(({ zh }) => zh).join();
