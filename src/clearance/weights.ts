import type { BusinessDate } from '../base/dates.ts';
import type { Scaled5 } from '../base/fen.ts';
import type { ListTerms } from '../documents/terms.ts';
import { limitOf, type RunningBalances, usedOf } from '../ledger/running-balances.ts';
import type { AccountId, Balance } from '../ledger/transfer.ts';
import { buyerAccount, weightLedger } from './facts.ts';
import type { LineView } from './line-view.ts';

/** What a list takes from one yearly weight counter of its buyer (CLS-6, ID-6), in grams. */
export type WeightUse = {
  readonly counter: string;
  readonly account: AccountId;
  readonly balance: Balance | null;
  readonly grams: bigint;
  readonly used: bigint;
  readonly limit: bigint;
  /** The counter's amount by law, with which a new account is made. */
  readonly lawful: bigint;
  /** Position of the first line that counts, from 0. */
  readonly line: number;
};

/** Grams in one unit, by the customs code of the unit: kilogram, gram, tonne. */
const GRAMS: Readonly<Record<string, bigint>> = { '035': 1_000n, '036': 1n, '070': 1_000_000n };
const SCALE = 100_000n;

/** The counters that the lines of a list draw on; empty for nearly every list. */
export function weightUses(
  list: ListTerms,
  lines: readonly LineView[],
  balances: RunningBalances,
  date: BusinessDate,
): WeightUse[] {
  const uses = new Map<string, WeightUse>();
  for (let i = 0; i < lines.length; i += 1) {
    const counted = lines[i]!;
    for (const remark of counted.positive?.remarks ?? []) {
      if (remark.kind !== 'quota') continue;
      const grams = gramsOf(counted, list);
      const before = uses.get(remark.counter);
      if (before !== undefined) {
        uses.set(remark.counter, { ...before, grams: before.grams + grams });
        continue;
      }
      const account = buyerAccount(weightLedger(remark.counter), list.buyer.idKey, date);
      const balance = balances.of(account);
      uses.set(remark.counter, {
        counter: remark.counter,
        account,
        balance,
        grams,
        used: usedOf(balance),
        limit: limitOf(balance, remark.grams),
        lawful: remark.grams,
        line: i,
      });
    }
  }
  return [...uses.values()];
}

// As filed for the article; else a quantity declared in a unit of weight; else, so that nothing
// goes uncounted, the net weight of the whole parcel. Parts of a gram count as a gram.
function gramsOf({ line, goods }: LineView, list: ListTerms): bigint {
  if (goods !== null && goods.gramsPerUnit !== null) return up(goods.gramsPerUnit * line.qty);
  const declared =
    weighed(line.qty1, line.unit1) ??
    weighed(line.qty2, line.unit2) ??
    weighed(line.qty, line.unit);
  return declared ?? up(list.netWeight * 1_000n);
}

function weighed(quantity: Scaled5 | null, unit: string | null): bigint | null {
  const grams = unit === null ? undefined : GRAMS[unit];
  return grams === undefined || quantity === null ? null : up(quantity * grams);
}

function up(scaled: bigint): bigint {
  return (scaled + SCALE - 1n) / SCALE;
}
