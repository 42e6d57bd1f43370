import { businessDate, type Instant } from '../base/dates.ts';
import type { Rate } from '../base/rate.ts';
import type { ExportMatched } from '../matching/export-case.ts';
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
  /** The verdict that had the list wait for its arrival, when this one is a later look at it. */
  readonly earlier: ExportVerdict | null;
};

/**
 * Picks out of a batch's facts what the case looked up.
 * @param earlier the verdict that had it wait for `decideAwaiting`, null for `decideExports`
 */
export function exportCaseFacts(
  matched: ExportMatched,
  { at, enterprises, rates, blocked }: ExportFacts,
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
    earlier,
  };
}

/**
 * Derives the verdict of a case again from what was kept of it, before anybody looked at the
 * parcel: what a selection makes of a release is not in it.
 */
export function redecideExport(
  matched: ExportMatched,
  { at, enterprises, rates, blocked, earlier }: ExportCaseFacts,
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
    blocked: new Set(blocked ? [blockKey(matched.list.terms)] : []),
  };
  const verdicts =
    earlier === null
      ? decideExports([matched], facts)
      : decideAwaiting([matched], facts, [earlier]);
  return verdicts[0]!;
}
