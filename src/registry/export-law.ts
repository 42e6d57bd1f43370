import type { BusinessDate } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { Rate } from '../base/rate.ts';

/** What the law of a day says of exports (RULES EXP, B2B, RET-7). Sums are fen of yuan. */
export type ExportLaw = {
  /** Trade modes open for export in this zone. */
  readonly modes: readonly string[];
  /**
   * Channel A, lists with summary statistics and no declaration after them (EXP-2, EXP-3): `limit`
   * is the highest value of a ticket, inclusive; null where it is closed.
   */
  readonly simplified: { readonly limit: Fen } | null;
  /**
   * Lists of 9710 and 9810 (B2B-4): the highest value of a ticket, inclusive; null where all of
   * them need declarations of their own.
   */
  readonly b2b: { readonly limit: Fen } | null;
  /** Parcels are released only after their arrival at the site is known (CEB507). */
  readonly arrival: boolean;
  /** Parcels leave only under a master waybill (CEB607). */
  readonly master: boolean;
  /** Day of the month by which the closed lists of the month before are declared (EXP-4). */
  readonly summaryDay: number;
  /** Days before the last one on which customs reminds who has not declared (EXP-7); 0: never. */
  readonly reminderDays: number;
  /** Months from the release within which exported goods may come back (RET-7); 0: none may. */
  readonly returnMonths: number;
};

/** One line of the table of export goods in force for a period. */
export type ExportGoods = {
  /** 10 digits. */
  readonly hs: string;
  readonly name: string;
  /** Codes of the first and the second legal unit of measure. */
  readonly unit1: string;
  readonly unit2: string | null;
  /** Export duty as a share of the price. */
  readonly duty: Rate;
  /** Share of the price without tax that is refunded of the value added tax. */
  readonly refund: Rate;
  /** Letters of supervision: `4` export licence, `3` dual use, `B` export inspection, ... */
  readonly conditions: readonly string[];
  readonly prohibited: boolean;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

/** What stands below a heading of 4 or 6 digits: whether anything there is under such a rule. */
export type ExportHeading = {
  /** Under an export licence, under export duty, or prohibited. */
  readonly licensed: boolean;
  /** Under export inspection. */
  readonly inspected: boolean;
};

/** Modes of sales to firms: 9710 directly, 9810 by way of an overseas warehouse (B2B-1). */
const B2B_MODES: readonly string[] = ['9710', '9810'];

/** Whether a trade mode is one of sales to firms, not of parcels to persons. */
export function isB2bMode(mode: string): boolean {
  return B2B_MODES.includes(mode);
}

/**
 * Letters of supervision that are export licences of some kind. `x` and `y` are not among them:
 * they hold for processing trade and border trade alone.
 */
const LICENCES: ReadonlySet<string> = new Set('345DEGIJLSTVWX');

/** Whether goods need an export licence of some kind. */
export function needsLicence({ conditions }: ExportGoods): boolean {
  return conditions.some((letter) => LICENCES.has(letter));
}

/** Whether goods need a licence, pay export duty or must not be exported at all (EXP-2, B2B-4). */
export function isLicensed(goods: ExportGoods): boolean {
  return goods.prohibited || goods.duty.n > 0n || needsLicence(goods);
}

/** Whether goods are under export inspection. */
export function isInspected({ conditions }: ExportGoods): boolean {
  return conditions.includes('B');
}

/** Whether goods that may leave do so with a declaration only: licence, duty, inspection. */
export function isControlled(goods: ExportGoods): boolean {
  return !goods.prohibited && (isLicensed(goods) || isInspected(goods));
}
