import type { BusinessDate, Instant } from '../base/dates.ts';
import { yearOf } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import type { Person } from '../documents/terms.ts';
import type { AccountId, Balance } from '../ledger/transfer.ts';
import type { MatchedCase } from '../matching/case.ts';
import { type StockLine, stockAccountsOf, takesStock } from '../matching/stock.ts';
import type { Enterprise, Goods, Guarantee } from '../registry/enterprise.ts';
import type { IdentityAnswer } from '../registry/identity-authority.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';

/**
 * Everything a batch is decided from. `date` is the day of `at` in Shanghai: the day on which
 * customs accepts the lists (status 120), whose law, limits and quota year they fall under.
 * What is not in a map is not registered, not filed, unknown, or an account never used.
 */
export type ClearanceFacts = {
  readonly at: Instant;
  readonly date: BusinessDate;
  readonly index: ProfileIndex;
  readonly enterprises: ReadonlyMap<string, Enterprise>;
  /** By `goodsKey`. */
  readonly goods: ReadonlyMap<string, Goods>;
  /** By `identityKey`: one number with two names is two questions. */
  readonly identity: ReadonlyMap<string, IdentityAnswer>;
  /** Lines of account books by `bookLineKey`. */
  readonly books: ReadonlyMap<string, StockLine>;
  /** By enterprise code. */
  readonly guarantees: ReadonlyMap<string, Guarantee>;
  /** By `balanceKey`. */
  readonly balances: ReadonlyMap<string, Balance>;
};

/** Key of filed goods: the seller and its item number. */
export function goodsKey(ebcCode: string, itemNo: string): string {
  return keyOf(ebcCode, itemNo);
}

/** Key of an identity question: hash of the number and hash of the name. */
export function identityKey(person: Person): string {
  return keyOf(person.idKey, person.nameKey);
}

/** The buyer's account of a year in the quota ledger (fen) and in each weight ledger (grams). */
export function buyerAccount(ledger: string, idKey: string, date: BusinessDate): AccountId {
  return { ledger, key: `${idKey}:${yearOf(date)}` };
}

/** Ledger of a yearly weight counter, for example `weight:sugar`. */
export function weightLedger(counter: string): string {
  return `weight:${counter}`;
}

/** The account in which tax of a guarantor's lists is frozen (fen). */
export function guaranteeAccount(enterpriseCode: string): AccountId {
  return { ledger: 'guarantee', key: enterpriseCode };
}

/** Codes of every enterprise the decision looks up, so that a batch is loaded at once. */
export function enterprisesOf({ list, payment }: MatchedCase): string[] {
  const { ebpCode, ebcCode, logisticsCode, agentCode, areaCode, assureCode } = list.terms;
  const codes = [ebpCode, ebcCode, logisticsCode, payment.terms.payCode, agentCode, assureCode];
  if (areaCode !== null) codes.push(areaCode);
  // Seven texts are told apart faster than a Set is made.
  return codes.filter((code, at) => codes.indexOf(code) === at);
}

/** Keys of the filed goods the decision looks up. */
export function goodsOf({ list }: MatchedCase): string[] {
  const { ebcCode, lines } = list.terms;
  return lines.flatMap(({ itemNo }) => (itemNo === null ? [] : [goodsKey(ebcCode, itemNo)]));
}

/**
 * Every account the case may touch when accepted on `date`: quota, weight counters, guarantee,
 * stock.
 */
export function accountsOf(
  matched: MatchedCase,
  index: ProfileIndex,
  date: BusinessDate,
): AccountId[] {
  const { buyer, lines, assureCode } = matched.list.terms;
  const accounts = [buyerAccount('quota', buyer.idKey, date), guaranteeAccount(assureCode)];
  const counters = new Set<string>();
  for (const line of lines) {
    for (const remark of index.positiveAt(line.gcode, date)?.remarks ?? []) {
      if (remark.kind === 'quota') counters.add(remark.counter);
    }
  }
  for (const counter of counters) {
    accounts.push(buyerAccount(weightLedger(counter), buyer.idKey, date));
  }
  const list = matched.list.terms;
  if (takesStock(list, index.at(date))) accounts.push(...stockAccountsOf(list));
  return accounts;
}
