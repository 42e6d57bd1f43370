import type { BusinessDate } from '../base/dates.ts';
import type { Fen } from '../base/fen.ts';
import type { Rate } from '../base/rate.ts';
import type { Calendar } from './calendar.ts';
import type { Classification } from './classification.ts';
import type { CreditRegime } from './credit-regime.ts';
import type { ExportGoods, ExportLaw } from './export-law.ts';
import type { SightingLaw } from './sighting-law.ts';

/** A value in force from a day on (inclusive) until a day (exclusive), with its source. */
export type Dated<T> = {
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
  readonly value: T;
  readonly law: string;
};

/** How the consumption tax of a tariff line is charged (RULES TAX-5, TAX-8, TAX-9). */
export type Consumption =
  | { readonly kind: 'none' }
  | { readonly kind: 'advalorem'; readonly rate: Rate }
  /**
   * `perUnit` is fen per unit; `unit` names what is counted: 't', 'kg' or 'l'. `litresPerTonne`
   * turns volume into weight and back where the law fixes it (TAX-8: beer 988).
   */
  | {
      readonly kind: 'specific';
      readonly perUnit: Rate;
      readonly unit: string;
      readonly litresPerTonne?: Rate;
    }
  | {
      readonly kind: 'compound';
      readonly rate: Rate;
      readonly perUnit: Rate;
      readonly unit: string;
      readonly litresPerTonne?: Rate;
    }
  /** Charged only when the price reaches a threshold: fen per ml or g, or fen per piece. */
  | {
      readonly kind: 'highend';
      readonly rate: Rate;
      readonly fenPerContent: Fen;
      readonly fenPerPiece: Fen;
    };

/** One line of the tariff as used by retail import, in force for a period. */
export type TariffLine = {
  /** 8 or 10 digits; the longest prefix of the declared code wins. */
  readonly hs: string;
  readonly name: string;
  /** For those who search in English; the official tariff has none. */
  readonly nameEn?: string;
  readonly vat: Rate;
  readonly consumption: Consumption;
  readonly mfnDuty: Rate;
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

/** The four kinds of remark on the positive list (RULES CLS-6). */
export type Remark =
  /** `words`: goods whose declared name holds one of them are barred; `all`: the whole line is. */
  | { readonly kind: 'exclude'; readonly words: 'all' | readonly string[]; readonly text: string }
  | { readonly kind: 'mode'; readonly modes: readonly string[]; readonly text: string }
  | { readonly kind: 'name'; readonly names: readonly string[]; readonly text: string }
  /** `grams` a person may buy a year; `counter` names the yearly counter. */
  | {
      readonly kind: 'quota';
      readonly counter: string;
      readonly grams: bigint;
      readonly text: string;
    };

/** One line of the positive list in force for a period. */
export type PositiveLine = {
  readonly hs8: string;
  readonly name: string;
  readonly remarks: readonly Remark[];
  /** First-import permits that 1239 asks for (RULES CLS-7); empty when none. */
  readonly firstImport: readonly string[];
  readonly from: BusinessDate;
  readonly until: BusinessDate | null;
};

/** Thresholds and switches, each a list of dated values; `valueAt` picks the one in force. */
export type Parameters = {
  readonly singleLimit: readonly Dated<Fen>[];
  readonly annualLimit: readonly Dated<Fen>[];
  readonly levyRatio: readonly Dated<Rate>[];
  /** Customs duty within the limits: 0 (TAX-5). */
  readonly preferentialDuty: readonly Dated<Rate>[];
  /** The two VAT rates a tariff line may refer to by class. */
  readonly standardVat: readonly Dated<Rate>[];
  readonly lowVat: readonly Dated<Rate>[];
  /** Allowed distance of order.taxTotal from the computed tax, as a share of it (DOC-9). */
  readonly taxTolerance: readonly Dated<Rate>[];
  /** Days a list or document waits for its partners before it expires (DOC-10). */
  readonly waitDays: readonly Dated<number>[];
  readonly waybillReuseMonths: readonly Dated<number>[];
  /** The payer must be the orderer (DOC-5; codes 1327/13127). */
  readonly payerIsBuyer: readonly Dated<boolean>[];
  /** checksum: GB 11643 only; registry: also the buyers known here; strict: unknown is refused. */
  readonly identityCheck: readonly Dated<'checksum' | 'registry' | 'strict'>[];
  /** Message types that must be signed, for example CEB311. */
  readonly signatureRequired: readonly Dated<readonly string[]>[];
  /** Tolerances of signature verification beyond 'strict'. */
  readonly signatureVariants: readonly Dated<readonly string[]>[];
  readonly guaranteeRequired: readonly Dated<boolean>[];
  readonly goodsRecordRequired: readonly Dated<boolean>[];
  /** Trade modes open for retail import in this zone. */
  readonly importModes: readonly Dated<readonly string[]>[];
  /** Lines of the official positive list; an import of it is compared with this. */
  readonly positiveListSize: readonly Dated<number>[];
  /** Days from release to the application for a return, and to the arrival (RET-1). */
  readonly returnApplyDays: readonly Dated<number>[];
  readonly returnArriveDays: readonly Dated<number>[];
  /** Number of the customs order on enterprise credit in force (CLS-1). */
  readonly creditRegime: readonly Dated<CreditRegime>[];
  /** 9710 and 9810 are open in this zone (B2B-1). */
  readonly b2bPilot: readonly Dated<boolean>[];
  /** 9810 needs the overseas warehouse on file (B2B-2). */
  readonly overseasWarehouseFiling: readonly Dated<boolean>[];
  /** Parcels of 9710 and 9810 that are chosen are inspected before all others (B2B-6). */
  readonly b2bInspectedFirst: readonly Dated<boolean>[];
  /** Order numbers may ask for an outcome: a sandbox only; none in an earnest law. */
  readonly forcedOutcomes: readonly Dated<boolean>[];
  /**
   * Who sends by right of undertakings may declare without signatures, in one body; a law older
   * than this does not allow it.
   */
  readonly delegatedUnsigned: readonly Dated<boolean>[];
  /** A list of direct purchase waits for the arrival detail of its waybill (LINE-10). */
  readonly arrivalRequired: readonly Dated<boolean>[];
  /** Bonded goods are taken from the book and line that the list names (STK-6, STK-7). */
  readonly stockRequired: readonly Dated<boolean>[];
  /** By what share of the slip's weight the scale of a gate may differ from it (GATE-2). */
  readonly gateTolerance: readonly Dated<Rate>[];
  /** By what share of its declared gross weight a parcel may differ on the scale of a lane. */
  readonly laneTolerance: readonly Dated<Rate>[];
  /** Grams by which it may differ in any case: scales and packing of light parcels. */
  readonly laneGrams: readonly Dated<number>[];
  /** Days that stay in the database before they are archived; none in a law older than this. */
  readonly onlineDays: readonly Dated<number>[];
  /** Years for which an archived day must be kept; none in a law older than this. */
  readonly retentionYears: readonly Dated<number>[];
  /** Share of decided lists whose payment data is asked of the platform; none asks nobody. */
  readonly paymentDataRate: readonly Dated<Rate>[];
  /** Minutes from the first call within which the platform uploads it; 1440 when not said. */
  readonly paymentDataMinutes: readonly Dated<number>[];
  /** Classes of enterprises and goods (CLS-5, CLS-8); a law without them draws nothing. */
  readonly classification: readonly Dated<Classification>[];
  /** Share of lists above which a risk rule needs a second person; 0.05 when not said. */
  readonly targetedCeiling: readonly Dated<Rate>[];
  /** Days within which an officer who met an enterprise too often does not come again (RAND-3). */
  readonly recentDays: readonly Dated<number>[];
  /** How often is too often; once when not said. */
  readonly recentTimes: readonly Dated<number>[];
  /** Minutes that officers have for a task (LINE-11); 120 when not said. */
  readonly taskMinutes: readonly Dated<number>[];
  /** Public holidays and made-up working days; Monday to Friday where nothing is listed. */
  readonly calendar: readonly Dated<Calendar>[];
  /** Working days within which a result of an inspection is published; 20 when not said. */
  readonly publicationDays: readonly Dated<number>[];
  /** How often is too often for one person, phone or address (ENT-6); usual numbers if not said. */
  readonly sightings: readonly Dated<SightingLaw>[];
  /** Days that they have to say how what is detained or handed over ends; 30 when not said. */
  readonly detainedDays: readonly Dated<number>[];
  /** What may be exported how (EXP, B2B, RET-7); a law without it knows no exports. */
  readonly exports: readonly Dated<ExportLaw>[];
};

/** Parameters that no verdict rests on and that a stored law may lack. */
export type HousekeepingName = 'onlineDays' | 'retentionYears';
/** The same, what window and gates ask, and what is asked and drawn after the verdict. */
export type LateName =
  | HousekeepingName
  | 'delegatedUnsigned'
  | 'gateTolerance'
  | 'laneTolerance'
  | 'laneGrams'
  | 'paymentDataRate'
  | 'paymentDataMinutes'
  | 'classification'
  | 'targetedCeiling'
  | 'recentDays'
  | 'recentTimes'
  | 'taskMinutes'
  | 'calendar'
  | 'publicationDays'
  | 'sightings'
  | 'detainedDays'
  | 'exports';

/** Switches that verdicts rest on and that a law stored before they were thought of lacks: off. */
export type LaterSwitch =
  | 'arrivalRequired'
  | 'b2bInspectedFirst'
  | 'forcedOutcomes'
  | 'stockRequired';

/** The value of one parameter. */
export type ParameterValue<K extends keyof Parameters> = Parameters[K][number]['value'];

/** The parameters in force on one day. */
export type DayParameters = {
  readonly [K in Exclude<keyof Parameters, LateName>]: ParameterValue<K>;
};

/** Code tables by name: customs, country, unit, currency, trafMode, wrapType, tradeMode. */
export type CodeTable = ReadonlyMap<string, { readonly zh: string; readonly en: string }>;

/** The law of one zone with its dates: data, never code. */
export type Profile = {
  readonly name: string;
  /** Hash of the whole content; stored with every verdict. */
  readonly version: string;
  readonly zone: { readonly zh: string; readonly en: string };
  /** 142. */
  readonly currency: string;
  /** Customs codes a list may be declared at, for example 4612. */
  readonly customs: readonly string[];
  readonly parameters: Parameters;
  readonly tariff: readonly TariffLine[];
  readonly positiveList: readonly PositiveLine[];
  /** Empty where the law has no such table. */
  readonly exportGoods: readonly ExportGoods[];
  readonly codes: Readonly<Record<string, CodeTable>>;
  /** Which tables are shipped samples and not the official lists. */
  readonly sampleTables: readonly SampleTable[];
  /** True while any table is a sample. */
  readonly sample: boolean;
};

/** A table that an import of the official file replaces. */
export type SampleTable = 'tariff' | 'positive-list' | 'export-goods';
