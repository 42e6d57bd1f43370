import type { BusinessDate } from '../base/dates.ts';
import { EXPORT_CODES } from '../export/codes.ts';
import type { ExportFacts } from '../export/facts.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { isB2bMode } from '../registry/export-law.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import type { RiskLook } from './assess-risk.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { choose, type Selected } from './select.ts';
import { askedLook } from './select-lists.ts';

/** An export list that would be released now. */
export type ExportCandidate = {
  readonly matched: Pick<ExportMatched, 'list'>;
  /** An officer has looked at its documents already. */
  readonly reviewed: boolean;
};

/**
 * Looks at the export lists of a batch that would be released: their classes, then chance. The
 * rules of risk officers are written for imports, whose buyers they know, and are not asked.
 */
export function selectExports(
  tx: Sql,
  house: Pick<House, 'draws'>,
  registry: RegistryView,
  facts: ExportFacts,
  candidates: readonly ExportCandidate[],
): Promise<Selected> {
  const { at, date, index, enterprises } = facts;
  const isConditional = conditionalExports(index, date);
  const parameters = index.at(date);
  const passing = candidates.map(({ matched: { list }, reviewed }) => {
    const { terms, preNo } = list;
    const asked = askedLook(terms.orderNo, reviewed, parameters, EXPORT_CODES);
    const goesFirst = parameters.b2bInspectedFirst && isB2bMode(terms.tradeMode);
    return { terms, preNo, reviewed, asked, goesFirst };
  });
  const frame = { at, date, index, enterprises, isConditional };
  return choose(tx, house, registry, frame, passing, async () => unasked(passing.length));
}

/** Which goods leave under conditions of the law of a day: licences, inspection by law (CLS-6). */
export function conditionalExports(
  index: ProfileIndex,
  date: BusinessDate,
): (gcode: string) => boolean {
  return (gcode) => (index.exportGoods(gcode, date)?.conditions.length ?? 0) > 0;
}

const NOTHING_NOTED = {
  ...{ buyer: 0, payer: 0, phone: 0, address: 0 },
  ...{ platformSignals: 0, sellerSignals: 0, paymentLate: 0, paymentFalse: 0 },
};

function unasked(count: number): RiskLook {
  const answer = { action: null, rules: [], noted: NOTHING_NOTED };
  return { answers: Array.from({ length: count }, () => answer), signals: [], keep: () => {} };
}
