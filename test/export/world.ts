import { businessDate } from '../../src/base/dates.ts';
import { parseRate, ZERO } from '../../src/base/rate.ts';
import type { ExportFacts } from '../../src/export/facts.ts';
import { balanceKey } from '../../src/ledger/running-balances.ts';
import type { Balance } from '../../src/ledger/transfer.ts';
import type { StockLine } from '../../src/matching/stock.ts';
import { bookLineKey, stockAccount } from '../../src/registry/book.ts';
import type { Enterprise, Role } from '../../src/registry/enterprise.ts';
import type { ExportGoods, ExportLaw } from '../../src/registry/export-law.ts';
import { type OverseasWarehouse, warehouseKey } from '../../src/registry/overseas-warehouse.ts';
import type { CodeTable, Parameters } from '../../src/registry/profile.ts';
import { indexProfile, type ProfileIndex } from '../../src/registry/profile-lookup.ts';
import { scenarioProfile } from '../scenario/profile.ts';
import { instantOf } from '../scenario/values.ts';

/** Everything is open, on every day; limits of 5,000 yuan, both inclusive. */
export const OPEN: ExportLaw = {
  modes: ['9610', '1210', '9710', '9810'],
  simplified: { limit: 500_000n },
  b2b: { limit: 500_000n },
  arrival: true,
  master: true,
  summaryDay: 15,
  reminderDays: 5,
  returnMonths: 12,
};

/** The law as it was: 9710 and 9810 from 1 July 2020. */
const DATED: Parameters['exports'] = [
  {
    from: '2016-01-01',
    until: '2020-07-01',
    value: { ...OPEN, modes: ['9610', '1210'], b2b: null },
    law: 'test',
  },
  { from: '2020-07-01', until: null, value: OPEN, law: 'test' },
];

const FREE = { duty: ZERO, refund: parseRate('0.13')!, conditions: [], prohibited: false };

function goods(hs: string, name: string, rest: Partial<ExportGoods> = {}): ExportGoods {
  const units = { unit1: '007', unit2: null };
  return { hs, name, ...units, ...FREE, from: '2016-01-01', until: null, ...rest };
}

/** What the tests export. Below 8542 there are goods under a licence, but not below 854231. */
const GOODS: readonly ExportGoods[] = [
  goods('6109100010', 'T-shirt'),
  goods('9405210000', 'table lamp'),
  goods('8542310000', 'processor'),
  goods('8542390000', 'chip of dual use', { conditions: ['3'] }),
  goods('7204210000', 'scrap of steel', { duty: parseRate('0.4')! }),
  goods('0409000000', 'honey', { conditions: ['B'], unit1: '035' }),
  goods('4401310000', 'wood', { conditions: ['8'], prohibited: true }),
  goods('4202220000', 'handbag', { unit2: '035' }),
  goods('9503000000', 'toy of last year', { until: '2026-01-01' }),
];

function table(...codes: string[]): CodeTable {
  return new Map(codes.map((code) => [code, { zh: code, en: code }]));
}

const ALWAYS = [{ from: '2016-01-01', until: null, value: true, law: 'test' }];

/** The law of the tests, with switches set otherwise. */
export function exportIndex(switches: Partial<Parameters> = {}): ProfileIndex {
  const profile = scenarioProfile({ exports: DATED, stockRequired: ALWAYS, ...switches });
  const codes = { ...profile.codes, currency: table('142', '502', '300', '116') };
  return indexProfile({ ...profile, exportGoods: GOODS, codes });
}

const ROLES: Readonly<Record<string, readonly Role[]>> = {
  PLATFORM: ['platform'],
  SELLER: ['ecommerce'],
  CARRIER: ['logistics'],
  AGENT: ['agent'],
  AREA: ['area'],
};

function enterprise(code: string, roles: readonly Role[]): Enterprise {
  const standing = { creditClass: 'GENERAL', status: 'active', validUntil: null } as const;
  return { code, name: `${code} Ltd`, roles, ...standing, overseas: false, dxpId: null };
}

const BOOK = 'T4612W000046';
/** Ten came in, three left, one is promised. */
const THERE: Balance = { limit: 1_000_000n, pending: 100_000n, posted: 300_000n };

/** The lines of the book that lists of 1210 name. */
const BOOKED: readonly StockLine[] = [
  bookedLine('101', 'SHIRT', '6109100010'),
  bookedLine('102', 'LAMP', '9405210000'),
];

function bookedLine(recordNo: string, itemNo: string, hs: string): StockLine {
  const units = { unit: '007', unit1: '007', perUnit1: 100_000n, unit2: null, perUnit2: null };
  const book = { bookNo: BOOK, areaCode: 'AREA', customsCode: '4612', from: '2016-01-01' };
  return { ...book, until: null, recordNo, itemNo, hs, ...units };
}

/** The key of the balance of a line. */
export function accountOf(recordNo: string): string {
  return balanceKey(stockAccount(BOOK, recordNo));
}

/** The warehouse that lists of 9810 go to, in the country where they arrive. */
export const WAREHOUSE: OverseasWarehouse = {
  ...{ enterpriseCode: 'SELLER', number: 'PLATFORM', from: '2016-01-01', until: null },
  ...{ name: 'Entrepôt', country: '305', proof: 'lease' },
};

/** Facts whose parts may be changed. */
export type FactsDraft = {
  index: ProfileIndex;
  law: ExportLaw;
  enterprises: Map<string, Enterprise>;
  rates: Map<string, NonNullable<ReturnType<typeof parseRate>>>;
  blocked: Set<string>;
  books: Map<string, StockLine>;
  balances: Map<string, Balance>;
  warehouses: Map<string, OverseasWarehouse[]>;
};

/** The facts of noon of a day, with what `change` does to them; a dollar is 7.1 yuan. */
export function exportFacts(
  day = '2026-05-20',
  change: (draft: FactsDraft) => void = () => {},
): ExportFacts {
  const at = instantOf(day);
  const firms = Object.entries(ROLES).map(([code, roles]) => enterprise(code, roles));
  const draft: FactsDraft = {
    index: exportIndex(),
    law: OPEN,
    enterprises: new Map(firms.map((one) => [one.code, one])),
    rates: new Map([['502', parseRate('7.1')!]]),
    blocked: new Set(),
    books: new Map(BOOKED.map((line) => [bookLineKey(BOOK, line.recordNo), line])),
    warehouses: new Map([[warehouseKey(WAREHOUSE), [WAREHOUSE]]]),
    balances: new Map(BOOKED.map(({ recordNo }) => [accountOf(recordNo), THERE])),
  };
  change(draft);
  return { at, date: businessDate(at), ...draft };
}
