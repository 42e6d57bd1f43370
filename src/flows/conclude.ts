import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { wayOf } from '../base/ids.ts';
import { factsOfCase } from '../clearance/case-facts.ts';
import { type DecisionRow, standingDecisions } from '../clearance/case-lookup.ts';
import { type Conclusion, concluded } from '../clearance/conclusion.ts';
import { IN_HAND, type Status, type Verdict } from '../clearance/verdict.ts';
import type { ExportStatus } from '../export/states.ts';
import { endInspections } from '../inspection/inspection-store.ts';
import { liftStopsOfRules } from '../inspection/stop-store.ts';
import type { Sql } from '../io/postgres.ts';
import { concludeDeclared } from './b2b-concluded.ts';
import { chooseList } from './decided.ts';
import { concludeExports } from './export-conclude.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { candidateOf, type Held, loadHeld, type Moving, storeMoved } from './move-held.ts';
import { withDraws } from './select.ts';
import { selectLists } from './select-lists.ts';

/** What officers decided on a list that is in their hands (300, 500, 501, 502). */
export type ToConclude = Conclusion & { readonly listNo: string };

/** What came of it; `null` for a list that is in nobody's hands, or was changed meanwhile. */
export type Concluded = ReadonlyMap<string, Status | ExportStatus | null>;

/**
 * Has lists end as officers decided: released, returned, sent back, destroyed, detained or handed
 * over, with receipts, postings and stock. What passes a review may be drawn for inspection now.
 * Lists of imports, of exports and customs declarations are a transaction each.
 * @param wanted each list once
 * @throws CaseRace or LedgerConflict when another process was faster: try again
 */
export async function concludeLists(
  house: House,
  wanted: readonly ToConclude[],
): Promise<Concluded> {
  const ways = Map.groupBy(wanted, ({ listNo }) => wayOf(listNo));
  const coming = ways.get('import') ?? [];
  return new Map<string, Status | ExportStatus | null>([
    ...(coming.length === 0 ? [] : await concludeImports(house, coming)),
    ...(await concludeExports(house, ways.get('export') ?? [])),
    ...(await concludeDeclared(house, ways.get('declaration') ?? [])),
  ]);
}

async function concludeImports(house: House, wanted: readonly ToConclude[]): Promise<Concluded> {
  const at = house.clock.now();
  const done = await withDraws(house, (draws) =>
    house.db.transaction((tx) => concludeIn(tx, { ...house, draws }, wanted, at)),
  );
  house.news.announce(done.receipts);
  return done.concluded;
}

type ConcludedIn = {
  readonly concluded: Concluded;
  /** To be announced when the transaction is committed. */
  readonly receipts: ReadonlyMap<string, bigint>;
};

/** A list with what officers said of it, and the verdict that makes. */
type Said = { readonly held: Held; readonly conclusion: Conclusion; readonly verdict: Verdict };

async function concludeIn(
  tx: Sql,
  house: House,
  wanted: readonly ToConclude[],
  at: Instant,
): Promise<ConcludedIn> {
  const registry = await house.registry.fresh(tx);
  const standing = await standingDecisions(
    tx,
    wanted.map(({ listNo }) => listNo),
  );
  const rows = [...standing.values()].filter(isInHand);
  const lists = await loadHeld(tx, house, rows, registry, at);
  const facts = await loadFacts(
    tx,
    lists.map(({ matched }) => matched),
    registry,
    at,
  );
  const all = sayOf(lists, wanted);
  const passed = all.filter(({ held, verdict }) => !wasInspected(held) && isReleased({ verdict }));
  const candidates = passed.map(({ held }) => candidateOf(held));
  const looked = await selectLists(tx, house, registry, facts, candidates);
  const chosenOf = new Map(passed.map((one, i) => [one, looked.chosen[i]!]));
  const moving = all.map((one): Moving => {
    const { held, conclusion, verdict } = one;
    const used = factsOfCase(held.matched, facts, [], held.row.listNo, held.earlier);
    const kept = { ...used, conclusion };
    return { ...held, ...chooseList(held.matched, kept, verdict, chosenOf.get(one) ?? null) };
  });
  const released = moving.filter(isReleased);
  await liftStopsOfRules(
    tx,
    released.map(({ list: { terms } }) => terms),
    at,
  );
  const inspected = all.filter(({ held }) => wasInspected(held));
  await endInspections(tx, inspected.map(endOf), at);
  const receipts = await storeMoved(tx, house, { moving, looked, registry }, at);
  const ends = new Map(moving.map(({ row, verdict }) => [row.listNo, verdict.status]));
  return {
    receipts,
    concluded: new Map(wanted.map(({ listNo }) => [listNo, ends.get(listNo) ?? null])),
  };
}

function sayOf(lists: readonly Held[], wanted: readonly ToConclude[]): Said[] {
  const said = new Map(wanted.map((one) => [one.listNo, one]));
  return lists.map((held) => {
    const { outcome, reason } = present(said.get(held.row.listNo), 'what officers said of a list');
    const conclusion = { outcome, reason };
    return { held, conclusion, verdict: concluded(held.earlier, conclusion) };
  });
}

const isInHand = (row: DecisionRow): boolean => row.present && IN_HAND.includes(row.state);

const wasInspected = ({ earlier }: Held): boolean => earlier.status !== '300';

const isReleased = ({ verdict }: Pick<Said, 'verdict'>): boolean => verdict.status === '800';

function endOf({ held, conclusion: { outcome } }: Said) {
  return { listNo: held.row.listNo, outcome };
}
