import type { Allowance } from '../base/allowance.ts';
import { present } from '../base/assert.ts';
import type { BusinessDate } from '../base/dates.ts';
import { type Rate, rate, ZERO } from '../base/rate.ts';
import { type WorkingDays, workingDaysOf } from './calendar.ts';
import { type ClassTable, classTable } from './classification.ts';
import { covers, type Period, valueAt } from './dated.ts';
import {
  type ExportGoods,
  type ExportHeading,
  type ExportLaw,
  isInspected,
  isLicensed,
} from './export-law.ts';
import type { Dated, DayParameters, PositiveLine, Profile, TariffLine } from './profile.ts';
import { beginning, DAY_PARAMETER_NAMES, PARAMETER_NAMES } from './profile-parameters.ts';
import { type SightingLaw, USUAL_SIGHTINGS } from './sighting-law.ts';

/** A profile made ready for look-ups; built once for each version. */
export type ProfileIndex = {
  readonly profile: Profile;
  /** The first day the parameters cover; look-ups of `at` before it are bugs. */
  readonly begins: BusinessDate;
  /** Whether the profile says anything about the day. */
  readonly covers: (date: BusinessDate) => boolean;
  /** All parameters of the day; the same object for all days between two changes of law. */
  readonly at: (date: BusinessDate) => DayParameters;
  /** Whether the law of the day lets undertakings stand in for signatures (delegatedUnsigned). */
  readonly delegatedUnsigned: (date: BusinessDate) => boolean;
  /** What scale and slip may differ by, as a share; null where nothing is compared. */
  readonly gateTolerance: (date: BusinessDate) => Rate | null;
  /** What the scale of a lane and the declared weight may differ by; null: not compared. */
  readonly laneAllowance: (date: BusinessDate) => Allowance | null;
  /** How much payment data the law of the day asks of platforms, and within what time. */
  readonly paymentData: (date: BusinessDate) => PaymentDataLaw;
  /** What the law of the day says of the work of officers. */
  readonly office: (date: BusinessDate) => OfficeLaw;
  /** How classes of enterprises and goods are checked; null where the law has no classes. */
  readonly classes: (date: BusinessDate) => ClassTable | null;
  /** The share of lists above which a risk rule needs a second person. */
  readonly targetedCeiling: (date: BusinessDate) => Rate;
  /** From how many lists of one person on a signal is raised (ENT-6). */
  readonly sightings: (date: BusinessDate) => SightingLaw;
  /** The working days that the law knows. */
  readonly workingDays: WorkingDays;
  /** The tariff line of a declared code (8 or 10 digits): its own line, else its first eight. */
  readonly tariffAt: (gcode: string, date: BusinessDate) => TariffLine | null;
  /** The positive-list line of a declared code, by its first eight digits. */
  readonly positiveAt: (gcode: string, date: BusinessDate) => PositiveLine | null;
  /** What the law of the day says of exports; null where it knows none. */
  readonly exports: (date: BusinessDate) => ExportLaw | null;
  /** The line of a code of 10 digits in the table of export goods. */
  readonly exportGoods: (hs10: string, date: BusinessDate) => ExportGoods | null;
  /** What stands below a heading of 4 or 6 digits in that table; null when nothing does. */
  readonly exportHeading: (prefix: string, date: BusinessDate) => ExportHeading | null;
};

/** Share of decided lists that is drawn, and minutes within which a platform uploads. */
export type PaymentDataLaw = { readonly rate: Rate; readonly minutes: number };

/**
 * An officer who inspected an enterprise `recentTimes` times within `recentDays` days is not drawn
 * for it (0 days: nobody is left out); minutes that officers have for a task, and days that they
 * have to say how what is detained ends.
 */
export type OfficeLaw = {
  readonly recentDays: number;
  readonly recentTimes: number;
  readonly taskMinutes: number;
  readonly detainedDays: number;
};

/** Where the law says nothing else: two hours (LINE-11). */
const TASK_MINUTES = 120;

/** Where the law says nothing else: thirty days, as the law on compulsory measures has it. */
const DETAINED_DAYS = 30;

/** Where the law says nothing else: the practice of 24 hours. */
const USUAL_MINUTES = 1_440;

/** Where the law says nothing else: 5 %. */
const USUAL_CEILING = rate(5n, 100n);

/** The law between two changes of it. */
type Era = Period & {
  readonly parameters: DayParameters | null;
  readonly classes: ClassTable | null;
  readonly tariff: ReadonlyMap<string, TariffLine>;
  readonly positive: ReadonlyMap<string, PositiveLine>;
  readonly exports: ReadonlyMap<string, ExportGoods>;
  readonly headings: ReadonlyMap<string, ExportHeading>;
};

/**
 * Cuts the profile into eras in which nothing changes, each built when first asked for. The
 * number of eras depends on the law alone, so foreign dates cannot fill the memory, and a look-up
 * is a short search and one or two map reads.
 */
export function indexProfile(profile: Profile): ProfileIndex {
  const begins = beginning(profile.parameters);
  const days = changeDays(profile);
  const eras: (Era | undefined)[] = [];
  const eraAt = (date: BusinessDate): Era => {
    let position = days.length - 1;
    while (position > 0 && date < days[position]!) position -= 1;
    eras[position] ??= buildEra(profile, days[position]!, days[position + 1] ?? null);
    return eras[position]!;
  };
  return {
    profile,
    begins,
    covers: (date) => date >= begins,
    at: (date) => {
      const era = eraAt(date);
      return present(covers(era, date) ? era.parameters : null, `law of ${date}`);
    },
    delegatedUnsigned: (date) => {
      const periods = profile.parameters.delegatedUnsigned;
      return periods.some((period) => covers(period, date) && period.value);
    },
    gateTolerance: (date) => {
      const periods = profile.parameters.gateTolerance;
      return periods.find((period) => covers(period, date))?.value ?? null;
    },
    laneAllowance: (date) => {
      const { laneTolerance, laneGrams } = profile.parameters;
      const tolerance = laneTolerance.find((period) => covers(period, date))?.value;
      const grams = laneGrams.find((period) => covers(period, date))?.value ?? 0;
      return tolerance === undefined ? null : { tolerance, grams };
    },
    paymentData: (date) => {
      const { paymentDataRate, paymentDataMinutes } = profile.parameters;
      const rate = paymentDataRate.find((period) => covers(period, date))?.value;
      const minutes = paymentDataMinutes.find((period) => covers(period, date))?.value;
      return { rate: rate ?? ZERO, minutes: minutes ?? USUAL_MINUTES };
    },
    office: (date) => {
      const { recentDays, recentTimes, taskMinutes, detainedDays } = profile.parameters;
      const value = (dated: readonly Dated<number>[]) =>
        dated.find((period) => covers(period, date))?.value;
      return {
        recentDays: value(recentDays) ?? 0,
        recentTimes: value(recentTimes) ?? 1,
        taskMinutes: value(taskMinutes) ?? TASK_MINUTES,
        detainedDays: value(detainedDays) ?? DETAINED_DAYS,
      };
    },
    classes: (date) => {
      const era = eraAt(date);
      return covers(era, date) ? era.classes : null;
    },
    targetedCeiling: (date) => {
      const periods = profile.parameters.targetedCeiling;
      return periods.find((period) => covers(period, date))?.value ?? USUAL_CEILING;
    },
    sightings: (date) => {
      const periods = profile.parameters.sightings;
      return periods.find((period) => covers(period, date))?.value ?? USUAL_SIGHTINGS;
    },
    workingDays: workingDaysOf(profile.parameters.calendar.map(({ value }) => value)),
    tariffAt: (gcode, date) => lookUp(eraAt(date), 'tariff', gcode, date),
    positiveAt: (gcode, date) => lookUp(eraAt(date), 'positive', gcode, date),
    ...exportLookUps(profile, eraAt),
  };
}

type ExportLookUps = Pick<ProfileIndex, 'exports' | 'exportGoods' | 'exportHeading'>;

function exportLookUps({ parameters }: Profile, eraAt: (date: BusinessDate) => Era): ExportLookUps {
  // The era found for a day before the first one is the first.
  const inEra = <T>(date: BusinessDate, look: (era: Era) => T | undefined): T | null => {
    const era = eraAt(date);
    return covers(era, date) ? (look(era) ?? null) : null;
  };
  return {
    exports: (date) => parameters.exports.find((period) => covers(period, date))?.value ?? null,
    exportGoods: (hs10, date) => inEra(date, (era) => era.exports.get(hs10)),
    exportHeading: (prefix, date) => inEra(date, (era) => era.headings.get(prefix)),
  };
}

function lookUp<T extends 'tariff' | 'positive'>(
  era: Era,
  table: T,
  gcode: string,
  date: BusinessDate,
): (T extends 'tariff' ? TariffLine : PositiveLine) | null;
function lookUp(
  era: Era,
  table: 'tariff' | 'positive',
  gcode: string,
  date: BusinessDate,
): TariffLine | PositiveLine | null {
  if (date < era.from) return null;
  const lines: ReadonlyMap<string, TariffLine | PositiveLine> = era[table];
  return lines.get(gcode) ?? lines.get(gcode.slice(0, 8)) ?? null;
}

function changeDays(profile: Profile): string[] {
  const { tariff, positiveList, exportGoods } = profile;
  const periods: Period[] = [...tariff, ...positiveList, ...exportGoods];
  for (const name of PARAMETER_NAMES) periods.push(...profile.parameters[name]);
  const days = periods.flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
  return [...new Set(days)].sort();
}

function buildEra(profile: Profile, from: BusinessDate, until: BusinessDate | null): Era {
  const { tariff, positiveList, exportGoods, parameters } = profile;
  const exported = exportGoods.filter((line) => covers(line, from));
  return {
    from,
    until,
    parameters: from < beginning(parameters) ? null : parametersOf(profile, from),
    classes: classesOf(profile, from),
    tariff: new Map(tariff.filter((line) => covers(line, from)).map((line) => [line.hs, line])),
    positive: new Map(
      positiveList.filter((line) => covers(line, from)).map((line) => [line.hs8, line]),
    ),
    exports: new Map(exported.map((line) => [line.hs, line])),
    headings: headingsOf(exported),
  };
}

/** Digits of a heading and of a subheading, by which simplified lists name goods. */
const HEADING_DIGITS = [4, 6];

function headingsOf(lines: readonly ExportGoods[]): Map<string, ExportHeading> {
  const headings = new Map<string, ExportHeading>();
  for (const line of lines) {
    for (const digits of HEADING_DIGITS) {
      const prefix = line.hs.slice(0, digits);
      const earlier = headings.get(prefix);
      headings.set(prefix, {
        licensed: isLicensed(line) || earlier?.licensed === true,
        inspected: isInspected(line) || earlier?.inspected === true,
      });
    }
  }
  return headings;
}

function classesOf({ parameters }: Profile, date: BusinessDate): ClassTable | null {
  const classification = parameters.classification.find((period) => covers(period, date));
  if (classification === undefined) return null;
  return classTable(classification.value, valueAt(parameters.creditRegime, date));
}

function parametersOf(profile: Profile, date: BusinessDate): DayParameters {
  const entries = DAY_PARAMETER_NAMES.map((name) => {
    const dated: readonly Dated<unknown>[] = profile.parameters[name];
    // Only later switches may have no periods, and are off then.
    return [name, dated.length === 0 ? false : valueAt(dated, date)];
  });
  // Every name of the table is there, which the compiler cannot see.
  return Object.fromEntries(entries) as unknown as DayParameters;
}
