import { present } from '../../../base/assert.ts';
import type { Fraction } from '../fraction.ts';

/** A currency of sales. */
export type Money = {
  readonly currency: string;
  /** Yuan of one unit, as the registry file has it; null for the yuan itself and for none. */
  readonly rate: string | null;
  /** A price in fen as hundredths of the currency. */
  readonly from: (fen: bigint) => bigint;
};

const at = (currency: string, rate: string, per: readonly [bigint, bigint]): Money => ({
  currency,
  rate,
  from: (fen) => (fen * per[1]) / per[0],
});

export const YUAN: Money = { currency: '142', rate: null, from: (fen) => fen };
export const DOLLAR: Money = at('502', '6.8', [68n, 10n]);
export const EURO: Money = at('300', '7.9', [79n, 10n]);
/** Of which the registry has no rate on any day. */
export const ROUBLE: Money = { currency: '344', rate: null, from: (fen) => fen * 11n };

/** Currencies of ordinary sales, as often as they are used. */
export const CURRENCIES: readonly Money[] = [YUAN, YUAN, YUAN, DOLLAR, DOLLAR, EURO];

const RATES: Readonly<Record<string, Fraction>> = {
  '142': [1n, 1n],
  '502': [68n, 10n],
  '300': [79n, 10n],
};

/** Yuan of one unit of a currency that has a rate. */
export function rateIn(currency: string): Fraction {
  return present(RATES[currency], `a rate of ${currency}`);
}

/** Rows of `exchange-rates.csv`; the same in every world, for all share a platform's registry. */
export function rateRows(): string[][] {
  const rows = [DOLLAR, EURO].map(({ currency, rate }) => {
    return [currency, '2016-04-08', '', rate ?? '', 'made up'];
  });
  return [['currency', 'from', 'until', 'rate', 'source'], ...rows];
}
