import { present } from '../base/assert.ts';
import type { Instant } from '../base/dates.ts';
import { applicationsOf } from '../export/summary/application-store.ts';
import { groupsOf } from '../export/summary/group-store.ts';
import { type TakenBack, takeBack } from '../export/summary/take-back.ts';
import type { Sql } from '../io/postgres.ts';
import type { AddressedReceipt } from '../receipts/receipt.ts';
import { correctionReceipts } from './summary-receipts.ts';

/**
 * Takes closed lists, or parts of them, out of the monthly summary: out of the open sums, or out of
 * the declarations that have them. Lists that are in neither are left alone. The statements do not
 * depend on theirs. To be called before receipts are filed: it holds groups of sums, and whoever
 * holds these files receipts behind them.
 * @param tx the transaction that takes them back
 * @returns the receipts (CEB792) that tell of corrected declarations, to be filed
 * @throws CaseRace when something else happened to one of them meanwhile
 */
export async function correctSummaries(
  tx: Sql,
  lists: readonly TakenBack[],
  at: Instant,
): Promise<AddressedReceipt[]> {
  const corrected = await takeBack(tx, lists, at);
  if (corrected.length === 0) return [];
  const applications = await applicationsOf(
    tx,
    corrected.map(({ sumNo }) => sumNo),
  );
  const groups = await groupsOf(
    tx,
    corrected.map(({ groupId }) => groupId),
  );
  return corrected.flatMap((declaration) =>
    correctionReceipts(
      present(applications.get(declaration.sumNo), 'the application of a declaration'),
      declaration,
      present(
        groups.find(({ id }) => id === declaration.groupId),
        'the group of a declaration',
      ),
      at,
    ),
  );
}
