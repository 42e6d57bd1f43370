import type { Declared } from '../b2b/lookup.ts';
import { type Move, moveDeclarations } from '../b2b/store.ts';
import type { Instant } from '../base/dates.ts';
import { storeCounts } from '../cockpit/count-store.ts';
import type { Sql } from '../io/postgres.ts';
import { countDeclared } from './count-lists.ts';

/** A declaration that moves on. */
export type Moving = Move & { readonly seen: Pick<Declared, 'customsCode'> };

/**
 * Moves declarations on, and has the cockpit count that. Three statements or none.
 * @throws CaseRace when one of them was moved meanwhile
 */
export async function moveCounted(tx: Sql, moves: readonly Moving[], at: Instant): Promise<void> {
  await moveDeclarations(tx, moves, at);
  const counted = moves.map(({ seen, state, findings }) => {
    return { customsCode: seen.customsCode, from: seen.state, to: state, findings };
  });
  await storeCounts(tx, countDeclared(counted, at), at);
}
