import type { Balance } from '../ledger/transfer.ts';
import type { StockLine } from './stock.ts';

/** Balances of accounts as a decision found them, by `balanceKey`. */
export type SeenBalances = readonly (readonly [string, Balance])[];

type Big = string;
/** A line of a book as it is kept with a decision: an array in this order. */
export type PackedStockLine = readonly [
  bookNo: string,
  recordNo: string,
  itemNo: string,
  hs: string,
  unit: string,
  unit1: string,
  perUnit1: Big,
  unit2: string | null,
  perUnit2: Big | null,
  areaCode: string,
  customsCode: string,
  from: string,
  until: string | null,
];
/** A balance as it is kept with a decision. */
export type PackedBalance = readonly [key: string, limit: Big | null, pending: Big, posted: Big];

/** Packs what a decision looked up of a line of a book. */
export function packStockLine(one: StockLine): PackedStockLine {
  const { bookNo, recordNo, itemNo, hs, unit, unit1, perUnit1, unit2, perUnit2 } = one;
  const units = [unit, unit1, `${perUnit1}`, unit2, packed(perUnit2)] as const;
  const book = [one.areaCode, one.customsCode, one.from, one.until] as const;
  return [bookNo, recordNo, itemNo, hs, ...units, ...book];
}

/** A line that `packStockLine` packed. */
export function stockLineOf(line: PackedStockLine): StockLine {
  const [bookNo, recordNo, itemNo, hs, unit, unit1, perUnit1, unit2, perUnit2] = line;
  const [, , , , , , , , , areaCode, customsCode, from, until] = line;
  const units = { unit, unit1, perUnit1: BigInt(perUnit1), unit2, perUnit2: bigOf(perUnit2) };
  return { bookNo, recordNo, itemNo, hs, ...units, areaCode, customsCode, from, until };
}

/** Packs balances; `balancesOf` gives them back equal. */
export function packBalances(balances: SeenBalances): PackedBalance[] {
  return balances.map(([key, { limit, pending, posted }]) => {
    return [key, packed(limit), `${pending}`, `${posted}`];
  });
}

/** Balances that `packBalances` packed. */
export function balancesOf(balances: readonly PackedBalance[]): SeenBalances {
  return balances.map(([key, limit, pending, posted]) => {
    return [key, { limit: bigOf(limit), pending: BigInt(pending), posted: BigInt(posted) }];
  });
}

function packed(value: bigint | null): Big | null {
  return value === null ? null : `${value}`;
}

function bigOf(text: Big | null): bigint | null {
  return text === null ? null : BigInt(text);
}
