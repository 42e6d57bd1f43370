import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import { CATALOGUE } from './ceb/catalogue.ts';
import { type DecodedRecord, decodeMessage } from './codec.ts';
import {
  collectionTerms,
  exportListTerms,
  exportOrderTerms,
  exportWaybillTerms,
} from './export-terms-of.ts';
import { otherTerms } from './terms-of.ts';

const SAMPLES = new URL('../../test/contract/samples/official-202205/export/', import.meta.url);

/** The first record of an official sample, whose messages break the schema as a whole. */
function sample(type: string): DecodedRecord {
  const xml = readFileSync(new URL(`${type}Message.xml`, SAMPLES), 'utf8');
  const cut = (pattern: string) => new RegExp(pattern).exec(xml)?.[0] ?? '';
  const element = (name: string) => cut(`<ceb:${name}>[^]*?</ceb:${name}>`);
  const table = CATALOGUE.get(type)!;
  const parts = [cut('<ceb:CEB[^>]*>'), element(table.record), element('BaseTransfer')];
  const scanned = scan(Buffer.from(`${parts.join('')}</ceb:${type}Message>`), MESSAGE_LIMITS);
  const decoded = scanned.ok ? decodeMessage(scanned.doc) : null;
  if (!decoded?.ok) throw new Error(`${type} cannot be read`);
  return decoded.message.records[0]!;
}

const other = (type: string) => otherTerms(CATALOGUE.get(type)!, sample(type));

const FIRM = '1105910159';
const NAME = '东方物通科技(北京)有限公司';
const ORDER = {
  ...{ ebpCode: FIRM, ebpName: NAME, ebcCode: FIRM, ebcName: NAME, goodsValue: 10_036n },
};
const COLLECTION = {
  ...{ ebpCode: FIRM, orderNo: 'order2018050711340001', ebcCode: FIRM, payCode: FIRM },
  ...{ payNo: 'P20180507001', charge: 20_050n, currency: '142' },
  accountingTime: Date.parse('2018-05-07T15:30:01+08:00'),
};
const WAYBILL = {
  ...{ logisticsCode: FIRM, logisticsNo: 'L2018050700001', freight: 2_050n, insuredFee: 3_050n },
  ...{ currency: '142', grossWeight: 5_050_000n, packNo: 9, ebcCode: FIRM },
};
const LIST = {
  ...{ customsCode: '1500', ebpCode: FIRM, orderNo: 'order2018050711340001', ebpName: NAME },
  ...{ logisticsCode: FIRM, logisticsNo: 'L2018050700001', copNo: 'Cop20180507001' },
  ...{ agentCode: FIRM, agentName: NAME, ebcCode: FIRM, ebcName: NAME },
  ...{ ownerCode: FIRM, ownerName: NAME, iacCode: null, emsNo: null, ieFlag: 'a' },
  ...{ portCode: '1501', ieDate: '2018-05-08', statisticsFlag: 'A', tradeMode: '0101' },
  ...{ trafMode: '0', trafName: null, voyageNo: null, billNo: null, totalPackageNo: null },
  ...{ loctNo: null, licenseNo: null, country: '001', pod: '002', freight: 5_036n },
  ...{ freightCurrency: '142', insuredFee: 5_232n, insuranceCurrency: '142', wrapType: '1' },
  ...{ packNo: 9, grossWeight: 8_025_000n, netWeight: 7_025_000n },
  lines: [
    {
      ...{ gnum: 1, itemNo: 'AF001-001', itemRecordNo: '1210', gcode: '8541401000' },
      ...{ gname: '小米盒子', country: '116', currency: '142', qty: 10_000_000n, unit: '007' },
      ...{ qty1: 20_000_000n, unit1: '007', qty2: 30_000_000n, unit2: '007' },
      ...{ price: 2_000_000n, totalPrice: 20_000n },
    },
  ],
};
const SHIPMENT = {
  ...{ customsCode: '1500', copNo: 'Cop20180507001', reporterCode: FIRM, logisticsCode: FIRM },
  ...{ loctNo: null, trafName: null, voyageNo: null, leaveTime: null, grossWeight: null },
  ...{ billNo: 'B00024204001', trafMode: '0', msgCount: 1, msgSeqNo: 1 },
};
const named = (...numbers: number[]) =>
  numbers.map((number) => ({ logisticsNo: `L201805070000${number}`, listNo: null }));
const SAID = {
  CEB507: {
    kind: 'shipment',
    terms: { ...SHIPMENT, kind: 'arrival', waybills: named(1, 2, 3) },
  },
  CEB607: {
    kind: 'shipment',
    terms: {
      ...{ ...SHIPMENT, kind: 'master', trafMode: '1', trafName: '空运', voyageNo: 'H000250' },
      ...{ billNo: 'B20180508001', grossWeight: 10_030_000n, msgCount: 9, msgSeqNo: 9 },
      waybills: named(1),
    },
  },
  CEB509: {
    kind: 'shipment',
    terms: {
      ...{ ...SHIPMENT, kind: 'departure', voyageNo: '航空', waybills: named(1) },
      leaveTime: Date.parse('2018-05-08T09:22:01+08:00'),
    },
  },
  CEB605: {
    kind: 'withdrawal',
    terms: {
      ...{ customsCode: '1500', copNo: 'Cop20180507001', listNo: 'Invt20180507000001' },
      ...{ agentCode: FIRM, ebcCode: FIRM },
    },
  },
  CEB701: {
    kind: 'summary',
    terms: {
      ...{ customsCode: '1501', copNo: 'C201805080001', agentCode: FIRM, agentName: NAME },
      ...{ ebcCode: FIRM, ebcName: NAME, declAgentCode: FIRM, declAgentName: NAME },
      ...{ startTime: null, endTime: null, loctNo: null, summaryFlag: '1', itemNameFlag: '1' },
      ...{ msgCount: 1, msgSeqNo: 1, listNos: ['Invt20180507000001', 'Invt20180507000002'] },
    },
  },
  CEB213: {
    kind: 'return',
    terms: {
      ...{ customsCode: '5141', ebpCode: FIRM, ebcCode: FIRM, logisticsCode: FIRM },
      ...{ logisticsNo: '3868076295380612', coElNo: 'back_26339801', listNo: '111222333' },
      ...{ tradeMode: null, agentCode: FIRM, billNo: '78444192956', ieFlag: 'I' },
      ...{ trafMode: '5', trafName: '飞机', voyageNo: 'CZ465', portCode: '5141' },
      country: '303',
      lines: [
        {
          ...{ gnum: 1, gcode: '3926909090', qty: 100_000n, unit: '011' },
          ...{ qty1: 4_750n, unit1: '035' },
        },
      ],
    },
  },
  CEB215: {
    kind: 'tally',
    terms: {
      ...{ customsCode: '1501', operatorCode: FIRM, logisticsCode: FIRM },
      ...{ logisticsNo: 'L2018050700003', listNo: 'invt202001030001' },
      ...{ coElNo: 'Cop20180507056', location: '2' },
    },
  },
};

describe('terms of the official samples of exports', () => {
  it('of an order, a collection and a waybill', () => {
    const order = sample('CEB303');
    const whole = { ...order, head: { ...order.head, goodsValue: '100.36' } };
    expect(exportOrderTerms(whole)).toMatchObject({ ok: true, value: ORDER });
    expect(collectionTerms(sample('CEB403'))).toEqual({ ok: true, value: COLLECTION });
    expect(exportWaybillTerms(sample('CEB505'))).toEqual({ ok: true, value: WAYBILL });
  });

  it('of a list', () => {
    expect(exportListTerms(sample('CEB603'))).toEqual({ ok: true, value: LIST });
  });

  it.each(Object.entries(SAID))('of a %s', (type, said) => {
    expect(other(type).said).toEqual(said);
  });

  it('refuse what has no meaning, with every reason', () => {
    const { head, lines, ...rest } = sample('CEB603');
    const wrong = {
      ...rest,
      head: { ...head, freight: '1.001', ieDate: '20260231' },
      lines: lines.map((line) => ({ ...line, totalPrice: '0.001' })),
    };
    const built = exportListTerms(wrong);
    expect(built.ok ? [] : built.error.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'CNT-TIME InventoryHead/ieDate',
      'CNT-FEN InventoryHead/freight',
      'CNT-FEN InventoryList[1]/totalPrice',
    ]);
  });
});
