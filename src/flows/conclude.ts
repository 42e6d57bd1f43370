import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { factsOfCase } from '../clearance/case-facts.ts';
import { type DecisionRow, standingDecisions } from '../clearance/case-lookup.ts';
import { type Conclusion, concluded } from '../clearance/conclusion.ts';
import { IN_HAND, type Status } from '../clearance/verdict.ts';
import { endInspections } from '../inspection/inspection-store.ts';
import { liftStopsOfRules } from '../inspection/stop-store.ts';
import type { Sql } from '../io/postgres.ts';
import { chooseList } from './decided.ts';
import type { House } from './house.ts';
import { loadFacts } from './load-facts.ts';
import { candidateOf, type Held, loadHeld, type Moving, storeMoved } from './move-held.ts';
import { selectLists, withDraws } from './select.ts';

/** What officers decided on a list that is in their hands (300, 500, 501, 502). */
export type ToConclude = Conclusion & { readonly listNo: string };

/** What came of it; `null` for a list that is in nobody's hands, or was changed meanwhile. */
export type Concluded = ReadonlyMap<string, Status | null>;

/**
 * Has lists end as officers decided: released, returned, sent back, destroyed, detained or handed
 * over, with receipts, postings and stock. What passes a review may be drawn for inspection now.
 * @throws CaseRace or LedgerConflict when another process was faster: try again
 */
export async function concludeLists(
  house: House,
  wanted: readonly ToConclude[],
): Promise<Concluded> {
  const at = house.clock.now();
  const done = await withDraws(house, (draws) =>
    house.db.transaction((tx) => concludeIn(tx, { ...house, draws }, wanted, at)),
  );
  house.news.announce(done.receipts);
  return done.concluded;
}

export type ConcludedIn = {
  readonly concluded: Concluded;
  /** To be announced when the transaction is committed. */
  readonly receipts: ReadonlyMap<string, bigint>;
};

/**
 * The same in a transaction of the caller's, with what else it writes.
 * @param house whose `draws` are those of `withDraws`
 * @param wanted each list once
 */
export async function concludeIn(
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
  const held = await loadHeld(tx, house, rows, registry, at);
  const said = new Map(wanted.map((one) => [one.listNo, one]));
  const facts = await loadFacts(
    tx,
    held.map(({ matched }) => matched),
    registry,
    at,
  );
  const verdicts = held.map((one) =>
    concluded(one.earlier, conclusionOf(said.get(one.row.listNo))),
  );
  const passed = held.filter((one, i) => {
    return one.earlier.status === '300' && verdicts[i]!.status === '800';
  });
  const looked = await selectLists(tx, house, registry, facts, passed.map(candidateOf));
  const chosenOf = new Map(passed.map((one, i) => [one, looked.chosen[i]!]));
  const moving = held.map((one, i): Moving => {
    const used = factsOfCase(one.matched, facts, [], one.row.listNo, one.earlier);
    const conclusion = conclusionOf(said.get(one.row.listNo));
    const kept = { ...used, conclusion };
    const result = chooseList(one.matched, kept, verdicts[i]!, chosenOf.get(one) ?? null);
    return { ...one, ...result };
  });
  const freed = moving.filter(({ verdict }) => verdict.status === '800');
  await liftStopsOfRules(
    tx,
    freed.map(({ list: { terms } }) => terms),
    at,
  );
  await endInspections(tx, moving.filter(wasInspected).map(endOf(said)), at);
  const receipts = await storeMoved(tx, house, { moving, looked, registry }, at);
  const ends = new Map(moving.map(({ row, verdict }) => [row.listNo, verdict.status]));
  return {
    receipts,
    concluded: new Map(wanted.map(({ listNo }) => [listNo, ends.get(listNo) ?? null])),
  };
}

const isInHand = (row: DecisionRow): boolean => row.present && IN_HAND.includes(row.state);

const wasInspected = ({ earlier }: Held): boolean => earlier.status !== '300';

function endOf(said: ReadonlyMap<string, ToConclude>) {
  return ({ row: { listNo } }: Held) => {
    return { listNo, outcome: conclusionOf(said.get(listNo)).outcome };
  };
}

function conclusionOf(said: ToConclude | undefined): Conclusion {
  const { outcome, reason } = present(said, 'what officers said of a list');
  return { outcome, reason };
}
