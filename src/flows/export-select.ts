import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import type { Selection } from '../clearance/selection.ts';
import { EXPORT_CODES } from '../export/codes.ts';
import type { ExportFacts } from '../export/facts.ts';
import type { ExportVerdict } from '../export/verdict.ts';
import type { Sql } from '../io/postgres.ts';
import type { ExportMatched } from '../matching/export-case.ts';
import { isB2bMode } from '../registry/export-law.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';
import { assessExports } from './assess-risk.ts';
import type { House } from './house.ts';
import type { RegistryView } from './registry-watch.ts';
import { choose, type Passing, type Selected } from './select.ts';
import { askedLook } from './select-lists.ts';

/** An export list, or a customs declaration in the form of one, that would be released now. */
export type ExportCandidate = {
  readonly matched: Pick<ExportMatched, 'list'>;
  readonly verdict: Pick<ExportVerdict, 'value'>;
  /** An officer has looked at its documents already. */
  readonly reviewed: boolean;
  /** What the law has done to a declaration; absent of a list. No order number asks for it. */
  readonly byLaw?: Selection['action'];
};

/**
 * Looks at the exports of a batch that would be released: their classes, the rules of risk officers
 * for exports, then chance; see `choose`.
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
  const passing = candidates.map(({ matched: { list }, reviewed, byLaw }): Passing => {
    const { terms, preNo } = list;
    const isList = byLaw === undefined;
    const asked = isList ? askedLook(terms.orderNo, reviewed, parameters, EXPORT_CODES) : null;
    const goesFirst = parameters.b2bInspectedFirst && isB2bMode(terms.tradeMode);
    return { terms, preNo, reviewed, asked, goesFirst, byLaw: byLaw ?? null };
  });
  const frame = { at, date, index, enterprises, isConditional };
  const assessed = candidates.map(({ matched: { list }, verdict }) => {
    return { list: list.terms, value: present(verdict.value, 'the value of a list that passed') };
  });
  const assess = () => assessExports(tx, registry, { at, enterprises }, assessed);
  return choose(tx, house, registry, frame, passing, assess);
}

/** Which goods leave under conditions of the law of a day: licences, inspection by law (CLS-6). */
export function conditionalExports(
  index: ProfileIndex,
  date: BusinessDate,
): (gcode: string) => boolean {
  return (gcode) => (index.exportGoods(gcode, date)?.conditions.length ?? 0) > 0;
}
