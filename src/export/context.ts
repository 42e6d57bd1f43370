import type { BusinessDate } from '../base/dates.ts';
import type { RunningBalances } from '../ledger/running-balances.ts';
import type { Party } from '../matching/common-context.ts';
import type { ExportMatchContext, ExportMatched } from '../matching/export-case.ts';
import { bookedUses, type StockContext, stockUses, takesStock } from '../matching/stock.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import type { ExportLaw } from '../registry/export-law.ts';
import type { OverseasWarehouse } from '../registry/overseas-warehouse.ts';
import type { DayParameters } from '../registry/profile.ts';
import type { ExportFacts } from './facts.ts';
import { type ExportLineView, exportLineView } from './line-view.ts';
import { channelOf } from './modes.ts';
import { exportPartiesOf } from './parties.ts';
import { exportValueOf } from './value.ts';
import type { ExportValue } from './verdict.ts';
import { filedWarehouses } from './warehouse.ts';

/** What one export list looks like to the rules: its documents, the law of the day, the facts. */
export type ExportContext = ExportMatchContext &
  Pick<StockContext, 'booked' | 'stock' | 'codes' | 'area'> & {
    readonly facts: ExportFacts;
    readonly date: BusinessDate;
    readonly law: ExportLaw;
    readonly parameters: DayParameters;
    readonly channel: ExportChannel;
    readonly parties: readonly Party[];
    readonly lines: readonly ExportLineView[];
    /** What is on file of its overseas warehouse; null where the law asks for nothing. */
    readonly warehouses: readonly OverseasWarehouse[] | null;
    /** Null when a currency has no rate; EXP-NO-RATE says so. */
    readonly value: ExportValue | null;
  };

/**
 * The context of one case: everything looked up once, so that rules only compare.
 * @param balances as the lists before it in the batch leave them
 * @param channel that of the list, or of the declaration that the list stands for
 */
export function exportContextOf(
  matched: ExportMatched,
  facts: ExportFacts,
  parameters: DayParameters,
  balances: RunningBalances,
  channel: ExportChannel = channelOf(matched.list.terms),
): ExportContext {
  const { terms } = matched.list;
  const booked = takesStock(terms, parameters) ? bookedUses(terms, facts.books) : [];
  const lines = terms.lines.map((line) => exportLineView(line, channel, facts));
  return {
    case: matched,
    facts,
    date: facts.date,
    law: facts.law,
    parameters,
    channel,
    parties: exportPartiesOf(matched),
    lines,
    warehouses: filedWarehouses(terms, facts, parameters),
    booked,
    stock: stockUses(booked, balances.of),
    codes: lines.map(({ code }) => code),
    area: { element: 'iacCode', code: terms.iacCode },
    value: exportValueOf(terms, facts.rates, channel),
  };
}
