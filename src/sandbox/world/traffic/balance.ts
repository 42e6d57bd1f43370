import { parseScaled5, type Scaled5 } from '../../../base/fen.ts';
import type { Shelf } from '../books.ts';
import type { Article } from '../catalog.ts';
import type { WorldDocument } from '../document.ts';
import type { SetCounts } from '../kinds/clearance.ts';
import { decidingList, type Parcel } from '../parcel.ts';
import type { Effect } from './traffic.ts';

/** What stands on a line of a book in one status; 0.00001 of the declared unit. */
export type Balance = Pick<Effect, 'bookNo' | 'recordNo' | 'status'> & {
  readonly in: Scaled5;
  readonly out: Scaled5;
  readonly reserved: Scaled5;
};

/** Goods that a parcel takes from a line of its book. */
export type Taken = {
  readonly recordNo: string;
  readonly article: Article;
  readonly quantity: Scaled5;
};

/** The list of a parcel that customs decides on; null when none of its lists may count. */
export function listOf(parcel: Parcel): WorldDocument | null {
  return parcel.sent[decidingList(parcel)]?.document ?? null;
}

/** What the list of a parcel takes from its book, line by line. */
export function goodsOf(parcel: Parcel): Taken[] {
  const list = listOf(parcel);
  if (list === null || list.head.tradeMode !== '1210') return [];
  return list.lines.map(({ itemRecordNo = '', qty = '' }, i) => {
    const { article } = parcel.sale.bought[i]!;
    return { recordNo: itemRecordNo, article, quantity: parseScaled5(qty) ?? 0n };
  });
}

const UNIT = 100_000n;

/** What lay on the shelves at the beginning. */
export function opened(shelves: readonly Shelf[]): Effect[] {
  return shelves.flatMap(({ bookNo, recordNo, quantity }) => {
    if (quantity === 0n) return [];
    return [{ bookNo, recordNo, status: 'bonded', in: quantity * UNIT } as const];
  });
}

/**
 * What the parcels do to their books. An accepted list has its goods promised, at the gate they go
 * out, and a refund whose goods were accepted proves that they went; what it brings lies there as
 * returned (STK-6, RET-3).
 * @param gone guids of the lists whose parcels the gate reports
 */
export function sold(
  parcels: readonly Parcel[],
  sets: ReadonlyMap<string, SetCounts>,
  gone: ReadonlySet<string>,
): Effect[] {
  const left = new Map([...sets].map(([set, { released }]) => [set, released]));
  return parcels.flatMap((parcel) => {
    const { set, outcome } = parcel;
    if (outcome.status !== '800' && outcome.status !== '600') return [];
    // Parcels of a set take the same; which of them are served makes no difference to the book.
    if (set !== null) {
      const more = left.get(set) ?? 0;
      left.set(set, more - 1);
      if (more <= 0) return [];
    }
    return effectsOf(parcel, gone);
  });
}

function effectsOf(parcel: Parcel, gone: ReadonlySet<string>): Effect[] {
  const list = listOf(parcel);
  const { emsNo: bookNo = '', guid = '' } = list?.head ?? {};
  const returns = parcel.sent.filter(({ goods }) => goods?.refused === null);
  const isOut = gone.has(guid) || returns.length > 0;
  const taken = goodsOf(parcel).map(({ recordNo, quantity }): Effect => {
    const on = { bookNo, recordNo, status: 'bonded' } as const;
    return isOut ? { ...on, out: quantity } : { ...on, reserved: quantity };
  });
  if (list?.head.tradeMode !== '1210') return taken;
  const back = returns.flatMap(({ document }) =>
    document.lines.map(({ gnum, qty = '' }): Effect => {
      const recordNo = list.lines.find((one) => one.gnum === gnum)?.itemRecordNo ?? '';
      return { bookNo, recordNo, status: 'returned', in: parseScaled5(qty) ?? 0n };
    }),
  );
  return [...taken, ...back];
}

/** The sum of all that happens, by book, line and status. */
export function balancesOf(effects: readonly Effect[]): Balance[] {
  const sums = new Map<string, Balance>();
  for (const { bookNo, recordNo, status, in: came = 0n, out = 0n, reserved = 0n } of effects) {
    const key = `${bookNo} ${recordNo} ${status}`;
    const sum = sums.get(key) ?? { bookNo, recordNo, status, in: 0n, out: 0n, reserved: 0n };
    sums.set(key, {
      ...sum,
      ...{ in: sum.in + came, out: sum.out + out, reserved: sum.reserved + reserved },
    });
  }
  return [...sums.values()];
}
