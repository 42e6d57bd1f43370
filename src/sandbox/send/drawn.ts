import { possibleShares } from '../../inspection/ratios.ts';
import type { Expected } from '../world/expected.ts';
import type { SendRow } from './row.ts';

/** What chance did to a world whose zone draws; see `tellDrawn`. */
export type Inspection = {
  /** Lists that were drawn, of so many that could have been. */
  readonly drawn: number;
  readonly of: number;
  /** Outcomes that differ because they wait for officers, and so are not compared. */
  readonly waiting: number;
};

/** The word of `got` for a list that was drawn: with what a sandbox forces there is more. */
const DRAWN = '500 INSPECT';
/** What lists that pass everything come to. */
const PASSED = ['800', '899', '430'];
/** What tells of bonded goods: loads, gates and books wait for every parcel of theirs. */
const STOCK = ['INV101', 'SAS121', 'report', '899', 'book'];
const MILLION = 1_000_000;

/**
 * Tells what a draw did from what is wrong, where a world has officers. A list that was to pass and
 * is to be inspected was drawn, which nobody can foretell; what is asked about it is not compared,
 * nor are the loads, gates and books of bonded goods where anything was drawn. More drawn than the
 * law's class table makes possible (`possibleShares`) is a difference, in a row of its own.
 */
export function tellDrawn(
  rows: readonly SendRow[],
  { draws, messages }: Pick<Expected, 'draws' | 'messages'>,
): { readonly rows: SendRow[]; readonly inspection: Inspection | null } {
  if (draws === undefined) return { rows: [...rows], inspection: null };
  const passing = rows.filter(isPassing);
  const drawn = new Set(passing.filter(({ got }) => got === DRAWN));
  const places = new Set([...drawn].map(({ file, record }) => `${file} ${record}`));
  const requests = new Set(
    messages
      .filter(({ names }) => names !== null && places.has(`${names.file} ${names.record}`))
      .map(({ file }) => file),
  );
  const isWaiting = (row: SendRow): boolean =>
    !row.ok && (requests.has(row.file) || (drawn.size > 0 && isStock(row)));
  const waiting = new Set(rows.filter((row) => !drawn.has(row) && isWaiting(row)));
  const told = rows.map((row): SendRow => {
    if (drawn.has(row)) return { ...row, kind: 'drawn for inspection', ok: true };
    return waiting.has(row) ? { ...row, kind: 'not compared: waits for officers', ok: true } : row;
  });
  const inspection = { drawn: drawn.size, of: passing.length, waiting: waiting.size };
  return { rows: [...told, boundRow(inspection, draws.most)], inspection };
}

function isPassing({ type, expected }: SendRow): boolean {
  return type === 'CEB621' && PASSED.includes(expected ?? '');
}

/** A parcel of a load of which another was drawn stays released and does not leave. */
function isStock({ type, expected, got }: SendRow): boolean {
  return STOCK.includes(type) || (type === 'CEB621' && expected === '899' && got === '800');
}

function boundRow({ drawn, of }: Inspection, most: number): SendRow {
  const [least] = of === 0 ? [0] : possibleShares({ pool: of, weight: 0, drawn });
  const words = { type: 'draw', key: 'lists of this world', kind: 'share drawn' };
  return {
    ...{ file: 'draws', record: null, ...words },
    expected: `a chance of ${most / 10_000} % at most`,
    got: `${drawn} of ${of} drawn`,
    ok: least * MILLION <= most,
    ...{ why: '', whyZh: '', tax: null },
  };
}
