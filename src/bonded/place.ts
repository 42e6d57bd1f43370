import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { type Lot, type LotTerms, type Move, PLACE_MARK, rootOf } from './lot.ts';
import type { StockChange } from './stock.ts';

/** Where goods lie that came through the gate and were not put away yet. */
export const RECEIVING = 'RECEIVING';

const STAGING = 'LIST:';

/** Where the goods of a parcel lie that were picked for it. */
export function stagingOf(listNo: string): string {
  return `${STAGING}${listNo}`;
}

/** Whether goods lie ready for some parcel. */
export function isStaging(location: string): boolean {
  return location.startsWith(STAGING);
}

/** The lot in which goods of a lot lie at another place, with the day that is found on them. */
export function lotAt(lot: Lot, location: string, expiresOn: BusinessDate | null): LotTerms {
  const { bookNo, recordNo, status, owner, document, openedAt: since } = lot;
  const day = expiresOn === null ? '' : `/${expiresOn}`;
  const lotNo = `${rootOf(lot.lotNo)}${PLACE_MARK}${location}${day}`;
  return { bookNo, recordNo, lotNo, status, owner, location, expiresOn, document, since };
}

/**
 * Goods of one account that lie elsewhere now: the books do not move. Lots that become one are
 * summed, since a document moves a lot once.
 */
export function relocated(
  parts: readonly { readonly from: Lot; readonly to: LotTerms; readonly quantity: Scaled5 }[],
  by: { readonly document: string; readonly line: string },
): StockChange {
  const moves = new Map<string, Move>();
  const add = ({ bookNo, recordNo, lotNo, status }: LotTerms, amount: Scaled5) => {
    const quantity = (moves.get(lotNo)?.quantity ?? 0n) + amount;
    moves.set(lotNo, { bookNo, recordNo, lotNo, status, quantity, ...by });
  };
  for (const { from, to, quantity } of parts) {
    add(from, -quantity);
    add(to, quantity);
  }
  return { lots: parts.map(({ to }) => to), moves: [...moves.values()], transfers: [] };
}
