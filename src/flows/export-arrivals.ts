import { declarationsNamedBy } from '../b2b/lookup.ts';
import { businessDate, type Instant } from '../base/dates.ts';
import type { ExportDecision } from '../export/case-lookup.ts';
import { decideAwaiting } from '../export/decide.ts';
import { awaitingExports, awaitingShipments } from '../export/held-store.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import { settleDeclaredArrivals } from './b2b-move.ts';
import { keep } from './export-clear.ts';
import { loadExportFacts } from './export-facts.ts';
import { loadHeldExports, type MovingExport, storeMovedExports } from './export-move.ts';
import { selectExports } from './export-select.ts';
import type { House } from './house.ts';
import { withDraws } from './select.ts';

/** Lists looked at in one transaction. */
const PAGE = 500;

/**
 * Looks again at export lists that wait for their arrival (400): those whose waybills the arrival
 * documents (CEB507) name, and those of some orders. What agrees is selected or released; what
 * differs waits on, and its declarant is told. Customs declarations that wait are looked at too.
 * @param documents keys of arrival documents
 * @param orderKeys orders whose list began to wait a moment ago, or has waited too long
 * @returns how many moved on
 * @throws CaseRace when another process was faster: try again; faults; bugs
 */
export async function settleExportArrivals(
  house: House,
  documents: readonly string[],
  orderKeys: readonly string[],
): Promise<number> {
  const named = await awaitingShipments(house.db, documents);
  const declared = await declarationsNamedBy(house.db, documents);
  const keys = [...new Set([...named, ...declared, ...orderKeys])].sort();
  let moved = 0;
  for (let from = 0; from < keys.length; from += PAGE) {
    const rows = await awaitingExports(house.db, keys.slice(from, from + PAGE));
    if (rows.length > 0) moved += await settlePage(house, rows);
    moved += await settleDeclaredArrivals(house, keys.slice(from, from + PAGE));
  }
  return moved;
}

async function settlePage(house: House, rows: readonly ExportDecision[]): Promise<number> {
  const at = house.clock.now();
  const done = await withDraws(house, (draws) =>
    house.db.transaction((tx) => decidePage(tx, { ...house, draws }, rows, at)),
  );
  house.news.announce(done.receipts);
  return done.moved;
}

async function decidePage(tx: Sql, house: House, rows: readonly ExportDecision[], at: Instant) {
  const registry = await house.registry.fresh(tx);
  const held = await loadHeldExports(tx, house, rows, registry, at);
  const cases = held.map(({ matched }) => matched);
  const facts = await loadExportFacts(tx, [], registry, at);
  const verdicts = decideAwaiting(
    cases,
    facts,
    held.map(({ earlier }) => earlier),
  );
  const judged = held.map((one, i) => ({ ...one, verdict: verdicts[i]! }));
  const passed = judged.filter(({ verdict }) => verdict.status === '800');
  const candidates = passed.map(({ matched, verdict }) => ({ matched, verdict, reviewed: false }));
  const looked = await selectExports(tx, house, registry, facts, candidates);
  const chosenOf = new Map(passed.map((one, i) => [one, looked.chosen[i]!]));
  const moving = judged
    .map((one): MovingExport => {
      const { orderKey, waybillKey, list, row, matched, earlier, verdict } = one;
      const chosen = chosenOf.get(one) ?? null;
      const kept = keep(matched, facts, verdict, chosen, { earlier, conclusion: null });
      return { orderKey, waybillKey, list, row, ...kept };
    })
    .filter(({ verdict }, i) => movesOn(held[i]!.earlier, verdict));
  const receipts = await storeMovedExports(tx, house, moving, registry, at, looked);
  return { moved: moving.length, receipts };
}

// A list that waits for its arrival is told when it waits for another reason from now on.
function movesOn(earlier: ExportVerdict, verdict: ExportVerdict): boolean {
  if (verdict.status !== earlier.status) return true;
  return verdict.status === '400' && textOf(verdict) !== textOf(earlier);
}

const textOf = ({ findings }: ExportVerdict): string => findings.map(({ zh }) => zh).join();

/** Instant before which lists that still wait for their arrival have waited too long. */
export function awaitedBefore(house: House, at: Instant): Instant {
  const { waitDays } = house.registry.current().index.at(businessDate(at));
  return at - waitDays * 86_400_000 - 1;
}
