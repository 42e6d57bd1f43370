import type { Declared } from '../b2b/lookup.ts';
import type { Passed } from '../b2b/states.ts';
import type { DeclarationTerms } from '../b2b/terms.ts';
import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import type { FactsSegment } from '../clearance/facts-store.ts';
import type { Selection } from '../clearance/selection.ts';
import type { ExportFacts } from '../export/facts.ts';
import type { ExportValue } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { NO_RISKS, onward, type Risks, risksOf } from './b2b-decide.ts';
import { selectExports } from './export-select.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { type Chosen, type Selected, settleSelection, withDraws } from './select.ts';
import { againAndAgain } from './stock-papers.ts';

/** A customs declaration that would be released now. */
export type Passing = {
  readonly declared: Pick<Declared, 'declSeqNo' | 'duty' | 'fobs'> & { readonly entryId: string };
  readonly terms: DeclarationTerms;
  /** In the form of a list, under its pre-entry number. */
  readonly matched: ExportMatched;
  /** An officer has looked at its documents already. */
  readonly reviewed: boolean;
};

/** Where a declaration goes after it was looked at. */
type LookedAt = {
  readonly end: Passed;
  /** How it was looked at; null where the law has no classes. */
  readonly selection: Selection | null;
  /** Of its decision, by which its draw names it; null where nobody looked. */
  readonly place: FactsSegment | null;
};

/** Of what does not come so far that somebody looks at it. */
export const NOT_SEEN = { selection: null, place: null };

/** What came of the looks of one transaction. */
export type DeclaredLooks = {
  of(passing: Passing): LookedAt;
  /** Writes what follows from them, in the same transaction. */
  settle(): Promise<void>;
};

/**
 * Looks at customs declarations before their release, as lists are looked at: by classes, by rules
 * of risk officers, by chance. What the law has inspected or read stays out of the draw.
 */
export async function lookAtDeclared(
  tx: Sql,
  house: House,
  registry: RegistryView,
  facts: ExportFacts,
  passing: readonly Passing[],
): Promise<DeclaredLooks> {
  const risks = passing.map((one) => risksFor(one, facts));
  const candidates = passing.map(({ matched, reviewed, ...one }, i) => {
    return { matched, reviewed, verdict: { value: worthOf(one) }, byLaw: byLaw(risks[i]!) };
  });
  const looked = await selectExports(tx, house, registry, facts, candidates);
  const segment = { stream: house.entropy.uuid(), sequence: 1 };
  const looks = new Map(
    passing.map((one, i) => [one, lookedAt(one, risks[i]!, looked.chosen[i] ?? null, segment)]),
  );
  return {
    of: (one) => present(looks.get(one), 'a declaration that was looked at'),
    settle: () => settle(tx, looked, passing, segment, facts.at),
  };
}

/** What the law has done to it whatever chance says; nothing to what officers have read. */
export function risksFor(
  { terms, reviewed }: Pick<Passing, 'terms' | 'reviewed'>,
  facts: Pick<ExportFacts, 'index' | 'date'>,
): Risks {
  return reviewed ? NO_RISKS : risksOf(terms, facts);
}

function byLaw({ inspections, reviews }: Risks): Selection['action'] {
  if (inspections.length > 0) return 'inspect';
  return reviews.length > 0 ? 'review' : null;
}

/** What it is worth, as risk rules and `explain` are told. */
export function worthOf({
  declared: { fobs },
  terms,
}: Pick<Passing, 'terms'> & { readonly declared: Pick<Declared, 'fobs'> }): ExportValue {
  const fob = fobs.reduce((sum, part) => sum + part, 0n);
  const lines = terms.lines.map(({ gNo }, i) => ({ gnum: gNo, fob: fobs[i] ?? 0n }));
  return { channel: 'D', fob, lines };
}

function lookedAt(
  { declared }: Passing,
  risks: Risks,
  chosen: Chosen | null,
  segment: FactsSegment,
): LookedAt {
  const selection = chosen?.selection ?? null;
  const place = chosen === null ? null : segment;
  return { end: onward(declared, risks, selection), selection, place };
}

async function settle(
  tx: Sql,
  looked: Selected,
  passing: readonly Passing[],
  segment: FactsSegment,
  at: Instant,
): Promise<void> {
  if (passing.length === 0) return;
  const lists = passing.map(({ declared, matched: { list } }, i) => {
    return { listNo: declared.entryId, list, chosen: looked.chosen[i] ?? null };
  });
  await settleSelection(tx, looked, lists, segment, at);
}

/** Does work that may draw in a transaction, again as long as somebody else was faster. */
export function inTurnDrawing<T>(
  house: House,
  work: (tx: Sql, house: House) => Promise<T>,
): Promise<T> {
  return againAndAgain(() =>
    withDraws(house, (draws) => house.db.transaction((tx) => work(tx, { ...house, draws }))),
  );
}
