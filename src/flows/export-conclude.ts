import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { type ExportDecision, standingExports } from '../export/case-lookup.ts';
import { type ExportConclusion, exportConcluded } from '../export/conclusion.ts';
import type { ExportStatus } from '../export/states.ts';
import { EXPORT_IN_HAND, type ExportVerdict } from '../export/verdict.ts';
import { endInspections } from '../inspection/inspection-store.ts';
import type { Sql } from '../io/postgres.ts';
import { keep } from './export-clear.ts';
import { loadExportFacts } from './export-facts.ts';
import {
  type HeldExport,
  loadHeldExports,
  type MovingExport,
  storeMovedExports,
} from './export-move.ts';
import { selectExports } from './export-select.ts';
import type { House } from './house.ts';
import { withDraws } from './select.ts';

/** What officers decided on an export list that is in their hands (300, 500, 501, 502). */
type ToConclude = ExportConclusion & { readonly listNo: string };

type Concluded = ReadonlyMap<string, ExportStatus | null>;

/** A list with what officers said of it, and the verdict that makes. */
type Said = {
  readonly held: HeldExport;
  readonly conclusion: ExportConclusion;
  readonly verdict: ExportVerdict;
};

/**
 * Has export lists end as officers decided, with receipts: released, returned to be mended, given
 * back to their seller, destroyed, detained or handed over. What passes a review may be drawn for
 * inspection now.
 * @param wanted each list once
 * @returns the new state of each; null for one that is in nobody's hands, or was changed meanwhile
 * @throws CaseRace when another process was faster: try again
 */
export async function concludeExports(
  house: House,
  wanted: readonly ToConclude[],
): Promise<Concluded> {
  if (wanted.length === 0) return new Map();
  const at = house.clock.now();
  const done = await withDraws(house, (draws) =>
    house.db.transaction((tx) => concludeIn(tx, { ...house, draws }, wanted, at)),
  );
  house.news.announce(done.receipts);
  return done.concluded;
}

async function concludeIn(tx: Sql, house: House, wanted: readonly ToConclude[], at: Instant) {
  const registry = await house.registry.fresh(tx);
  const standing = await standingExports(
    tx,
    wanted.map(({ listNo }) => listNo),
  );
  const rows = [...standing.values()].filter(isInHand);
  const held = await loadHeldExports(tx, house, rows, registry, at);
  const facts = await loadExportFacts(tx, [], registry, at);
  const all = sayOf(held, wanted);
  const passed = all.filter((one) => !wasInspected(one) && one.verdict.status === '800');
  const candidates = passed.map(({ held: { matched }, verdict }) => {
    return { matched, verdict, reviewed: true };
  });
  const looked = await selectExports(tx, house, registry, facts, candidates);
  const chosenOf = new Map(passed.map((one, i) => [one, looked.chosen[i]!]));
  const moving = all.map((one): MovingExport => {
    const { held, verdict, conclusion } = one;
    const { orderKey, waybillKey, list, row, matched, earlier } = held;
    const chosen = chosenOf.get(one) ?? null;
    const kept = keep(matched, facts, verdict, chosen, { earlier, conclusion });
    return { orderKey, waybillKey, list, row, ...kept };
  });
  await endInspections(tx, all.filter(wasInspected).map(endOf), at);
  const receipts = await storeMovedExports(tx, house, moving, registry, at, looked);
  const ends = new Map(moving.map(({ row, verdict }) => [row.listNo, verdict.status]));
  return {
    receipts,
    concluded: new Map(wanted.map(({ listNo }) => [listNo, ends.get(listNo) ?? null])),
  };
}

function sayOf(held: readonly HeldExport[], wanted: readonly ToConclude[]): Said[] {
  const said = new Map(wanted.map((one) => [one.listNo, one]));
  return held.map((one) => {
    const { outcome, reason } = present(said.get(one.row.listNo), 'what officers said of a list');
    const conclusion = { outcome, reason };
    return { held: one, conclusion, verdict: exportConcluded(one.earlier, conclusion) };
  });
}

function isInHand({ present: stands, state }: ExportDecision): boolean {
  return stands && EXPORT_IN_HAND.includes(state);
}

const wasInspected = ({ held }: Said): boolean => held.earlier.status !== '300';

function endOf({ held, conclusion: { outcome } }: Said) {
  return { listNo: held.row.listNo, outcome };
}
