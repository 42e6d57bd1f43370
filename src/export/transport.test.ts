import { describe, expect, it } from 'vitest';
import { ARRIVAL, NOON } from '../../test/export/documents.ts';
import { LIMITS } from '../base/limits.ts';
import type { ShipmentTerms } from '../documents/export-terms.ts';
import { EXPORT_REQUEST_CODES } from './request-codes.ts';
import { decideDeparture, decideMaster, type ParcelFacts } from './transport.ts';
import { decideExportWithdrawal } from './withdrawal.ts';

const WAYBILLS = [
  { logisticsNo: 'W1', listNo: null },
  { logisticsNo: 'W2', listNo: 'LIST-2' },
];
const MASTER: ShipmentTerms = {
  ...ARRIVAL,
  kind: 'master',
  reporterCode: 'AGENT',
  billNo: 'BILL',
  grossWeight: 320_000n,
  waybills: WAYBILLS,
};
const DEPARTURE: ShipmentTerms = {
  ...ARRIVAL,
  kind: 'departure',
  reporterCode: 'CARRIER',
  billNo: 'BILL',
  leaveTime: NOON,
  waybills: WAYBILLS,
};

/** A parcel of 1.5 kg that has arrived and is released an hour before noon. */
const PARCEL: ParcelFacts = {
  listNo: 'LIST-2',
  state: '800',
  customsCode: '4612',
  agentCode: 'AGENT',
  ebcCode: 'SELLER',
  grossWeight: 150_000n,
  arrived: true,
  master: { billNo: 'BILL', key: 'M1' },
  releasedAt: NOON - 3_600_000,
};

/** The second parcel with changes; null: nobody knows it. */
function parcels(change: Partial<ParcelFacts> | null): Map<string, ParcelFacts> {
  const known = new Map([['W1', { ...PARCEL, listNo: 'LIST-1' }]]);
  if (change !== null) known.set('W2', { ...PARCEL, ...change });
  return known;
}

const master = (change: Partial<ParcelFacts> | null, terms: Partial<ShipmentTerms> = {}) =>
  decideMaster({ ...MASTER, ...terms }, 'M1', parcels(change));
const departure = (change: Partial<ParcelFacts> | null, terms: Partial<ShipmentTerms> = {}) =>
  decideDeparture({ ...DEPARTURE, ...terms }, parcels(change), NOON, { master: true });
const said = (findings: readonly { code: string; path: string | null }[]) =>
  findings.map(({ code, path }) => `${code} ${path}`);

type Row = readonly [
  code: string,
  path: string,
  change: Partial<ParcelFacts> | null,
  terms?: Partial<ShipmentTerms>,
];

const MASTER_FAILS: readonly Row[] = [
  ['SHP-UNKNOWN', 'WayBillList[2]/logisticsNo', null],
  ['SHP-TWICE', 'WayBillList[2]/logisticsNo', {}, { waybills: [WAYBILLS[0]!, WAYBILLS[0]!] }],
  ['SHP-LIST-NO', 'WayBillList[2]/invtNo', { listNo: 'LIST-3' }],
  ['SHP-STATE', 'WayBillList[2]/logisticsNo', { state: '100', master: null }],
  ['SHP-STATE', 'WayBillList[2]/logisticsNo', { state: '430', master: null }],
  ['SHP-STATE', 'WayBillList[2]/logisticsNo', { state: '700', master: null }],
  ['SHP-LEFT', 'WayBillList[2]/logisticsNo', { state: '899', master: null }],
  ['SHP-LEFT', 'WayBillList[2]/logisticsNo', { state: '899', master: { billNo: 'X', key: 'M1' } }],
  ['SHP-CUSTOMS', 'WayBillList[2]/logisticsNo', { customsCode: '4604' }],
  ['SHP-PARTY', 'WayBillList[2]/logisticsNo', { agentCode: 'OTHER' }],
  ['SHP-NOT-ARRIVED', 'WayBillList[2]/logisticsNo', { arrived: false, state: '400' }],
  ['SHP-MASTERED', 'WayBillList[2]/logisticsNo', { master: { billNo: 'X', key: 'M2' } }],
  ['SHP-WEIGHT', 'WayBillHead/grossWeight', {}, { grossWeight: 269_999n }],
  ['SHP-WEIGHT', 'WayBillHead/grossWeight', {}, { grossWeight: 10_600_001n }],
];

const DEPARTURE_FAILS: readonly Row[] = [
  ['SHP-UNKNOWN', 'DepartureList[2]/logisticsNo', null],
  ['SHP-NOT-RELEASED', 'DepartureList[2]/logisticsNo', { state: '500' }],
  ['SHP-NOT-RELEASED', 'DepartureList[2]/logisticsNo', { state: '400' }],
  ['SHP-LEFT', 'DepartureList[2]/logisticsNo', { state: '899' }],
  ['SHP-CUSTOMS', 'DepartureList[2]/logisticsNo', { customsCode: '4604' }],
  ['SHP-NO-MASTER', 'DepartureList[2]/logisticsNo', { master: null }],
  ['SHP-BILL', 'DepartureList[2]/logisticsNo', { master: { billNo: 'X', key: 'M2' } }],
  ['SHP-EARLY', 'DepartureList[2]/logisticsNo', { releasedAt: NOON + 1_000 }],
  ['SHP-FUTURE', 'DepartureHead/leaveTime', {}, { leaveTime: NOON + 300_001 }],
];

const rows = (all: readonly Row[]) =>
  all.map(([code, path, change, terms]) => [code, path, change, terms] as const);

describe('a master waybill', () => {
  it.each(rows(MASTER_FAILS))('%s at %s', (code, path, change, terms) => {
    expect(said(master(change, terms))).toEqual([`${code} ${path}`]);
  });

  it.each([
    ['parcels of nobody', { master: null }, {}],
    ['its own parcels again', {}, {}],
    ['its own parcel that has left', { state: '899' }, {}],
    ['a parcel that is being inspected', { state: '500', master: null }, {}],
    ['sent by the seller', {}, { reporterCode: 'SELLER' }],
    ['sent by the carrier', { agentCode: 'X' }, { reporterCode: 'CARRIER' }],
    ['as light as it may be', {}, { grossWeight: 270_000n }],
    ['as heavy as it may be', {}, { grossWeight: 10_600_000n }],
    ['one part of several', {}, { grossWeight: 99_900_000n, msgCount: 2 }],
  ] as const)('takes %s', (_title, change, terms) => {
    expect(master(change, terms)).toEqual([]);
  });

  it('names the first parcels and no more than there is room for', () => {
    const waybills = Array.from({ length: 500 }, (_, i) => {
      return { logisticsNo: `X${i}`, listNo: null };
    });
    const findings = master({}, { waybills });
    expect(findings).toHaveLength(LIMITS.findingsShown);
    expect(findings[0]?.zh).toBe('运单[X0]没有已受理的出口清单');
  });
});

describe('a departure', () => {
  it.each(rows(DEPARTURE_FAILS))('%s at %s', (code, path, change, terms) => {
    expect(said(departure(change, terms))).toEqual([`${code} ${path}`]);
  });

  it('is in order in the second of the release, and with clocks that differ', () => {
    expect(departure({ releasedAt: NOON + 999 })).toEqual([]);
    expect(departure({}, { leaveTime: NOON + 300_000 })).toEqual([]);
  });

  it('needs the bill of the master only where the law asks for one', () => {
    const alone = parcels({ master: null });
    const terms = { ...DEPARTURE, billNo: null };
    expect(decideDeparture(terms, alone, NOON, { master: false })).toEqual([]);
    expect(said(departure({}, { billNo: null }))).toHaveLength(2);
  });
});

describe('a withdrawal', () => {
  const request = {
    customsCode: '4612',
    copNo: 'C1',
    listNo: 'LIST-1',
    agentCode: 'AGENT',
    ebcCode: 'SELLER',
  };
  const list = { customsCode: '4612', agentCode: 'AGENT', ebcCode: 'SELLER' };

  const free = { billNo: null, slipNo: null };

  it.each(['300', '400', '800'] as const)('is granted of a list at %s', (state) => {
    expect(decideExportWithdrawal(request, { list, state, ...free })).toBeNull();
  });

  it.each([
    ['WDR-MASTER', 'under master waybill 784-1', { billNo: '784-1', slipNo: null }],
    ['WDR-MASTER', 'under master waybill 784-1', { billNo: '784-1', slipNo: 'Z1' }],
    ['WDR-SLIP', 'on gate slip Z1', { billNo: null, slipNo: 'Z1' }],
  ])('%s names what it is %s', (code, text, bound) => {
    const finding = decideExportWithdrawal(request, { list, state: '800', ...bound });
    expect(finding).toMatchObject({ code, en: expect.stringContaining(text) });
  });

  it.each([
    ['WDR-UNKNOWN', 'invtNo', null],
    ['WDR-PARTY', 'agentCode', { list: { ...list, agentCode: 'X' }, state: '400' }],
    ['WDR-PARTY', 'agentCode', { list: { ...list, ebcCode: 'X' }, state: '400' }],
    ['WDR-CUSTOMS', 'customsCode', { list: { ...list, customsCode: '4604' }, state: '400' }],
    ['WDR-DONE', 'invtNo', { list, state: '430' }],
    ['WDR-STATE', 'invtNo', { list, state: '100' }],
    ['WDR-STATE', 'invtNo', { list, state: '500' }],
    ['WDR-STATE', 'invtNo', { list, state: '899' }],
  ] as const)('%s at %s', (code, element, standing) => {
    const path = `InvtCancel/${element}`;
    const found = standing && { ...free, ...standing };
    expect(decideExportWithdrawal(request, found)).toMatchObject({ code, path });
  });
});

it('every code of requests is said somewhere', () => {
  const tried = [...MASTER_FAILS, ...DEPARTURE_FAILS].map(([code]) => code);
  // That a departure cannot be deleted is said where deletions are seen, in the flow.
  const codes = Object.keys(EXPORT_REQUEST_CODES).filter((code) => {
    return code.startsWith('SHP-') && code !== 'SHP-DELETED';
  });
  expect([...new Set(tried)].sort()).toEqual(codes.sort());
});
