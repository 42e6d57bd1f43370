import { describe, expect, it } from 'vitest';
import { type Draft, exportCase, KINDS, type Kind } from '../../test/export/documents.ts';
import {
  accountOf,
  exportFacts,
  exportIndex,
  type FactsDraft,
  WAREHOUSE,
} from '../../test/export/world.ts';
import { addDays } from '../base/dates.ts';
import { runningBalances } from '../ledger/running-balances.ts';
import { EXPORT_AMOUNT_RULES, EXPORT_KEY_RULES } from '../matching/export-rules.ts';
import { check, inForce } from '../matching/rule.ts';
import type { StockLine } from '../matching/stock.ts';
import { type OverseasWarehouse, warehouseKey } from '../registry/overseas-warehouse.ts';
import { exportContextOf } from './context.ts';
import { blockKey, exportLawOf } from './facts.ts';
import { EXPORT_RULES } from './rules.ts';

type Row = readonly [
  code: string,
  path: string,
  kind: Kind,
  change: (draft: Draft) => void,
  facts?: (draft: FactsDraft) => void,
];

const same = () => {};
const head = (fields: Partial<Draft['list']['terms']>) => (draft: Draft) =>
  Object.assign(draft.list.terms, fields);
/** Changes the second line of the list. */
const line = (fields: Partial<Draft['list']['terms']['lines'][number]>) => (draft: Draft) =>
  Object.assign(draft.list.terms.lines[1]!, fields);
const firm =
  (code: string, fields: Partial<{ name: string; status: 'suspended'; validUntil: string }>) =>
  ({ enterprises }: FactsDraft) =>
    enterprises.set(code, { ...enterprises.get(code)!, ...fields });
const absent =
  (code: string) =>
  ({ enterprises }: FactsDraft) =>
    enterprises.delete(code);
const law =
  (fields: Partial<FactsDraft['law']>) =>
  (draft: FactsDraft): void => {
    draft.law = { ...draft.law, ...fields };
  };
/** Prices the goods in yuan, so that the ticket is worth just so much. */
const worth = (fen: bigint) => (draft: Draft) => {
  const [first, second] = draft.list.terms.lines;
  Object.assign(first!, { currency: '142', totalPrice: 1n });
  Object.assign(second!, { currency: '142', totalPrice: fen - 1n });
};
const arrived = (fields: Partial<Draft['arrivals'][number]['terms']>) => (draft: Draft) =>
  Object.assign(draft.arrivals[0]!.terms, fields);
const gone = (draft: Draft) => draft.arrivals.splice(0);

const HEAD = 'InventoryHead';
const CODE = 'InventoryList[2]/gcode';

function stripped(code: string) {
  return ({ enterprises }: FactsDraft) =>
    enterprises.set(code, { ...enterprises.get(code)!, roles: [] });
}

function offices(draft: Draft): void {
  draft.list.terms.customsCode = '4699';
  draft.arrivals[0]!.terms.customsCode = '4699';
}

/** What the seller has on file of its warehouse instead. */
const filed =
  (...all: Partial<OverseasWarehouse>[]) =>
  ({ warehouses }: FactsDraft) => {
    warehouses.clear();
    const rows = all.map((fields) => ({ ...WAREHOUSE, ...fields }));
    for (const [key, own] of Map.groupBy(rows, warehouseKey)) warehouses.set(key, own);
  };

function unfiled(draft: FactsDraft): void {
  draft.warehouses.clear();
  const filing = [{ from: '2016-01-01', until: null, value: false, law: 'test' }];
  draft.index = exportIndex({ overseasWarehouseFiling: filing });
}

function block({ blocked }: FactsDraft): void {
  blocked.add(blockKey({ ebcCode: 'SELLER', agentCode: 'AGENT' }));
}

/** Simplified, by the headings. */
function shortened({ list }: Draft): void {
  list.terms.statisticsFlag = 'A';
  for (const one of list.terms.lines) one.gcode = one.gcode.slice(0, 4);
}

function filledUp(draft: Draft): void {
  shortened(draft);
  for (const one of draft.list.terms.lines) one.gcode = one.gcode.padEnd(10, '0');
}

function unstocked(draft: FactsDraft): void {
  draft.index = exportIndex({ stockRequired: [] });
  draft.books.clear();
}

function licence(draft: Draft): void {
  draft.list.terms.licenseNo = '26-AA-100001';
  draft.list.terms.lines[1]!.gcode = '8542390000';
}

function longAgo(draft: Draft): void {
  draft.list.acceptedAt = 0;
  draft.arrivals.splice(0);
}

function twoArrivals(draft: Draft): void {
  const other = structuredClone(draft.arrivals[0]!);
  other.terms.trafMode = '4';
  draft.arrivals.unshift(other);
}

/** Line 101 of the book with other fields; line 1 of the list takes 2 of it. */
const booked =
  (fields: Partial<StockLine>) =>
  ({ books }: FactsDraft) => {
    for (const [key, line] of books) {
      if (line.recordNo === '101') books.set(key, { ...line, ...fields });
    }
  };
/** So much of line 101 is free. */
const free =
  (left: bigint) =>
  ({ balances }: FactsDraft) =>
    balances.set(accountOf('101'), { limit: left + 50_000n, pending: 20_000n, posted: 30_000n });

function sandbox(draft: FactsDraft): void {
  draft.index = exportIndex({
    forcedOutcomes: [{ from: '2016-01-01', until: null, value: true, law: 'test' }],
  });
}

/** What is wrong, and where it is said. Each is the only thing that is wrong. */
const FAILS: readonly Row[] = [
  ['SBX-RETURN', `${HEAD}/orderNo`, '9610 A', head({ orderNo: 'SBX.1313.1' }), sandbox],
  ['-10102', `${HEAD}/ebcCode`, '9610 A', same, absent('SELLER')],
  ['-10102', `${HEAD}/iacCode`, '1210 B', same, absent('AREA')],
  ['-10101', `${HEAD}/agentCode`, '9710 L', head({ agentCode: 'CARRIER' })],
  ['-10101', `${HEAD}/ebpCode`, '9710 L', same, stripped('PLATFORM')],
  ['ENT-STATUS', `${HEAD}/logisticsCode`, '9610 A', same, firm('CARRIER', { status: 'suspended' })],
  ['ENT-EXPIRED', `${HEAD}/agentCode`, '9610 A', same, firm('AGENT', { validUntil: '2016-04-07' })],
  ['ENT-NAME', `${HEAD}/ebcName`, '9610 A', same, firm('SELLER', { name: 'Other Ltd' })],
  ['EXP-WAREHOUSE', `${HEAD}/ebpCode`, '9810 L', same, filed({ enterpriseCode: 'OTHER' })],
  ['EXP-WAREHOUSE', `${HEAD}/ebpCode`, '9810 L', head({ ebpCode: 'STRANGE' })],
  ['EXP-WAREHOUSE-DAY', `${HEAD}/ebpCode`, '9810 L', same, filed({ from: '2026-05-21' })],
  ['EXP-WAREHOUSE-DAY', `${HEAD}/ebpCode`, '9810 L', same, filed({ until: '2016-04-08' })],
  ['EXP-WAREHOUSE-COUNTRY', `${HEAD}/country`, '9810 L', same, filed({ country: '304' })],
  ['TRADE-IE', `${HEAD}/ieFlag`, '9610 A', head({ ieFlag: 'I' })],
  ['TRADE-CUSTOMS', `${HEAD}/customsCode`, '9610 A', offices],
  ['TRADE-MODE', `${HEAD}/tradeMode`, '9610 B', head({ tradeMode: '1239' })],
  ['TRADE-MODE', `${HEAD}/tradeMode`, '9710 L', same, law({ modes: ['9610', '1210'] })],
  ['EXP-FLAG', `${HEAD}/statisticsFlag`, '9710 L', head({ statisticsFlag: 'B' })],
  ['EXP-1210', `${HEAD}/emsNo`, '1210 B', head({ emsNo: null })],
  ['EXP-1210', `${HEAD}/iacCode`, '1210 B', head({ iacCode: null })],
  ['EXP-1210', 'InventoryList[2]/itemRecordNo', '1210 B', line({ itemRecordNo: null })],
  ['EXP-1210', `${HEAD}/emsNo`, '9610 A', head({ emsNo: 'T1' })],
  ['CODE-COUNTRY', 'InventoryList[2]/country', '9610 A', line({ country: '998' })],
  ['EXP-DESTINATION', `${HEAD}/country`, '9610 A', head({ country: '142' })],
  ['EXP-DESTINATION', 'InventoryList[2]/country', '9610 A', line({ country: '142' })],
  ['CODE-UNIT', 'InventoryList[2]/unit1', '9610 A', line({ unit1: '998' })],
  ['CODE-TRAF', `${HEAD}/trafMode`, '9610 A', head({ trafMode: 'Q' }), law({ arrival: false })],
  ['CODE-WRAP', `${HEAD}/wrapType`, '9610 A', head({ wrapType: 'Q' })],
  ['CODE-CURRENCY', `${HEAD}/fCurrency`, '9610 A', head({ freightCurrency: '998' })],
  ['CODE-CURRENCY', 'InventoryList[2]/currency', '9610 A', line({ currency: '998' })],
  ['EXP-A-CLOSED', `${HEAD}/statisticsFlag`, '9610 A', same, law({ simplified: null })],
  ['EXP-L-CLOSED', `${HEAD}/tradeMode`, '9710 L', same, law({ b2b: null })],
  ['EXP-LEVEL', CODE, '9610 B', line({ gcode: '9405' })],
  ['EXP-LEVEL', CODE, '1210 B', line({ gcode: '940521' })],
  ['EXP-LEVEL', CODE, '9710 L', line({ gcode: '9405' })],
  ['EXP-LEVEL', CODE, '9610 A', line({ gcode: '940' })],
  ['EXP-LEVEL', CODE, '9610 A', line({ gcode: '94o5' })],
  ['EXP-CODE', CODE, '9610 B', line({ gcode: '9405210001' })],
  ['EXP-CODE', CODE, '9610 A', line({ gcode: '0001' })],
  ['EXP-CODE', CODE, '9810 L', line({ gcode: '940599' })],
  ['EXP-CODE', CODE, '9610 A', line({ gcode: '9503' })],
  ['EXP-CODE', CODE, '9610 B', line({ gcode: '9405000000' })],
  ['EXP-CODE', CODE, '9710 L', line({ gcode: '9405000000' })],
  ['EXP-HEADING', CODE, '9610 A', line({ gcode: '8542000000' })],
  ['EXP-PROHIBITED', CODE, '9610 A', line({ gcode: '4401310000' })],
  ['EXP-PROHIBITED', CODE, '9610 B', line({ gcode: '4401310000' })],
  ['EXP-PROHIBITED', CODE, '9810 L', line({ gcode: '4401310000' })],
  ['EXP-HEADING', CODE, '9610 A', line({ gcode: '8542' })],
  ['EXP-HEADING', CODE, '9610 A', line({ gcode: '4401' })],
  ['EXP-HEADING', CODE, '9710 L', line({ gcode: '040900' })],
  ['EXP-HEADING', CODE, '9810 L', line({ gcode: '720421' })],
  ['EXP-A-GOODS', CODE, '9610 A', line({ gcode: '8542390000' })],
  ['EXP-A-GOODS', CODE, '9610 A', line({ gcode: '7204210000' })],
  ['EXP-A-GOODS', CODE, '9610 A', line({ gcode: '0409000000', unit1: '035' })],
  ['EXP-L-GOODS', CODE, '9710 L', line({ gcode: '8542390000' })],
  ['EXP-A-LICENCE', `${HEAD}/licenseNo`, '9610 A', head({ licenseNo: '26-AA-100001' })],
  ['EXP-L-LICENCE', `${HEAD}/licenseNo`, '9810 L', head({ licenseNo: '26-AA-100001' })],
  ['EXP-LICENCE', CODE, '9610 B', line({ gcode: '8542390000' })],
  ['EXP-UNIT', 'InventoryList[2]/unit1', '9610 B', line({ unit1: '035' })],
  ['EXP-UNIT', 'InventoryList[2]/unit2', '9610 B', line({ gcode: '4202220000' })],
  ['EXP-UNIT', 'InventoryList[2]/qty2', '9610 B', line({ gcode: '4202220000', unit2: '035' })],
  ['STK-LINE', 'InventoryList[2]/itemRecordNo', '1210 B', line({ itemRecordNo: '999' })],
  ['STK-LINE', `${HEAD}/emsNo`, '1210 B', same, booked({ until: '2026-05-20' })],
  ['STK-LINE', `${HEAD}/iacCode`, '1210 B', same, booked({ areaCode: 'OTHER' })],
  ['STK-LINE', `${HEAD}/customsCode`, '1210 B', same, booked({ customsCode: '4604' })],
  ['STK-LINE', 'InventoryList[1]/itemNo', '1210 B', same, booked({ itemNo: 'COAT' })],
  ['STK-LINE', 'InventoryList[1]/gcode', '1210 B', same, booked({ hs: '6110200000' })],
  ['STK-LINE', 'InventoryList[1]/unit', '1210 B', same, booked({ unit: '011', unit1: '011' })],
  ['STK-SHORT', 'InventoryList[1]/qty', '1210 B', same, free(199_999n)],
  ['STK-SHORT', 'InventoryList[1]/qty', '1210 B', same, ({ balances }) => balances.clear()],
  ['EXP-NO-RATE', 'InventoryList[1]/currency', '9610 B', same, ({ rates }) => rates.clear()],
  ['EXP-A-LIMIT', HEAD, '9610 A', worth(500_001n)],
  ['EXP-L-LIMIT', HEAD, '9710 L', worth(500_001n)],
  ['EXP-BLOCKED', `${HEAD}/ebcCode`, '9610 B', same, block],
  ['ARRIVAL-LATE', `${HEAD}/logisticsNo`, '9610 B', longAgo],
  ['ARRIVAL-NONE', `${HEAD}/logisticsNo`, '9610 B', gone],
  ['ARRIVAL-DIFFERS', `${HEAD}/customsCode`, '9610 B', arrived({ customsCode: '4604' })],
  ['ARRIVAL-DIFFERS', `${HEAD}/logisticsCode`, '9610 B', arrived({ logisticsCode: 'X' })],
  ['ARRIVAL-DIFFERS', `${HEAD}/trafMode`, '9610 B', arrived({ trafMode: '4' })],
];

/** What is at the edge and still in order. */
const PASSES: readonly Row[] = [
  ['SBX-RETURN', 'asking for officers', '9610 A', head({ orderNo: 'SBX.INSPECT.1' }), sandbox],
  ['SBX-RETURN', 'an earnest law', '9610 A', head({ orderNo: 'SBX.EXP-CODE.1' })],
  ['-10101', 'a seller declares itself', '9610 A', head({ agentCode: 'SELLER' })],
  ['ENT-EXPIRED', 'the last day', '9610 A', same, firm('AGENT', { validUntil: '2026-05-20' })],
  ['EXP-WAREHOUSE', 'on file, and no enterprise', '9810 L', same, absent('PLATFORM')],
  ['EXP-WAREHOUSE-DAY', 'the last day', '9810 L', same, filed({ until: '2026-05-21' })],
  ['EXP-WAREHOUSE-DAY', 'on file again', '9810 L', same, filed({ until: '2020-01-01' }, {})],
  ['EXP-WAREHOUSE-COUNTRY', 'moved', '9810 L', same, filed({ country: '304' }, {})],
  ['EXP-WAREHOUSE', 'when none is filed any more', '9810 L', same, unfiled],
  ['EXP-LEVEL', 'six digits, simplified', '9610 A', line({ gcode: '940521' })],
  ['EXP-CODE', 'a heading filled up with zeros', '9610 A', line({ gcode: '9405000000' })],
  ['EXP-CODE', 'six digits filled up with zeros', '9710 L', line({ gcode: '6109100000' })],
  ['EXP-LEVEL', 'ten digits, simplified', '9610 A', line({ gcode: '9405210000' })],
  ['EXP-LEVEL', 'ten digits of a sale to a firm', '9710 L', line({ gcode: '9405210000' })],
  ['EXP-HEADING', 'goods that are told apart', '9610 A', line({ gcode: '854231' })],
  ['EXP-HEADING', 'and in full', '9610 A', line({ gcode: '8542310000' })],
  ['EXP-A-GOODS', 'duty and inspection for a summary', '9610 B', line({ gcode: '7204210000' })],
  ['EXP-LICENCE', 'with a licence', '9610 B', licence],
  ['EXP-UNIT', 'both units', '9610 B', line({ gcode: '4202220000', unit2: '035', qty2: 1n })],
  ['EXP-A-LIMIT', 'the limit itself', '9610 A', worth(500_000n)],
  ['EXP-L-LIMIT', 'the limit itself', '9810 L', worth(500_000n)],
  ['EXP-A-LIMIT', 'no limit for a summary', '9610 B', worth(9_000_000n)],
  ['STK-LINE', 'the heading of the article', '1210 B', shortened],
  ['STK-LINE', 'a heading filled up with zeros', '1210 B', filledUp],
  ['STK-LINE', 'a law that keeps no stock', '1210 B', same, unstocked],
  ['STK-SHORT', 'just enough', '1210 B', same, free(200_000n)],
  ['EXP-BLOCKED', 'nothing to merge', '9610 A', same, block],
  ['EXP-BLOCKED', 'another declarant', '9610 B', head({ agentCode: 'SELLER' }), block],
  ['ARRIVAL-LATE', 'late, but it came', '9610 B', (draft) => (draft.list.acceptedAt = 0)],
  ['ARRIVAL-NONE', 'a law that asks for none', '9610 B', gone, law({ arrival: false })],
  ['ARRIVAL-DIFFERS', 'one of two agrees', '9610 B', twoArrivals],
];

const OF_DOCUMENTS: readonly unknown[] = [...EXPORT_KEY_RULES, ...EXPORT_AMOUNT_RULES];
const OWN = EXPORT_RULES.filter((rule) => !OF_DOCUMENTS.includes(rule));

function found([, , kind, change, facts]: Row, day?: string) {
  const said = exportFacts(day, facts);
  const balances = runningBalances(said.balances);
  const parameters = said.index.at(said.date);
  const context = exportContextOf(exportCase(kind, change), said, parameters, balances);
  return check(inForce(OWN, said.date), context);
}

const titled = (rows: readonly Row[]) => rows.map((row) => [row[0], row[1], row[2], row] as const);

describe('clearance of exports', () => {
  it.each(KINDS)('finds nothing wrong with an ordinary list of %s', (kind) => {
    expect(found(['', '', kind, same])).toEqual([]);
  });

  it.each(titled(FAILS))('%s at %s of %s', (code, path, _kind, row) => {
    // Who waited too long for an arrival waits for it, too.
    const beside = code === 'ARRIVAL-LATE' ? ['ARRIVAL-NONE'] : [];
    const findings = found(row);
    expect(findings.map((one) => `${one.code} ${one.path}`)).toContain(`${code} ${path}`);
    const others = findings.map((one) => one.code).filter((one) => one !== code);
    expect(others).toEqual(beside);
  });

  it.each(titled(PASSES))('%s: %s (%s)', (_code, _title, _kind, row) => {
    expect(found(row)).toEqual([]);
  });

  it('returns a list for the code that its order number asks for, in a sandbox', () => {
    const asked = (orderNo: string) => found(['', '', '9610 B', head({ orderNo }), sandbox]);
    const [forced, own] = asked('SBX.EXP-A-LIMIT.77');
    const zh = '【沙箱指定】单票价值[*]超过简化申报限值[*]元';
    expect(forced).toMatchObject({ code: 'EXP-A-LIMIT', zh });
    expect(own).toMatchObject({ code: 'SBX-RETURN', zh: '沙箱：订单编号指定退单[EXP-A-LIMIT]' });
    expect(asked('SBX.').map(({ zh }) => zh)).toEqual(['沙箱：订单编号指定退单[?]']);
    expect(asked('SBX1')).toEqual([]);
  });

  it('opens sales to firms on 1 July 2020 and not the day before (B2B-1)', () => {
    const on = (day: string) => {
      const dated = (draft: FactsDraft) => (draft.law = exportLawOf(draft.index, day));
      return found(['', '', '9710 L', same, dated], day).map(({ code }) => code);
    };
    expect(on('2020-07-01')).toEqual([]);
    expect(on('2020-06-30')).toEqual(['TRADE-MODE']);
  });

  it('says of a law without exports that no mode is open', () => {
    const law = exportLawOf(exportIndex({ exports: [] }), '2026-05-20');
    const closed = (draft: FactsDraft) => (draft.law = law);
    const [first] = found(['', '', '9610 B', same, closed]);
    expect(first?.code).toBe('TRADE-MODE');
  });
});

describe('every rule of clearance of exports', () => {
  it.each(OWN.map((rule) => [rule.code, rule] as const))('%s begins and can end', (code, rule) => {
    const row = FAILS.find((one) => one[0] === code)!;
    const on = (day: string) => found(row, day).map((one) => one.code);
    expect(on(rule.from)).toContain(code);
    expect(on(addDays(rule.from, -1))).not.toContain(code);
    const until = '2026-05-20';
    expect(inForce([{ ...rule, until }], addDays(until, -1))).toHaveLength(1);
    expect(inForce([{ ...rule, until }], until)).toEqual([]);
  });
});
