import type { Instant } from '../base/dates.ts';
import { lotKey } from '../bonded/lot.ts';
import { comesIn, together } from '../bonded/stock.ts';
import { applyStock, knownLots } from '../bonded/store.ts';
import type { Sql } from '../io/postgres.ts';
import type { OpeningLot } from '../registry/book.ts';

/**
 * Writes the stock that lay in the warehouse when its books were taken over. A lot that is known
 * already stays as it is, so loading the same files again changes nothing.
 * @returns how many lots are new
 */
export async function openStock(
  tx: Sql,
  openings: readonly OpeningLot[],
  at: Instant,
): Promise<number> {
  const known = await knownLots(tx, openings);
  const fresh = openings.filter((one) => !known.has(lotKey(one)));
  const changes = fresh.map(({ quantity, ...lot }) => {
    const document = `opening ${lot.bookNo}`;
    return comesIn({ ...lot, status: 'bonded', document }, quantity, 'opening');
  });
  await applyStock(tx, together(changes), at);
  return fresh.length;
}
