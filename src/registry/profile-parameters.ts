import { formatFen, parseFen } from '../base/fen.ts';
import type { Finding } from '../base/finding.ts';
import { compare, ONE, type Rate, ZERO } from '../base/rate.ts';
import { SIGNATURE_VARIANTS } from '../xml/signature.ts';
import type { Calendar } from './calendar.ts';
import { calendarProblems, readCalendar } from './calendar-codec.ts';
import type { Classification } from './classification.ts';
import { classificationProblems } from './classification-check.ts';
import { classificationData, readClassification, type Wrong } from './classification-codec.ts';
import { CREDIT_REGIMES } from './credit-regime.ts';
import { isPeriod } from './dated.ts';
import type { ExportLaw } from './export-law.ts';
import { exportLawData, exportProblems, readExportLaw } from './export-law-codec.ts';
import { isRecord } from './plain-data.ts';
import type { Dated, LateName, LaterSwitch, Parameters, ParameterValue } from './profile.ts';
import { type Place, type ProfileCode, profileFinding } from './profile-findings.ts';
import { formatRate, readRate } from './profile-tariff.ts';
import { readSightingLaw } from './sighting-codec.ts';
import type { SightingLaw } from './sighting-law.ts';

/**
 * How a value stands in a file: reads it (null when it is none, and `wrong` may say where) and
 * writes it.
 */
type ValueCodec<T> = {
  readonly read: (raw: unknown, wrong: Wrong) => T | null;
  readonly write: (value: T) => unknown;
  readonly expects: string;
};

const AMOUNT: ValueCodec<bigint> = {
  read: (raw) => {
    const fen = typeof raw === 'string' ? parseFen(raw) : null;
    return fen !== null && fen >= 0n ? fen : null;
  },
  write: formatFen,
  expects: 'yuan as a quoted text such as "5000.00"',
};

const SHARE: ValueCodec<Rate> = {
  read: (raw) => {
    const share = readRate(raw);
    if (share === null) return null;
    return compare(share, ZERO) >= 0 && compare(share, ONE) <= 0 ? share : null;
  },
  write: formatRate,
  expects: 'a share from 0 to 1 as a quoted text such as "0.13"',
};

const COUNT: ValueCodec<number> = {
  read: (raw) => (Number.isSafeInteger(raw) && Number(raw) >= 0 ? Number(raw) : null),
  write: (value) => value,
  expects: 'a whole number',
};

const SWITCH: ValueCodec<boolean> = {
  read: (raw) => (typeof raw === 'boolean' ? raw : null),
  write: (value) => value,
  expects: 'true or false',
};

function choice<T extends string>(...options: readonly T[]): ValueCodec<T> {
  return {
    read: (raw) => options.find((option) => option === raw) ?? null,
    write: (value) => value,
    expects: `one of ${options.join(', ')}`,
  };
}

const CLASSES: ValueCodec<Classification> = {
  read: readClassification,
  write: classificationData,
  expects: 'a classification',
};

function words(pattern: RegExp, expects: string): ValueCodec<readonly string[]> {
  const isWord = (word: unknown): word is string => typeof word === 'string' && pattern.test(word);
  return {
    read: (raw) => (Array.isArray(raw) && raw.every(isWord) ? raw : null),
    write: (value) => value,
    expects,
  };
}

const CALENDAR: ValueCodec<Calendar> = {
  read: readCalendar,
  write: ({ holidays, workdays }) => ({ holidays, workdays }),
  expects: 'a calendar',
};

const SIGHTINGS: ValueCodec<SightingLaw> = {
  read: readSightingLaw,
  write: ({ hours, buyer, payer, phone, address }) => ({ hours, buyer, payer, phone, address }),
  expects: 'hours and numbers of lists',
};

const EXPORTS: ValueCodec<ExportLaw> = {
  read: readExportLaw,
  write: exportLawData,
  expects: 'what the law says of exports',
};

type Codecs = { readonly [K in keyof Parameters]: ValueCodec<ParameterValue<K>> };

/** Every parameter with the shape of its value; the order is that of the canonical content. */
const CODECS: Codecs = {
  singleLimit: AMOUNT,
  annualLimit: AMOUNT,
  levyRatio: SHARE,
  preferentialDuty: SHARE,
  standardVat: SHARE,
  lowVat: SHARE,
  taxTolerance: SHARE,
  waitDays: COUNT,
  waybillReuseMonths: COUNT,
  payerIsBuyer: SWITCH,
  identityCheck: choice('checksum', 'registry', 'strict'),
  signatureRequired: words(/^(CEB\d{3}|INV101|SAS121)$/, 'a list of message types such as CEB311'),
  signatureVariants: words(
    new RegExp(`^(${SIGNATURE_VARIANTS.join('|')})$`),
    `a list of ${SIGNATURE_VARIANTS.join(', ')}`,
  ),
  guaranteeRequired: SWITCH,
  goodsRecordRequired: SWITCH,
  importModes: words(/^\d{4}$/, 'a list of quoted trade modes such as "1210"'),
  positiveListSize: COUNT,
  returnApplyDays: COUNT,
  returnArriveDays: COUNT,
  creditRegime: choice(...CREDIT_REGIMES),
  b2bPilot: SWITCH,
  overseasWarehouseFiling: SWITCH,
  b2bInspectedFirst: SWITCH,
  forcedOutcomes: SWITCH,
  delegatedUnsigned: SWITCH,
  arrivalRequired: SWITCH,
  stockRequired: SWITCH,
  gateTolerance: SHARE,
  laneTolerance: SHARE,
  laneGrams: COUNT,
  onlineDays: COUNT,
  retentionYears: COUNT,
  paymentDataRate: SHARE,
  paymentDataMinutes: COUNT,
  classification: CLASSES,
  targetedCeiling: SHARE,
  recentDays: COUNT,
  recentTimes: COUNT,
  taskMinutes: COUNT,
  calendar: CALENDAR,
  publicationDays: COUNT,
  sightings: SIGHTINGS,
  detainedDays: COUNT,
  exports: EXPORTS,
};

/** The names of all parameters. */
export const PARAMETER_NAMES = Object.keys(CODECS) as (keyof Parameters)[];

/** Those that a law stored before they were thought of lacks; it keeps its content and version. */
const LATE: readonly string[] = [
  'delegatedUnsigned',
  'gateTolerance',
  'laneTolerance',
  'laneGrams',
  'onlineDays',
  'retentionYears',
  'paymentDataRate',
  'paymentDataMinutes',
  'classification',
  'targetedCeiling',
  'recentDays',
  'recentTimes',
  'taskMinutes',
  'calendar',
  'publicationDays',
  'sightings',
  'detainedDays',
  'exports',
] satisfies LateName[];

/** Those, and switches that verdicts rest on: what a law does not know is off. */
const OPTIONAL: readonly string[] = [
  ...LATE,
  ...([
    'arrivalRequired',
    'b2bInspectedFirst',
    'forcedOutcomes',
    'stockRequired',
  ] satisfies LaterSwitch[]),
];

/** The names of those that a verdict may rest on. */
export const DAY_PARAMETER_NAMES = PARAMETER_NAMES.filter((name) => !LATE.includes(name));

export type RawPath = readonly (string | number)[];

/** Where a part of the document stands in its file. */
export type Locate = (path: RawPath) => Place;

type Reading = { readonly locate: Locate; readonly sink: Finding[] };

/**
 * Reads all parameters of a parsed document; null when anything is wrong, and then `sink` says
 * what. All periods of a parameter must follow each other without gap and end open, and all
 * parameters must begin on the same day.
 */
export function readParameters(raw: unknown, locate: Locate, sink: Finding[]): Parameters | null {
  const reading = { locate, sink };
  const before = sink.length;
  if (!isRecord(raw)) return refuse(reading, ['parameters'], 'PROFILE-MISSING', 'parameters');
  for (const key of Object.keys(raw)) {
    if (!(key in CODECS)) refuse(reading, ['parameters', key], 'PROFILE-KEY', key);
  }
  const entries = PARAMETER_NAMES.map((name) => [name, readDated(reading, name, raw[name])]);
  if (sink.length > before) return null;
  // Every name of the table has been read above, which the compiler cannot see.
  const parameters = Object.fromEntries(entries) as unknown as Parameters;
  checkBeginnings(parameters, reading);
  checkClassification(parameters, reading);
  checkCalendar(parameters, reading);
  checkExports(parameters, reading);
  return sink.length > before ? null : parameters;
}

function readDated<K extends keyof Parameters>(
  reading: Reading,
  name: K,
  raw: unknown,
): Dated<ParameterValue<K>>[] {
  const path = ['parameters', name];
  if (raw === undefined && OPTIONAL.includes(name)) return [];
  if (!Array.isArray(raw) || raw.length === 0) {
    refuse(reading, path, 'PROFILE-MISSING', `periods of ${name}`);
    return [];
  }
  const periods = raw.flatMap((entry: unknown, index) => {
    const period = readPeriod(reading, name, entry, [...path, index]);
    return period === null ? [] : [period];
  });
  if (periods.length === raw.length) checkPeriods(reading, periods, path);
  return periods;
}

const PERIOD_KEYS = ['from', 'until', 'value', 'law'];

function readPeriod<K extends keyof Parameters>(
  reading: Reading,
  name: K,
  raw: unknown,
  path: RawPath,
): Dated<ParameterValue<K>> | null {
  if (!isRecord(raw)) return refuse(reading, path, 'PROFILE-VALUE', 'expected from, value, law');
  const unknown = Object.keys(raw).find((key) => !PERIOD_KEYS.includes(key));
  if (unknown !== undefined) return refuse(reading, [...path, unknown], 'PROFILE-KEY', unknown);
  const { from, law } = raw;
  const until = raw.until ?? null;
  if (typeof from !== 'string' || !(until === null || typeof until === 'string')) {
    return refuse(reading, path, 'PROFILE-PERIOD', 'from and until are days YYYY-MM-DD');
  }
  if (!isPeriod(from, until)) {
    return refuse(reading, path, 'PROFILE-PERIOD', `from ${from} until ${until} is no period`);
  }
  if (typeof law !== 'string' || law === '') {
    return refuse(reading, [...path, 'law'], 'PROFILE-MISSING', 'the source of the value');
  }
  const codec: ValueCodec<ParameterValue<K>> = CODECS[name];
  const before = reading.sink.length;
  const value = codec.read(raw.value, (inside, detail) => {
    refuse(reading, [...path, 'value', ...inside], 'PROFILE-VALUE', detail);
  });
  if (value === null && reading.sink.length > before) return null;
  if (value === null) {
    return refuse(reading, [...path, 'value'], 'PROFILE-VALUE', `expected ${codec.expects}`);
  }
  return { from, until, value, law };
}

function checkPeriods(reading: Reading, periods: readonly Dated<unknown>[], path: RawPath): void {
  periods.forEach((period, index) => {
    const next = periods[index + 1];
    const expected = next === undefined ? null : next.from;
    if (period.until === expected) return;
    const detail =
      next === undefined
        ? 'the last period must stay open'
        : `one ends on ${period.until ?? 'no day'}, the next begins on ${next.from}`;
    refuse(reading, [...path, index, 'until'], 'PROFILE-PERIOD', detail);
  });
}

function checkBeginnings(parameters: Parameters, reading: Reading): void {
  const begins = beginning(parameters);
  for (const name of PARAMETER_NAMES) {
    const first = parameters[name][0]?.from;
    if (first === begins || (first === undefined && OPTIONAL.includes(name))) continue;
    const detail = `begins on ${first}, others on ${begins}`;
    refuse(reading, ['parameters', name, 0, 'from'], 'PROFILE-PERIOD', detail);
  }
}

function checkClassification(parameters: Parameters, reading: Reading): void {
  for (const { period, path, detail } of classificationProblems(parameters)) {
    refuse(reading, ['parameters', 'classification', period, ...path], 'PROFILE-CLASS', detail);
  }
}

function checkCalendar({ calendar }: Parameters, reading: Reading): void {
  for (const { period, detail } of calendarProblems(calendar)) {
    refuse(reading, ['parameters', 'calendar', period, 'value'], 'PROFILE-PERIOD', detail);
  }
}

function checkExports(parameters: Parameters, reading: Reading): void {
  for (const { period, path, detail } of exportProblems(parameters)) {
    refuse(reading, ['parameters', 'exports', period, 'value', ...path], 'PROFILE-VALUE', detail);
  }
}

/** The day from which on the parameters hold. */
export function beginning(parameters: Parameters): string {
  const days = PARAMETER_NAMES.flatMap((name) => parameters[name][0]?.from ?? []);
  return days.sort()[0] ?? '';
}

function refuse(reading: Reading, path: RawPath, code: ProfileCode, detail: string): null {
  reading.sink.push(profileFinding(code, reading.locate(path), detail));
  return null;
}

/** The parameters as plain data, in the order of the table. */
export function parametersData(parameters: Parameters): Record<string, unknown> {
  const names = PARAMETER_NAMES.filter((name) => parameters[name].length > 0);
  return Object.fromEntries(names.map((name) => [name, datedData(name, parameters)]));
}

function datedData<K extends keyof Parameters>(name: K, parameters: Parameters): unknown[] {
  const codec: ValueCodec<ParameterValue<K>> = CODECS[name];
  const periods: readonly Dated<ParameterValue<K>>[] = parameters[name];
  return periods.map((dated) => ({
    from: dated.from,
    until: dated.until,
    value: codec.write(dated.value),
    law: dated.law,
  }));
}
