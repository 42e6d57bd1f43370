import type { BusinessDate } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import type { ListTerms } from '../documents/terms.ts';
import { limitOf, type RunningBalances, usedOf } from '../ledger/running-balances.ts';
import type { AccountId, Balance } from '../ledger/transfer.ts';
import type { MatchedCase } from '../matching/case.ts';
import type { Party } from '../matching/common-context.ts';
import type { MatchContext } from '../matching/rule.ts';
import { bookedUses, type StockContext, stockUses, takesStock } from '../matching/stock.ts';
import type { IdentityAnswer } from '../registry/identity-authority.ts';
import type { DayParameters } from '../registry/profile.ts';
import {
  buyerAccount,
  type ClearanceFacts,
  goodsKey,
  guaranteeAccount,
  identityKey,
} from './facts.ts';
import { type LineView, lineView } from './line-view.ts';
import { partiesOf } from './parties.ts';
import { dutiablePriceOf, taxOfList } from './tax/list-tax.ts';
import type { TaxBill } from './verdict.ts';
import { type WeightUse, weightUses } from './weights.ts';

/** The buyer's calendar year in fen; what the list itself takes is not in it yet (ID-2). */
export type QuotaView = {
  readonly account: AccountId;
  readonly balance: Balance | null;
  readonly used: Fen;
  readonly limit: Fen;
};

/** What one case looks like to the rules: its documents, the law of the day, and the facts. */
export type ClearanceContext = MatchContext &
  Pick<StockContext, 'booked' | 'stock' | 'codes' | 'area'> & {
    readonly facts: ClearanceFacts;
    readonly date: BusinessDate;
    readonly parameters: DayParameters;
    readonly parties: readonly Party[];
    readonly lines: readonly LineView[];
    readonly identity: IdentityAnswer;
    /** Retail price + freight + insurance, fen (TAX-2). */
    readonly dutiable: Fen;
    readonly quota: QuotaView;
    readonly weights: readonly WeightUse[];
    /** Null when the list cannot be taxed; `taxFindings` or another rule says why. */
    readonly bill: TaxBill | null;
    readonly taxFindings: readonly Finding[];
    readonly guaranteeAccount: AccountId;
    readonly guarantee: Balance | null;
  };

/**
 * The context of one case: everything looked up once, so that rules only compare.
 * @param bill the tax of an earlier decision, for a held list; null to compute it (CLS-9).
 */
export function contextOf(
  matched: MatchedCase,
  facts: ClearanceFacts,
  parameters: DayParameters,
  balances: RunningBalances,
  bill: TaxBill | null = null,
): ClearanceContext {
  const { index, date } = facts;
  const list = matched.list.terms;
  const lines = list.lines.map((line) => lineView(list.ebcCode, line, facts));
  const quotaAccount = buyerAccount('quota', list.buyer.idKey, date);
  const quota = balances.of(quotaAccount);
  const guarantor = guaranteeAccount(list.assureCode);
  const booked = takesStock(list, parameters) ? bookedUses(list, facts.books) : [];
  const tax = bill === null ? taxed(list, facts) : { bill, taxFindings: [] };
  return {
    case: matched,
    currency: index.profile.currency,
    facts,
    date,
    parameters,
    parties: partiesOf(matched),
    lines,
    identity: facts.identity.get(identityKey(list.buyer)) ?? 'unknown',
    dutiable: dutiablePriceOf(list),
    quota: {
      account: quotaAccount,
      balance: quota,
      used: usedOf(quota),
      limit: limitOf(quota, parameters.annualLimit),
    },
    weights: weightUses(list, lines, balances, date),
    booked,
    codes: list.lines.map(({ gcode }) => gcode),
    area: { element: 'areaCode', code: list.areaCode },
    stock: stockUses(booked, balances.of),
    ...tax,
    guaranteeAccount: guarantor,
    guarantee: balances.of(guarantor),
  };
}

type Taxed = Pick<ClearanceContext, 'bill' | 'taxFindings'>;

// The annual limit is left to its own rule, so that a list above it still shows its tax reasons.
function taxed(list: ListTerms, { goods, index, date }: ClearanceFacts): Taxed {
  if (!priceable(list)) return { bill: null, taxFindings: [] };
  const goodsOf = (ebcCode: string, itemNo: string) => goods.get(goodsKey(ebcCode, itemNo));
  const result = taxOfList(list, { goodsOf, index, date, annualRemaining: null });
  return result.ok
    ? { bill: result.value.bill, taxFindings: [] }
    : { bill: null, taxFindings: result.error };
}

// Amounts below zero have their own finding (DOC-NEGATIVE); tax is not defined for them.
function priceable(list: ListTerms): boolean {
  if (list.freight < 0n || list.insuredFee < 0n) return false;
  return list.lines.every(
    ({ totalPrice, qty, qty1, qty2 }) =>
      totalPrice >= 0n && qty > 0n && qty1 > 0n && (qty2 === null || qty2 > 0n),
  );
}
