import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import { isDeedKind, readDeed } from '../bonded/deeds-codec.ts';
import type { Goods } from '../bonded/exit.ts';
import { isOfSet, type Lot, rootOf, setLotNo } from '../bonded/lot.ts';
import { loadPapers } from '../bonded/paper-store.ts';
import { lotsOf } from '../bonded/store.ts';
import type { SetLots, ShelfFacts, Taking } from '../bonded/taking.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { balances } from '../ledger/store.ts';
import { bookLineKey, type StockStatus, stockAccount } from '../registry/book.ts';
import { bookLinesFor } from '../registry/book-facts.ts';

type Wanted = Pick<Taking, 'bookNo' | 'status'> & {
  readonly parts: readonly Pick<Taking['parts'][number], 'recordNo'>[];
  /** Lines beside those of the parts, by `bookLineKey`. */
  readonly others?: readonly string[];
};

/** What lies on the shelf of the lines that a deed takes from; three statements. */
export async function loadShelf(
  tx: Sql,
  { bookNo, status, parts, others = [] }: Wanted,
  date: BusinessDate,
): Promise<ShelfFacts> {
  const records = [...new Set(parts.map(({ recordNo }) => recordNo))];
  const keys = records.map((recordNo) => bookLineKey(bookNo, recordNo));
  return {
    date,
    lines: await bookLinesFor(tx, [...keys, ...others]),
    lots: await lotsOf(tx, keys),
    free: await freeOf(tx, bookNo, status, records),
  };
}

async function freeOf(
  tx: Sql,
  bookNo: string,
  status: StockStatus,
  records: readonly string[],
): Promise<Map<string, Scaled5>> {
  const accountOf = (recordNo: string) => stockAccount(bookNo, recordNo, status);
  const standing = await balances(tx, records.map(accountOf));
  return new Map(
    records.map((recordNo) => {
      const account = standing.get(accountKey(accountOf(recordNo)));
      const { limit, pending, posted } = account ?? { limit: 0n, pending: 0n, posted: 0n };
      return [bookLineKey(bookNo, recordNo), (limit ?? 0n) - pending - posted];
    }),
  );
}

/** The sets whose lots are named, by their numbers; two statements or none. */
export async function setsNamed(
  tx: Sql,
  bookNo: string,
  parts: Taking['parts'],
  lots: ReadonlyMap<string, readonly Lot[]>,
): Promise<Map<string, SetLots>> {
  const named = new Set(parts.map(({ lotNo }) => lotNo));
  const ofSets = [...lots.values()].flat().filter((lot) => named.has(lot.lotNo) && isOfSet(lot));
  const numbers = new Set(ofSets.map(({ document }) => document.slice(document.indexOf(' ') + 1)));
  const ids = [...numbers].map((paperNo) => ({ kind: 'processing', paperNo }) as const);
  const sets = new Map<string, readonly Goods[]>();
  for (const stored of (await loadPapers(tx, ids)).values()) {
    const order = isDeedKind(stored.kind) ? readDeed(stored) : null;
    if (order?.kind !== 'processing') continue;
    for (const [i, { components }] of order.body.outputs.entries()) {
      const lotNo = setLotNo(order.paperNo, i + 1);
      // Sets that lie elsewhere now are named by their lots there.
      for (const name of named) {
        if (name !== null && rootOf(name) === lotNo) sets.set(name, components);
      }
    }
  }
  const records = [...sets.values()].flat().map(({ recordNo }) => bookLineKey(bookNo, recordNo));
  const there = [...(await lotsOf(tx, records)).values()].flat();
  return new Map(
    [...sets].map(([name, components]) => {
      return [name, { components, left: there.filter(({ lotNo }) => lotNo === name) }];
    }),
  );
}
