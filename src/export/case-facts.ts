import { businessDate, type Instant } from '../base/dates.ts';
import type { Rate } from '../base/rate.ts';
import { balanceKey } from '../ledger/running-balances.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { bookLinesOf, type StockLine } from '../matching/stock.ts';
import type { SeenBalances } from '../matching/stock-codec.ts';
import { bookLineKey } from '../registry/book.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { decideAwaiting, decideExports } from './decide.ts';
import {
  blockKey,
  type ExportFacts,
  exportCurrenciesOf,
  exportEnterprisesOf,
  exportLawOf,
} from './facts.ts';
import type { ExportVerdict } from './verdict.ts';

/**
 * The facts that one export list was decided from and nothing more: with its documents and the
 * law of its day they give the verdict again.
 */
export type ExportCaseFacts = {
  readonly at: Instant;
  readonly enterprises: readonly Enterprise[];
  /** Yuan for one unit of a currency, as far as the day had a rate. */
  readonly rates: readonly (readonly [currency: string, rate: Rate])[];
  /** Whether its seller and declarant were late with a summary (EXP-7). */
  readonly blocked: boolean;
  /** The lines of books that it takes from, and what was there. */
  readonly books: readonly StockLine[];
  readonly balances: SeenBalances;
  /** The verdict that had the list wait for its arrival, when this one is a later look at it. */
  readonly earlier: ExportVerdict | null;
};

/**
 * Picks out of a batch's facts what the case looked up.
 * @param verdict what it was decided, with the balances that were seen
 * @param earlier the verdict that had it wait for `decideAwaiting`, null for `decideExports`
 */
export function exportCaseFacts(
  matched: ExportMatched,
  { at, enterprises, rates, blocked, books }: ExportFacts,
  { stock = [] }: ExportVerdict,
  earlier: ExportVerdict | null,
): ExportCaseFacts {
  return {
    at,
    enterprises: exportEnterprisesOf(matched).flatMap((code) => {
      const enterprise = enterprises.get(code);
      return enterprise === undefined ? [] : [{ ...enterprise, dxpId: null }];
    }),
    rates: exportCurrenciesOf(matched).flatMap((currency) => {
      const rate = rates.get(currency);
      return rate === undefined ? [] : [[currency, rate] as const];
    }),
    blocked: blocked.has(blockKey(matched.list.terms)),
    books: [...new Set(bookLinesOf(matched.list.terms))].flatMap((key) => books.get(key) ?? []),
    balances: stock.flatMap(({ account, balance }) =>
      balance === null ? [] : [[balanceKey(account), balance] as const],
    ),
    earlier,
  };
}

/**
 * Derives the verdict of a case again from what was kept of it, before anybody looked at the
 * parcel: what a selection makes of a release is not in it.
 */
export function redecideExport(
  matched: ExportMatched,
  { at, enterprises, rates, blocked, books, balances, earlier }: ExportCaseFacts,
  index: ProfileIndex,
): ExportVerdict {
  const date = businessDate(at);
  const facts: ExportFacts = {
    at,
    date,
    index,
    law: exportLawOf(index, date),
    enterprises: new Map(enterprises.map((one) => [one.code, one])),
    rates: new Map(rates),
    books: new Map(books.map((line) => [bookLineKey(line.bookNo, line.recordNo), line])),
    balances: new Map(balances),
    blocked: new Set(blocked ? [blockKey(matched.list.terms)] : []),
  };
  const verdicts =
    earlier === null
      ? decideExports([matched], facts)
      : decideAwaiting([matched], facts, [earlier]);
  return withoutStock(verdicts[0]!);
}

/** A verdict as it is kept: what was seen of stock is among the facts. */
export function withoutStock({ status, findings, value }: ExportVerdict): ExportVerdict {
  return { status, findings, value };
}
