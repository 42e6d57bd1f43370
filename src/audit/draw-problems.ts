import { isoShanghai } from '../base/dates.ts';
import {
  canonicalText,
  type DrawAgain,
  type DrawSource,
  type DrawTarget,
  drawAgain,
} from './draw-again.ts';
import { type BlockRow, type DrawRow, nameOf, termsOf } from './draw-reader.ts';

/** The plan of each series: whatever else a block says is no draw of this zone. */
const PLANS: Readonly<Record<string, { number: number; officers: number }>> = {
  line: { number: 1_000_000, officers: 0 },
  officers: { number: 1, officers: 2 },
};
/** No terms give a party longer to show its secret. */
const MOST_REVEAL = 60_000;
const HASH_BYTES = 32;
const MILLION = 1_000_000;

/** What is wrong with terms and commitments of a block. */
export function blockProblems(block: BlockRow): string[] {
  const terms = termsOf(block);
  if (terms === null || canonicalText(terms) !== block.terms) return ['has no terms'];
  const plan = PLANS[block.series];
  const isPlanned = terms.plan.every(({ method, number, officers }) => {
    return method === 'rate' && number === plan?.number && officers === plan.officers;
  });
  const { parties, revealWithin } = terms;
  const size = parties.length * block.count * HASH_BYTES;
  return told([
    [isPlanned && ascends(terms.plan.map(({ layer }) => layer)), 'has another plan'],
    [parties.length >= 2 && ascends(parties), 'has too few parties'],
    [terms.commitBy === isoShanghai(block.published_at), 'was committed to at another time'],
    [terms.revealFrom === null && terms.revealBy === null, 'says when secrets are shown'],
    [revealWithin !== null && revealWithin <= MOST_REVEAL, 'lets secrets wait'],
    [terms.beacon === null, 'names a beacon that no draw has'],
    [block.commitments.length === size, 'lacks commitments'],
  ]);
}

/** What is wrong with the row of a draw, whatever comes of it. */
export function rowProblems(row: DrawRow, block: BlockRow, source: DrawSource): string[] {
  const { targets, officers, terms } = source;
  const layers = terms.plan.map(({ layer }) => layer);
  const sizes = [...targets, ...officers].map(({ weight }) => weight);
  const isWeight = (weight: number) => Number.isInteger(weight) && weight >= 0 && weight <= MILLION;
  const hasFacts = row.stream !== null && row.facts_sequence !== null;
  return told([
    [block.series === row.series, 'is of another series than its block'],
    [block.published_at < row.opened_at, 'was opened before its block was published'],
    [canonicalText(targets) === source.targetsText, 'has targets in another form'],
    [canonicalText(officers) === source.officersText, 'has officers in another form'],
    [ascends(targets.map(({ id }) => id)), 'has targets that do not ascend'],
    [ascends(officers.map(({ id }) => id)), 'has officers that do not ascend'],
    [sizes.every(isWeight), 'has a weight that is none'],
    [targets.every(({ layer }) => layers.includes(layer)), 'has a layer outside its plan'],
    [row.size === targets.length, `says it has ${row.size} targets, has ${targets.length}`],
    [row.state !== 'void' || row.reason !== null, 'is void without a reason'],
    [hasFacts === (row.state === 'drawn' && row.series === 'line'), 'names the wrong decisions'],
  ]);
}

/** A draw that was worked out again, and what is wrong with it. */
export function againProblems(
  row: DrawRow,
  source: DrawSource,
  replacements: readonly (string | null)[],
): { readonly again: DrawAgain; readonly problems: string[] } {
  const again = drawAgain(source);
  const falsified = again.worth.indexOf('false');
  const early = again.worth.indexOf('early');
  const party = (index: number) => source.terms.parties[index];
  const problems = told([
    [again.targetsHash === row.targets_hash, 'has other targets than were published'],
    [again.officersHash === row.officers_hash, 'has other officers than were published'],
    [falsified < 0, `has a secret of ${party(falsified)} that was not committed to`],
    [early < 0, `has a secret of ${party(early)} that was shown before the registries`],
  ]);
  if (again.replacements.join() !== replacements.join()) {
    problems.push('has others stand in for those that stood back than it drew');
  }
  if (row.state === 'drawn') problems.push(...settledProblems(row, source, again));
  return { again, problems };
}

function settledProblems(row: DrawRow, { targets }: DrawSource, again: DrawAgain): string[] {
  const drawn = new Set(again.drawn.map(({ target }) => target));
  const tallies = canonicalText(talliesOf(targets, drawn));
  return told([
    [again.outcome === row.outcome, `came out ${row.outcome}, should be ${again.outcome}`],
    [again.outcome !== 'void' || row.size === 0, 'had no seed, and what it was to draw went on'],
    [row.drawn === drawn.size, `says that ${row.drawn} were drawn, should be ${drawn.size}`],
    [canonicalText(row.tallies) === tallies, 'has other tallies than its targets'],
    [(row.drawn_at ?? 0) > row.opened_at, 'was drawn before its registries'],
  ]);
}

function talliesOf(targets: readonly DrawTarget[], drawn: ReadonlySet<string>) {
  const layers = Map.groupBy(targets, ({ layer }) => layer);
  const tallies = [...layers].map(([layer, own]) => {
    const weight = own.reduce((sum, one) => sum + one.weight, 0);
    return [layer, { pool: own.length, weight, drawn: own.filter(isIn(drawn)).length }] as const;
  });
  return Object.fromEntries(tallies);
}

const isIn =
  (drawn: ReadonlySet<string>) =>
  ({ id }: DrawTarget): boolean =>
    drawn.has(id);

/** `draw DAY/NUMBER`, as examples begin. */
export const drawName = (row: DrawRow): string => `draw ${nameOf(row)}`;

function ascends(texts: readonly string[]): boolean {
  return texts.every((text, i) => i === 0 || texts[i - 1]! < text);
}

function told(checks: readonly (readonly [holds: boolean, problem: string])[]): string[] {
  return checks.flatMap(([holds, problem]) => (holds ? [] : [problem]));
}
