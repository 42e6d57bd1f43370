import { declarationsEntered } from '../b2b/lookup.ts';
import { type DeclarationState, isInHand } from '../b2b/states.ts';
import type { OfficerWord } from '../b2b/store.ts';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { ExportConclusion } from '../export/conclusion.ts';
import { endInspections } from '../inspection/inspection-store.ts';
import { lastSpeakers } from '../inspection/result-store.ts';
import type { Sql } from '../io/postgres.ts';
import { decideSaid } from './b2b-decide.ts';
import { type JudgedDeclared, loadHeldDeclared, moveDecided, wasInspected } from './b2b-move.ts';
import { loadExportFacts } from './export-facts.ts';
import type { House } from './house.ts';
import { withDraws } from './select.ts';

/** What officers decided on a customs declaration that is in their hands, by customs number. */
type ToConclude = ExportConclusion & { readonly listNo: string };

type Concluded = ReadonlyMap<string, DeclarationState | null>;

/**
 * Has customs declarations end as officers decided, as `concludeExports` does with lists. What is
 * released is held until its duty is paid; what passes a review may be drawn for inspection now.
 * @param wanted each declaration once
 * @returns the new state of each; null for one that is in nobody's hands
 * @throws CaseRace when another process was faster: try again
 */
export async function concludeDeclared(
  house: House,
  wanted: readonly ToConclude[],
): Promise<Concluded> {
  if (wanted.length === 0) return new Map();
  const at = house.clock.now();
  return withDraws(house, (draws) =>
    house.db.transaction((tx) => concludeIn(tx, { ...house, draws }, wanted, at)),
  );
}

async function concludeIn(
  tx: Sql,
  house: House,
  wanted: readonly ToConclude[],
  at: Instant,
): Promise<Concluded> {
  const registry = await house.registry.fresh(tx);
  const numbers = wanted.map(({ listNo }) => listNo);
  const rows = (await declarationsEntered(tx, numbers)).filter(isInHand);
  const held = await loadHeldDeclared(tx, house, rows, registry, at);
  const facts = await loadExportFacts(tx, [], registry, at);
  const speakers = await lastSpeakers(tx, numbers);
  const said = new Map(wanted.map((one) => [one.listNo, one]));
  const judged = held.map((one): JudgedDeclared & { readonly listNo: string } => {
    const listNo = present(one.row.entryId, 'the number of an accepted declaration');
    const { outcome, reason } = present(said.get(listNo), 'what officers said of a declaration');
    const conclusion = { outcome, reason };
    const end = decideSaid(one.earlier, conclusion);
    const word = wordOf(speakers.get(listNo), reason);
    return { listNo, held: one, end, conclusion, reference: 'officer', word };
  });
  const inspected = judged.filter(({ held: one }) => wasInspected(one));
  const ended = inspected.map(({ listNo, conclusion }) => {
    return { listNo, outcome: present(conclusion, 'what officers said').outcome };
  });
  await endInspections(tx, ended, at);
  const states = await moveDecided(tx, house, judged, registry, facts);
  const ends = new Map(judged.map(({ listNo }, i) => [listNo, states[i] ?? null]));
  return new Map(numbers.map((listNo) => [listNo, ends.get(listNo) ?? null]));
}

/** Who had the last word on it, for officers alone to see. */
function wordOf(officer: string | undefined, reason: string): OfficerWord | null {
  return officer === undefined ? null : { officer, reason: reason.trim() || null };
}
