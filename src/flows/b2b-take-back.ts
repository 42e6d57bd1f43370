import { type Declared, holdDeclaration } from '../b2b/lookup.ts';
import { present } from '../base/assert.ts';
import { uncountClosed } from '../export/statistics/store.ts';
import { takeBackFindings, takenBackFinding } from '../export/take-back.ts';
import { type TakeBackWord, takeBackRef } from '../export/take-back-store.ts';
import type { Sql } from '../io/postgres.ts';
import { countedOf } from './b2b-depart.ts';
import { moveCounted } from './b2b-steps.ts';
import type { Closed } from './closed-list.ts';
import type { House } from './house.ts';

/**
 * The customs declaration under a pre-entry number or customs number; null when there is none that
 * was accepted. No goods of a book leave with one, and none of it come back by a return.
 */
export async function closedDeclaration(
  tx: Sql,
  house: House,
  number: string,
): Promise<Closed | null> {
  const row = await holdDeclaration(tx, number);
  if (row === null || row.entryId === null) return null;
  const listNo = row.entryId;
  const { state } = row;
  const none = { returns: [], exitNo: null, goneSurplus: [] };
  const findings = takeBackFindings({ listNo, state, ...none });
  return { ...row, listNo, findings, undo: (word) => undo(tx, house, { ...row, listNo }, word) };
}

/** Its next step tells who takes part in it; it has no receipts. */
async function undo(
  tx: Sql,
  house: House,
  row: Declared & { readonly listNo: string },
  { at, reason, closedAt, serial }: TakeBackWord,
): Promise<ReadonlyMap<string, bigint>> {
  const registry = await house.registry.fresh(tx);
  const reference = `take-back ${takeBackRef(row.listNo, present(serial, 'an approved word'))}`;
  const findings = [takenBackFinding(reason, 'declaration')];
  await moveCounted(tx, [{ seen: row, state: '800', reference, findings, word: null }], at);
  await uncountClosed(tx, [{ ...countedOf(row, registry, at), closedAt }], at);
  return new Map();
}
