import { assert, present } from '../../base/assert.ts';
import type { BusinessDate } from '../../base/dates.ts';
import type { Consumption, Dated, Profile, TariffLine } from '../../registry/profile.ts';
import { type Article, CATALOG } from './catalog.ts';
import { type Fraction, fraction } from './fraction.ts';
import type { Rates } from './predict.ts';

/** The law a world is planned under: what was in force on its first day and has not ended. */
export type WorldLaw = {
  readonly singleLimit: bigint;
  readonly annualLimit: bigint;
  readonly levy: Fraction;
  /** Whether direct purchase waits for its arrival from then on (LINE-10). */
  readonly arrivalRequired: boolean;
  /** Whether lists take bonded goods from their book from then on (STK-7). */
  readonly stockRequired: boolean;
  /** What scale and slip may differ by at the gate (GATE-2); null where nothing is compared. */
  readonly gateTolerance: Fraction | null;
  readonly ratesOf: (article: Article) => Rates;
  /** Articles of the catalog that the tariff and the positive list both know, open-ended. */
  readonly articles: readonly Article[];
};

/**
 * Reads the law a world needs from the profile as data.
 * @param date the first business date; only values without an end after it are used, so that the
 * outcomes hold on any later day
 */
export function worldLaw(profile: Profile, date: BusinessDate): WorldLaw {
  const rates = new Map<string, Rates>();
  for (const article of CATALOG) {
    const line = tariffLine(profile, article.hs, date);
    if (line !== null) rates.set(article.itemNo, readRates(line));
  }
  const { parameters } = profile;
  const levy = lasting(parameters.levyRatio, date);
  const tolerance = entryFrom(parameters.gateTolerance, date)?.value;
  return {
    singleLimit: lasting(parameters.singleLimit, date),
    annualLimit: lasting(parameters.annualLimit, date),
    levy: [levy.n, levy.d],
    arrivalRequired: isOn(parameters.arrivalRequired, date),
    stockRequired: isOn(parameters.stockRequired, date),
    gateTolerance: tolerance === undefined ? null : [tolerance.n, tolerance.d],
    ratesOf: (article) => present(rates.get(article.itemNo), `rates of ${article.name}`),
    articles: CATALOG.filter((a) => rates.has(a.itemNo) && listed(profile, a.hs, date)),
  };
}

function isOn(switches: readonly Dated<boolean>[], date: BusinessDate): boolean {
  return switches.some(({ from, until, value }) => value && from <= date && until === null);
}

function entryFrom<T>(values: readonly Dated<T>[], date: BusinessDate): Dated<T> | undefined {
  return values.find((entry) => entry.from <= date && entry.until === null);
}

function lasting<T>(values: readonly Dated<T>[], date: BusinessDate): T {
  const value = entryFrom(values, date);
  assert(value !== undefined, `the profile has no lasting value from ${date} on`);
  return value.value;
}

function tariffLine(profile: Profile, hs: string, date: BusinessDate): TariffLine | null {
  let best: TariffLine | null = null;
  for (const line of profile.tariff) {
    if (!hs.startsWith(line.hs) || line.from > date || line.until !== null) continue;
    if (best === null || line.hs.length > best.hs.length) best = line;
  }
  return best;
}

function listed(profile: Profile, hs: string, date: BusinessDate): boolean {
  const lines = profile.positiveList.filter((line) => hs.startsWith(line.hs8));
  return lines.some((line) => line.from <= date && line.until === null);
}

function readRates(line: TariffLine): Rates {
  const { vat, mfnDuty, consumption } = line;
  return {
    vat: [vat.n, vat.d],
    duty: [mfnDuty.n, mfnDuty.d],
    share: 'rate' in consumption ? [consumption.rate.n, consumption.rate.d] : fraction(0n),
    perMeasure: perLitreOrKilo(consumption),
    highEndFrom: consumption.kind === 'highend' ? fraction(consumption.fenPerContent) : null,
  };
}

// Worlds measure beer and spirits in litres; a rate per tonne or kilogram is turned into one per
// litre by the legal density, and stays one per kilogram where the law gives none.
function perLitreOrKilo(consumption: Consumption): Fraction {
  if (consumption.kind !== 'specific' && consumption.kind !== 'compound') return fraction(0n);
  const { perUnit, unit, litresPerTonne } = consumption;
  const perTonne = unit === 't' ? 1n : 1_000n;
  if (unit === 'l' || litresPerTonne === undefined) return [perUnit.n, perUnit.d];
  return [perUnit.n * perTonne * litresPerTonne.d, perUnit.d * litresPerTonne.n];
}
