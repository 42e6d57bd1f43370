import { type BusinessDate, daysBetween } from '../base/dates.ts';
import { type Classes as ClassTable, readClasses } from './class-again.ts';
import { type Fraction, fenOf, fractionOf, NOUGHT, times, upward, whole } from './decimals.ts';

/** One row of a table of the law: cells by column, in force from a day until before another. */
type Row = Readonly<Record<string, string | undefined>>;
type Period = { readonly from?: string | undefined; readonly until?: string | null | undefined };
type Dated = Period & { readonly value: unknown };

/** How the tariff taxes one code on one day. */
export type Rates = {
  readonly vat: Fraction;
  readonly duty: Fraction;
  readonly kind: string;
  readonly rate: Fraction;
  /** Fen for each `unit`, of a specific rate. */
  readonly perUnit: Fraction;
  readonly unit: string;
  readonly litresPerTonne: Fraction | null;
  /** Fen from which cosmetics are high-end, for each ml or g and for each piece. */
  readonly highFromContent: Fraction;
  readonly highFromPiece: Fraction;
};

/** A yearly weight counter that a code draws on. */
export type Counter = { readonly name: string; readonly grams: bigint };

/** The law that one stored version says. */
export type Statutes = {
  amount(name: 'singleLimit' | 'annualLimit', day: BusinessDate): bigint | null;
  share(name: 'levyRatio' | 'preferentialDuty', day: BusinessDate): Fraction | null;
  flag(
    name:
      | 'guaranteeRequired'
      | 'forcedOutcomes'
      | 'arrivalRequired'
      | 'stockRequired'
      | 'overseasWarehouseFiling'
      | 'b2bInspectedFirst',
    day: BusinessDate,
  ): boolean | null;
  ratesOf(code: string, day: BusinessDate): Rates | null;
  /** What the law of the day says of exports; null where it knows none. */
  exportsOn(day: BusinessDate): ExportStatutes | null;
  countersOf(code: string, day: BusinessDate): Counter[];
  /** How lists are classified; null where the law has no classes. */
  classesOn(day: BusinessDate): ClassTable | null;
  /** Whether the day is a working day by the calendar of the law. */
  isWorkingDay(day: BusinessDate): boolean;
  /** Working days within which results of inspections are published. */
  publicationDays(day: BusinessDate): number;
  /** Whether the positive list has a remark on the code. */
  isConditional(code: string, day: BusinessDate): boolean;
  /** The highest annual limit in force on some day of the year, fen; null before the law. */
  highestLimit(year: string): bigint | null;
  /** The highest amount of each weight counter in the year, grams. */
  highestCounters(year: string): Map<string, bigint>;
};

/** What the law of a day says of exports; sums in fen. */
export type ExportStatutes = {
  readonly modes: readonly string[];
  /** The highest value of a simplified ticket, and of one between firms; null where closed. */
  readonly simplified: bigint | null;
  readonly b2b: bigint | null;
  readonly arrival: boolean;
  readonly master: boolean;
  /** Whether goods of a code, or of a heading, need a licence or inspection, pay duty or stay. */
  isControlled(code: string): boolean;
  /** The export duty of a full code as a share of the price; null when there is no such code. */
  dutyOf(code: string): Fraction | null;
  /** Whether there is a licence, a duty or an inspection on goods of a code for classes. */
  isConditional(code: string): boolean;
  /** Whether goods of a code are inspected before they leave. */
  isInspected(code: string): boolean;
};

/** Reads the stored content of a profile; null when it is not of the known form. */
export function readStatutes(content: string): Statutes | null {
  try {
    const {
      parameters,
      tariff,
      positiveList,
      exportGoods = [],
    } = JSON.parse(content) as {
      parameters: Readonly<Record<string, readonly Dated[]>>;
      tariff: readonly Row[];
      positiveList: readonly Row[];
      exportGoods?: readonly Row[];
    };
    const exports = exportStatutes(parameters.exports ?? [], byCode(exportGoods, 'hs'));
    const rest = statutes(parameters, byCode(tariff, 'hs'), byCode(positiveList, 'hs8'));
    return { ...rest, exportsOn: exports };
  } catch {
    return null;
  }
}

type Table = ReadonlyMap<string, readonly Row[]>;

function byCode(rows: readonly Row[], column: string): Table {
  return Map.groupBy(rows, (row) => row[column] ?? '');
}

const covers = ({ from, until }: Period, day: BusinessDate): boolean =>
  (from ?? '') <= day && (until === null || until === undefined || until === '' || day < until);

function statutes(
  parameters: Readonly<Record<string, readonly Dated[]>>,
  tariff: Table,
  positive: Table,
): Omit<Statutes, 'exportsOn'> {
  const on = (name: string, day: BusinessDate): unknown =>
    (parameters[name] ?? []).find((period) => covers(period, day))?.value ?? null;
  const classes = (parameters.classification ?? []).flatMap((period) =>
    (parameters.creditRegime ?? []).map((order) => {
      return { period, order, value: readClasses(period.value, String(order.value)) };
    }),
  );
  const listed = (name: 'holidays' | 'workdays') =>
    new Set((parameters.calendar ?? []).flatMap(({ value }) => (value as Calendar)[name]));
  const [holidays, workdays] = [listed('holidays'), listed('workdays')];
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const overlaps = (period: Period, year: string) =>
    (period.from ?? '') <= `${year}-12-31` && (!period.until || period.until > `${year}-01-01`);
  return {
    amount: (name, day) => fenOf(text(on(name, day))),
    share: (name, day) => fractionOf(text(on(name, day))),
    flag: (name, day) => {
      const value = on(name, day);
      return typeof value === 'boolean' ? value : null;
    },
    ratesOf: (code, day) => {
      const rows = [...(tariff.get(code) ?? []), ...(tariff.get(code.slice(0, 8)) ?? [])];
      const row = rows.find((one) => covers(one, day));
      return row === undefined ? null : ratesOf(row);
    },
    countersOf: (code, day) => {
      const row = (positive.get(code.slice(0, 8)) ?? []).find((one) => covers(one, day));
      return row === undefined ? [] : counterOf(row);
    },
    classesOn: (day) => {
      const own = classes.find(({ period, order }) => covers(period, day) && covers(order, day));
      return own?.value ?? null;
    },
    isWorkingDay: (day) => {
      if (holidays.has(day)) return false;
      // Some Sunday before all of them.
      const weekday = daysBetween('2000-01-02', day) % 7;
      return workdays.has(day) || (weekday !== 0 && weekday !== 6);
    },
    publicationDays: (day) => {
      const days = on('publicationDays', day);
      return typeof days === 'number' ? days : PUBLICATION_DAYS;
    },
    isConditional: (code, day) => {
      const row = (positive.get(code.slice(0, 8)) ?? []).find((one) => covers(one, day));
      return row !== undefined && REMARKS.some((column) => (row[column] ?? '') !== '');
    },
    highestLimit: (year) => {
      const periods = (parameters.annualLimit ?? []).filter((one) => overlaps(one, year));
      return highest(periods.map(({ value }) => fenOf(text(value)) ?? 0n));
    },
    highestCounters: (year) => {
      const most = new Map<string, bigint>();
      for (const rows of positive.values()) {
        for (const { name, grams } of rows
          .filter((row) => overlaps(row, year))
          .flatMap(counterOf)) {
          if (grams > (most.get(name) ?? -1n)) most.set(name, grams);
        }
      }
      return most;
    },
  };
}

type Exports = Readonly<{
  modes: readonly string[];
  simplified: string | null;
  b2b: string | null;
  arrival: boolean;
  master: boolean;
}>;

function exportStatutes(periods: readonly Dated[], goods: Table): Statutes['exportsOn'] {
  const headings = Map.groupBy([...goods.values()].flat(), ({ hs }) => hs?.slice(0, 4) ?? '');
  return (day) => {
    const value = periods.find((period) => covers(period, day))?.value as Exports | undefined;
    if (value === undefined) return null;
    const { modes, simplified, b2b, arrival, master } = value;
    const inForce = (rows: readonly Row[] = []) => rows.filter((row) => covers(row, day));
    // What is no full code is a heading, perhaps filled up with zeros.
    const rowsOf = (code: string): readonly Row[] => {
      const own = inForce(goods.get(code));
      if (own.length > 0) return own;
      const below = inForce(headings.get(code.slice(0, 4)));
      const narrow = below.filter(({ hs }) => hs?.startsWith(code.slice(0, 6)));
      return /^\d{4}0*$/.test(code) && narrow.length === 0 ? below : narrow;
    };
    return {
      ...{ modes, arrival, master, simplified: fenOf(simplified), b2b: fenOf(b2b) },
      isControlled: (code) => rowsOf(code).some(isControlled),
      dutyOf: (code) => {
        const [own] = inForce(goods.get(code));
        return own === undefined ? null : (fractionOf(own.duty) ?? NOUGHT);
      },
      isConditional: (code) =>
        inForce(goods.get(code)).some(({ conditions }) => (conditions ?? '') !== ''),
      isInspected: (code) =>
        inForce(goods.get(code)).some(({ conditions }) => (conditions ?? '').includes('B')),
    };
  };
}

/** Letters of supervision: export licences of some kind, prohibited, and inspected goods. */
const CONTROLLED = /[345DEGIJLSTVWX8B]/;

function isControlled({ conditions, duty, prohibited }: Row): boolean {
  const paid = fractionOf(duty);
  return CONTROLLED.test(conditions ?? '') || prohibited === 'yes' || (paid?.n ?? 0n) > 0n;
}

type Calendar = Readonly<Record<'holidays' | 'workdays', readonly BusinessDate[]>>;

/** Of a law older than this term (State Council 2018 No. 118, RAND-6). */
const PUBLICATION_DAYS = 20;

/** What a remark of the positive list is written in. */
const REMARKS = ['excluded', 'modes', 'names', 'quota_counter'];

function highest(amounts: readonly bigint[]): bigint | null {
  return amounts.reduce<bigint | null>((a, b) => (a === null || b > a ? b : a), null);
}

function counterOf({ quota_counter: name, quota_kg: kilograms }: Row): Counter[] {
  const weight = fractionOf(kilograms);
  return name === undefined || weight === null
    ? []
    : [{ name, grams: upward(times(weight, whole(1000n))) }];
}

const HUNDRED = whole(100n);

function ratesOf(row: Row): Rates | null {
  const [vat, duty] = [fractionOf(row.vat), fractionOf(row.mfn_duty)];
  if (vat === null || duty === null) return null;
  return {
    vat,
    duty,
    kind: row.ct_kind ?? 'none',
    rate: fractionOf(row.ct_rate) ?? NOUGHT,
    perUnit: times(fractionOf(row.ct_specific) ?? NOUGHT, HUNDRED),
    unit: row.ct_unit ?? '',
    litresPerTonne: fractionOf(row.ct_litres_per_tonne),
    highFromContent: times(fractionOf(row.ct_per_content) ?? NOUGHT, HUNDRED),
    highFromPiece: times(fractionOf(row.ct_per_piece) ?? NOUGHT, HUNDRED),
  };
}
