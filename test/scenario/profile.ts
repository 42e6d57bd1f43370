import { parseRate } from '../../src/base/rate.ts';
import { valueAt } from '../../src/registry/dated.ts';
import type {
  CodeTable,
  Consumption,
  Dated,
  Parameters,
  PositiveLine,
  Profile,
  Remark,
  TariffLine,
} from '../../src/registry/profile.ts';
import { readProfile } from '../../src/registry/profile-file.ts';
import { fenOf } from './values.ts';

/** The test law begins before every rule does, so that the day before a rule can be tried. */
const BEGIN = '2016-01-01';

function constant<T>(value: T): readonly Dated<T>[] {
  return [{ from: BEGIN, until: null, value, law: 'test' }];
}

function changed<T>(first: T, day: string, second: T): readonly Dated<T>[] {
  return [
    { from: BEGIN, until: day, value: first, law: 'test' },
    { from: day, until: null, value: second, law: 'test' },
  ];
}

/** The classes that are shipped, of the order that the test law has. */
const SHIPPED = await readProfile('profiles/cn-zhengzhou');
const CLASSES = valueAt(SHIPPED.ok ? SHIPPED.value.parameters.classification : [], '2020-09-18');

const share = (text: string) => parseRate(text)!;

const PARAMETERS: Parameters = {
  singleLimit: changed(fenOf('2000'), '2019-01-01', fenOf('5000')),
  annualLimit: changed(fenOf('20000'), '2019-01-01', fenOf('26000')),
  levyRatio: constant(share('0.7')),
  preferentialDuty: constant(share('0')),
  standardVat: constant(share('0.13')),
  lowVat: constant(share('0.09')),
  taxTolerance: constant(share('0.05')),
  waitDays: constant(30),
  waybillReuseMonths: constant(6),
  payerIsBuyer: constant(true),
  identityCheck: constant('registry' as const),
  signatureRequired: constant([]),
  signatureVariants: constant(['strict']),
  guaranteeRequired: constant(true),
  goodsRecordRequired: constant(false),
  importModes: constant(['1210', '9610']),
  positiveListSize: constant(1413),
  returnApplyDays: constant(30),
  returnArriveDays: constant(45),
  creditRegime: constant('237' as const),
  b2bPilot: constant(true),
  overseasWarehouseFiling: constant(true),
  b2bInspectedFirst: constant(true),
  forcedOutcomes: [],
  delegatedUnsigned: constant(true),
  arrivalRequired: constant(false),
  stockRequired: [],
  gateTolerance: [],
  laneTolerance: [],
  laneGrams: [],
  onlineDays: constant(60),
  retentionYears: constant(3),
  paymentDataRate: [],
  paymentDataMinutes: [],
  classification: [],
  targetedCeiling: [],
  recentDays: [],
  recentTimes: [],
  taskMinutes: [],
  calendar: [],
  publicationDays: [],
  sightings: [],
  exports: [],
  detainedDays: [],
};

function tariff(
  hs: string,
  name: string,
  vat = '0.13',
  consumption: Consumption = { kind: 'none' },
  duty = '0',
): TariffLine {
  const rates = { vat: share(vat), mfnDuty: share(duty) };
  return { hs, name, ...rates, consumption, from: BEGIN, until: null };
}

const HIGH_END: Consumption = {
  kind: 'highend',
  rate: share('0.15'),
  fenPerContent: 1_000n,
  fenPerPiece: 1_500n,
};
const SPIRITS: Consumption = {
  kind: 'compound',
  rate: share('0.20'),
  perUnit: share('91.2'),
  unit: 'l',
};

const TARIFF: readonly TariffLine[] = [
  tariff('19011010', 'infant formula', '0.13', { kind: 'none' }, '0.05'),
  tariff('33049900', 'skin care', '0.13', HIGH_END),
  tariff('22042100', 'wine', '0.13', { kind: 'advalorem', rate: share('0.10') }),
  tariff('22083000', 'whisky', '0.13', SPIRITS),
  tariff('15091000', 'olive oil', '0.09'),
  tariff('42022200', 'handbag', '0.13', { kind: 'none' }, '0.06'),
  tariff('17019910', 'sugar'),
  tariff('10063020', 'rice', '0.09'),
  tariff('03061790', 'shrimp', '0.09'),
  tariff('32151900', 'printing ink'),
  tariff('44140010', 'frame of listed wood'),
  tariff('87032341', 'motor car'),
];

function positive(hs8: string, remarks: readonly Remark[] = [], permits: readonly string[] = []) {
  const period = { from: BEGIN, until: null };
  return { hs8, name: hs8, remarks, firstImport: permits, ...period } satisfies PositiveLine;
}

function weight(counter: string, grams: bigint): Remark {
  return { kind: 'quota', counter, grams, text: `${counter} ${grams} g a year` };
}

const POSITIVE: readonly PositiveLine[] = [
  positive('19011010', [], ['special-food']),
  positive('33049900'),
  positive('22042100'),
  positive('22083000'),
  positive('15091000'),
  positive('42022200', [{ kind: 'exclude', words: ['鳄鱼', 'Python'], text: 'no listed species' }]),
  positive('17019910', [weight('sugar', 2_000n)]),
  positive('10063020', [weight('rice', 20_000n)]),
  positive('03061790', [{ kind: 'mode', modes: ['1210', '1239'], text: 'bonded only' }]),
  positive('32151900', [{ kind: 'name', names: ['household ink'], text: 'household ink only' }]),
  positive('44140010', [{ kind: 'exclude', words: 'all', text: 'endangered species' }]),
  positive('99999999'),
];

function table(...codes: string[]): CodeTable {
  return new Map(codes.map((code) => [code, { zh: code, en: code }]));
}

/** The law of the scenario tests, with switches set as the scenario says. */
export function scenarioProfile(switches: Partial<Parameters>): Profile {
  return {
    name: 'scenario',
    version: 'scenario',
    zone: { zh: '测试', en: 'Scenario' },
    currency: '142',
    customs: ['4604', '4612'],
    parameters: { ...PARAMETERS, ...switches },
    tariff: TARIFF,
    positiveList: POSITIVE,
    exportGoods: [],
    codes: {
      country: table('142', '609', '116', '305'),
      unit: table('035', '122', '142', '007', '095'),
      trafMode: table('W', '5'),
      wrapType: table('2', '7'),
    },
    sampleTables: [],
    sample: false,
  };
}

/** One switch of a scenario as a parameter that has always been so. */
export function switched(name: string, text: string): Partial<Parameters> {
  switch (name) {
    case 'forcedOutcomes':
    case 'payerIsBuyer':
    case 'guaranteeRequired':
    case 'goodsRecordRequired':
    case 'arrivalRequired':
    case 'stockRequired':
      return { [name]: constant(text === 'yes') };
    case 'classification':
      return { [name]: constant(CLASSES) };
    case 'identityCheck':
      return { [name]: constant(text as 'checksum' | 'registry' | 'strict') };
    case 'taxTolerance':
      return { [name]: constant(share(text)) };
    case 'importModes':
      return { [name]: constant(text.split(',')) };
    default:
      throw new Error(`no switch ${name}`);
  }
}
