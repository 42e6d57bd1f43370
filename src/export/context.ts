import type { BusinessDate } from '../base/dates.ts';
import type { Party } from '../matching/common-context.ts';
import type { ExportMatchContext, ExportMatched } from '../matching/export-case.ts';
import type { ExportLaw } from '../registry/export-law.ts';
import type { DayParameters } from '../registry/profile.ts';
import type { ExportFacts } from './facts.ts';
import { type ExportLineView, exportLineView } from './line-view.ts';
import { channelOf } from './modes.ts';
import { exportPartiesOf } from './parties.ts';
import { exportValueOf } from './value.ts';
import type { ExportChannel, ExportValue } from './verdict.ts';

/** What one export list looks like to the rules: its documents, the law of the day, the facts. */
export type ExportContext = ExportMatchContext & {
  readonly facts: ExportFacts;
  readonly date: BusinessDate;
  readonly law: ExportLaw;
  readonly parameters: DayParameters;
  readonly channel: ExportChannel;
  readonly parties: readonly Party[];
  readonly lines: readonly ExportLineView[];
  /** Null when a currency has no rate; EXP-NO-RATE says so. */
  readonly value: ExportValue | null;
};

/** The context of one case: everything looked up once, so that rules only compare. */
export function exportContextOf(
  matched: ExportMatched,
  facts: ExportFacts,
  parameters: DayParameters,
): ExportContext {
  const { terms } = matched.list;
  const channel = channelOf(terms);
  return {
    case: matched,
    facts,
    date: facts.date,
    law: facts.law,
    parameters,
    channel,
    parties: exportPartiesOf(matched),
    lines: terms.lines.map((line) => exportLineView(line, channel, facts)),
    value: exportValueOf(terms, facts.rates),
  };
}
