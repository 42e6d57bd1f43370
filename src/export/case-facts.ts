import { businessDate, type Instant } from '../base/dates.ts';
import type { Rate } from '../base/rate.ts';
import { balanceKey } from '../ledger/running-balances.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { bookLinesOf, type StockLine } from '../matching/stock.ts';
import type { SeenBalances } from '../matching/stock-codec.ts';
import { bookLineKey } from '../registry/book.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import { type OverseasWarehouse, warehouseKey } from '../registry/overseas-warehouse.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { type ExportConclusion, exportConcluded } from './conclusion.ts';
import { decideAwaiting, decideExports } from './decide.ts';
import {
  blockKey,
  type ExportFacts,
  exportCurrenciesOf,
  exportEnterprisesOf,
  exportLawOf,
} from './facts.ts';
import type { ExportVerdict } from './verdict.ts';
import { filedWarehouses } from './warehouse.ts';

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
  /** What was on file of its overseas warehouse, where the law asked for it. */
  readonly warehouses: readonly OverseasWarehouse[];
  /** The verdict that kept the list with customs, when this one is a later look at it. */
  readonly earlier: ExportVerdict | null;
  /** What officers said of it, when this one is theirs. */
  readonly conclusion: ExportConclusion | null;
};

/** What a later look at a list begins with. */
export type ExportBefore = Pick<ExportCaseFacts, 'earlier' | 'conclusion'>;

/** What is before a first decision. */
export const NO_EXPORT_BEFORE: ExportBefore = { earlier: null, conclusion: null };

/**
 * Picks out of a batch's facts what the case looked up.
 * @param verdict what it was decided, with the balances that were seen
 * @param before the verdict that had it wait for `decideAwaiting`, or that gave it into the hands
 * of officers, with what they said
 */
export function exportCaseFacts(
  matched: ExportMatched,
  facts: ExportFacts,
  { stock = [] }: ExportVerdict,
  { earlier, conclusion }: ExportBefore,
): ExportCaseFacts {
  const { at, enterprises, rates, blocked, books } = facts;
  const { terms } = matched.list;
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
    blocked: blocked.has(blockKey(terms)),
    books: [...new Set(bookLinesOf(terms))].flatMap((key) => books.get(key) ?? []),
    balances: stock.flatMap(({ account, balance }) =>
      balance === null ? [] : [[balanceKey(account), balance] as const],
    ),
    warehouses: filedWarehouses(terms, facts, facts.index.at(facts.date)) ?? [],
    earlier: earlier && withoutStock(earlier),
    conclusion,
  };
}

/**
 * Derives the verdict of a case again from what was kept of it, before anybody looked at the
 * parcel: what a selection makes of a release is not in it.
 */
export function redecideExport(
  matched: ExportMatched,
  kept: ExportCaseFacts,
  index: ProfileIndex,
): ExportVerdict {
  const { earlier, conclusion } = kept;
  if (earlier !== null && conclusion !== null) return exportConcluded(earlier, conclusion);
  const facts = exportBatchFacts(matched, kept, index);
  const verdicts =
    earlier === null
      ? decideExports([matched], facts)
      : decideAwaiting([matched], facts, [earlier]);
  return withoutStock(verdicts[0]!);
}

/** The facts of one case in the form a batch is decided from. */
export function exportBatchFacts(
  matched: ExportMatched,
  { at, enterprises, rates, blocked, books, balances, warehouses }: ExportCaseFacts,
  index: ProfileIndex,
): ExportFacts {
  const date = businessDate(at);
  return {
    at,
    date,
    index,
    law: exportLawOf(index, date),
    enterprises: new Map(enterprises.map((one) => [one.code, one])),
    rates: new Map(rates),
    books: new Map(books.map((line) => [bookLineKey(line.bookNo, line.recordNo), line])),
    balances: new Map(balances),
    warehouses: Map.groupBy(warehouses, warehouseKey),
    blocked: new Set(blocked ? [blockKey(matched.list.terms)] : []),
  };
}

/** A verdict as it is kept: what was seen of stock is among the facts. */
export function withoutStock({ status, findings, value }: ExportVerdict): ExportVerdict {
  return { status, findings, value };
}
