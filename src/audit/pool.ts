import { type DrawTarget, drawAgain } from './draw-again.ts';
import { nameOf, type SettledDrawRow, sourceOf } from './draw-reader.ts';

/** The pool of a draw of the line, and who was drawn from it. */
export type PoolView = {
  readonly name: string;
  readonly targets: ReadonlyMap<string, DrawTarget>;
  readonly drawn: ReadonlySet<string>;
  /** Those that a decision was found for. */
  readonly taken: Set<string>;
};

/** The pool of a row; null when it cannot be worked out, which the law of draws tells. */
export function poolOf(row: SettledDrawRow): PoolView | null {
  const { first, day, count, published_at, series, zone, terms, commitments } = row;
  if (first === null) return null;
  const block = { day, first, count, published_at, series, zone, terms, commitments };
  const source = sourceOf(row, block);
  if (source === null) return null;
  return {
    name: nameOf(row),
    targets: new Map(source.targets.map((one) => [one.id, one])),
    drawn: new Set(drawAgain(source).drawn.map(({ target }) => target)),
    taken: new Set(),
  };
}
