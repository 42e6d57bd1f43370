import { type BusinessDate, yearOf } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import { buyerAccount, weightLedger } from '../clearance/facts.ts';
import type { Sql } from '../io/postgres.ts';
import { accountKey } from '../ledger/movement.ts';
import { usedOf } from '../ledger/running-balances.ts';
import { balances } from '../ledger/store.ts';
import { covers } from '../registry/dated.ts';
import type { Remark } from '../registry/profile.ts';
import type { RegistryView } from './registry-watch.ts';

/**
 * The annual limit of one buyer in one year, fen (TAX-10), and the weight counters beside it,
 * grams. `remaining` = limit - used - reserved.
 */
export type BuyerQuota = {
  readonly year: number;
  readonly limit: Fen;
  readonly used: Fen;
  readonly reserved: Fen;
  readonly remaining: Fen;
  readonly counters: readonly BuyerCounter[];
};

/** A yearly counter of goods beside the money, such as grams of a group (ID-6). */
export type BuyerCounter = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  readonly limit: bigint;
  readonly used: bigint;
};

/** What a buyer has used of the annual limit and of each yearly weight counter (ID-2, ID-6). */
export async function buyerQuota(
  sql: Sql,
  registry: RegistryView,
  idNumber: string,
  date: BusinessDate,
): Promise<BuyerQuota> {
  const idKey = registry.hash('id', idNumber);
  const counters = [...countersOn(registry, date)];
  const money = buyerAccount('quota', idKey, date);
  const weights = counters.map(([code]) => buyerAccount(weightLedger(code), idKey, date));
  const standing = await balances(sql, [money, ...weights]);
  const { pending, posted } = standing.get(accountKey(money)) ?? { pending: 0n, posted: 0n };
  const limit = registry.index.at(date).annualLimit;
  return {
    year: yearOf(date),
    limit,
    used: posted,
    reserved: pending,
    remaining: limit - posted - pending,
    counters: counters.map(([code, remark], i) => ({
      code,
      zh: remark.text,
      en: `${code}, grams a person may buy in a year`,
      unit: 'g',
      limit: remark.grams,
      used: usedOf(standing.get(accountKey(weights[i]!)) ?? null),
    })),
  };
}

type WeightRemark = Extract<Remark, { kind: 'quota' }>;

function countersOn({ index }: RegistryView, date: BusinessDate): Map<string, WeightRemark> {
  const lines = index.profile.positiveList.filter((line) => covers(line, date));
  const remarks = lines.flatMap((line) => line.remarks).filter((one) => one.kind === 'quota');
  return new Map(remarks.map((remark) => [remark.counter, remark]));
}
