import { possibleShares } from '../../inspection/ratios.ts';
import type { Expected } from '../world/expected.ts';
import { type HeldUp, heldUp, isToPass } from './held-up.ts';
import { isList } from './journey.ts';
import { DRAWN, type SendRow } from './row.ts';

/** What chance did to a world whose zone draws; see `tellDrawn`. */
export type Inspection = {
  /** Lists and customs declarations that were drawn, of so many that could have been. */
  readonly drawn: number;
  readonly of: number;
  /** Outcomes that differ because they wait for officers, and so are not compared. */
  readonly waiting: number;
};

const MILLION = 1_000_000;

/**
 * Tells what a draw did from what is wrong, where a world has officers. A list that was to pass and
 * is to be inspected was drawn, which nobody can foretell; what is asked about it is not compared,
 * nor are its load with all that is on it, and the lines of books that these goods are on. More
 * drawn than the law's class table makes possible (`possibleShares`) is a difference, in a row of
 * its own.
 */
export function tellDrawn(
  rows: readonly SendRow[],
  expected: Pick<Expected, 'draws' | 'lists' | 'messages' | 'stock'> &
    Partial<Pick<Expected, 'documents' | 'declarations'>>,
): { readonly rows: SendRow[]; readonly inspection: Inspection | null } {
  const { draws, lists, documents = [] } = expected;
  if (draws === undefined) return { rows: [...rows], inspection: null };
  const passing = rows.filter(isPassing);
  const drawn = new Set(passing.filter(({ got }) => got === DRAWN));
  const guids = new Map(
    [...lists, ...documents].map((one) => [`${one.file} ${one.record}`, one.guid.toUpperCase()]),
  );
  const [own, inFull] = [new Set<string>(), new Set<string>()];
  for (const row of drawn) {
    if (isFull(row)) inFull.add(row.key);
    else own.add(guids.get(`${row.file} ${row.record}`) ?? '');
  }
  const held = heldUp(own, expected, inFull);
  const isWaiting = (row: SendRow): boolean =>
    !row.ok && !drawn.has(row) && hangsOn(held, row, guids.get(`${row.file} ${row.record}`) ?? '');
  const waiting = new Set(rows.filter(isWaiting));
  const told = rows.map((row): SendRow => {
    if (drawn.has(row)) return { ...row, kind: 'drawn for inspection', ok: true };
    return waiting.has(row) ? { ...row, kind: 'not compared: waits for officers', ok: true } : row;
  });
  const inspection = { drawn: drawn.size, of: passing.length, waiting: waiting.size };
  return { rows: [...told, boundRow(inspection, draws.most)], inspection };
}

const isFull = ({ type }: SendRow): boolean => type === 'declaration';

/** Where declarations end that pass; one that was taken back might have been drawn before. */
const PASSED = /^(600|800|899)\b/;

function isPassing(row: SendRow): boolean {
  const { type, expected, got } = row;
  if (isFull(row)) return got === DRAWN || PASSED.test(expected ?? '');
  const [status = '', code = null] = (expected ?? '').split(' ');
  return isList(type) && isToPass({ status, code });
}

/** @param guid of the list that the row is about; empty for others */
function hangsOn(held: HeldUp, { type, file, key, expected, got }: SendRow, guid: string): boolean {
  if (held.requests.has(file)) return true;
  if (type === 'INV101' || type === 'SAS121') return held.papers.has(key);
  if (type === 'report') return held.reports.has(key);
  if (type === 'declaration') return held.declared.has(key);
  const [first = '', second = ''] = key.split(' ');
  if (type === '899') return held.lists.has(first);
  if (type === 'book') return held.lines.has(`${first} ${second}`);
  // A parcel of a load of which another was drawn stays released and does not leave.
  return isList(type) && expected === '899' && got === '800' && held.lists.has(guid);
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
