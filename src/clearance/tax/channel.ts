import { type Fen, formatFen, type Scaled5 } from '../../base/fen.ts';
import type { Finding } from '../../base/finding.ts';

/** How a list is taxed: with the retail preference, or in full over the single limit. */
export type Channel = 'preferential' | 'full';

/** The channel, or why retail import is closed to the list. */
export type ChannelDecision = Channel | 'split' | 'quota';

/** What the decision looks at. */
export type ChannelFacts = {
  /** Dutiable price of the whole list, fen. */
  readonly total: Fen;
  readonly lineCount: number;
  /** Declared quantity of the first line. */
  readonly firstQty: Scaled5;
  readonly singleLimit: Fen;
  /** What the buyer may still buy this year, fen; null leaves that to the quota ledger. */
  readonly annualRemaining: Fen | null;
};

const ONE_PIECE: Scaled5 = 100_000n;

/**
 * The decision table TAX-10, rows in its order; equal to a limit is within it. Splitting comes
 * before the quota, so that this answer does not depend on what the buyer bought elsewhere.
 */
export function chooseChannel(facts: ChannelFacts): ChannelDecision {
  const over = facts.total > facts.singleLimit;
  const single = facts.lineCount === 1 && facts.firstQty === ONE_PIECE;
  if (over && !single) return 'split';
  if (facts.annualRemaining !== null && facts.total > facts.annualRemaining) return 'quota';
  return over ? 'full' : 'preferential';
}

/** Over the single limit with more than one article (TAX-10). Amounts in fen. */
export function splitFinding(total: Fen, singleLimit: Fen, law: string): Finding {
  const [amount, limit] = [formatFen(total), formatFen(singleLimit)];
  return {
    code: '-621005',
    zh: `清单的购买金额${amount}超过单笔限额${limit}，且不是不可分割的单件商品`,
    en: `amount ${amount} is above the single limit ${limit} and is not one indivisible article`,
    path: 'InventoryHead',
    law,
    hint: 'Split the order, or import as general trade.',
    hintZh: '请拆分订单，或按一般贸易方式进口。',
  };
}

/** Above the buyer's annual limit (ID-4). `used` is what the year already holds, fen. */
export function quotaFinding(
  amounts: { readonly total: Fen; readonly used: Fen; readonly annualLimit: Fen },
  law: string,
): Finding {
  const [sum, limit] = [formatFen(amounts.used + amounts.total), formatFen(amounts.annualLimit)];
  return {
    code: '1313',
    zh: `订购人超过年度限额，累计金额${sum} > 限额${limit}`,
    en: `the buyer would exceed the annual limit: total ${sum} > limit ${limit}`,
    path: 'InventoryHead/buyerIdNumber',
    law,
    hint: 'Import as general trade, or wait for the next calendar year.',
    hintZh: '请按一般贸易方式进口，或等待下一年度。',
  };
}
