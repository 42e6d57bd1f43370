import type { Fen } from '../base/fen.ts';
import { ONE, type Rate } from '../base/rate.ts';
import { divideHalfUp } from '../base/rounding.ts';
import type { ExportListTerms } from '../documents/export-terms.ts';
import { YUAN } from '../registry/exchange-rate.ts';
import type { ExportChannel } from '../registry/export-channel.ts';
import { channelOf } from './modes.ts';
import type { ExportValue } from './verdict.ts';

/** What one unit of a currency is worth in yuan; null where the day has no rate for it. */
export function rateOf(currency: string, rates: ReadonlyMap<string, Rate>): Rate | null {
  return currency === YUAN ? ONE : (rates.get(currency) ?? null);
}

/**
 * The value of a list in yuan: the price of each line is the FOB price of the goods (EXP-9).
 * @returns null when a currency has no rate
 */
export function exportValueOf(
  list: ExportListTerms,
  rates: ReadonlyMap<string, Rate>,
  channel: ExportChannel = channelOf(list),
): ExportValue | null {
  const lines: { readonly gnum: number; readonly fob: Fen }[] = [];
  let total = 0n;
  for (const { gnum, currency, totalPrice } of list.lines) {
    const rate = rateOf(currency, rates);
    if (rate === null) return null;
    const fob = divideHalfUp(totalPrice * rate.n, rate.d);
    lines.push({ gnum, fob });
    total += fob;
  }
  return { channel, fob: total, lines };
}
