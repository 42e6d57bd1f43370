import { countedMeanwhile } from '../bonded/leaving.ts';
import type { Picked } from '../bonded/lot.ts';
import {
  departedMoves,
  type FoundSurplus,
  foundSince,
  type LeftMove,
} from '../bonded/outgoing-store.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { bookLineKey, stockAccount } from '../registry/book.ts';

/** Goods that did not leave after all. */
export type StayedGoods = {
  /** The movements of their departure. */
  readonly moves: readonly LeftMove[];
  /** As what stock-takes found them meanwhile. */
  readonly picked: readonly Picked[];
  /** What they were found as, and what is not there any more. */
  readonly gone: readonly FoundSurplus[];
};

/**
 * What departures took of these lists from the lots, where no gate let it out, by list. Three
 * statements at most.
 */
export async function stayedGoods(
  sql: Sql,
  listNos: readonly string[],
): Promise<Map<string, StayedGoods>> {
  const left = await departedMoves(sql, listNos);
  const found = await foundSince(sql, [...left.keys()]);
  const lots = [...found.values()].flat().map(({ lot }) => lot);
  const standing = await balances(
    sql,
    lots.map(({ bookNo, recordNo }) => stockAccount(bookNo, recordNo, 'surplus')),
  );
  const free = new Map(
    lots.map(({ bookNo, recordNo }) => {
      const account = accountKey(stockAccount(bookNo, recordNo, 'surplus'));
      const { limit, pending, posted } = standing.get(account) ?? NONE;
      return [bookLineKey(bookNo, recordNo), (limit ?? 0n) - pending - posted] as const;
    }),
  );
  return new Map(
    [...left].map(([listNo, moves]) => [
      listNo,
      { moves, ...countedMeanwhile(moves, found.get(listNo) ?? [], free) },
    ]),
  );
}

const NONE = { limit: 0n, pending: 0n, posted: 0n } as const;
