import type { BusinessDate, Instant } from '../base/dates.ts';
import { keyOf } from '../base/keys.ts';
import type { Rate } from '../base/rate.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import type { Balance } from '../ledger/transfer.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import type { StockLine } from '../matching/stock.ts';
import type { Enterprise } from '../registry/enterprise.ts';
import type { ExportLaw } from '../registry/export-law.ts';
import type { OverseasWarehouse } from '../registry/overseas-warehouse.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';

/**
 * Everything a batch of export lists is decided from. `date` is the day of `at` in Shanghai, whose
 * law and rates apply. What is not in a map is not registered, or has no rate on the day.
 */
export type ExportFacts = {
  readonly at: Instant;
  readonly date: BusinessDate;
  readonly index: ProfileIndex;
  readonly law: ExportLaw;
  readonly enterprises: ReadonlyMap<string, Enterprise>;
  /** Yuan for one unit, by code of the currency. */
  readonly rates: ReadonlyMap<string, Rate>;
  /** Lines of account books by `bookLineKey`, and balances of their accounts by `balanceKey`. */
  readonly books: ReadonlyMap<string, StockLine>;
  readonly balances: ReadonlyMap<string, Balance>;
  /** Overseas warehouses on file, by `warehouseKey`. */
  readonly warehouses: ReadonlyMap<string, readonly OverseasWarehouse[]>;
  /** Who is late with a summary declaration, by `blockKey` (EXP-7). */
  readonly blocked: ReadonlySet<string>;
};

const CLOSED: ExportLaw = {
  modes: [],
  simplified: null,
  b2b: null,
  arrival: false,
  master: false,
  summaryDay: 15,
  reminderDays: 0,
  returnMonths: 0,
};

/** What the law of the day says of exports; a law that knows none has no mode open. */
export function exportLawOf(index: ProfileIndex, date: BusinessDate): ExportLaw {
  return index.exports(date) ?? CLOSED;
}

/** Who declares summaries together: seller and declarant (EXP-6). */
export function blockKey({ ebcCode, agentCode }: Pick<ExportListTerms, 'ebcCode' | 'agentCode'>) {
  return keyOf(ebcCode, agentCode);
}

/** Codes of every enterprise the decision looks up, so that a batch is loaded at once. */
export function exportEnterprisesOf({ list: { terms } }: ExportMatched): string[] {
  const { ebpCode, ebcCode, logisticsCode, agentCode, iacCode } = terms;
  const codes = [ebpCode, ebcCode, logisticsCode, agentCode];
  if (iacCode !== null) codes.push(iacCode);
  return [...new Set(codes)];
}

/** Codes of the currencies whose rates the decision looks up. */
export function exportCurrenciesOf({ list: { terms } }: ExportMatched): string[] {
  return [...new Set(terms.lines.map(({ currency }) => currency))];
}
